import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_crm.core import clock
from desktop_crm.core.choices import CHANNELS, Choice
from desktop_crm.core.clocks import marks
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database import settings_store, tailoring_store, write
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.schema.upkeep import verifications
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.sample.generator import fill
from desktop_crm.core.settings import HIGH_VALUE_YUAN
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day

_OWN = (
    Field("own_color", "Color", search=None),
    Field("own_floors", "Floors", FieldType.NUMBER),
    Field("own_built", "Built", FieldType.DAY),
)


class Kept:
    """Contents in memory, as a vault keeps them in files."""

    def __init__(self, *contents):
        self.by_name = {hashlib.sha256(data).hexdigest(): data for data in contents}

    def has(self, sha256):
        return sha256 in self.by_name

    def read(self, sha256, name):
        return self.by_name[sha256]

    def put_bytes(self, data):
        self.by_name[hashlib.sha256(data).hexdigest()] = data


def _tailor(session):
    changes = tailoring_store.store_fields(session, Kind.CUSTOMERS, _OWN)
    changes |= tailoring_store.store_fields(session, Kind.NEEDS, _OWN[:1])
    changes |= tailoring_store.store_hidden(session, Kind.ORDERS, ["payment_terms"])
    changes |= tailoring_store.store_list(session, CHANNELS, [*CHANNELS.choices, Choice("sauna", "Sauna")])
    changes |= settings_store.keep(session, "pinned", [["customers", 5]])
    settings_store.keep_aside(session, "recent", [["customers", 7]])  # of the program's own accord
    return changes | settings_store.store(session, HIGH_VALUE_YUAN, 300_000)


@pytest.fixture
def empty_book(_empty_cellar, tmp_path_factory):
    opened = []

    def make():
        opened.append(_empty_cellar.copy_to(tmp_path_factory.mktemp("empty") / "cellar").open())
        return opened[-1]

    yield make
    for book in opened:
        book.close()


def _take(book, *paths, on_duplicate="skip", contents=None):
    documents = [read_file(path) for path in paths]
    return import_documents(book, documents, Options(on_duplicate=OnDuplicate(on_duplicate)), contents=contents)


def _everything(book, records):
    """All that a book holds and that a whole export must bring: records with ids and links, settings, numbers."""

    def beside(connection):
        found = verifications.c
        names = ("table_name", "record_id", "field", "value", "at", "author")
        rows = connection.execute(select(*(found[name] for name in names)))
        return (
            tailoring_store.load(connection),
            {name: value for name, value in settings_store.load(connection).values.items() if name != "recent"},
            sorted(connection.scalars(select(customer_numbers.c.number))),
            sorted(map(tuple, rows)),
            sorted(marks.load(connection, "birthday").items()),
        )

    return {kind: records(kind, within=book) for kind in Kind}, book.read(beside)


