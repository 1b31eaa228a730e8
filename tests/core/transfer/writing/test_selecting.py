"""What leaves the book and what stays: confidential records, groups, the names of what records refer to."""

import json
import zipfile

import pytest

from desktop_crm.core.choices import Choice
from desktop_crm.core.customers.choices import SIZES
from desktop_crm.core.database import tailoring_store
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tailoring import using
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export


def _rows(path, sheet):
    table = next(table for table in read_file(path).tables if table.name == sheet)
    return [dict(zip(table.headings, row.cells, strict=True)) for row in table.rows]


def _mark(book, kind, record_id):
    book.write("change", lambda session: ROOMS[kind].change(session, record_id, confidential=True))


@pytest.fixture
def with_secret_need(small_book, records):
    """The small book with a confidential need that a deal and a follow-up are about."""
    customer = records(Kind.CUSTOMERS)[0]
    followup = records(Kind.FOLLOWUPS)[0]

    def work(session):
        need_id = session.new_id()
        need = ROOMS[Kind.NEEDS].entity(id=need_id, customer_id=customer.id, title="绝密需求", confidential=True)
        changes = ROOMS[Kind.NEEDS].add(session, [need])
        deal = ROOMS[Kind.DEALS].entity(customer_id=customer.id, title="大单", need_id=need_id)
        changes |= ROOMS[Kind.DEALS].add(session, [deal])
        return changes | ROOMS[Kind.FOLLOWUPS].change(session, followup.id, need_id=need_id)

    small_book.write("made", work)
    return small_book


@pytest.mark.parametrize("suffix", [".json", ".xlsx"])
def test_p_04_confidential_records_stay_at_home_and_nothing_names_them(with_secret_need, tmp_path, suffix):
    info = export(with_secret_need, tmp_path / f"all{suffix}")
    assert (info.rows[Kind.NEEDS], info.rows[Kind.DEALS]) == (0, 1)
    if suffix == ".json":
        kinds = json.loads(info.path.read_text(encoding="utf-8"))["kinds"]
        assert "need_id" not in kinds["deals"][0]
        assert "need_id" not in kinds["followups"][0]
        assert "绝密" not in info.path.read_text(encoding="utf-8")
    else:
        cells = [cell for table in read_file(info.path).tables for row in table.rows for cell in row.cells]
        assert "绝密需求" not in cells


def test_p_04_when_asked_for_they_come_along_and_the_journal_says_so(with_secret_need, history, tmp_path, chinese):
    info = export(with_secret_need, tmp_path / "all.xlsx", confidential=True)
    assert info.rows[Kind.NEEDS] == 1
    assert [row["对应需求"] for row in _rows(info.path, "商机")] == ["绝密需求"]
    assert history()[0][-1][1]["confidential"] is True
    export(with_secret_need, tmp_path / "all.xlsx")
    assert "confidential" not in history()[0][-1][1]


def test_p_04_with_a_confidential_customer_all_that_belongs_to_it_stays(small_book, records, tmp_path):
    _mark(small_book, Kind.CUSTOMERS, records(Kind.CUSTOMERS)[0].id)
    info = export(small_book, tmp_path / "all.json")
    assert {kind: count for kind, count in info.rows.items() if count} == {Kind.CUSTOMERS: 1, Kind.CONTACTS: 1}
    text = info.path.read_text(encoding="utf-8")
    assert "云帆" not in text
    assert "王五" in text  # belongs to nobody


def test_a_reference_into_the_trash_is_dropped(small_book, records, tmp_path):
    talk = records(Kind.INTERACTIONS)[1]
    small_book.write("trash", lambda session: ROOMS[Kind.INTERACTIONS].trash(session, [talk.id]))
    document = json.loads(export(small_book, tmp_path / "all.json").path.read_text(encoding="utf-8"))
    assert [each.get("interaction_id") for each in document["kinds"]["followups"]] == [None, None]


def test_every_reference_is_shown_by_name_and_the_second_of_a_name_by_its_number(
    small_book, records, tmp_path, chinese
):
    customer = records(Kind.CUSTOMERS)[0]

    def work(session):
        ids = [session.new_id(), session.new_id()]
        needs = [ROOMS[Kind.NEEDS].entity(id=each, customer_id=customer.id, title="库存系统") for each in ids]
        changes = ROOMS[Kind.NEEDS].add(session, needs)
        talk = records(Kind.INTERACTIONS)[0]
        changes |= ROOMS[Kind.INTERACTIONS].change(session, talk.id, need_id=ids[1])
        steps = [
            ROOMS[Kind.CHAIN].entity(customer_id=customer.id, name="IT部", contact_id=records(Kind.CONTACTS)[0].id)
        ]
        return changes | ROOMS[Kind.CHAIN].add(session, steps)

    small_book.write("made", work)
    path = export(small_book, tmp_path / "all.xlsx").path
    assert [row["涉及需求"] for row in _rows(path, "互动记录")] == ["库存系统 (2)", None]
    assert [row["联系人"] for row in _rows(path, "决策链")] == ["李四"]
    assert [row["来源互动"] for row in _rows(path, "跟进")] == ["2026-11-20", None]


