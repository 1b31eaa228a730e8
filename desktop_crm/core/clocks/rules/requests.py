"""The first response to a request, by its severity (S-05)."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from desktop_crm.core.clocks.clock import Found, Now
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.service import service
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.choices import IN_WORK, NORMAL, RECEIVED, SEVERITIES, SUGGESTION, URGENT
from desktop_crm.core.service.rules import response_deadline
from desktop_crm.core.settings import NORMAL_RESPONSE_HOURS, SUGGESTION_RESPONSE_DAYS, URGENT_RESPONSE_HOURS
from desktop_crm.core.values.moment import Moment

_LIMITS = {
    URGENT: (URGENT_RESPONSE_HOURS, N_("{severity}: first response within {count} h")),
    NORMAL: (NORMAL_RESPONSE_HOURS, N_("{severity}: first response within {count} h")),
    SUGGESTION: (SUGGESTION_RESPONSE_DAYS, N_("{severity}: first response within {count} working days")),
}


def first_response(connection: Connection, now: Now) -> Iterator[Found]:
    """Requests under way that nobody has answered."""
    s = service.c
    rows = connection.execute(
        select(s.id, s.customer_id, s.title, s.severity, s.received, s.received_zone, s.received_all_day)
        .where(now.there(service), s.status.in_((RECEIVED, IN_WORK)), s.received.is_not(None))
        .where(s.responded.is_(None), s.received <= now.milliseconds, *now.only(s.customer_id))
    )
    for row in rows:
        severity = row.severity if row.severity in _LIMITS else NORMAL
        setting, words = _LIMITS[severity]
        if not (count := now.number(setting)):
            continue
        received = Moment(from_milliseconds(row.received), row.received_zone, bool(row.received_all_day))
        deadline = response_deadline(received, severity, now.settings, now.overrides)
        note = ""
        if not deadline.is_certain:
            note = _("The working days of {year} are not known yet: Monday to Friday are taken for them").format(
                year=deadline.due.day().year
            )
        values = {"severity": SEVERITIES.label_of(severity), "count": count}
        due = now.by(deadline.due)
        yield Found(Kind.SERVICE, row.id, row.customer_id, row.received, due, words, values, row.title or "", "", note)
