"""By what lists can be filtered beside the words that stand in a field: what is open, overdue, low, or nobody's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_

from desktop_crm.core import clock
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.database import filtering
from desktop_crm.core.deals.choices import DEAL_LOST, DEAL_WON
from desktop_crm.core.feedback.choices import NEGATIVE
from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import CLOSED
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED, WITHDRAWN

STILL_OPEN, NOBODY, PAST, LOW, NO_MEASURES = "@open", "@nobody", "@past", "@low", "@no_measures"
_LOW_SCORE = 2  # so much or less is dissatisfied (G-07)


def _open(column: str, closed: tuple[str, ...]) -> Callable[[Table], ColumnElement[bool]]:
    return lambda table: func.coalesce(table.c[column], "").not_in(closed)


_NEED_OPEN = _open("status", CLOSED)


def _orphaned(table: Table) -> ColumnElement[bool]:
    """An open need for which nobody answers, or without a date (N-11)."""
    nobody = func.coalesce(func.trim(table.c.owner), "") == ""
    return _NEED_OPEN(table) & or_(nobody, table.c.due.is_(None))


def _late(table: Table) -> ColumnElement[bool]:
    return _NEED_OPEN(table) & (table.c.due < clock.today().isoformat())


def _unmeasured(table: Table) -> ColumnElement[bool]:
    """Negative feedback about which nothing is planned yet (S-12)."""
    return (table.c.tone == NEGATIVE) & (func.coalesce(func.trim(table.c.measures), "") == "")


# Kind and field, to what its filter offers more: code, name and condition.
_MORE: Mapping[Kind, Mapping[str, tuple[tuple[str, str, Callable[[Table], ColumnElement[bool]]], ...]]] = {
    Kind.NEEDS: {
        "status": ((STILL_OPEN, N_("Still open"), _NEED_OPEN),),
        "due": ((PAST, N_("Overdue"), _late),),
        "owner": ((NOBODY, N_("Without owner or date"), _orphaned),),
    },
    Kind.DEALS: {"stage": ((STILL_OPEN, N_("Still open"), _open("stage", (DEAL_WON, DEAL_LOST))),)},
    Kind.SERVICE: {
        "status": ((STILL_OPEN, N_("Still open"), _open("status", (RESOLVED, CONFIRMED, WITHDRAWN))),),
    },
    Kind.FEEDBACK: {"tone": ((NO_MEASURES, N_("Negative without measures"), _unmeasured),)},
    Kind.SATISFACTION: {
        "score": ((LOW, N_("Dissatisfied (1–2)"), lambda table: table.c.score <= _LOW_SCORE),),
    },
}


def filter_fields(kind: Kind) -> list[Field]:
    """The fields by which a list of this kind can be filtered, with the conditions among their choices."""
    fields = {field.name: field for field in filtering.filter_fields(ROOMS[kind])}
    for name, more in _MORE.get(kind, {}).items():
        field = ROOMS[kind].fields[name]
        extra = tuple(Choice(code, title) for code, title, _condition in more)
        offered = field.choices.offered if field.choices and name in fields else ()
        is_open = name in fields and not (field.choices and not field.choices.open)
        choices = ChoiceList(f"{kind.value}.{name}", field.label, (*extra, *offered), open=is_open)
        fields[name] = replace(field, choices=choices)
    return list(fields.values())


def words_in_use(connection: Connection, kind: Kind, name: str) -> list[str]:
    """What the filter of a field offers: its conditions, then every value in use, the most frequent first."""
    more = [code for code, _title, _condition in _MORE.get(kind, {}).get(name, ())]
    return more + filtering.words_in_use(connection, ROOMS[kind], name)


def fitting(kind: Kind, filters: Mapping[str, str]) -> Select[Any]:
    """The ids of the records in use that fit: field name to stored value, or to the code of a condition."""
    table = ROOMS[kind].table
    known = {(name, code): made for name, more in _MORE.get(kind, {}).items() for code, _title, made in more}
    stored = {name: value for name, value in filters.items() if (name, value) not in known}
    conditions = [known[item](table) for item in filters.items() if item in known]
    return filtering.fitting(ROOMS[kind], stored).where(*conditions)
