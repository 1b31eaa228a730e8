import re
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from desktop_crm.core import clock
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.events import parse_events
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.reading.wire import document_from, document_lines
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.moment import Moment, from_iso, whole_day


def _todos(path):
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(todo["SUMMARY"]): todo for todo in calendar.walk("VTODO")}


def test_each_followup_becomes_a_todo_at_its_time_with_its_alarm(small_book, tmp_path):
    info = export(small_book, tmp_path / "all.ics")
    todo = _todos(info.path)["云帆科技有限公司: 送报价"]
    assert info.rows == {Kind.FOLLOWUPS: 2}
    assert todo.decoded("DUE").isoformat() == "2026-12-01T14:00:00+08:00"
    assert (todo["STATUS"], todo.decoded("PRIORITY")) == ("NEEDS-ACTION", 1)
    (alarm,) = todo.walk("VALARM")
    assert alarm.decoded("TRIGGER").total_seconds() == -30 * 60
    assert b"BEGIN:VTIMEZONE" in info.path.read_bytes()


def test_a_whole_day_stays_a_day_and_comes_again(small_book, tmp_path):
    todo = _todos(export(small_book, tmp_path / "all.ics").path)["云帆科技有限公司: 年度回顾"]
    assert todo.decoded("DUE") == date(2026, 12, 31)
    assert todo["RRULE"].to_ical() == b"FREQ=YEARLY"


def test_the_uid_is_the_same_each_time_so_that_a_second_export_updates(small_book, records, tmp_path):
    first = _todos(export(small_book, tmp_path / "a.ics").path)
    followup = next(each for each in records(Kind.FOLLOWUPS) if each.title == "送报价")
    small_book.write("done", lambda session: ROOMS[Kind.FOLLOWUPS].change(session, followup.id, status="done"))
    second = _todos(export(small_book, tmp_path / "b.ics").path)
    assert {name: todo["UID"] for name, todo in first.items()} == {name: todo["UID"] for name, todo in second.items()}
    assert second["云帆科技有限公司: 送报价"]["STATUS"] == "COMPLETED"


def test_the_uid_of_an_imported_event_is_kept(small_book, records, tmp_path):
    followup = records(Kind.FOLLOWUPS)[0]
    small_book.write(
        "edit", lambda session: ROOMS[Kind.FOLLOWUPS].change(session, followup.id, calendar_uid="1@google.com")
    )
    assert "1@google.com" in {str(todo["UID"]) for todo in _todos(export(small_book, tmp_path / "a.ics").path).values()}


# Events, versions, and the way back

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def _add(book, **fields):
    changes = book.write("add", lambda session: ROOMS[Kind.FOLLOWUPS].add(session, [Followup(**fields)]))
    return changes.added[Kind.FOLLOWUPS][0]


def _only(book, path, *ids):
    info = export(book, path, Kind.FOLLOWUPS, ids=list(ids))
    (component,) = Calendar.from_ical(info.path.read_bytes()).walk(select=lambda each: "UID" in each)
    return component


def test_an_appointment_is_an_event_at_its_place_and_time(database, tmp_path):
    due = from_iso("2026-12-01T14:00+01:00", BERLIN)
    made = _add(database, title="回访", due=due, methods=("visit",), place="柏林", alarm_minutes=60)
    event = _only(database, tmp_path / "a.ics", made)
    assert (event.name, event["LOCATION"]) == ("VEVENT", "柏林")
    assert event.decoded("DTSTART") == datetime(2026, 12, 1, 14, tzinfo=ZoneInfo(BERLIN))
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)
    (alarm,) = event.walk("VALARM")
    assert (alarm.decoded("TRIGGER"), "RELATED" in alarm["TRIGGER"].params) == (timedelta(hours=-1), False)


@pytest.mark.parametrize(("all_day", "methods"), [(True, ("visit",)), (False, ("phone",))])
def test_what_is_no_appointment_is_a_to_do(database, tmp_path, all_day, methods):
    due = from_iso("2026-12-01T00:00+08:00", "Asia/Shanghai", all_day=all_day)
    made = _add(database, title="x", due=due, methods=methods)
    assert _only(database, tmp_path / "a.ics", made).name == "VTODO"


