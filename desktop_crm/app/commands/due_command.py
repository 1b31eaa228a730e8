"""`due`: what is overdue, due today and this week, and who has no next step."""

from argparse import Namespace

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, Item, agenda
from desktop_crm.core.i18n import _
from desktop_crm.core.values.moment import show_moment

_LINES_SHOWN = 20


def run(args: Namespace) -> int:
    """Print the agenda in its groups."""
    with opened(args) as book:
        items = book.read(lambda connection: agenda(connection, days=args.days))
    if args.json:
        print_json({"items": [_document(item) for item in items]})
        return 0
    for group in Group:
        of_group = [item for item in items if item.group is group]
        if not of_group:
            continue
        print(f"{_(group.value)}  {len(of_group)}")
        for item in of_group[:_LINES_SHOWN]:
            due = show_moment(item.due, clock.zone()) if item.due else ""
            print("  " + "  ".join(filter(None, (str(item.id), due, item.customer, item.title, item.reason))))
        if len(of_group) > _LINES_SHOWN:
            print("  " + _("… and {count} more; --json lists all").format(count=len(of_group) - _LINES_SHOWN))
    if not items:
        say(_("Nothing is due, and every customer has a next step."))
    return 0


def _document(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "id": str(item.id),
        "customer": item.customer,
        "title": item.title,
        "due_at": item.due.iso() if item.due else None,
        "overdue": item.group is Group.OVERDUE,
        "reason": item.reason,
    }
