"""`due`: what is overdue, due today and this week, whom to be in touch with, and who has no next step."""

from argparse import Namespace

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, Item, agenda
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import show_moment

_LINES_SHOWN = {Group.CONTACT: 5, Group.TO_CHECK: 5, Group.NO_NEXT_STEP: 5}
_MOST_LINES = 20
_REASON_SHOWN = {Group.OVERDUE, Group.WEEK}  # the title of the other groups says it already


def run(args: Namespace) -> int:
    """Print the agenda in its groups."""
    with opened(args) as book:
        items = book.read(lambda connection: agenda(connection, days=args.days))
    if args.json:
        print_json({"items": [_document(item) for item in items]})
        return 0
    for group in Group:
        if of_group := [item for item in items if item.group is group]:
            print(f"{_title(group, args.days)}  {len(of_group) + sum(item.more for item in of_group)}")
            _print(of_group[: _LINES_SHOWN.get(group, _MOST_LINES)])
            beyond = of_group[_LINES_SHOWN.get(group, _MOST_LINES) :]
            if more := len(beyond) + sum(item.more for item in beyond):
                print("  " + _("… and {count} more; --json lists all").format(count=more))
    if not items:
        say(_("Nothing is due, and every customer has a next step."))
    return 0


def _title(group: Group, days: int | None) -> str:
    if group is Group.WEEK and days is not None:
        return ngettext("Next {count} day", "Next {count} days", days).format(count=days)
    return _(group.value)


def _print(items: list[Item]) -> None:
    for item in items:
        due = show_moment(item.due, clock.zone()) if item.due else ""
        title = item.title if item.clock or item.kind is Kind.FOLLOWUPS else ""
        reason = item.reason if item.clock or item.group in _REASON_SHOWN else ""
        number = str(item.id) if item.id else ""
        print("  " + "  ".join(filter(None, (number, due, item.customer, title, reason))))


def _document(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "id": str(item.id),
        "customer": item.customer,
        "title": item.title,
        "due_at": item.due.iso() if item.due else None,
        "overdue": item.due is not None and item.due.end() <= clock.now() and item.group is not Group.TO_CHECK,
        "clock": item.clock,
        "reason": item.reason,
    }
