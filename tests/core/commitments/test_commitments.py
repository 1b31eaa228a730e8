from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core.commitments import commands
from desktop_crm.core.commitments.choices import KEPT, OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.rules import findings, is_overdue
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_i_06_a_promise_is_overdue_when_its_time_is_over_and_it_is_open():
    today = Moment(datetime(2026, 11, 22, 16, tzinfo=UTC), "Asia/Shanghai", all_day=True)
    assert not is_overdue(Commitment(title="方案", due=today), NOW), "the day is not over"
    assert is_overdue(Commitment(title="方案", due=today), NOW + timedelta(days=1))
    assert is_overdue(Commitment(title="方案", due=Moment(NOW, "UTC")), NOW)
    assert not is_overdue(Commitment(title="方案", due=Moment(NOW, "UTC"), status=KEPT), NOW)
    assert not is_overdue(Commitment(title="方案"), NOW)


def test_i_06_a_promise_asks_for_a_date_and_ours_for_who_keeps_it():
    assert [finding.field for finding in findings({"direction": OURS})] == ["due", "person"]
    assert [finding.field for finding in findings({"direction": THEIRS})] == ["due"]
    kept = {"direction": THEIRS, "due": Moment(NOW, "UTC"), "status": KEPT}
    assert [finding.field for finding in findings(kept)] == ["kept_on"]
    assert not any(finding.blocking for finding in findings({}))


def test_i_06_a_promise_is_kept_today(database, add_customer):
    promise = Commitment(customer_id=add_customer(), title="方案")
    promise_id = database.write("add", lambda session: COMMITMENTS.add(session, [promise])).new_id(Kind.COMMITMENTS)
    database.write("keep", lambda session: commands.keep(session, promise_id, "已发送"))
    found = database.read(lambda connection: COMMITMENTS.get(connection, promise_id))
    assert (found.status, found.kept_on, found.result) == (KEPT, Day("2026-11-23"), "已发送")