def _without_time(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    return document.pop("exported_at"), document


def _linked(session, data, made_up):
    """Draws records of every kind, each linked to others of its customer, in circles too; gives what was written."""
    drawn = {kind: data.draw(made_up.entities(kind)) for kind in ROOMS}
    ids = {kind: [session.new_id() for _values in drawn[kind]] for kind in ROOMS}
    changes = customer_commands.add(
        session,
        [
            ROOMS[Kind.CUSTOMERS].entity.of(id=i, **v)
            for i, v in zip(ids[Kind.CUSTOMERS], drawn[Kind.CUSTOMERS], strict=True)
        ],
    )
    for kind in (kind for kind in ROOMS if kind is not Kind.CUSTOMERS):
        entities = []
        for record_id, values in zip(ids[kind], drawn[kind], strict=True):
            links = {
                field.name: data.draw(st.none() | st.sampled_from(ids[field.refers_to]))
                for field in ROOMS[kind].fields.in_columns
                if field.type is FieldType.REFERENCE
            }
            if kind is Kind.ATTACHMENTS:
                of_kind = data.draw(st.sampled_from(list(ROOMS)))
                links |= {"record_kind": of_kind.value, "record_id": data.draw(st.sampled_from(ids[of_kind]))}
            if kind is Kind.CONTACTS:
                links |= {"is_primary": False}
            if kind in OF_CUSTOMER and data.draw(st.booleans()):
                links["customer_id"] = ids[Kind.CUSTOMERS][0]
            entities.append(ROOMS[kind].entity.of(id=record_id, **values | links))
        changes |= ROOMS[kind].add(session, entities)
    write.insert(
        session,
        verifications,
        [
            {"id": session.new_id(), "table_name": "customers", "record_id": ids[Kind.CUSTOMERS][0], "field": "phone"}
            | {"value": "ab" * 32, "at": 1_700_000_000_000, "author": "王芳"}
        ],
    )
    changes |= marks.mark(session, "birthday", Kind.CUSTOMERS, ids[Kind.CUSTOMERS][0], "2026", note="送了花")
    marks.mark(session, "birthday", Kind.CUSTOMERS, 0, "2026-11")
    return changes


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_whole_book_in_json_makes_an_equal_one_of_an_empty_one(data, empty_book, records, made_up, tmp_path_factory):
    folder, book, other = tmp_path_factory.mktemp("json"), empty_book(), empty_book()
    try:
        book.write("tailor", _tailor)
        book.write("made", lambda session: _linked(session, data, made_up))
        path = export(book, folder / "all.json", confidential=True).path
        report = _take(other, path)
        assert (report.refused, report.warnings) == ([], [])
        came, was = _everything(other, records), _everything(book, records)
        for kind in Kind:
            assert came[0][kind] == was[0][kind]
        assert came[1] == was[1]
        again = export(other, folder / "again.json", confidential=True).path
        assert _without_time(again)[1] == _without_time(path)[1]
    finally:
        book.close()
        other.close()


def test_exported_again_the_file_has_the_same_bytes_but_for_the_time(
    database, fixed_clock, empty_book, tmp_path, chinese
):
    fill(database, customers=30, interactions=200, seed=3)
    first, other = export(database, tmp_path / "first.json"), empty_book()
    _take(other, first.path)
    assert export(other, tmp_path / "second.json").sha256 == first.sha256
    with clock.fixed(datetime(2027, 1, 1, tzinfo=UTC)):
        later = export(other, tmp_path / "later.json")
    assert _without_time(later.path)[1] == _without_time(first.path)[1]


def test_later_ids_are_above_those_that_came_in(small_book, empty_book, tmp_path, records):
    other = empty_book()
    _take(other, export(small_book, tmp_path / "all.json").path)
    last = max(each.id for kind in Kind for each in records(kind, within=other))
    changes = other.write(
        "add", lambda session: customer_commands.add(session, [ROOMS[Kind.CUSTOMERS].entity(name="新")])
    )
    assert changes.new_id(Kind.CUSTOMERS) > last


def test_the_numbers_of_customers_who_are_gone_are_not_given_again(small_book, empty_book, records, tmp_path):
    person = records(Kind.CUSTOMERS)[1]
    small_book.write("trash", lambda session: ROOMS[Kind.CUSTOMERS].trash(session, [person.id]))
    other = empty_book()
    _take(other, export(small_book, tmp_path / "all.json").path)
    with pytest.raises(RefusedError, match=person.number):
        other.write(
            "add", lambda session: customer_commands.add(session, [ROOMS[Kind.CUSTOMERS].entity(number=person.number)])
        )


def test_the_same_file_again_adds_nothing(small_book, tmp_path, records):
    before = _everything(small_book, records)
    report = _take(small_book, export(small_book, tmp_path / "all.json").path)
    assert {kind: counts.added for kind, counts in report.counts.items()} == dict.fromkeys(Kind, 0)
    assert _everything(small_book, records) == before


def test_a_record_that_was_changed_since_is_still_the_same_by_its_id(small_book, records, tmp_path):
    path = export(small_book, tmp_path / "all.json").path
    order = records(Kind.ORDERS)[0]
    small_book.write("change", lambda session: ROOMS[Kind.ORDERS].change(session, order.id, product="软件升级"))
    report = _take(small_book, path, on_duplicate="update")
    assert report.counts[Kind.ORDERS].updated == 1
    assert [each.product for each in records(Kind.ORDERS)] == ["软件"]


def test_into_a_book_that_is_not_empty_the_ordinary_rules_hold_and_links_follow(
    small_book, empty_book, records, tmp_path, table, take
):
    other = empty_book()
    take(table("客户编号,客户名称,统一社会信用代码", "B-9,云帆,91350100M000100Y43", "A-1,别家,"), into=other)
    known, stranger = records(Kind.CUSTOMERS, within=other)
    report = _take(other, export(small_book, tmp_path / "all.json").path)
    assert report.counts[Kind.CUSTOMERS].skipped == 1  # A-1 is there by its number, which goes before its code
    of_stranger = [each for each in records(Kind.INTERACTIONS, within=other) if each.customer_id == stranger.id]
    assert [each.summary for each in of_stranger] == ["初谈", "再谈, “引号”"]
    assert {each.number for each in records(Kind.CUSTOMERS, within=other)} == {"B-9", "A-1", "P-1"}
    followup = _called(records(Kind.FOLLOWUPS, within=other), "送报价")
    assert followup.interaction_id == of_stranger[1].id
    contacts = records(Kind.CONTACTS, within=other)
    assert followup.contact_id in {each.id for each in contacts if each.name == "李四"}
    assert known.id not in {each.customer_id for each in contacts}


def _called(followups, title):
    (found,) = (each for each in followups if each.title == title)
    return found


def test_an_id_that_is_taken_becomes_another_one(small_book, empty_book, records, tmp_path, table, take):
    path = export(small_book, tmp_path / "all.json").path
    document = json.loads(path.read_text(encoding="utf-8"))
    other = empty_book()
    take(table("客户名称,购买日期,产品", "别家,2020-01-01,杂货"), into=other)
    taken = str(records(Kind.ORDERS, within=other)[0].id)
    contact = document["kinds"]["contacts"][0]
    old, contact["id"] = contact["id"], taken
    path.write_text(
        json.dumps(document).replace(f'"contact_id": "{old}"', f'"contact_id": "{taken}"'), encoding="utf-8"
    )
    assert _take(other, path).refused == []
    by_name = {each.name: each.id for each in records(Kind.CONTACTS, within=other)}
    assert by_name["李四"] != int(taken)
    assert _called(records(Kind.FOLLOWUPS, within=other), "送报价").contact_id == by_name["李四"]


def test_own_fields_and_lists_of_the_file_come_beside_those_of_the_book(small_book, empty_book, tmp_path, take, table):
    small_book.write("tailor", _tailor)
    other = empty_book()
    mine = (Field("own_color", "My color"), Field("own_mine", "Mine"))
    other.write("tailor", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, mine))
    take(table("客户名称", "别家"), into=other)
    _take(other, export(small_book, tmp_path / "all.json").path)
    labels = [field.label for field in other.tailoring.fields[Kind.CUSTOMERS]]
    assert labels == ["My color", "Mine", "Floors", "Built"]
    assert "sauna" in [choice.code for choice in other.tailoring.lists["channels"]]
    assert other.read(settings_store.load).number(HIGH_VALUE_YUAN) == HIGH_VALUE_YUAN.default