def test_an_imported_appointment_goes_back_with_the_end_it_came_with(database, tmp_path):
    due = from_iso("2026-12-01T14:00+08:00", "Asia/Shanghai")
    made = _add(database, title="x", due=due, methods=("visit",), unplaced={"end": "2026-12-01 16:30+08:00"})
    event = _only(database, tmp_path / "a.ics", made)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=2, minutes=30)


def test_what_has_no_reminder_of_its_own_rings_as_the_program_does(database, tmp_path):
    timed = _add(database, title="x", due=from_iso("2026-12-01T14:00+08:00", "Asia/Shanghai"))
    day = _add(database, title="y", due=from_iso("2026-12-01T00:00+08:00", "Asia/Shanghai", all_day=True))
    done = _add(database, title="z", due=from_iso("2026-12-01T14:00+08:00", "Asia/Shanghai"), status="done")
    triggers = [
        [alarm.decoded("TRIGGER") for alarm in _only(database, tmp_path / f"{each}.ics", each).walk("VALARM")]
        for each in (timed, day, done)
    ]
    assert triggers == [[timedelta(0)], [timedelta(hours=9)], []]


def test_the_version_rises_with_each_change_and_stays_without_one(database, tmp_path):
    made = _add(database, title="x", due=from_iso("2026-12-01T14:00+08:00", "Asia/Shanghai"))
    first, same = (_only(database, tmp_path / name, made) for name in ("a.ics", "b.ics"))
    with clock.fixed(clock.now() + timedelta(minutes=5), "Asia/Shanghai"):
        database.write("edit", lambda session: ROOMS[Kind.FOLLOWUPS].change(session, made, title="y"))
    changed = _only(database, tmp_path / "c.ics", made)
    assert first.to_ical() == same.to_ical()
    assert (first["SEQUENCE"], changed["SEQUENCE"]) == (0, 1)
    assert first.decoded("LAST-MODIFIED") < changed.decoded("LAST-MODIFIED")
    assert first.decoded("DTSTAMP") < changed.decoded("DTSTAMP")


@pytest.mark.parametrize(
    ("iso", "all_day", "rule", "until"),
    [
        ("2026-10-01T09:00-04:00", False, "FREQ=WEEKLY;UNTIL=20261101", "20261102T045959Z"),
        ("2026-10-01T00:00-04:00", True, "FREQ=WEEKLY;UNTIL=20261101T045959Z", "20261101"),
        ("2026-10-01T09:00-04:00", False, "FREQ=WEEKLY;UNTIL=20261101T140000Z", "20261101T140000Z"),
    ],
)
def test_the_end_of_a_rule_has_the_form_of_its_times(database, tmp_path, iso, all_day, rule, until):
    made = _add(database, title="x", due=from_iso(iso, NEW_YORK, all_day=all_day), recurrence=rule)
    todo = _only(database, tmp_path / "a.ics", made)
    assert todo["RRULE"].to_ical().decode() == f"FREQ=WEEKLY;UNTIL={until}"
    assert todo["DTSTART"].dt == todo["DUE"].dt


def test_what_is_confidential_stays_at_home(database, tmp_path):
    made = _add(database, title="x", confidential=True)
    with pytest.raises(RefusedError):
        export(database, tmp_path / "a.ics", Kind.FOLLOWUPS, ids=[made])
    assert not (tmp_path / "a.ics").exists()


def test_lines_end_as_the_standard_asks_and_none_is_too_long(database, tmp_path):
    due = from_iso("2026-12-01T14:00+08:00", "Asia/Shanghai")
    _add(database, title="很长的标题" * 40, due=due, notes="a\nb;c,d\\e" * 30, place="深圳" * 60)
    content = export(database, tmp_path / "a.ics").path.read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert all(line.decode() is not None for line in content.split(b"\r\n"))  # no character is cut in two
    for line in content.replace(b"\r\n ", b"").decode().splitlines():
        assert re.fullmatch(r'[A-Z0-9-]+(;[A-Z0-9-]+=("[^"]*"|[^;:,"]*))*:.*', line), line


