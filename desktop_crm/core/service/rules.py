"""Rules about service requests that need no database: by when a response is due, and what a request needs to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desktop_crm.core.calendar.working_days import NO_OVERRIDES, Overrides, add_working_days, knows_year
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _
from desktop_crm.core.service.choices import COMPLAINT, CONFIRMED, NORMAL, RESOLVED, SUGGESTION, URGENT
from desktop_crm.core.settings import (
    NORMAL_RESPONSE_HOURS,
    SUGGESTION_RESPONSE_DAYS,
    URGENT_RESPONSE_HOURS,
    Settings,
)
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a request is to have its first response; `is_certain` is false where the working days of a year are not
    known yet and Monday to Friday were taken for them (decision 7)."""

    due: Moment
    is_certain: bool = True


def response_deadline(
    received: Moment, severity: str, settings: Settings, overrides: Overrides = NO_OVERRIDES
) -> Deadline:
    """The deadline of a request by its severity alone (S-05, decision 6); an unknown severity counts as normal.

    Hours run on the clock, suggestions have working days. Where only the day is known on which a request came in, hours
    run from its end.
    """
    if severity == SUGGESTION:
        local = received.local()
        due = add_working_days(local, settings.number(SUGGESTION_RESPONSE_DAYS), overrides)
        known = all(knows_year(year, overrides) for year in range(local.year, due.year + 1))
        return Deadline(Moment(due.astimezone(received.at.tzinfo), received.zone, received.all_day), known)
    hours = settings.number(URGENT_RESPONSE_HOURS if severity == URGENT else NORMAL_RESPONSE_HOURS)
    return Deadline(Moment(received.end() + timedelta(hours=hours), received.zone))


def in_time(received: Moment, responded: Moment, severity: str, settings: Settings) -> bool:
    """Whether the first response came by its deadline; where only its day is known, it may have been at its start."""
    return responded.at <= response_deadline(received, severity, settings).due.end()


def findings(values: Mapping[str, Any]) -> list[Finding]:
    """What is the matter with a request that is about to be saved.

    It is resolved when there is a solution, and closed when the customer has confirmed it (S-03, S-09). An urgent one
    asks for a team and a plan (S-06), any other for somebody who sees to it (S-07).
    """
    found = []
    urgent, status = values.get("severity") == URGENT, values.get("status")
    if urgent and not values.get("team"):
        found.append(
            Finding("team", _("An urgent request needs a team: account manager, technician, head of department"))
        )
    if urgent and not values.get("plan"):
        found.append(Finding("plan", _("Say what the team will do, and by when")))
    if values.get("severity") in {NORMAL, SUGGESTION} and not values.get("owner"):
        found.append(Finding("owner", _("Say who sees to it")))
    if status in {RESOLVED, CONFIRMED}:
        needed = {"solution": _("Say how it was solved"), "resolved": _("Say when it was solved")}
        found += [Finding(name, words, blocking=True) for name, words in needed.items() if not values.get(name)]
    if status == CONFIRMED and not values.get("confirmed"):
        found.append(
            Finding("confirmed", _("It is closed when the customer has confirmed it: say when"), blocking=True)
        )
    if status == CONFIRMED and values.get("type") == COMPLAINT and not values.get("customer_feedback"):
        found.append(Finding("customer_feedback", _("Note what the customer says about the solution")))
    return found
