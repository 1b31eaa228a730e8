import hashlib
import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core import clock, i18n
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.sample.generator import fill
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import FORMATS, export
from desktop_crm.core.values.field_values import from_json

# What comes back


def test_a_workbook_brings_every_record_of_every_kind_back(
    small_book, taken_into_another, comparable, tmp_path, either_language
):
    info = export(small_book, tmp_path / "all.xlsx")
    book, report = taken_into_another(info.path)
    assert comparable(book) == comparable(small_book)
    assert report.warnings == []
    assert {kind: counts.added for kind, counts in report.counts.items()} == info.rows


def test_csv_files_kind_by_kind_bring_every_record_back(small_book, taken_into_another, comparable, tmp_path, english):
    # Follow-ups first: the next steps that the other files name are then there already.
    kinds = (Kind.CUSTOMERS, Kind.CONTACTS, Kind.INTERACTIONS, Kind.FOLLOWUPS, Kind.ORDERS)
    paths = [export(small_book, tmp_path / f"{kind}.csv", kind).path for kind in kinds]
    book, _report = taken_into_another(*paths)
    assert comparable(book) == comparable(small_book)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_import_into_the_same_book_adds_nothing(small_book, tmp_path, take, suffix):
    path = export(small_book, tmp_path / f"again{suffix}").path
    report = take(*read_file(path).tables)
    assert sum(counts.added for counts in report.counts.values()) == 0


def test_a_whole_sample_book_comes_back(database, fixed_clock, taken_into_another, comparable, tmp_path, chinese):
    fill(database, customers=40, interactions=300, seed=11)
    book, report = taken_into_another(export(database, tmp_path / "all.xlsx").path)
    assert report.refused == []
    before, after = comparable(database), comparable(book)
    for kind in Kind:
        assert _sorted(after[kind]) == _sorted(before[kind])


def _sorted(entities):
    return sorted(entities, key=repr)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(["zh", "en"]))
def test_whatever_stands_in_the_fields_comes_back_from_a_workbook(
    data, language, cellar, taken_into_another, comparable, tmp_path_factory, speak, made_up
):
    speak(language)
    folder = tmp_path_factory.mktemp("property")
    book = cellar.copy_to(folder / "book").open()
    try:
        book.write(
            "made", lambda session: _add_all(session, {kind: data.draw(made_up.entities(kind)) for kind in Kind})
        )
        other, report = taken_into_another(export(book, folder / "all.xlsx", confidential=True).path)
        before, after = comparable(book), comparable(other)
        assert report.refused == []
        for kind in Kind:
            assert _sorted(after[kind]) == _sorted(before[kind])
    finally:
        book.close()


@pytest.fixture
def speak():
    before = i18n.language()
    yield i18n.use_language
    i18n.use_language(before)


def _add_all(session, values):
    customers = [ROOMS[Kind.CUSTOMERS].entity(id=session.new_id(), **each) for each in values[Kind.CUSTOMERS]]
    changes = customer_commands.add(session, customers)
    for kind in set(Kind) - {Kind.CUSTOMERS}:
        owner = {"customer_id": customers[0].id} if kind in OF_CUSTOMER else {}
        entities = [ROOMS[kind].entity(**owner, **each) for each in values[kind]]
        changes |= ROOMS[kind].add(session, entities)
    return changes


def test_json_holds_every_stored_value_of_every_record(small_book, records, tmp_path):
    path = export(small_book, tmp_path / "all.json").path
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["format"], document["schema"]) == ("desktop-crm", HEAD)
    assert document["exported_at"] == "2026-11-23T09:30:00+08:00"
    for kind in Kind:
        room = ROOMS[kind]
        assert [
            room.entity(
                id=int(each["id"]),
                **{
                    field.name: value
                    for field in room.fields.stored
                    if (value := from_json(field, each.get(field.name))) is not None
                },
            )
            for each in document["kinds"][kind.value]
        ] == records(kind)


# What the file says


def test_derived_columns_are_filled(small_book, tmp_path, english):
    sheets = {table.name: table for table in read_file(export(small_book, tmp_path / "all.xlsx").path).tables}
    customer = dict(zip(sheets["Customers"].headings, sheets["Customers"].rows[0].cells, strict=True))
    assert (customer["Last interaction"], customer["Next step"]) == ("2026-11-20", "2026-12-01 14:00")
    early, late = (
        dict(zip(sheets["Interactions"].headings, row.cells, strict=True)) for row in sheets["Interactions"].rows
    )
    assert (late["Next step"], late["Next step due"]) == ("送报价", "2026-12-01 14:00")
    assert not early["Next step"]
    assert (late["Customer number"], late["Customer"]) == ("A-1", "云帆科技有限公司")


def test_headings_are_labels_in_the_language_in_use(small_book, tmp_path, chinese):
    (table,) = read_file(export(small_book, tmp_path / "all.csv").path).tables
    assert {"客户编号", "客户名称", "统一社会信用代码"} <= set(table.headings)


def test_what_lies_in_the_trash_stays_there(small_book, records, tmp_path):
    small_book.write("trash", lambda session: ROOMS[Kind.CONTACTS].trash(session, [records(Kind.CONTACTS)[0].id]))
    assert export(small_book, tmp_path / "all.json").rows[Kind.CONTACTS] == 1
    assert "李四".encode() not in (tmp_path / "all.json").read_bytes()


