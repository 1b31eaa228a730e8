from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.calendar.words import Reading, read_words
from desktop_crm.core.calendar.working_days import Overrides

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 21, tzinfo=SHANGHAI)


def described(reading: Reading) -> str:
    """A reading as the table of cases writes it."""
    if reading.moment is None:
        return "-"
    moment = f"{reading.moment:%Y-%m-%d}" if reading.all_day else f"{reading.moment:%Y-%m-%dT%H:%M}"
    return (f"{reading.recurrence} from " if reading.recurrence else "") + moment + (" past" if reading.past else "")


def test_every_case_of_the_table_is_read_right(case):
    reading = read_words(case.text, case.now, SHANGHAI)
    assert (described(reading), reading.rest) == (case.expected, case.rest)


def test_the_first_occurrence_is_one_that_the_recurrence_itself_names(case):
    reading = read_words(case.text, case.now, SHANGHAI)
    if reading.recurrence:
        start = reading.moment.replace(tzinfo=None)
        assert next(iter(rrulestr(reading.recurrence, dtstart=start))) == start
        assert start >= case.now.replace(tzinfo=None)


def test_a_day_without_a_time_takes_the_default_time(read):
    reading = read("周五 交报价", default_time=time(8, 30))
    assert reading.moment == datetime(2026, 11, 27, 8, 30, tzinfo=SHANGHAI)
    assert reading.all_day


def test_today_without_a_time_is_not_past_however_late_it_is(read):
    assert not read("今天 交报价").past


def test_the_spans_are_the_characters_understood_in_the_text_as_typed(read):
    text = "请 下週三 回访张总,下午三点"
    assert [text[start:end] for start, end in read(text).spans] == ["下週三", "下午三点"]


def test_the_word_for_a_deadline_belongs_to_the_time(read):
    assert read("合同 周五之前 寄出").rest == "合同 寄出"
    assert read("send it by Friday please").rest == "send it please"


def test_a_comma_that_parted_the_time_from_the_title_goes_with_it(read):
    assert read("明天\uff0c给王经理发邮件").rest == "给王经理发邮件"
    assert read("寄合同\uff0c周五\uff08下午三点\uff09").rest == "寄合同"


def test_the_day_that_is_said_more_fully_wins(read):
    reading = read("周五 讨论 12月3日下午三点的会")
    assert reading.moment == datetime(2026, 12, 3, 15, tzinfo=SHANGHAI)
    assert "周五" in reading.rest


def test_the_user_s_own_working_days_count(read):
    overrides = Overrides({date(2026, 11, 22): True})
    reading = read("3个工作日内", overrides=overrides)
    assert reading.moment.date() == date(2026, 11, 24)
    assert reading.counted_working_days


def test_days_that_are_merely_counted_are_not_marked_as_working_days(read):
    assert not read("3天内").counted_working_days


def test_a_time_that_a_change_of_clocks_skips_moves_forward(read):
    reading = read("tomorrow 02:30", "2026-03-07T12:00", "America/New_York")
    assert reading.moment.isoformat() == "2026-03-08T03:30:00-04:00"


def test_of_a_time_that_occurs_twice_the_first_is_meant(read):
    reading = read("tomorrow 01:30", "2026-10-31T12:00", "America/New_York")
    assert reading.moment.isoformat() == "2026-11-01T01:30:00-04:00"


def test_hours_run_on_the_clock_and_days_on_the_wall_through_a_change_of_clocks(read):
    hours = read("in 24 hours", "2026-03-07T12:00", "America/New_York")
    days = read("tomorrow 12:00", "2026-03-07T12:00", "America/New_York")
    assert hours.moment.isoformat() == "2026-03-08T13:00:00-04:00"
    assert days.moment.isoformat() == "2026-03-08T12:00:00-04:00"


def test_the_day_is_the_one_where_the_user_is():
    now = datetime(2026, 11, 21, 20, tzinfo=UTC)  # already Sunday in Shanghai
    assert read_words("明天", now, SHANGHAI).moment.date() == date(2026, 11, 23)


def test_a_text_without_a_time_comes_back_whole(read):
    reading = read("  回访   张总 ")
    assert (reading.moment, reading.spans, reading.rest) == (None, (), "回访 张总")


def test_distances_and_years_beyond_every_plan_are_no_times(read):
    for text in ("9999年后", "9999-12-31", "9999年底", "in 9999 years", "9999个工作日内", "0000年3月底"):
        assert read(text).moment is None, text


WORDS = (
    *(
        "下周三",
        "本月",
        "底",
        "3号",
        "12月",
        "三点",
        "半",
        "两",
        "个",
        "小时后",
        "工作日内",
        "前",
        "每",
        "每周一",
        "年",
        "天",
    ),
    *(
        "上午",
        "晚",
        "今",
        "明天",
        "后天",
        "回访",
        "张总",
        "一",
        "十",
        "#",
        "!",
        "(",
        ")",
        ",",
        "。",
        ":",
        " ",
        "😀",
        "\u3000",
    ),
    *(
        "next",
        "Friday",
        "at",
        "3",
        "pm",
        "Dec",
        "31st",
        "every",
        "week",
        "in",
        "days",
        "of",
        "month",
        "the",
        "tomorrow",
    ),
    *("noon", "14:00", "2026-02-29", "12/31", "quarter", "past"),
)
TEXTS = st.lists(st.sampled_from(WORDS) | st.characters(), max_size=8).map("".join) | st.lists(
    st.sampled_from(WORDS), max_size=8
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
def test_whatever_is_typed_nothing_but_the_understood_characters_leaves_the_text(text):
    reading = read_words(text, NOW, SHANGHAI)
    understood = {position for start, end in reading.spans for position in range(start, end)}
    left = "".join(sign for position, sign in enumerate(text) if position not in understood)
    edges = dict.fromkeys(map(ord, ",;:、。\uff0c\uff1b\uff1a"))
    assert "".join(left.split()).translate(edges) == "".join(reading.rest.split()).translate(edges)


@settings(max_examples=200, deadline=None)
@given(days=st.integers(-400, 400), weekday=st.integers(0, 6))
def test_a_bare_weekday_is_the_next_one_and_xia_zhou_lies_in_the_next_week(days, weekday):
    now = NOW + timedelta(days=days)
    name = "一二三四五六日"[weekday]
    bare = read_words(f"周{name}", now, SHANGHAI).moment.date()
    named = read_words(f"下周{name}", now, SHANGHAI).moment.date()
    assert 1 <= (bare - now.date()).days <= 7
    assert bare.weekday() == named.weekday() == weekday
    monday = now.date() - timedelta(days=now.weekday())
    assert 7 <= (named - monday).days <= 13
