"""Own fields, hidden fields and lists by command, and own values on their way through every other command (C-38)."""

import json

import pytest
from pypdf import PdfReader

from desktop_crm.core.book import make
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.slots import FLOOR

YUNFAN = "客户-2023-015"


@pytest.fixture
def fields(crm):
    """The fields of a kind by label, as `fields list` says."""
    return lambda kind="customers": {
        field["label"]: field for field in crm("fields", "list", kind, "--json").json["fields"][kind]
    }


@pytest.fixture
def with_values(crm, tmp_path):
    """Own fields of four types, and a file that fills them for one customer."""
    crm(
        "fields",
        "add",
        "customers",
        "会员等级",
        "--type",
        "choice",
        "--choice",
        "金牌",
        "--choice",
        "银牌",
        "--in-list",
    )
    crm("fields", "add", "customers", "续约日期", "--type", "day")
    crm("fields", "add", "customers", "押金", "--type", "money")
    crm("fields", "add", "contacts", "花名")
    customers = tmp_path / "等级.csv"
    customers.write_text(f"客户编号,会员等级,续约日期,押金\n{YUNFAN},银牌,2027年3月,3.8万元\n", encoding="utf-8")
    assert crm("import", customers, "--as", "customers", "--on-duplicate", "update").status == 0
    contacts = tmp_path / "花名.csv"
    contacts.write_text("客户编号,姓名,手机,花名\n" + f"{YUNFAN},张三,13800002211,独孤求败\n", encoding="utf-8")
    assert crm("import", contacts, "--as", "contacts", "--on-duplicate", "update").status == 0


@pytest.fixture
def other(home, tmp_path):
    """The folder of another book, empty, with the same passphrase."""
    passphrase = home.passphrase_file.read_text(encoding="utf-8").strip()
    book, _recovery_key = make(tmp_path / "other", passphrase, "李主管", cost=FLOOR)
    book.close()
    return tmp_path / "other"


def test_fields_list_says_what_there_is_in_json_and_in_lines(crm, fields):
    run = crm("fields", "list", "--json")
    assert "customers" in run.json["fields"]
    assert "attachments" in run.json["fields"]
    name = fields()["客户名称"]
    assert name == {
        "name": "name",
        "label": "客户名称",
        "type": "text",
        "own": False,
        "hidden": False,
        "required": True,
        "in_list": True,
        "choices": None,
    }
    assert fields()["客户类型"]["choices"] == ["企业客户", "个人客户"]
    lines = crm("fields", "list", "orders").out.splitlines()
    assert lines[0] == "订单  orders"
    assert any(line.startswith("  购买日期  ordered  day") for line in lines)


def test_an_own_field_is_added_changed_and_removed(crm, fields):
    run = crm("fields", "add", "orders", "批次", "--type", "number", "--required")
    assert (run.status, run.out) == (0, "")
    field = fields("orders")["批次"]
    assert field["name"].startswith("own_")
    assert (field["type"], field["own"], field["required"], field["in_list"]) == ("number", True, True, False)
    assert crm("fields", "change", "orders", "批次", "--label", "批号", "--no-required", "--in-list").status == 0
    changed = fields("orders")["批号"]
    assert changed == field | {"label": "批号", "required": False, "in_list": True}
    assert crm("fields", "remove", "orders", "批号").status == 0
    assert "批号" not in fields("orders")


