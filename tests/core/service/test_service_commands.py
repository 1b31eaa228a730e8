import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.service import commands
from desktop_crm.core.service.choices import CONFIRMED, IN_WORK, RESOLVED
from desktop_crm.core.service.commands import NotYetError
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def now(fixed_clock):
    return Moment(fixed_clock, "Asia/Shanghai")


@pytest.fixture
def request_id(database, add_customer, now):
    request = ServiceRequest(customer_id=add_customer(), title="系统宕机", received=now)
    return database.write("add", lambda session: SERVICE.add(session, [request])).new_id(Kind.SERVICE)


@pytest.fixture
def do(database, request_id):
    def run(verb, *words):
        changes = database.write("do", lambda session: verb(session, request_id, *words))
        return changes, database.read(lambda connection: SERVICE.get(connection, request_id))

    return run


def test_s_05_the_first_response_counts(do, now):
    _changes, request = do(commands.respond)
    assert (request.responded, request.status) == (now, IN_WORK)
    assert not do(commands.respond)[0]


def test_s_09_a_request_goes_from_solution_to_confirmation(do, now):
    _changes, request = do(commands.resolve, "重启并修复", "恢复正常")
    assert (request.status, request.solution, request.effect) == (RESOLVED, "重启并修复", "恢复正常")
    assert request.resolved == request.responded == now
    _changes, request = do(commands.close, "无异议")
    assert (request.status, request.confirmed, request.customer_feedback) == (CONFIRMED, now, "无异议")


def test_s_03_nothing_is_closed_without_a_solution(do, database, request_id):
    before = database.read(lambda connection: SERVICE.get(connection, request_id))
    with pytest.raises(NotYetError) as refused:
        do(commands.close)
    assert refused.value.title == "“系统宕机” cannot be closed yet"
    assert [finding.field for finding in refused.value.findings] == ["solution", "resolved"]
    assert database.read(lambda connection: SERVICE.get(connection, request_id)) == before
