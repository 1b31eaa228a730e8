"""Records of every kind through the command line: in, shown, found, into the Trash and back, out."""

import json

import pytest

from desktop_crm.core.book import open_book
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.sheets import Sheet
from desktop_crm.core.transfer.writing.workbook import workbook

YUNFAN = "客户-2023-015"
_SHEETS = {
    "needs": [
        ["客户编号", "需求", "预算", "保密"],
        [YUNFAN, "库存管理系统", "20-30万", "否"],
        [YUNFAN, "海外建厂计划", "", "是"],
    ],
    "chain": [
        ["客户编号", "position", "name", "role"],
        [YUNFAN, "1", "IT部", "提出"],
        [YUNFAN, "2", "采购部", "审核"],
    ],
    "commitments": [["客户编号", "承诺内容", "承诺方"], [YUNFAN, "周五前寄样品", "我方"]],
    "deals": [["客户编号", "商机", "阶段", "预计金额"], [YUNFAN, "年度框架", "方案", "50万"]],
    "service": [["客户编号", "title", "severity", "received"], [YUNFAN, "扫码枪连不上", "紧急", "2026-11-20 09:00"]],
    "satisfaction": [["客户编号", "score", "日期"], [YUNFAN, "4", "2026-10-01"]],
    "news": [["客户编号", "日期", "动态"], [YUNFAN, "2026-09-01", "新设苏州分公司"]],
    "materials": [["资料", "内容摘要"], ["仓储趋势报告", "三个变化"]],
}


@pytest.fixture
def full(crm, tmp_path):
    """The book with records of further kinds."""
    sheets = [Sheet(kind, tuple(headings), rows) for kind, (headings, *rows) in _SHEETS.items()]
    (tmp_path / "more.xlsx").write_bytes(workbook(sheets))
    answer = crm("import", tmp_path / "more.xlsx", "--json").json
    assert (answer["refused"], answer["warnings"]) == ([], [])
    return crm


def test_show_has_a_list_for_every_room_below_the_customer(full):
    shown = full("show", YUNFAN, "--json").json
    assert {kind.value for kind in OF_CUSTOMER} <= shown.keys()
    assert {need["title"] for need in shown["needs"]} == {"库存管理系统", "海外建厂计划"}
    assert [(step["position"], step["name"]) for step in shown["chain"]] == [(1, "IT部"), (2, "采购部")]
    assert shown["deals"][0]["amount"]["cents"] == 50_000_000
    assert shown["satisfaction"][0]["score"] == 4
    assert all(record["id"].isdecimal() for kind in OF_CUSTOMER for record in shown[kind.value])
    assert shown["gifts"] == []


def test_show_prints_them_for_people(full):
    lines = full("show", YUNFAN).out.splitlines()
    assert {"需求  2", "决策链  2", "商机  1", "服务  1", "满意度  1", "客户动态  1"} <= set(lines)
    assert any("扫码枪连不上" in line for line in lines)


def test_find_looks_through_every_kind(full):
    for query, kind, title in (
        ("库存管理", "needs", "库存管理系统"),
        ("采购部", "chain", "采购部"),
        ("寄样品", "commitments", "周五前寄样品"),
        ("年度框架", "deals", "年度框架"),
        ("扫码枪", "service", "扫码枪连不上"),
        ("苏州分公司", "news", "2026-09-01"),
        ("仓储趋势", "materials", "仓储趋势报告"),
    ):
        (hit,) = [hit for hit in full("find", query, "--json").json["results"] if hit["kind"] == kind]
        assert hit["title"].startswith(title)
        assert hit["number"] == ("" if kind == "materials" else YUNFAN)


def test_a_single_record_of_any_kind_goes_to_the_trash_and_comes_back_by_its_id(full):
    need = next(each for each in full("show", YUNFAN, "--json").json["needs"] if each["title"] == "库存管理系统")
    assert full("trash", need["id"]).status == 0
    assert full("find", "库存管理", "--json").json == {"results": []}
    assert full("trash", need["id"]).status == 1
    assert full("bring-back", need["id"]).status == 0
    assert full("find", "库存管理", "--json").json["results"][0]["id"] == need["id"]
    assert full("bring-back", need["id"]).status == 1


def test_a_record_comes_back_only_with_its_customer(full):
    need = full("show", YUNFAN, "--json").json["needs"][0]["id"]
    full("trash", YUNFAN)
    run = full("bring-back", need)
    assert run.status == 1
    assert YUNFAN in run.err
    assert full("bring-back", YUNFAN).status == 0
    assert len(full("show", YUNFAN, "--json").json["needs"]) == 2


def test_export_takes_every_kind(full, tmp_path):
    for kind in (kind.value for kind in Kind):
        run = full("export", "--to", tmp_path / "out.csv", "--what", kind, "--confidential", "--json")
        assert run.status == 0
        count = len(_SHEETS[kind]) - 1 if kind in _SHEETS else run.json["counts"][kind]
        assert run.json["counts"] == {kind: count}


def test_p_04_confidential_records_leave_only_when_asked_for(full, tmp_path):
    file = tmp_path / "needs.csv"
    assert full("export", "--to", file, "--what", "needs", "--json").json["counts"] == {"needs": 1}
    assert "海外建厂" not in file.read_text(encoding="utf-8-sig")
    assert full("export", "--to", file, "--what", "needs", "--confidential", "--json").json["counts"] == {"needs": 2}


def test_x_01_a_workbook_by_industry(full, tmp_path):
    file = tmp_path / "out.xlsx"
    assert full("export", "--to", file, "--what", "customers", "--group-by", "合作状态").status == 0
    assert all(table.name.startswith("客户 · ") for table in read_file(file).tables)
    assert full("export", "--to", tmp_path / "out.json", "--group-by", "status").status == 1


def test_a_whole_book_moves_into_a_new_one(full, home, tmp_path):
    file, other = tmp_path / "all.json", tmp_path / "other"
    assert full("export", "--to", file, "--confidential").status == 0
    assert full("--vault", other, "new").status == 0
    answer = full("--vault", other, "import", file, "--json").json
    assert (answer["refused"], answer["warnings"]) == ([], [])
    again = tmp_path / "again.json"
    assert full("--vault", other, "export", "--to", again, "--confidential").status == 0
    documents = [json.loads(each.read_text(encoding="utf-8")) for each in (file, again)]
    for document in documents:
        document.pop("exported_at")
    assert documents[0] == documents[1]
    passphrase = home.passphrase_file.read_text(encoding="utf-8").strip()
    books = []
    for folder in (home.vault, other):
        with open_book(folder, passphrase) as book:
            books.append({kind: book.read(room.count) for kind, room in ROOMS.items()})
    assert books[0] == books[1]
