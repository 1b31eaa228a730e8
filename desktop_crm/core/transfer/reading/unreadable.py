"""Why a file could not be read: one family of errors, each with the file, the line when known, and what to do."""

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _


class UnreadableFileError(RefusedError):
    """The file is not taken, as a whole; nothing was read from it.

    `file` is its name, `line` the line or row at fault (1-based) where one is known.
    """

    def __init__(self, file: str, message: str, line: int | None = None) -> None:
        super().__init__(_("“{file}” cannot be read").format(file=file), message)
        self.file = file
        self.line = line


class UnknownEncodingError(UnreadableFileError):
    """The bytes are no text in an encoding that can be told for certain; the user has to name it."""


class FileLimitError(UnreadableFileError):
    """The file is larger, or unpacks to more, than is read."""


class ReadingStoppedError(UnreadableFileError):
    """The child process that read the file crashed, ran out of memory or took too long."""


class ReadingCanceledError(UnreadableFileError):
    """The reading was canceled; its child process is gone."""

    def __init__(self, file: str) -> None:
        super().__init__(file, _("Reading it was stopped."))


FAMILY = {
    error.__name__: error for error in (UnreadableFileError, UnknownEncodingError, FileLimitError, ReadingStoppedError)
}
