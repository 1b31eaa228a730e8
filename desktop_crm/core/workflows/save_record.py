"""What a form does when it saves: a new record of any kind, or some fields of one, with all that follows from them."""

from typing import Any

from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts import commands as contact_commands
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups import commands as followup_commands
from desktop_crm.core.ids import CustomerId, FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.values.mask_saves import refuse_masks
from desktop_crm.core.workflows.move_status import move
from desktop_crm.core.workflows.take_answers import take_answers


def add_record(session: Session, kind: Kind, /, **values: Any) -> Changes:
    """Add a record: a customer gets a number, a company's first contact becomes its primary one, a filled survey makes
    a satisfaction score.

    Raises:
        MaskedValueError, NumberTakenError: nothing was written.
    """
    refuse_masks(ROOMS[kind].fields, values, {})
    entity = ROOMS[kind].entity.of(**values)
    match kind:
        case Kind.CUSTOMERS:
            return customer_commands.add(session, [entity])
        case Kind.CONTACTS:
            return contact_commands.add(session, [entity])
        case Kind.FOLLOWUPS:
            return followup_commands.add(session, entity)
        case Kind.SURVEY_ANSWERS:
            return take_answers(session, entity)
        case _:
            return ROOMS[kind].add(session, [entity])


def change_record(session: Session, kind: Kind, record_id: int, /, **values: Any) -> Changes:
    """Set some fields of a record: a customer's status moves only where it may, a filled survey's score follows.

    Raises:
        MoveRefusedError: the status cannot move yet; nothing was written.
        NumberTakenError: a customer's number was given before; nothing was written.
        MaskedValueError: a value is the mask of what is known; nothing was written.
    """
    for known in ROOMS[kind].get_many(session.connection, [record_id]):
        refuse_masks(ROOMS[kind].fields, values, {name: getattr(known, name, None) for name in values})
    match kind:
        case Kind.CUSTOMERS:
            return save_customer(session, CustomerId(record_id), **values)
        case Kind.FOLLOWUPS:
            return followup_commands.change_many(session, {FollowupId(record_id): values})
        case Kind.SURVEY_ANSWERS:
            (answers,) = SURVEY_ANSWERS.get_many(session.connection, [record_id])
            return take_answers(session, answers.having(**values))
        case _:
            return ROOMS[kind].change(session, record_id, **values)


def save_customer(session: Session, customer_id: CustomerId, /, **values: Any) -> Changes:
    """Set some fields of a customer; a new number keeps the former one, another status is a guarded move.

    The reason why a customer left and the note that goes with the move are those among the values.

    Raises:
        MoveRefusedError, NumberTakenError: nothing was written.
    """
    (customer,) = CUSTOMERS.get_many(session.connection, [customer_id])
    to = values.pop("status", customer.status)
    changes = Changes()
    if to != customer.status:
        reason = values.pop("churn_reason", customer.churn_reason) or ""
        note = values.pop("status_note", "") or ""
        since = values.pop("status_since", customer.status_since)
        changes = move(session, customer_id, to, reason=reason, note=note)
        if since != customer.status_since:
            values["status_since"] = since  # the user says himself since when
    return changes | customer_commands.change(session, customer_id, **values)