def test_a_built_in_field_is_hidden_and_shown(crm, fields):
    assert crm("fields", "hide", "customers", "官网").status == 0
    assert fields()["官网"]["hidden"]
    assert "官网  website  website  " + _("hidden") in crm("fields", "list", "customers").out
    assert crm("fields", "show", "customers", "website").status == 0
    assert not fields()["官网"]["hidden"]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "customers", "客户名称"),
        ("add", "customers", " "),
        ("add", "customers", "等级", "--type", "choice"),
        ("change", "customers", "没有的字段", "--label", "新"),
        ("change", "customers", "备注", "--label", "新"),
        ("remove", "customers", "备注"),
        ("hide", "customers", "客户名称"),
        ("hide", "contacts", "客户"),
        ("show", "customers", "没有的字段"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line_and_changes_nothing(crm, words):
    before = crm("fields", "list", "--json").json
    run = crm("fields", *words)
    assert (run.status, run.out) == (1, "")
    assert len(run.err.splitlines()) == 1
    assert crm("fields", "list", "--json").json == before


@pytest.mark.parametrize(
    "words",
    [(), ("add",), ("add", "customers"), ("add", "things", "等级"), ("add", "customers", "等级", "--type", "uscc")],
)
def test_wrong_usage_is_told(crm, words):
    assert crm("fields", *words).status == 2


def test_show_says_own_values_in_words_and_in_json(crm, fields, with_values):
    run = crm("show", YUNFAN)
    assert {"会员等级: 银牌", "续约日期: 2027-03"} <= {line.strip() for line in run.out.splitlines()}
    assert "独孤求败" in run.out
    document = crm("show", YUNFAN, "--json").json
    assert document[fields()["会员等级"]["name"]] == "银牌"
    assert document[fields()["押金"]["name"]]["cents"] == 3_800_000
    history = crm("show", YUNFAN, "--json", "--history").json["history"]
    assert history[0]["changes"][fields()["会员等级"]["name"]] == [None, "银牌"]


def test_find_finds_own_values(crm, with_values):
    hits = crm("find", "独孤求败", "--json").json["results"]
    assert [(hit["kind"], hit["snippet"]) for hit in hits] == [("contacts", "独孤求败")]
    assert [hit["number"] for hit in crm("find", "银牌", "--json").json["results"]] == [YUNFAN]


def test_export_filters_by_an_own_field(crm, with_values, tmp_path):
    for wanted, count in (("银牌", 1), ("金牌", 0)):
        run = crm("export", "--to", tmp_path / "一.csv", "--filter", f"会员等级={wanted}", "--json")
        assert run.json["counts"] == {"customers": count}
    assert crm("export", "--to", tmp_path / "二.csv", "--filter", "押金=38,000", "--json").json["counts"] == {
        "customers": 1
    }


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json"])
def test_own_values_leave_in_every_format_and_come_back_equal(crm, fields, with_values, other, tmp_path, suffix):
    names = [fields()[label]["name"] for label in ("会员等级", "续约日期", "押金")]
    before = {name: crm("show", YUNFAN, "--json").json[name] for name in names}
    assert None not in before.values()
    path = tmp_path / f"全部.{suffix}"
    assert crm("export", "--to", path).status == 0
    if suffix != "json":  # which brings the fields along
        for label, kind in (("会员等级", "choice"), ("续约日期", "day"), ("押金", "money")):
            words = ["--choice", "银牌"] if kind == "choice" else []
            assert crm("--vault", other, "fields", "add", "customers", label, "--type", kind, *words).status == 0
    run = crm("--vault", other, "import", path, "--json")
    assert run.status == 0, run.err
    assert not {doubt["field"] for doubt in run.json["warnings"]} & {"会员等级", "续约日期", "押金"}
    said = crm("--vault", other, "fields", "list", "customers", "--json").json["fields"]["customers"]
    there = {field["label"]: field["name"] for field in said}
    document = crm("--vault", other, "show", YUNFAN, "--json").json
    after = [document[there[label]] for label in ("会员等级", "续约日期", "押金")]
    if suffix != "json":  # an amount in yuan is a number in a sheet, without the words it was typed in
        after[2]["text"] = before[names[2]]["text"]
    assert after == list(before.values())


def test_a_column_without_a_field_is_kept_and_taken_by_the_field_that_is_made_for_it(crm, fields, tmp_path):
    path = tmp_path / "星座.csv"
    path.write_text(f"客户编号,客户名称,星座\n{YUNFAN},云帆信息科技(上海)有限公司,天秤\n", encoding="utf-8")
    first = crm("import", path, "--on-duplicate", "update", "--json")
    assert [doubt["field"] for doubt in first.json["warnings"]] == ["星座"]
    crm("fields", "add", "customers", "星座")
    second = crm("import", path, "--on-duplicate", "update", "--json")
    assert second.json["warnings"] == []
    assert crm("show", YUNFAN, "--json").json[fields()["星座"]["name"]] == "天秤"


def test_own_fields_are_printed(crm, with_values, tmp_path):
    path = tmp_path / "摘要.pdf"
    run = crm("summary", YUNFAN, "--to", path)
    assert run.status == 0, run.err
    words = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "会员等级" in words
    assert "银牌" in words


def test_lists_say_what_they_offer(crm):
    document = crm("lists", "show", "sources", "--json").json
    (sources,) = document["lists"]
    assert (sources["name"], sources["closed"]) == ("sources", False)
    assert {"code": "trade_fair", "label": "行业展会", "hidden": False} in sources["choices"]
    assert len(crm("lists", "show", "--json").json["lists"]) > 20
    assert "行业展会" in crm("lists", "show", "sources").out
    assert _("(rules depend on it)") in crm("lists", "show", "statuses").out


def test_a_list_is_given_other_words(crm, tmp_path):
    assert crm("lists", "set", "sources", "邻居", "展会").status == 0
    assert crm("lists", "rename", "sources", "展会", "广交会").status == 0
    (sources,) = crm("lists", "show", "sources", "--json").json["lists"]
    assert [choice["label"] for choice in sources["choices"] if not choice["hidden"]] == ["邻居", "广交会"]
    path = tmp_path / "来源.csv"
    path.write_text("客户名称,信息来源\n甲公司,广交会\n乙公司,展会\n丙公司,邻居\n", encoding="utf-8")
    assert crm("import", path, "--json").json["warnings"] == []
    shown = {name: crm("show", name, "--json").json["source"] for name in ("甲公司", "乙公司", "丙公司")}
    assert shown == {"甲公司": "trade_fair", "乙公司": "trade_fair", "丙公司": "邻居"}
    assert "广交会" in crm("show", "乙公司").out


@pytest.mark.parametrize(
    "words",
    [
        ("set", "statuses", "新"),
        ("set", "no_such", "新"),
        ("rename", "levels", "高", "很高"),
        ("rename", "sources", "没有", "有"),
        ("show", "no_such"),
    ],
)
def test_a_list_that_cannot_be_changed_so_is_refused(crm, words):
    run = crm("lists", *words)
    assert (run.status, run.out) == (1, "")
    assert len(run.err.splitlines()) == 1


def test_the_fields_of_one_book_are_not_those_of_the_next(crm, fields, with_values, other):
    said = json.loads(crm("--vault", other, "fields", "list", "customers", "--json").out)["fields"]["customers"]
    assert not any(field["own"] for field in said)
    assert fields()["会员等级"]["own"]
