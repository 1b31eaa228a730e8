"""The front of the program: reads the command line, opens the window or runs one command, and says how it ended.

Exit status: 0 done · 1 refused · 2 wrong usage · 3 wrong passphrase · 4 vault damaged · 5 vault in use.
"""

import os
import sys
from collections.abc import Sequence

from desktop_crm.app import handoff, identity, logging
from desktop_crm.app.arguments import parser, vault_folder
from desktop_crm.app.exit_status import DONE, USAGE, carry_out
from desktop_crm.core.i18n import LANGUAGES, _, system_language, use_language
from desktop_crm.core.transfer.reading import child


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of one run of the program."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # the Windows console would else lose what its code page lacks
    if words == ["--read-file"]:  # the bundled program starts itself like this to read a file apart from its keys
        return child.main()
    identity.announce()
    use_language(_language(words))
    args = parser().parse_args(words)
    if args.version:
        print(f"desktop-crm {logging.program_version()}")
        return DONE
    if args.selftest:
        from desktop_crm.app.selftest import running  # noqa: PLC0415 - nobody else waits for it

        return running.run()
    logging.set_up()
    if args.command is None:
        if not _has_display():
            print(_("There is no display to open the window on. The same can be done with commands:"), file=sys.stderr)
            print("desktop-crm --help", file=sys.stderr)
            return USAGE
        folder = vault_folder(args)
        if args.tray:
            from desktop_crm.app import agent  # noqa: PLC0415 - nobody else waits for it

            return agent.run(folder, args.lang)
        if handoff.raised(folder, args.open):
            return DONE
        from desktop_crm.app import window  # noqa: PLC0415 - nobody else waits for the widgets

        return window.run(folder, args.lang, args.open)
    status = handoff.handed_over(args)
    if status is None:
        status = carry_out(args)
    logging.event(f"{args.command}.ended", status=status)
    return status


def _has_display() -> bool:
    """Whether a window can be shown, as far as can be known before Qt tries and stops the process."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _language(words: Sequence[str]) -> str:
    """The language asked for, known before the help is made."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang" and following in LANGUAGES:
            return following
        if word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            return word.removeprefix("--lang=")
    return system_language()
