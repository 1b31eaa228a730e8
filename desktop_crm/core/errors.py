"""The one base of every error that is meant to be read by the user."""

from desktop_crm.core.i18n import _


class CrmError(Exception):
    """Something the user can understand and act on.

    `title` says in a few words what failed, `message` in one or two sentences why and what to do; both are already
    translated. Families of errors stand near their cause and derive from this class. Whatever is not a `CrmError` is
    a mistake of ours and reaches the log.
    """

    def __init__(self, title: str, message: str) -> None:
        super().__init__(title, message)
        self.title = title
        self.message = message

    def __str__(self) -> str:
        return _("{title}: {message}").format(title=self.title, message=self.message)

    @property
    def text(self) -> str:
        """Title and message as one line of prose."""
        return _("{title}. {message}").format(title=self.title, message=self.message)


class RefusedError(CrmError):
    """What was asked for cannot be done with this input or in this state; nothing was changed."""
