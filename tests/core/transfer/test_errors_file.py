import csv
from pathlib import Path

import pytest

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.drafts import Place, Refusal
from desktop_crm.core.transfer.errors_file import refuse_unwritable, write_refused
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file


def _refusal(kind, cells, row=2):
    return Refusal(kind, Place("客户.xlsx", "", row), "没有名称", cells)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_rows_stand_under_their_own_headings_with_the_reason_last(tmp_path: Path, suffix, chinese):
    target = tmp_path / f"errors{suffix}"
    refused = [
        _refusal(Kind.CUSTOMERS, {"客户名称": "", "电话": "+86 1"}),
        _refusal(Kind.CUSTOMERS, {"客户名称": "", "备注": "=1+1"}),
    ]
    assert write_refused(refused, target) == [target]
    (found,) = read_file(target).tables
    assert found.headings[:3] == ("客户名称", "电话", "备注")
    assert found.headings[3] in {"原因", "Reason"}
    assert [[cell or "" for cell in row.cells] for row in found.rows] == [
        ["", "+86 1", "", "没有名称"],
        ["", "", "=1+1", "没有名称"],
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_corrected_error_file_comes_in_and_its_reason_does_not(
    take, table, records, database, tmp_path: Path, suffix
):
    report = take(
        table("客户名称,备注", ",无名", "云帆,", name="客户"),
        table("客户名称,姓名,职位", "云帆,,经理", name="联系人"),
    )
    files = write_refused(report.refused, tmp_path / f"errors{suffix}")
    assert len(files) == (1 if suffix == ".xlsx" else 2)
    again = import_documents(database, [read_file(path) for path in files], Options())
    # Not corrected: refused again, with the same cells and no reason among them.
    assert [(refusal.kind, refusal.cells) for refusal in again.refused] == [
        (refusal.kind, refusal.cells) for refusal in report.refused
    ]
    corrected = [
        Refusal(each.kind, each.place, each.reason, {heading: text or "远航" for heading, text in each.cells.items()})
        for each in report.refused
    ]
    files = write_refused(corrected, tmp_path / f"corrected{suffix}")
    last = import_documents(database, [read_file(path) for path in files], Options())
    assert last.refused == []
    assert [doubt.field for doubt in last.warnings] == []
    assert [(customer.name, customer.notes, customer.unplaced) for customer in records("customers")] == [
        ("云帆", "", {}), ("远航", "无名", {}),
    ]  # fmt: skip
    assert [(contact.name, contact.title, contact.unplaced) for contact in records("contacts")] == [
        ("远航", "经理", {})
    ]


def test_a_csv_file_of_errors_runs_nothing_as_a_formula(tmp_path: Path):
    target = tmp_path / "errors.csv"
    write_refused([_refusal(Kind.CONTACTS, {"姓名": '=HYPERLINK("x")'})], target)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1][0] == '\'=HYPERLINK("x")'


@pytest.mark.parametrize("name", ["errors.txt", "errors", "missing/errors.csv"])
def test_a_target_that_cannot_be_written_is_refused_before_anything_is_done(tmp_path: Path, name):
    with pytest.raises(RefusedError):
        refuse_unwritable(tmp_path / name)
    with pytest.raises(RefusedError):
        write_refused([_refusal(Kind.CONTACTS, {"姓名": ""})], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_text_longer_than_a_cell_does_not_cost_the_other_rows_their_file(tmp_path: Path):
    target = tmp_path / "errors.xlsx"
    write_refused([_refusal(Kind.CONTACTS, {"姓名": "长" * 40_000}), _refusal(Kind.CONTACTS, {"姓名": "短"})], target)
    (found,) = read_file(target).tables
    assert [len(row.cells[0]) for row in found.rows] == [32_767, 1]