def test_a_file_read_into_its_own_book_adds_nothing(small_book, tmp_path):
    info = export(small_book, tmp_path / "all.ics")
    report = import_documents(small_book, [read_file(info.path)], Options())
    assert (report.counts[Kind.FOLLOWUPS].added, report.counts[Kind.FOLLOWUPS].skipped) == (0, 2)


_TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
_RULES = ["", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH", "RRULE:FREQ=MONTHLY;COUNT=4"]
_RULES += ["RRULE:FREQ=YEARLY;UNTIL=20401231"]
# Around the changes of clocks in 2027: the hours that are skipped and that come twice in both zones.
_HOURS = st.integers(0, 47) | st.integers(0, 24 * 365)


@st.composite
def _followups(draw):
    zone = draw(st.sampled_from([BERLIN, NEW_YORK, "Asia/Shanghai"]))
    start = draw(st.sampled_from(["2027-01-01", "2027-03-28", "2027-10-31", "2027-03-14", "2027-11-07"]))
    at = datetime.fromisoformat(start).replace(tzinfo=UTC) + timedelta(hours=draw(_HOURS), minutes=15)
    all_day = draw(st.booleans())
    due = whole_day(at.date(), ZoneInfo(zone)) if all_day else Moment(at, zone)
    status = draw(st.sampled_from(["open", "done", "cancelled"]))
    snoozed = draw(st.booleans()) and status == "open"
    return Followup(
        title=draw(_TEXT),
        due=due,
        status=status,
        done=Moment(datetime(2027, 1, 1, tzinfo=UTC), "Asia/Shanghai") if status == "done" else None,
        methods=draw(st.sampled_from([(), ("visit",), ("phone", "meeting"), ("wechat",)])),
        priority=draw(st.sampled_from(["", "low", "medium", "high"])),
        place=draw(st.sampled_from(["", "深圳, 南山; 1 号楼"])),
        notes=draw(st.sampled_from(["", "第一行\n第二行\\n", "a:b"])),
        recurrence=draw(st.sampled_from(_RULES)),
        alarm_minutes=draw(st.none() | st.integers(-600, 20_000)),
        snoozed_until=Moment(datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC), "Asia/Shanghai") if snoozed else None,
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_followups(), min_size=5, max_size=15))
def test_what_was_exported_comes_back_equal(cellar, records, made):
    made = [one.having(title=f"{number} {one.title}") for number, one in enumerate(made)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        ours, other = (cellar.copy_to(folder / name).open() for name in ("ours", "other"))
        stack.callback(ours.close)
        stack.callback(other.close)
        stack.enter_context(clock.fixed(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "Asia/Shanghai"))
        ours.write("add", lambda session: ROOMS[Kind.FOLLOWUPS].add(session, made))
        export(ours, folder / "all.ics")
        calendar = Calendar.from_ical((folder / "all.ics").read_bytes())
        assert not calendar.get_missing_tzids()
        document = parse_events("all.ics", (folder / "all.ics").read_text("utf-8"), "utf-8", clock.zone())
        document = document_from(document_lines(document))  # as it comes from the process that reads
        report = import_documents(other, [document], Options())
        assert [warning.reason for warning in report.warnings] == []
        uids = {each.title: f"followup-{each.id}@desktop-crm" for each in records(Kind.FOLLOWUPS, within=ours)}
        back = {each.title: each for each in records(Kind.FOLLOWUPS, within=other)}
        for one in made:
            wanted = one.having(id=back[one.title].id, calendar_uid=uids[one.title], owner="王芳")
            if one.due.local().fold:  # an hour that comes twice is written in UTC, which names no place
                wanted = wanted.having(due=Moment(one.due.at, "Asia/Shanghai"))
            if one.due.all_day:  # a day is that day wherever one is
                wanted = wanted.having(due=whole_day(one.due.day(), ZoneInfo("Asia/Shanghai")))
            assert back[one.title] == wanted
