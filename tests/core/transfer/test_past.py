"""The clock stands at half past nine on Monday, November 23, 2026, in Shanghai."""

import pytest

pytestmark = pytest.mark.usefixtures("fixed_clock")

_FOLLOWUPS = "客户名称,待办事项,截止日期"


def _by_title(records):
    return {followup.title: followup for followup in records("followups")}


def test_a_past_followup_with_a_later_interaction_is_done(table, take, records, either_language):
    take(
        table(_FOLLOWUPS, "云帆,报价,2026-10-01", name="followups"),
        table("客户名称,互动时间,沟通内容", "云帆,2026-10-08 10:00,谈了", "云帆,2026-09-01,更早", name="interactions"),
    )
    (followup,) = records("followups")
    assert followup.status == "done"
    assert followup.done.iso() == "2026-10-08T10:00:00+08:00"
    assert followup.result == {"zh": "导入", "en": "Imported"}[either_language]
    assert not followup.to_check


def test_other_past_followups_lie_in_one_group_to_be_checked(table, take, records):
    take(table(_FOLLOWUPS, "云帆,报价,2026-10-01", "云帆,送样,2026-11-23 09:00", ",无客户,2026-01-01"))
    assert all(followup.to_check and followup.status == "open" for followup in records("followups"))


def test_what_is_still_to_come_or_has_no_date_is_simply_open(table, take, records):
    take(table(_FOLLOWUPS, "云帆,今天,2026-11-23", "云帆,稍后,2026-11-23 10:00", "云帆,不限,"))
    assert not any(followup.to_check for followup in records("followups"))


def test_a_followup_that_the_file_calls_done_stays_as_it_is(table, take, records):
    take(table(_FOLLOWUPS + ",status", "云帆,报价,2026-10-01,已完成"))
    (followup,) = records("followups")
    assert (followup.status, followup.to_check, followup.result) == ("done", False, "")


def test_a_next_step_counts_from_its_own_interaction(table, take, records):
    take(
        table(
            "客户名称,互动时间,沟通内容,下一步计划,下次跟进时间",
            "云帆,2026-09-01,初谈,发资料,2026-10-20",
            "云帆,2026-10-10,再谈,发合同,2026-10-25",
        )
    )
    found = _by_title(records)
    assert found["发资料"].status == "done"  # they were met again before it was due
    assert (found["发合同"].status, found["发合同"].to_check) == ("open", True)
    assert found["发资料"].interaction_id == records("interactions")[0].id


@pytest.mark.parametrize(("on_duplicate", "told"), [("skip", 0), ("update", 1)])
def test_a_row_that_is_skipped_does_not_say_from_which_talk_a_followup_came(table, take, records, on_duplicate, told):
    take(
        table("客户名称,互动时间,沟通内容", "云帆,2026-09-01 10:00,初谈", "云帆,2026-10-10 10:00,再谈", name="互动"),
        table(
            [*_FOLLOWUPS.split(","), "interaction_id"],
            "云帆,报价,2026-10-20,2026-09-01 10:00",
            "云帆,报价,2026-10-20,2026-10-10 10:00",
            name="待办",
        ),
        on_duplicate=on_duplicate,
    )
    (followup,) = records("followups")
    assert followup.interaction_id == records("interactions")[told].id
    assert followup.status == ("done", "open")[told]  # after the first talk they were met again, after the other not


def test_a_next_date_without_a_step_becomes_a_return_visit(table, take, records, chinese):
    report = take(
        table("客户名称,下次沟通时间", "远航,2026-12-24", name="客户"),
        table("客户名称,互动时间,沟通内容,下次跟进时间", "云帆,2026-11-01,谈了,2026-12-01", name="跟进记录"),
    )
    assert sorted((followup.title, followup.due.day().isoformat()) for followup in records("followups")) == [
        ("回访", "2026-12-01"),
        ("回访", "2026-12-24"),
    ]
    assert report.counts["followups"].added == 2


def test_a_next_step_that_stands_among_the_followups_is_not_made_twice(table, take, records):
    take(
        table("客户名称,下次沟通时间", "云帆,2026-12-01", name="客户"),
        table(
            "客户名称,互动时间,沟通内容,下一步计划,下次跟进时间",
            "云帆,2026-11-01,谈了,报价,2026-12-01",
            name="跟进记录",
        ),
        table(_FOLLOWUPS, "云帆,报价,2026-12-01", "云帆,回访,2026-12-09", name="跟进计划"),
    )
    found = _by_title(records)
    assert found.keys() == {"报价", "回访"}
    assert found["报价"].interaction_id == records("interactions")[0].id


def test_no_alarm_is_set_for_what_was_due_before(table, take, records):
    take(table(_FOLLOWUPS + ",alarm", "云帆,报价,2026-10-01,15"))
    (followup,) = records("followups")
    assert followup.to_check
    assert followup.snoozed_until is None


def test_who_imports_is_responsible_for_what_names_nobody(table, take, records):
    take(table(_FOLLOWUPS + ",跟进责任人", "云帆,报价,2026-12-01,", "云帆,送样,2026-12-01,李雷"))
    found = _by_title(records)
    assert (found["报价"].owner, found["送样"].owner) == ("王芳", "李雷")
