from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_crm.core.calendar.words import in_words, read_words, short

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = (SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 11, 21, 21, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        ("2026-11-25T14:00", "下周三 11月25日 14:00", "Wed, Nov 25, 14:00"),
        ("2026-11-21T22:05", "今天 11月21日 22:05", "Today, Nov 21, 22:05"),
        ("2026-11-22T09:00", "明天 11月22日 09:00", "Tomorrow, Nov 22, 09:00"),
        ("2026-11-20T09:00", "昨天 11月20日 09:00", "Yesterday, Nov 20, 09:00"),
        ("2026-12-09T09:00", "12月9日 周三 09:00", "Wed, Dec 9, 09:00"),
        ("2026-09-09T09:00", "2026年9月9日 周三 09:00", "Wed, Sep 9, 2026, 09:00"),
        ("2028-02-29T09:00", "2月29日 周二 09:00", "Tue, Feb 29, 09:00"),
    ],
)
def test_a_moment_is_said_as_a_person_says_it(moment, chinese, english):
    assert in_words(at(moment), NOW, SHANGHAI, "zh") == chinese
    assert in_words(at(moment), NOW, SHANGHAI, "en") == english


def test_a_day_alone_is_said_and_read_back_without_a_time():
    words = in_words(at("2026-12-09T09:00"), NOW, SHANGHAI, "zh", all_day=True)
    reading = read_words(words, NOW, SHANGHAI)
    assert (words, reading.all_day, reading.moment) == ("12月9日 周三", True, at("2026-12-09T09:00"))


MINUTES_IN_TWO_YEARS = 2 * 366 * 24 * 60


@settings(max_examples=500, deadline=None)
@given(
    start=st.integers(0, 7 * 366 * 24 * 60).map(
        lambda minutes: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    minutes=st.integers(-MINUTES_IN_TWO_YEARS, MINUTES_IN_TWO_YEARS) | st.integers(-30_000, 30_000),
    zone=st.sampled_from(ZONES),
    language=st.sampled_from(("zh", "en")),
)
@example(datetime(2026, 10, 31, 12, tzinfo=UTC), 18 * 60 + 30, ZONES[1], "en")  # 01:30 for the second time
@example(datetime(2026, 10, 31, 12, tzinfo=UTC), 17 * 60 + 30, ZONES[1], "zh")  # and for the first
def test_what_is_said_is_read_back_to_the_same_minute(start, minutes, zone, language):
    moment = (start + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    words = in_words(moment, start, zone, language)
    reading = read_words(words, start, zone)
    assert reading.moment is not None
    assert (reading.moment.astimezone(UTC), reading.rest, reading.all_day) == (moment, "", False)
    assert reading.past == (moment < start)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        ("2026-11-21T14:00", "今天 14:00", "Today 14:00"),
        ("2026-11-22T14:00", "明天 14:00", "Tomorrow 14:00"),
        ("2026-11-20T14:00", "昨天", "Yesterday"),
        ("2026-11-23T14:00", "后天", "Mon"),
        ("2026-11-18T14:00", "3 天前", "3 days ago"),
        ("2026-11-25T14:00", "下周三", "Wed"),
        ("2026-12-25T14:00", "12-25", "12-25"),
        ("2026-10-25T14:00", "10-25", "10-25"),
        ("2027-11-25T14:00", "2027-11-25", "2027-11-25"),
    ],
)
def test_lists_show_a_short_form(moment, chinese, english):
    assert short(at(moment), NOW, SHANGHAI, "zh") == chinese
    assert short(at(moment), NOW, SHANGHAI, "en") == english


@pytest.mark.parametrize(
    ("day", "words"),
    [("2027-05-19", "05-19"), ("2027-05-20", "2027-05-20"), ("2026-05-26", "05-26"), ("2026-05-25", "2026-05-25")],
)
def test_in_a_list_the_year_stands_with_days_half_a_year_away(day, words):
    assert short(at(f"{day}T09:00"), NOW, SHANGHAI, "en") == words
    assert short(at(f"{day}T09:00"), NOW, SHANGHAI, "zh") == words