def test_c_38_own_fields_go_out_and_come_in_and_hidden_ones_are_not_shown(
    small_book, taken_into_another, records, tmp_path, chinese
):
    own = (Field("own_color", "主色"), Field("own_floors", "楼层数", FieldType.NUMBER))
    customer = records(Kind.CUSTOMERS)[0]

    def work(session):
        changes = tailoring_store.store_fields(session, Kind.CUSTOMERS, own)
        changes |= tailoring_store.store_hidden(session, Kind.CUSTOMERS, ["competitors"])
        return changes | ROOMS[Kind.CUSTOMERS].change(session, customer.id, own_color="蓝", own_floors=12)

    small_book.write("tailor", work)
    path = export(small_book, tmp_path / "all.xlsx", Kind.CUSTOMERS).path
    row = _rows(path, "客户")[0]
    assert (row["主色"], row["楼层数"]) == ("蓝", 12)
    assert "竞争对手" not in row
    plain, _report = taken_into_another(path)
    assert records(Kind.CUSTOMERS, within=plain)[0].unplaced["主色"] == "蓝"


def test_c_38_a_heading_of_an_own_field_fills_it(small_book, take, table, records):
    own = (Field("own_color", "主色"), Field("own_floors", "楼层数", FieldType.NUMBER))
    small_book.write("tailor", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, own))
    take(table("客户编号,客户名称,主色,楼层数", "N-1,新客户,红,3"))
    with using(small_book.tailoring):
        new = next(customer for customer in records(Kind.CUSTOMERS) if customer.number == "N-1")
        assert (new.own_color, new.own_floors, new.unplaced) == ("红", 3, {})


# Groups


@pytest.mark.parametrize("group_by", ["status", "合作状态"])
def test_x_01_a_workbook_has_a_sheet_for_each_group_and_comes_in_whole(
    small_book, taken_into_another, comparable, tmp_path, chinese, group_by
):
    info = export(small_book, tmp_path / "groups.xlsx", group_by=group_by)
    names = [table.name for table in read_file(info.path).tables]
    assert names[:3] == ["客户 · 潜在", "客户 · 成交", "联系人"]
    assert info.rows[Kind.CUSTOMERS] == 2
    book, report = taken_into_another(info.path)
    assert report.refused == []
    before, after = comparable(small_book), comparable(book)
    assert sorted(map(repr, after[Kind.CUSTOMERS])) == sorted(map(repr, before[Kind.CUSTOMERS]))


def test_x_01_in_csv_one_group_follows_the_other_and_those_without_come_last(small_book, tmp_path, chinese):
    rows = _rows(export(small_book, tmp_path / "all.csv", group_by="所属行业").path, "")
    assert [row["所属行业"] for row in rows] == ["软件和信息技术服务业", ""]


@pytest.mark.parametrize(
    ("name", "kind", "group_by"),
    [("a.json", None, "status"), ("a.xlsx", None, "notes"), ("a.xlsx", None, "nothing"), ("a.xlsx", "orders", "size")],
)
def test_what_cannot_be_grouped_is_refused_with_what_can(small_book, history, tmp_path, english, name, kind, group_by):
    with pytest.raises(RefusedError, match=r"Status|State"):
        export(small_book, tmp_path / name, Kind(kind) if kind else None, group_by=group_by)
    assert not (tmp_path / name).exists()
    assert [verb for verb, _details in history()[0]] == ["made"]


def test_x_05_a_workbook_offers_the_words_of_every_list_as_the_user_edited_it(small_book, tmp_path, chinese):

    small_book.write(
        "tailor",
        lambda session: tailoring_store.store_list(session, SIZES, [Choice("tiny", "微型"), *SIZES.choices[:1]]),
    )
    path = export(small_book, tmp_path / "all.xlsx").path
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert '<formula1>"微型,初创企业' in sheets[0]
    assert sum("<dataValidation " in sheet for sheet in sheets) >= 18
    assert not any("<f>" in sheet for sheet in sheets)