def test_values_of_an_own_field_that_was_removed_come_along(small_book, empty_book, records, tmp_path):
    small_book.write("tailor", _tailor)
    customer = records(Kind.CUSTOMERS)[0]
    small_book.write(
        "change",
        lambda session: ROOMS[Kind.CUSTOMERS].change(session, customer.id, own_built=Day("2018"), own_floors=7),
    )
    small_book.write("tailor", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, _OWN[:1]))
    other = empty_book()
    _take(other, export(small_book, tmp_path / "all.json").path)
    assert records(Kind.CUSTOMERS, within=other) == records(Kind.CUSTOMERS)
    assert records(Kind.CUSTOMERS, within=other)[0].own == {"own_built": "2018", "own_floors": 7}


# Contents of attachments


@pytest.fixture
def with_attachment(small_book, records):
    """The small book with the contract of its first customer attached, and where its content lies."""
    content = b"%PDF-1.7 \x00\xff contract"
    kept = Kept(content)
    (sha256,) = kept.by_name
    customer = records(Kind.CUSTOMERS)[0]
    attachment = ROOMS[Kind.ATTACHMENTS].entity(
        customer_id=customer.id,
        name="合同.pdf",
        dated=Day("2026-11-01"),
        record_kind="customers",
        record_id=customer.id,
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=sha256,
    )
    small_book.write("attach", lambda session: ROOMS[Kind.ATTACHMENTS].add(session, [attachment]))
    return small_book, kept


