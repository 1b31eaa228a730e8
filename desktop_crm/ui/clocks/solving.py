"""What can be done about a line of the agenda or a clock: done, not needed, and the step that solves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.clocks import marks
from desktop_crm.core.clocks.settling import NEEDS_A_FORM, settle
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.letters.actions import show_letter


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked for: a record, whose, and by which clock; without a clock the next step of a customer."""

    kind: Kind
    id: int
    customer_id: int | None
    clock: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Solution:
    """The step that solves a case: its title, a message, and how it is done."""

    title: str
    act: Callable[[Context, Case, QWidget], None] = field(compare=False)


def solution_of(clock: str) -> Solution:
    """What solves a clock; for the empty key what gives a customer a next step."""
    return _SOLUTIONS.get(clock, _EDIT)


def done_words(clock: str) -> str:
    """What “done” is called for a clock, in the language in use."""
    words = _DONE.get(clock, _PLAIN_DONE)
    return _(words)


def can_be_done(clock: str) -> bool:
    """Whether a word is enough; elsewhere a form has to say what was done."""
    return clock not in NEEDS_A_FORM


def mark_done(context: Context, owner: QObject, case: Case) -> None:
    """Note that what the clock asks for is done."""
    work = partial(_settle, case)
    context.operations.write(owner, marks.MARK, work, partial(_told, context, done_words(case.clock)))


def mark_not_needed(context: Context, owner: QObject, case: Case) -> None:
    """Note that what the clock asks for is not needed this time."""
    context.operations.write(owner, marks.MARK, partial(_dismiss, case), partial(_told, context, _("Not needed")))


def open_case(context: Context, case: Case) -> None:
    """Show the record; what concerns the whole book has none."""
    if case.id:
        context.navigator.open_record(case.kind, case.id)


def _told(context: Context, words: str, _changes: Changes) -> None:
    context.undoing.tell(words)


def _settle(case: Case, session: Session) -> Changes:
    return settle(session, case.clock, case.kind, case.id, case.period)


def _dismiss(case: Case, session: Session) -> Changes:
    return marks.mark(session, case.clock, case.kind, case.id, case.period)


# The forms are loaded when the first one opens: they cost start-up time.


def _record(context: Context, case: Case, parent: QWidget) -> None:
    from desktop_crm.ui.interactions.log_dialog import LogDialog  # noqa: PLC0415 - see above

    if case.customer_id is not None:
        LogDialog(context, CustomerId(case.customer_id), parent.window()).open()


def _edit(context: Context, case: Case, parent: QWidget) -> None:
    if case.id:
        work = partial(ROOMS[case.kind].get, record_id=case.id)
        context.operations.read(parent, work, partial(_open, context, case.kind, parent))


def _open(context: Context, kind: Kind, parent: QWidget, entity: Any) -> None:
    from desktop_crm.ui.framework.record_dialog import RecordDialog  # noqa: PLC0415 - see above

    if entity is not None:
        RecordDialog(context, kind, entity, None, parent.window()).open()


def _done(context: Context, case: Case, parent: QWidget) -> None:
    mark_done(context, parent, case)


def _customer(context: Context, case: Case, _parent: QWidget) -> None:
    if case.customer_id is not None:
        context.navigator.open_record(Kind.CUSTOMERS, case.customer_id)


def _page(key: str, context: Context, _case: Case, _parent: QWidget) -> None:
    context.navigator.open_page(key)


def _new(kind: Kind, more: Mapping[str, Any], context: Context, case: Case, parent: QWidget) -> None:
    from desktop_crm.ui.framework.record_dialog import RecordDialog  # noqa: PLC0415 - see above

    preset = {"customer_id": case.customer_id, **more}
    if case.kind is Kind.CONTACTS and kind is Kind.GIFTS:
        preset["contact_id"] = case.id
    RecordDialog(context, kind, None, preset, parent.window()).open()


def _letter(context: Context, case: Case, parent: QWidget) -> None:
    show_letter(context, case.kind, case.id, parent.window())


_EDIT = Solution(N_("Edit"), _edit)
_TALK = Solution(N_("Record interaction"), _record)
_GREETING = Solution(N_("Note what was given"), partial(_new, Kind.GIFTS, {}))
_SOLUTIONS: Mapping[str, Solution] = {
    "": Solution(N_("Plan the next step"), partial(_new, Kind.FOLLOWUPS, {})),
    "log_talk": Solution(N_("Record the talk"), _record),
    "confirm_appointment": Solution(N_("Ask to confirm the appointment…"), _letter),
    "first_response": Solution(N_("Open the request"), _edit),
    "send_summary": Solution(N_("Write the summary"), _letter),
    "update_record": Solution(N_("Open customer"), _customer),
    "primary_left": Solution(N_("New primary contact"), partial(_new, Kind.CONTACTS, {"is_primary": True})),
    "commitment": _EDIT,
    "need_due": Solution(N_("Open the need"), _edit),
    "need_incomplete": Solution(N_("Complete the need"), _edit),
    "value_check": Solution(N_("Enter what it brought"), _edit),
    "deal_close": Solution(N_("Open the opportunity"), _edit),
    "birthday": _GREETING,
    "anniversary": _GREETING,
    "cadence": _TALK,
    "weekly_refresh": Solution(N_("Open customer"), _customer),
    "quiet": Solution(N_("On demand from now on"), _done),
    "monthly_summary": _TALK,
    "survey": Solution(N_("Fill in a survey"), partial(_new, Kind.SURVEY_ANSWERS, {})),
    "quarterly_review": _TALK,
    "yearly_review": _TALK,
    "month_end_verification": Solution(N_("Verify"), partial(_page, "verification")),
    "monthly_review": Solution(N_("Show the customers"), partial(_page, "customers")),
    "issue_analysis": Solution(N_("Show service"), partial(_page, "service")),
}
_PLAIN_DONE = N_("Done")
_DONE: Mapping[str, str] = {
    "first_response": N_("Responded"),
    "confirm_appointment": N_("Confirmed"),
    "send_summary": N_("Summary sent"),
    "commitment": N_("Kept"),
    "quiet": N_("On demand from now on"),
}
