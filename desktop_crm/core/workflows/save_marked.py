"""What a form does when fields were marked in it: the record and what is confidential in it, as one action (P-04)."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.keep_confidential import confidential_too
from desktop_crm.core.workflows.save_record import add_record, change_record


def add_marked(session: Session, kind: Kind, values: Mapping[str, Any], marked: Iterable[str]) -> Changes:
    """As `add_record`, with these fields confidential from the start: not even the journal holds their values plain.

    Raises:
        ValueError: one of the fields cannot be confidential.
        NotClearedError: whoever writes is not cleared.
        MaskedValueError, NumberTakenError: as `add_record`; after each of these nothing may be kept of this session.
    """
    names = sorted(set(marked))
    with confidential_too(kind, names):
        changes = add_record(session, kind, **values)
    for name in names:  # those that hold nothing yet are marked as well
        changes |= ROOMS[kind].mark(session, [changes.new_id(kind)], name)
    return changes


def change_marked(
    session: Session, kind: Kind, record_id: int, values: Mapping[str, Any], marks: Mapping[str, bool]
) -> Changes:
    """As `change_record`; the fields among `marks` become confidential, or as any other again.

    Raises:
        ValueError: one of the fields cannot be confidential.
        NotClearedError: whoever writes is not cleared.
        MaskedValueError, MoveRefusedError, NumberTakenError: as `change_record`; after each of these nothing may be
            kept of this session.
    """
    room, changes = ROOMS[kind], Changes()
    for name in sorted(name for name, on in marks.items() if on):  # first, so that what they get now is sealed at once
        changes |= room.mark(session, [record_id], name)
    if (
        values or kind is Kind.SURVEY_ANSWERS
    ):  # a score follows from the answers, and its reason is as secret as they are
        changes |= change_record(session, kind, record_id, **values)
    for name in sorted(name for name, on in marks.items() if not on):
        changes |= room.unmark(session, [record_id], name)
    return changes