def test_i_14_contents_of_attachments_travel_in_the_json(with_attachment, empty_book, records, tmp_path):
    book, kept = with_attachment
    path = export(book, tmp_path / "all.json", contents=kept).path
    other, there = empty_book(), Kept()
    assert _take(other, path, contents=there).warnings == []
    assert there.by_name == kept.by_name
    assert records(Kind.ATTACHMENTS, within=other) == records(Kind.ATTACHMENTS, within=book)


def test_a_content_that_is_not_what_its_name_says_is_not_kept(with_attachment, empty_book, tmp_path):
    book, kept = with_attachment
    path = export(book, tmp_path / "all.json", contents=kept).path
    document = json.loads(path.read_text(encoding="utf-8"))
    (sha256,) = document["contents"]
    document["contents"] = {sha256: base64.b64encode(b"other").decode(), "../../x": "AAAA", "a" * 64: "%%%"}
    path.write_text(json.dumps(document), encoding="utf-8")
    other, there = empty_book(), Kept()
    report = _take(other, path, contents=there)
    assert there.by_name == {}
    assert [(warning.field, warning.place.sheet) for warning in report.warnings] == [("name", "attachments")]


def test_x_11_a_workbook_lists_attachments_and_says_that_contents_are_not_in_it(
    with_attachment, empty_book, records, tmp_path, chinese
):
    book, _kept = with_attachment
    path = export(book, tmp_path / "附件.xlsx", Kind.ATTACHMENTS).path
    (sheet,) = read_file(path).tables
    row = dict(zip(sheet.headings, sheet.rows[0].cells, strict=True))
    assert (row["客户"], row["附件名称"], row["日期"]) == ("云帆科技有限公司", "合同.pdf", "2026-11-01")
    other = empty_book()
    report = _take(other, path, contents=Kept())
    assert "附件名称" in {warning.field for warning in report.warnings}
    (attachment,) = records(Kind.ATTACHMENTS, within=other)
    assert attachment.record_id == attachment.customer_id == records(Kind.CUSTOMERS, within=other)[0].id


# What others may have written


def _changed(path, change):
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "words"),
    [("[]", "web page|no heading|JSON"), ("{", "damaged"), ('{"a": 1}', "no export"), ('{"format": NaN}', "damaged")],
)
def test_json_that_is_not_ours_is_refused(tmp_path, database, english, text, words):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match=words):
        _take(database, path)


def test_a_file_of_a_newer_program_is_refused(small_book, empty_book, records, tmp_path):
    path = export(small_book, tmp_path / "all.json").path
    other = empty_book()
    with pytest.raises(RefusedError, match="9999"):
        _take(other, _changed(path, lambda document: document.update(schema="9999")))
    assert records(Kind.CUSTOMERS, within=other) == []


@pytest.mark.parametrize("value", [[{"name": 3}], [{"name": "own_x", "label": "x", "type": "gold"}], 7])
def test_own_fields_that_make_no_sense_are_refused(small_book, empty_book, tmp_path, value):
    path = export(small_book, tmp_path / "all.json").path
    with pytest.raises(RefusedError):
        _take(
            empty_book(), _changed(path, lambda document: document["settings"].update({"own_fields.customers": value}))
        )


_ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["text", "at", "cents", "x"]), inner),
    max_leaves=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_file_comes_in_or_is_told(data, small_book, empty_book, records, tmp_path_factory):
    path = export(small_book, tmp_path_factory.mktemp("odd") / "all.json").path
    fields = {kind: [*(field.name for field in ROOMS[kind].fields), "id", "own_x"] for kind in Kind}

    def change(document):
        for kind, entries in document["kinds"].items():
            for entry in entries:
                name = data.draw(st.sampled_from(fields[Kind(kind)]))
                entry[name] = data.draw(_ANY_JSON)

    other = empty_book()
    try:
        _take(other, _changed(path, change))
        for kind in Kind:
            records(kind, within=other)
        assert export(other, path.with_name("again.json"), confidential=True).path.exists()
        assert export(other, path.with_name("again.xlsx"), confidential=True).path.exists()
    finally:
        other.close()
