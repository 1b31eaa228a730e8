from datetime import date, time
from zoneinfo import ZoneInfo

from desktop_crm.core.calendar.wall_time import wall_time

NEW_YORK = ZoneInfo("America/New_York")


def test_a_skipped_time_is_moved_by_the_length_of_the_gap():
    assert wall_time(date(2026, 3, 8), time(2, 30), NEW_YORK).isoformat() == "2026-03-08T03:30:00-04:00"


def test_a_time_that_occurs_twice_is_the_first_unless_its_fold_says_otherwise():
    first = wall_time(date(2026, 11, 1), time(1, 30), NEW_YORK)
    second = wall_time(date(2026, 11, 1), time(1, 30, fold=1), NEW_YORK)
    assert (first.isoformat(), second.isoformat()) == ("2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00")
