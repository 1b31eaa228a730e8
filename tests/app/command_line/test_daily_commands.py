from datetime import datetime

import pytest

from desktop_crm.core.i18n import _

YUNFAN = "客户-2023-015"
FOLLOWUP_KEYS = {"kind", "id", "customer", "title", "due_at", "overdue", "reason", "clock"}


def is_time_with_zone(text: str) -> bool:
    return datetime.fromisoformat(text).utcoffset() is not None


def test_due_answers_with_what_is_overdue_due_and_without_a_next_step(crm):
    crm("add", "昨天 10:00 寄样品 #客户-2023-016")
    run = crm("due", "--json")
    assert run.status == 0
    assert run.json.keys() == {"items"}
    items = run.json["items"]
    assert [set(item) for item in items] == [FOLLOWUP_KEYS] * 4
    assert all(isinstance(item["id"], str) and item["id"].isdecimal() for item in items)
    late, coming, *idle = items
    assert (late["kind"], late["customer"], late["title"], late["overdue"]) == (
        *("followups", "同名贸易有限公司"),
        *("寄样品", True),
    )
    assert late["due_at"] == "2026-11-22T10:00:00+08:00"
    assert (coming["title"], coming["overdue"], coming["due_at"]) == ("安排演示", False, "2026-11-25T14:00:00+08:00")
    assert {(item["kind"], item["customer"], item["due_at"]) for item in idle} == {
        ("customers", "同名贸易有限公司", None),
        ("customers", "李超", None),
    }


def test_due_reads_well(crm):
    run = crm("due")
    titles = [line for line in run.out.splitlines() if not line.startswith(" ")]
    assert titles == ["本周  1", "没有下一步  3"]
    lines = [line.split("  ") for line in run.out.splitlines()]
    assert lines[1][2:] == ["2026-11-25 14:00", "云帆信息科技(上海)有限公司", "安排演示", "2 天后"]


def test_due_looks_as_many_days_ahead_as_asked(crm):
    assert "安排演示" not in crm("due", "--days", "1").out
    assert "安排演示" in crm("due", "--days", "2").out
    assert crm("due", "--days", "-1").status == 2
    assert crm("due", "--days", "morgen").status == 2


def test_a_long_group_is_cut_and_says_so(crm):
    for number in range(23):
        crm("add", f"昨天 第{number}件")
    run = crm("due")
    assert sum("件" in line for line in run.out.splitlines()) == 20
    assert _("… and {count} more; --json lists all").format(count=3) in run.out
    assert len(crm("due", "--json").json["items"]) == 27


def test_find_answers_with_kind_id_number_title_and_snippet(crm):
    run = crm("find", "数据", "导出", "--json")
    assert run.json.keys() == {"results"}
    (hit,) = run.json["results"]
    assert hit.keys() == {"kind", "id", "number", "title", "snippet"}
    assert (hit["kind"], hit["number"]) == ("interactions", YUNFAN)
    assert hit["id"].isdecimal()
    assert hit["snippet"] == "讨论数据导出功能"


def test_find_prints_a_line_a_hit_and_says_when_there_is_none(crm):
    lines = crm("find", "yunfan").out.splitlines()
    assert lines[0] == f"客户  {YUNFAN}  云帆信息科技(上海)有限公司  付款周期较长"
    assert crm("find", "云帆信息").out.splitlines()[0] == f"客户  {YUNFAN}  云帆信息科技(上海)有限公司"
    run = crm("find", "不存在")
    assert (run.status, run.out) == (0, "")
    assert "不存在" in run.err


def test_find_gives_no_more_than_asked_for(crm):
    assert len(crm("find", "有限公司", "--json", "--limit", "2").json["results"]) == 2
    assert crm("find", "有限公司", "--limit", "0").status == 2


def test_add_notes_a_followup_and_says_how_it_was_understood(crm):
    run = crm("add", "下周三 14:00 回访张总 报价 #云帆 !高")
    assert run.status == 0
    assert "下周三 12月2日 14:00" in run.err
    assert "云帆信息科技(上海)有限公司 · 张三" in run.err
    followup_id = run.out.strip()
    kept = {item["id"]: item for item in crm("due", "--json", "--days", "30").json["items"]}[followup_id]
    assert (kept["title"], kept["due_at"]) == ("回访张总 报价", "2026-12-02T14:00:00+08:00")


def test_add_answers_in_json(crm):
    run = crm("add", "--json", "每周一", "10:00", "周报")
    assert run.json | {"id": "…"} == {
        "id": "…",
        "title": "周报",
        "customer": "",
        "contact": "",
        "due_at": "2026-11-23T10:00:00+08:00",
        "all_day": False,
        "recurrence": "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "past": False,
    }


