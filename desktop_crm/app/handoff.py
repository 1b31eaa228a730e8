"""Asking the program that has a book's window: to come to the front, or to carry out a command with its open book."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_crm.app import channel
from desktop_crm.app.arguments import vault_folder
from desktop_crm.app.exit_status import REFUSED
from desktop_crm.core import i18n
from desktop_crm.core.errors import RefusedError

HANDED = frozenset(
    {
        *("add", "attach", "backup", "bring-back", "done", "due", "erase", "export", "fields", "find", "import"),
        *("calendar", "lists", "show", "summary", "text", "trash", "undertaking", "undo"),
    }
)
_RAISE_SECONDS = 5.0
PATH = "path"  # the only key of the JSON object that stands for a path
_NOT_HANDED = {"vault", "passphrase_file", "version", "selftest", "open", "lang", "command"}


def raised(folder: Path, files: Sequence[Path] = ()) -> bool:
    """Whether a program has a window for the book in `folder` already; it stands in front then, and has the files."""
    if not channel.may_be_open(folder):
        return False
    from desktop_crm.app.single_instance import ask_running_program  # noqa: PLC0415 - others do not wait for Qt

    try:
        request = {"raise": True, "open": [str(file.absolute()) for file in files]}
        return ask_running_program(folder, request, patience_seconds=_RAISE_SECONDS) is not None
    except RefusedError:
        return False


def handed_over(args: Namespace) -> int | None:
    """The exit status of a command that a running program carried out, None when there is none to do so."""
    folder = vault_folder(args)
    if args.command not in HANDED or not channel.may_be_open(folder):
        return None
    from desktop_crm.app.single_instance import ask_running_program  # noqa: PLC0415 - others do not wait for Qt

    try:
        answer = ask_running_program(folder, request_of(args))
    except RefusedError as error:
        print(error, file=sys.stderr)
        return REFUSED
    if answer is None or answer.get("nobody"):  # the agent, which never has the book open
        return None
    sys.stdout.write(answer.get("out", ""))
    sys.stderr.write(answer.get("err", ""))
    return int(answer["status"])


def request_of(args: Namespace) -> dict[str, Any]:
    """The arguments of a command as JSON, paths made absolute for a program that runs elsewhere."""

    def plain(value: Any) -> Any:
        if isinstance(value, Path):
            return {PATH: str(value.absolute())}
        return [plain(item) for item in value] if isinstance(value, list) else value

    values = {name: plain(value) for name, value in vars(args).items() if name not in _NOT_HANDED}
    return {"command": args.command, "language": i18n.language(), "args": values}
