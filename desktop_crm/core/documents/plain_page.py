"""Pages that are about no customer, and the line at the foot of every page that says who printed it and when."""

from desktop_crm.core import clock
from desktop_crm.core.documents.printed_page import PrintedPage, Section
from desktop_crm.core.i18n import _, language


def plain_page(title: str, sections: list[Section], printed_by: str) -> PrintedPage:
    """The page that holds these sections under its title."""
    return PrintedPage(
        customer_name="",
        title=title,
        facts=(),
        sections=tuple(sections),
        footer_left=printed_line(printed_by),
        page_label=_("Page {page} of {pages}"),
        author=printed_by,
        language="zh" if language() == "zh" else "en",
        headed_by_title=True,
    )


def printed_line(printed_by: str) -> str:
    """Who printed a page, and when on the clock of the user."""
    printed = clock.now().astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M")
    return _("Printed: {name} · {time}").format(name=printed_by, time=printed)
