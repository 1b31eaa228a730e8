"""Which actions are undone at present: an undo is an action as any other, and may itself be undone by a redo."""

import json

from sqlalchemy import Connection, desc, select

from desktop_crm.core.database.schema.actions import actions

UNDO, REDO = "undo", "redo"
UNDOES = "undoes"  # in the details of both: the id, as text, of the action that they take back


def undone_actions(connection: Connection) -> frozenset[int]:
    """The ids of the actions that something undid and nothing redid; undos that were redone are among them."""
    found = connection.execute(
        select(actions.c.id, actions.c.details)
        .where(actions.c.verb.in_((UNDO, REDO)))
        .order_by(desc(actions.c.sequence))  # the newest first: whether it stands is known before what it undoes
    )
    undone: set[int] = set()
    for action_id, details in found:
        if action_id not in undone:
            undone.add(int(json.loads(details)[UNDOES]))
    return frozenset(undone)