def test_add_points_out_what_may_not_be_meant(crm):
    assert _("Mind: this date is in the past.") in crm("add", "昨天 寄样品").err
    assert "#不存在的" in crm("add", "明天 寄样品 #不存在的").err
    assert "每周一" in crm("add", "每周一 10:00 周报").err


def test_add_refuses_a_tag_that_fits_several_customers_and_names_them(crm):
    before = crm("due", "--json").json
    run = crm("add", "明天 寄样品 #同名")
    assert (run.status, run.out) == (1, "")
    assert "客户-2023-016" in run.err
    assert "客户-2023-017" in run.err
    assert crm("due", "--json").json == before


def test_add_refuses_a_line_that_says_nothing(crm):
    run = crm("add", "明天")
    assert run.status == 1
    assert len(run.err.splitlines()) == 1


def test_done_takes_a_followup_off_the_list_with_its_result(crm):
    followup = crm("due", "--json").json["items"][0]
    run = crm("done", followup["id"], "--result", "已演示,满意")
    assert run.status == 0
    assert "安排演示" in run.err
    shown = crm("show", YUNFAN, "--json").json["followups"][0]
    assert (shown["status"], shown["result"]) == ("done", "已演示,满意")
    assert is_time_with_zone(shown["done"]["at"])
    again = crm("done", followup["id"])
    assert again.status == 1
    assert crm("show", YUNFAN, "--json").json["followups"][0] == shown


@pytest.mark.parametrize("followup_id", ["5", "x", "9" * 30, "²", "-1 "])
def test_done_refuses_what_is_no_open_followup(crm, followup_id):
    run = crm("done", "--", followup_id)
    assert run.status == 1
    assert len(run.err.splitlines()) == 1


def test_show_answers_with_the_fields_and_a_list_for_each_room(crm):
    document = crm("show", YUNFAN, "--json").json
    assert document["id"].isdecimal()
    assert (document["number"], document["name"], document["status"]) == (YUNFAN, "云帆信息科技(上海)有限公司", "won")
    assert document["phone"] == {"text": "021-58881234", "e164": "+862158881234", "extension": ""}
    assert document["last_interaction"]["at"] == "2026-11-19T15:30:00+08:00"
    assert document["next_step"] == {"at": "2026-11-25T14:00:00+08:00", "zone": "Asia/Shanghai", "all_day": False}
    lists = {kind: document[kind] for kind in ("contacts", "interactions", "followups", "orders")}
    assert {kind: len(rows) for kind, rows in lists.items()} == dict.fromkeys(lists, 1)
    for rows in lists.values():
        assert rows[0]["id"].isdecimal()
        assert rows[0]["customer_id"] == document["id"]
    assert document["interactions"][0]["occurred"]["at"] == "2026-11-19T15:30:00+08:00"
    assert document["orders"][0]["amount"]["cents"] == 12_000_000


def test_show_says_where_the_customer_stands(crm):
    document = crm("show", YUNFAN, "--json").json
    assert document["tier"] == "potential"
    assert document["annual_value"]["cents"] == 12_000_000
    assert document["completeness"] > 0
    assert (document["current_satisfaction"], document["trend"], document["repeat_share"]) == (None, None, None)
    assert "客户分层: 潜力" in crm("show", YUNFAN).out.splitlines()


def test_show_takes_a_number_or_an_exact_name(crm):
    assert crm("show", "李超", "--json").json["number"] == "个人-2024-001"
    assert crm("show", "云帆信息科技(上海)有限公司", "--json").json["number"] == YUNFAN


def test_show_reads_well(crm):
    lines = crm("show", YUNFAN).out.splitlines()
    assert f"客户编号: {YUNFAN}" in lines
    assert "最近互动时间: 2026-11-19 15:30" in lines
    assert "  · 2026-11-19 15:30  拜访  讨论数据导出功能" in lines
    followup_id = crm("due", "--json").json["items"][0]["id"]
    assert any(line.startswith(f"  · {followup_id}  安排演示") for line in lines)


def test_show_history_says_who_changed_what_when(crm):
    crm("trash", "李超")
    crm("bring-back", "个人-2024-001")
    history = crm("show", "李超", "--json", "--history").json["history"]
    assert [step["verb"] for step in history] == ["bring_back_customers", "trash_customers", "import"]
    assert history[-1]["author"] == "李主管"
    assert history[-1]["changes"]["name"] == [None, "李超"]
    assert all(is_time_with_zone(step["at"]) for step in history)
    assert "李主管" in crm("show", "李超", "--history").out


