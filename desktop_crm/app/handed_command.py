"""Commands typed while the window has the book open: the running program does them with its unlocked book."""

import contextlib
import io
from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop_crm.app.exit_status import USAGE, carry_out
from desktop_crm.app.handoff import HANDED, PATH
from desktop_crm.core import i18n
from desktop_crm.core.book import Book


class LentBook(Book):
    """The running program's book, lent to one command: closing it does nothing."""

    __slots__ = ()

    def close(self) -> None:
        """Nothing: the book stays with the program."""


def run_handed_command(book: Book, request: dict[str, Any]) -> dict[str, Any]:
    """What the command answered: status, standard output and standard error. Runs on a worker thread."""

    def whole(value: Any) -> Any:
        if isinstance(value, dict):
            return Path(value[PATH])
        return [whole(item) for item in value] if isinstance(value, list) else value

    if request.get("command") not in HANDED:
        return {"status": USAGE, "out": "", "err": ""}
    args = Namespace(**{name: whole(value) for name, value in request["args"].items()})
    args.command = request["command"]
    args.book = LentBook(book.vault, book.database, book.steps, book.rolled_back)
    out, err = io.StringIO(), io.StringIO()
    speaks = i18n.speaking(str(request.get("language")))
    with speaks, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = carry_out(args)
    return {"status": status, "out": out.getvalue(), "err": err.getvalue()}
