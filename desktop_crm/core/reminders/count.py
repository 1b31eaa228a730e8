"""How many follow-ups are due, in words that name nobody: all that is said while the book is closed or locked."""

from desktop_crm.core.i18n import ngettext


def count_in_words(count: int) -> str:
    """The title of a notification for several follow-ups, or for one that must not be named."""
    return ngettext("{count} follow-up is due", "{count} follow-ups are due", count).format(count=count)
