"""What was changed in a customer's record, as a timeline."""

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.journal.history import FieldChange, Step, history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.entry import Accent, Entry, Key
from desktop_crm.core.values.field_values import show

_TITLES = {"insert": N_("Created"), "update": N_("Changed"), "delete": N_("Erased")}


def changes_of(
    connection: Connection, customer_id: CustomerId, before: Key | None = None, limit: int = 200
) -> list[Entry]:
    """At most `limit` steps of the customer's record, the newest first, all older than `before`: what each set."""
    steps = history(connection, CUSTOMERS, customer_id)
    numbered = zip(range(len(steps), 0, -1), steps, strict=True)
    older = [(number, step) for number, step in numbered if before is None or number < before.id]
    return [_entry(number, step) for number, step in older[:limit]]


def _entry(number: int, step: Step) -> Entry:
    local = step.at.astimezone(clock.zone())
    created = step.operation == "insert"
    title = _(_TITLES[step.operation])
    if not step.changes and not created:
        title = _("Moved to the Trash, or brought back")
    return Entry(
        Kind.CUSTOMERS,
        Key(to_milliseconds(step.at), number),
        step.at,
        title[:1],
        Accent.DONE if created else Accent.TALK,
        title,
        " · ".join(filter(None, (f"{local:%m-%d %H:%M}", step.author))),
        "\n".join(_line(change, created=created) for change in step.changes),
    )


def _line(change: FieldChange, *, created: bool) -> str:
    label, new = _(change.field.label), show(change.field, change.new) or _("(empty)")
    if created:
        return _("{field}: {value}").format(field=label, value=new)
    old = show(change.field, change.old) or _("(empty)")
    return _("{field}: {old} → {new}").format(field=label, old=old, new=new)
