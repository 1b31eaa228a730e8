"""What restoring a backup would take away: everything that was done since it was made."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, distinct, func, select

from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.kinds import Kind


@dataclass(frozen=True, slots=True)
class Loss:
    """The number of actions since a backup, and of the records of each kind that they added, changed or removed."""

    actions: int
    records: Mapping[Kind, int]


def loss_since(connection: Connection, sequence: int) -> Loss:
    """What came after the action `sequence`, the last one of a backup."""
    later = actions.c.sequence > sequence
    rows = connection.execute(
        select(journal.c.table_name, func.count(distinct(journal.c.record_id)))
        .join(actions, actions.c.id == journal.c.action_id)
        .where(later)
        .group_by(journal.c.table_name)
    )
    touched: dict[str, int] = {row[0]: row[1] for row in rows}
    count = connection.scalar(select(func.count()).select_from(actions).where(later)) or 0
    return Loss(count, {kind: touched[kind.value] for kind in Kind if kind.value in touched})
