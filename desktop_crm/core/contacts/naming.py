"""How a person is named in a line of text."""

from desktop_crm.core.i18n import _


def with_title(name: str, title: str) -> str:
    """The name with the title behind it, if there is one: “Mary Lee (Sales director)”."""
    return _("{name} ({title})").format(name=name, title=title) if title else name