def test_confidential_fields_stay_at_home(small_book, tmp_path, monkeypatch):
    fields = ROOMS[Kind.CUSTOMERS].fields
    monkeypatch.setattr(type(fields["notes"]), "confidential", property(lambda field: field.name == "notes"))
    for suffix in (".json", ".xlsx"):
        export(small_book, tmp_path / f"all{suffix}", Kind.CUSTOMERS)
    assert "notes" not in json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["kinds"]["customers"][0]
    (table,) = read_file(tmp_path / "all.xlsx").tables
    assert not {"Notes", "备注"} & set(table.headings)


def test_a_filter_on_customers_keeps_only_what_belongs_to_them(small_book, tmp_path):
    won = export(small_book, tmp_path / "won.json", filters=["status=won"])
    others = export(small_book, tmp_path / "others.json", filters=["status=prospect"])
    twos, ones = (Kind.INTERACTIONS, Kind.FOLLOWUPS), (Kind.CUSTOMERS, Kind.CONTACTS, Kind.ORDERS)
    assert won.rows == dict.fromkeys(Kind, 0) | dict.fromkeys(twos, 2) | dict.fromkeys(ones, 1)
    assert others.rows == dict.fromkeys(Kind, 0) | {Kind.CUSTOMERS: 1}


# The journal


def test_every_export_is_in_the_journal(small_book, history, tmp_path):
    info = export(small_book, tmp_path / "won.csv", filters=["status=won"])
    (verb, details) = history()[0][-1]
    fields = details.pop("fields")
    assert verb == "export"
    assert details == {
        "file": "won.csv",
        "rows": {"customers": 1},
        "filters": ["status=won"],
        "sha256": hashlib.sha256(info.path.read_bytes()).hexdigest(),
    }
    assert "name" in fields["customers"]


def test_the_chain_of_the_journal_holds_over_an_export(small_book, cellar, tmp_path):
    export(small_book, tmp_path / "a.csv")
    export(small_book, tmp_path / "b.csv")
    assert small_book.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []
    assert cellar.anchor.latest() == 3


def test_a_book_that_can_only_be_read_gives_its_records_away_all_the_same(small_book, cellar, tmp_path):
    small_book.close()
    book = cellar.open(read_only=True)
    try:
        assert export(book, tmp_path / "all.csv").rows == {Kind.CUSTOMERS: 2}
    finally:
        book.close()


# What cannot be


@pytest.mark.parametrize("name", ["all.pdf", "all", "all.XLSM"])
def test_an_unknown_format_is_refused_with_those_there_are(small_book, history, tmp_path, name):
    before = history()
    with pytest.raises(RefusedError, match=r"\.xlsx, \.docx, \.csv, \.json, \.vcf, \.ics"):
        export(small_book, tmp_path / name)
    assert not (tmp_path / name).exists()
    assert history() == before


@pytest.mark.parametrize(("suffix", "kind"), [(".vcf", Kind.ORDERS), (".ics", Kind.CUSTOMERS)])
def test_a_kind_that_a_format_cannot_hold_is_refused(small_book, tmp_path, suffix, kind):
    with pytest.raises(RefusedError):
        export(small_book, tmp_path / f"all{suffix}", kind)


def test_a_missing_folder_is_named(small_book, history, tmp_path):
    with pytest.raises(RefusedError, match="missing"):
        export(small_book, tmp_path / "missing" / "all.csv")
    assert [verb for verb, _details in history()[0]] == ["made"]


@pytest.mark.skipif(os.name != "posix", reason="a folder on the way stands for a file that another program holds")
def test_a_file_that_cannot_be_replaced_is_refused_and_not_in_the_journal(small_book, history, tmp_path, monkeypatch):
    target = tmp_path / "all.csv"
    target.write_text("old", encoding="utf-8")
    with monkeypatch.context() as held:
        held.setattr("pathlib.Path.replace", _held)
        with pytest.raises(RefusedError, match=r"all\.csv"):
            export(small_book, target)
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "cellar"]
    assert [verb for verb, _details in history()[0]] == ["made"]


def _held(*_args):
    raise PermissionError(13, "Permission denied")


def test_no_file_stays_when_the_journal_cannot_be_written(small_book, history, tmp_path, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("desktop_crm.core.database.session.Session.close", _broken)
        with pytest.raises(ZeroDivisionError):
            export(small_book, tmp_path / "all.csv")
    assert not (tmp_path / "all.csv").exists()
    assert [verb for verb, _details in history()[0]] == ["made"]


def _broken(*_args):
    raise ZeroDivisionError


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_an_empty_book_makes_a_file_without_rows(database: Database, tmp_path, suffix, fixed_clock):
    info = export(database, tmp_path / f"none{suffix}")
    assert info.path.exists()
    assert set(info.rows.values()) == {0}


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_the_file_is_for_its_owner_alone(small_book, tmp_path):
    assert export(small_book, tmp_path / "all.csv").path.stat().st_mode & 0o077 == 0


def test_a_second_export_takes_the_place_of_the_first(small_book, tmp_path):
    first = export(small_book, tmp_path / "all.json")
    with clock.fixed(datetime(2027, 1, 1, tzinfo=UTC)):
        second = export(small_book, tmp_path / "all.json")
    assert first.sha256 != second.sha256
    assert hashlib.sha256(second.path.read_bytes()).hexdigest() == second.sha256
