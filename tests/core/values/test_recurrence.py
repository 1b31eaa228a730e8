"""Rules by which something comes again: their one spelling, their words, and the next time, across clock changes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core import i18n
from desktop_crm.core.calendar.words.reading import read_words
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.recurrence import first, following, in_words, normal_rule

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

WORDS = [
    ("FREQ=DAILY", "every day", "每天"),
    ("FREQ=DAILY;INTERVAL=3", "every 3 days", "每3天"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "每个工作日"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", "every 2 weeks on Monday, Wednesday and Friday", None),
    ("FREQ=MONTHLY;BYMONTHDAY=1", "every month on the 1st", "每月1日"),
    ("FREQ=MONTHLY;BYMONTHDAY=22", "every month on the 22nd", "每月22日"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", None),
    ("FREQ=MONTHLY;BYDAY=-1FR", "every last Friday of the month", None),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "every year on March 5", "每年3月5日"),
    ("FREQ=WEEKLY;COUNT=4", "every week, 4 more times", "每周，还有4次"),
    ("FREQ=DAILY;UNTIL=20261231T155959Z", "every day, until 2026-12-31", "每天，到2026-12-31为止"),
    ("FREQ=MONTHLY;BYSETPOS=2;BYDAY=MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2", None),
]


@pytest.mark.parametrize(("rule", "english", "chinese"), WORDS)
def test_a_rule_is_said_in_both_languages(rule, english, chinese):
    with i18n.speaking("en"):
        assert in_words(normal_rule(rule)) == english
    if chinese:
        with i18n.speaking("zh"):
            assert in_words(normal_rule(rule)) == chinese


def rules() -> st.SearchStrategy[str]:
    interval = st.integers(1, 12)
    days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=6, unique=True).map(lambda d: sorted(d, key=DAYS.index))
    return st.one_of(
        st.builds("FREQ=DAILY;INTERVAL={}".format, interval),
        st.builds("FREQ=WEEKLY;INTERVAL={}".format, interval),
        st.builds(lambda n, d: f"FREQ=WEEKLY;INTERVAL={n};BYDAY={','.join(d)}", interval, days),
        st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 11), st.integers(1, 31)),
        st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(DAYS)),
        st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), st.integers(1, 28)),
    )


@settings(max_examples=150, deadline=None)
@given(rule=rules(), language=st.sampled_from(["zh", "en"]))
def test_what_a_rule_is_called_is_read_as_the_same_rule(rule, language):
    rule = normal_rule(rule)
    with i18n.speaking(language):
        reading = read_words(in_words(rule), NOW, SHANGHAI)
    assert (reading.recurrence, reading.rest) == (rule, "")


@pytest.mark.parametrize("text", ["", "every now and then", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "RRULE:INTERVAL=2"])
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(ValueError, match="rule"):
        normal_rule(text)


def test_a_rule_has_one_spelling():
    assert normal_rule("rrule:byday=mo;interval=1;freq=weekly") == "RRULE:FREQ=WEEKLY;BYDAY=MO"


def test_the_time_on_the_wall_stays_when_clocks_change():
    start = Moment(datetime(2026, 3, 23, 8, tzinfo=UTC), BERLIN.key)  # 9:00 in winter
    found, _rule = following("RRULE:FREQ=WEEKLY", start, start.at)
    assert (found.local().hour, found.day()) == (9, date(2026, 3, 30))
    assert found.at == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_what_was_missed_is_passed_over_and_counted():
    start = whole_day(date(2026, 11, 2), SHANGHAI)
    found, rule = following("RRULE:FREQ=WEEKLY;COUNT=5", start, datetime(2026, 11, 18, tzinfo=UTC))
    assert (found, rule) == (whole_day(date(2026, 11, 23), SHANGHAI), "RRULE:FREQ=WEEKLY;COUNT=2")
    assert following(rule, found, found.at)[1] == "RRULE:FREQ=WEEKLY;COUNT=1"
    assert following("RRULE:FREQ=WEEKLY;COUNT=1", found, found.at) is None


def test_a_rule_ends_with_its_last_day_wherever_that_day_is():
    start = Moment(datetime(2026, 12, 30, 1, tzinfo=UTC), SHANGHAI.key)
    assert following("RRULE:FREQ=DAILY;UNTIL=20261231", start, start.at)[0].day() == date(2026, 12, 31)
    assert following("RRULE:FREQ=DAILY;UNTIL=20261230T160000Z", start, start.at) is None


def test_the_29th_of_february_and_the_31st_come_only_where_there_is_one():
    leap = whole_day(date(2024, 2, 29), SHANGHAI)
    assert following("RRULE:FREQ=YEARLY", leap, leap.at)[0].day() == date(2028, 2, 29)
    last = whole_day(date(2026, 10, 31), SHANGHAI)
    assert following("RRULE:FREQ=MONTHLY", last, last.at)[0].day() == date(2026, 12, 31)


def test_a_rule_begins_with_its_first_day():
    assert first("RRULE:FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 22), SHANGHAI) == whole_day(date(2026, 11, 23), SHANGHAI)
    assert first("RRULE:FREQ=DAILY", date(2026, 11, 22), SHANGHAI) == whole_day(date(2026, 11, 22), SHANGHAI)
