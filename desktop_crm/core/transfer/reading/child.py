"""The child process: one request in, one document out, with little memory, no file to write and no key to lose."""

import gc
import json
import sys
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from desktop_crm.core.i18n import use_language
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.formats import file_lines
from desktop_crm.core.transfer.reading.unreadable import UnreadableFileError
from desktop_crm.core.transfer.reading.wire import error_line


def main() -> int:
    """Answer the one request on standard input; always 0, for a refusal is an answer too.

    Where memory or time runs out the process ends without the closing line, and the parent says so.
    """
    # By number: a program without a console has no sys.stdin.
    with open(0, "rb", closefd=False) as requests, open(1, "wb", closefd=False) as answers:
        request = json.loads(requests.readline())
        _restrict_this_process()
        gc.disable()  # rows by the million make no cycles, and the process ends soon
        use_language(request["language"])
        _answer(request, answers)
    return 0


def _answer(request: dict[str, str], answers: BinaryIO) -> None:
    path = Path(request["path"])
    try:
        header_row = int(request["header_row"]) if request["header_row"] else None
        for line in file_lines(path, request["encoding"] or None, header_row, ZoneInfo(request["zone"])):
            answers.write(line)
    except UnreadableFileError as problem:
        answers.write(error_line(problem))


def _restrict_this_process() -> None:
    """Bound memory and time and forbid to write files, core dumps among them, where the system knows such limits.

    Windows does not; there the parent's time-out is the only one.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    for limit, value in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.TIMEOUT_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (value, value))
        except (OSError, ValueError):  # macOS refuses some; a lower limit set from outside is as good
            continue