def test_an_unknown_customer_is_refused_with_those_who_may_be_meant(crm):
    run = crm("show", "云帆")
    assert (run.status, run.out) == (1, "")
    assert f"{YUNFAN} 云帆信息科技(上海)有限公司" in run.err
    assert "find" in crm("show", "张无忌").err


def test_a_name_that_several_have_is_refused_with_their_numbers(crm):
    run = crm("show", "同名贸易有限公司")
    assert (run.status, run.out) == (1, "")
    assert "客户-2023-016" in run.err
    assert "客户-2023-017" in run.err
    assert crm("show", "客户-2023-017").status == 0


def test_what_goes_to_the_trash_disappears_and_comes_back(crm):
    assert crm("trash", YUNFAN, "李超").status == 0
    assert crm("find", "云帆", "--json").json == {"results": []}
    assert crm("show", YUNFAN).status == 1
    assert "安排演示" not in crm("due").out
    assert crm("bring-back", YUNFAN).status == 0
    assert "安排演示" in crm("due").out
    assert crm("show", "李超").status == 1


def test_one_unknown_customer_keeps_all_out_of_the_trash_and_in_it(crm):
    assert crm("trash", YUNFAN, "不存在").status == 1
    assert crm("show", YUNFAN).status == 0
    crm("trash", YUNFAN)
    assert crm("bring-back", YUNFAN, "李超").status == 1
    assert crm("show", YUNFAN).status == 1


def test_the_last_things_done_are_taken_back_and_done_again(crm):
    crm("add", "明天 寄样品 #客户-2023-016")
    crm("trash", YUNFAN)
    run = crm("undo")
    assert (run.status, run.out, run.err.strip()) == (0, "", "已撤销：把客户移到回收站")
    assert crm("show", YUNFAN).status == 0
    answer = crm("undo", "--json").json
    assert (answer["verb"], answer["words"], answer["removed"]) == ("add_followup", "记下跟进", {"followups": 1})
    assert answer["action"].isdecimal()
    assert "寄样品" not in crm("due").out
    assert crm("undo", "--redo").err.strip() == "已重做：记下跟进"
    assert "寄样品" in crm("due").out
    assert crm("undo", "--redo", "--json").json["removed"]["customers"] == 1
    run = crm("undo", "--redo")
    assert (run.status, run.err.strip()) == (1, "没有可以重做的操作：什么都没有改动。")


def test_a_whole_import_is_one_step_and_what_made_the_book_is_none(crm):
    assert crm("undo", "--json").json["removed"] == {
        "customers": 4,
        "contacts": 1,
        "interactions": 1,
        "followups": 1,
        "orders": 1,
    }
    run = crm("undo")
    assert (run.status, run.out) == (1, "")


def test_the_trash_tells_what_lies_there(crm):
    assert crm("trash", "--list", "--json").json == {"trash": []}
    assert crm("trash", "--list").status == 0
    crm("trash", YUNFAN, "李超")
    assert "2026-11-23  个人-2024-001  李超\n" in crm("trash", "--list").out
    (first, second) = crm("trash", "--list", "--json").json["trash"]
    assert {first["number"], second["number"]} == {YUNFAN, "个人-2024-001"}
    assert is_time_with_zone(first["since"])
    assert crm("trash").status == 1


def test_erasing_takes_a_yes_and_says_what_goes(crm):
    run = crm("erase", "李超", YUNFAN)
    assert run.status == 1
    assert "客户 2" in run.err
    assert "--yes" in run.err
    assert crm("show", "李超").status == 0
    crm("trash", YUNFAN)
    assert crm("erase", "李超", YUNFAN, "--yes", "--json").json == {
        "erased": {"orders": 1, "followups": 1, "interactions": 1, "contacts": 1, "customers": 2}
    }
    for name in ("李超", YUNFAN):
        assert crm("show", name).status == 1
        assert crm("bring-back", name).status == 1
    assert crm("find", "云帆", "--json").json == {"results": []}
    assert crm("check").status == 0
    assert crm("erase", "李超", "--yes").status == 1


def test_erasing_at_a_terminal_asks_first(on_terminal, home, crm):
    for answer, status in (("no\n", 1), ("是\n", 0)):
        terminal = on_terminal("--passphrase-file", home.passphrase_file, "erase", "李超")
        terminal.answer("", answer)
        run = terminal.end()
        assert (run.status, "客户 1" in run.err) == (status, True)
        assert crm("show", "李超").status == 1 - status
