"""The sheet with the recovery key, to be printed once and kept apart from the laptop."""

from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.documents.printed_page import Column, PrintedPage, TableSection, render_page
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.i18n import _, language


def recovery_sheet(recovery_key: str, folder: Path) -> Printout:
    """The key in its groups, the book it opens, and what to do with it, on one A4 page."""
    groups = recovery_key.split("-")
    rows = tuple(tuple(groups[start : start + 3]) for start in range(0, len(groups), 3))
    steps = (
        _("Open the program, choose “Use the recovery key”, and type the nine groups; dashes and case do not matter."),
        _("Set a new passphrase. The program then shows a new recovery key; this sheet opens nothing any more."),
        _("Whoever has this sheet and the laptop can read everything. Keep them apart."),
    )
    return render_page(
        PrintedPage(
            customer_name=_("Recovery key"),
            title=_("Desktop CRM"),
            facts=((_("Customer book"), str(folder)), (_("Made on"), clock.today().isoformat())),
            sections=(
                TableSection(_("Key"), (Column("1"), Column("2"), Column("3")), rows),
                TableSection(
                    _("How to use it"), (Column("", 0), Column("")), tuple((f"{n}.", s) for n, s in enumerate(steps, 1))
                ),
            ),
            footer_left="",
            page_label=_("Page {page} of {pages}"),
            language="zh" if language() == "zh" else "en",
        )
    )
