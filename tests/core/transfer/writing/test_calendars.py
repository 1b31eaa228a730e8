from datetime import date

from icalendar import Calendar

from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.writing.exporting import export


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
