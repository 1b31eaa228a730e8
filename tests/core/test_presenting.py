"""Presentation mode: whatever the window asks of the book, what identifies somebody appears nowhere (P-05)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from desktop_crm.core import clock, rooms
from desktop_crm.core.agenda.agenda import agenda
from desktop_crm.core.agenda.brief import brief_of
from desktop_crm.core.agenda.noted import worth_a_word
from desktop_crm.core.book import Book, make
from desktop_crm.core.clocks.running import running
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.choosing import MoreOrder, chosen_ids, words_in_use
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.rows import rows
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import tailoring_store
from desktop_crm.core.database.errors import PresentingError
from desktop_crm.core.documents.customer_summary import summary_page
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.journal.history import history
from desktop_crm.core.journal.transfers import PRINT, note_print, transfers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.listing import listed, listed_ids
from desktop_crm.core.orders.totals import last_year, totals
from desktop_crm.core.reminders.announcements import announcements
from desktop_crm.core.reminders.reminders import pending, reached_with_choices
from desktop_crm.core.search.finding import find
from desktop_crm.core.search.picking import pick, picked
from desktop_crm.core.tiers.planning import proposed
from desktop_crm.core.tiers.special_review import special_review
from desktop_crm.core.tiers.standing import standing_of
from desktop_crm.core.timeline.entries import entries
from desktop_crm.core.timeline.overview import ids_of, overview
from desktop_crm.core.timeline.past_changes import changes_of
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.vault.slots import Cost
from desktop_crm.core.workflows.finish_followup import about_to_finish
from desktop_crm.core.workflows.log_interaction import counterpart
from desktop_crm.core.workflows.save_record import add_record, change_record

CHEAP = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
COMPANY, PERSON, CONTACT, OTHER = "北京玄雀科技有限公司", "欧阳翡翠", "慕容珊瑚", "夏侯琥珀"
MOBILE, LANDLINE, MAIL = "13911112222", "010-62345678", "murong.shanhu@xuanque.cn"
CANARIES = (
    "玄雀",
    "翡翠",
    "珊瑚",
    "琥珀",
    "911112",
    "623456",
    "murong",
    "12345678",
    "123456.7",
    "1234.56",
    "123,456",
    "7654321",
    "7,654,321",
    "MA01ABCD",
    "www.xuan",
    "祖母绿",
    "机密标题",
)
TEXT = f"与{CONTACT}和{COMPANY}谈，电话{MOBILE}，邮箱 {MAIL}；玄雀很满意"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book of a company, an individual and a record of every kind, all full of what must not be seen."""
    opened, _key = make(tmp_path_factory.mktemp("book") / "vault", "correct horse battery", "王芳", cost=CHEAP)
    own = [
        Field("own_1", "自有电话", FieldType.PHONE),
        Field("own_2", "自有说明", FieldType.TEXT),
        Field("own_3", "自有金额", FieldType.MONEY),
    ]
    opened.write("tailor", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, own))
    with opened:
        _fill(opened)
        yield opened


def _fill(book: Book) -> None:
    company = _add(
        book, Kind.CUSTOMERS, name=COMPANY, own_2=TEXT, own_3=Money(12345678), notes=TEXT, unplaced={"x": TEXT}
    )
    _add(book, Kind.CUSTOMERS, name=PERSON, account_type=INDIVIDUAL, own_2=PERSON, notes=f"{PERSON}来过")
    _add(book, Kind.CUSTOMERS, name="祖母绿实业有限公司", confidential=True)
    contact = _add(book, Kind.CONTACTS, customer_id=company, name=CONTACT, notes=TEXT, birthday=Day("1980-01-02"))
    for kind in rooms.OF_CUSTOMER:
        if kind is not Kind.CONTACTS:
            _add(
                book,
                kind,
                customer_id=company,
                **({"contact_id": contact} if "contact_id" in rooms.ROOMS[kind].fields else {}),
            )
            _add(book, kind, customer_id=company, confidential=True)
    book.write(
        "change_customers", lambda s: change_record(s, Kind.CUSTOMERS, company, notes=TEXT + "又来了", open_issues=TEXT)
    )
    book.write(
        PRINT, lambda s: note_print(s, title=f"客户摘要 {COMPANY}", pages=1, sha256="0" * 64, file=f"{COMPANY}.pdf")
    )


def _add(book: Book, kind: Kind, **values: Any) -> int:
    """A record whose every field says what it can that must not be seen."""
    fields, full = rooms.ROOMS[kind].fields, dict[str, Any]()
    for field in fields.stored:
        if field.name in {"number", "record_kind", "media_type", "sha256", "recurrence", "questions"} or field.choices:
            continue
        match field.type:
            case FieldType.TEXT | FieldType.LONG_TEXT:
                full[field.name] = TEXT
            case FieldType.TAGS:
                full[field.name] = (CONTACT,)
            case FieldType.PHONE:
                full[field.name] = parse(field, MOBILE if field.name == "mobile" else LANDLINE).value
            case FieldType.EMAIL:
                full[field.name] = MAIL
            case FieldType.WEBSITE:
                full[field.name] = "https://www.xuanque.cn"
            case FieldType.USCC:
                full[field.name] = "91110108MA01ABCD20"
            case FieldType.MONEY:
                full[field.name] = Money(12345678, text="123456.78")
            case FieldType.MONEY_RANGE:
                full[field.name] = parse(field, "7654321").value
            case FieldType.ANSWERS | FieldType.UNPLACED:
                full[field.name] = {"问": TEXT}
            case FieldType.MOMENT:
                full[field.name] = Moment(clock.now(), "Asia/Shanghai", all_day=False)
            case FieldType.DAY:
                full[field.name] = Day(clock.today().isoformat())
    full.pop("former_numbers", None)
    full.pop("done", None)
    if kind is Kind.CONTACTS:
        full.pop("left_on", None)
    if values.get("confidential") and full.get(fields.named_by) == TEXT and kind is not Kind.CUSTOMERS:
        full[fields.named_by] = "机密标题"
    if kind is Kind.SATISFACTION:
        full["score"] = 2
    changes = book.write(f"add_{kind.value}", lambda session: add_record(session, kind, **(full | values)))
    return changes.new_id(kind)


def _company(connection: Connection) -> CustomerId:
    return next(each.id for each in CUSTOMERS.get_many(connection, _ids(connection)) if each.name.startswith("*科技"))


def _ids(connection: Connection) -> list[int]:
    return list(chosen_ids(connection, Order.NUMBER))


def _every_record(connection: Connection) -> Iterator[str]:
    for kind, room in rooms.ROOMS.items():
        for (record_id,) in connection.exec_driver_sql(f"SELECT id FROM {kind.value}").fetchall():
            (entity,) = room.get_many(connection, [record_id])
            yield from (show(field, getattr(entity, field.name)) for field in room.fields.stored)
            yield repr(entity)
            yield repr(picked(connection, kind, record_id))
            for step in history(connection, room, record_id):
                for change in step.changes:
                    yield show(change.field, change.old)
                    yield show(change.field, change.new)


def _lists(connection: Connection) -> Iterator[object]:
    for order in (*Order, *MoreOrder):
        yield rows(connection, chosen_ids(connection, order))
    for name in ("owner", "region"):
        yield words_in_use(connection, name)
    for line in listed(connection, Kind.ORDERS, listed_ids(connection, Kind.ORDERS, "ordered"), ["customer_id"]):
        yield line
        yield show(rooms.ROOMS[Kind.ORDERS].fields["amount"], line.record.amount)
    yield [show(rooms.ROOMS[Kind.ORDERS].fields["amount"], amount) for amount in totals(connection).amounts]


def _about_one(connection: Connection) -> Iterator[object]:
    customer = _company(connection)
    yield overview(connection, customer)
    yield entries(connection, customer)
    yield changes_of(connection, customer)
    yield brief_of(connection, customer)
    yield counterpart(connection, customer)
    standing = standing_of(connection, customer)
    yield (standing, standing.words if standing else "")
    yield [
        show(rooms.ROOMS[Kind.ORDERS].fields["amount"], amount) for amount in last_year(connection, customer).amounts
    ]
    for kind in rooms.OF_CUSTOMER:
        yield ids_of(connection, kind, customer)
    for audience in Audience:
        yield summary_page(connection, customer, audience=audience, printed_by="王芳")


def _searches(connection: Connection) -> Iterator[object]:
    for query in (COMPANY, CONTACT, PERSON, MOBILE, MAIL, "玄雀", "很满意"):
        yield find(connection, query)
        for kind in rooms.ROOMS:
            yield pick(connection, kind, query)
    for kind in rooms.ROOMS:
        yield pick(connection, kind, "")


def _what_is_due(connection: Connection) -> Iterator[object]:
    items = agenda(connection)
    yield items
    customers = [item.customer_id for item in items if item.customer_id]
    yield worth_a_word(connection, customers)
    yield [brief_of(connection, customer) for customer in customers]
    yield [proposed(connection, customer) for customer in customers]
    yield [about_to_finish(connection, item.id) for item in items if item.is_followup]
    yield running(connection)
    yield reached_with_choices(connection)
    yield list(announcements(pending(connection).due))
    yield special_review(connection)
    yield transfers(connection, 100)


@pytest.mark.parametrize("asked", [_every_record, _lists, _about_one, _searches, _what_is_due])
def test_p_05_nothing_that_identifies_somebody_is_read_while_presenting(
    book: Book, asked: Callable[[Connection], Iterator[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = book.read(lambda connection: "\n".join(map(repr, _unmasked(asked, connection))))
    assert any(canary in told for canary in CANARIES), "the question finds nothing even without a mask"
    monkeypatch.setattr(book.database, "presenting", True)
    seen = book.read(lambda connection: "\n".join(map(repr, asked(connection))))
    assert [canary for canary in CANARIES if canary in seen] == []
    assert "None" in seen or "*" in seen


def _unmasked(asked: Callable[[Connection], Iterator[object]], connection: Connection) -> Iterator[object]:
    if asked is _about_one:
        return iter([overview(connection, CustomerId(_ids(connection)[0]))])
    return asked(connection)


@pytest.mark.parametrize("name", ["alle.xlsx", "alle.json", "kunden.csv", "leute.vcf", "termine.ics"])
def test_p_05_an_export_while_presenting_holds_masks(
    book: Book, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book.database, "presenting", True)
    export(book.database, tmp_path / name, confidential=True)
    data = (tmp_path / name).read_bytes()
    if name.endswith(".xlsx"):
        from zipfile import ZipFile  # noqa: PLC0415

        with ZipFile(tmp_path / name) as archive:
            data = b"".join(archive.read(part) for part in archive.namelist())
    text = data.decode("utf-8", "replace").replace("\r\n ", "")
    assert [canary for canary in CANARIES if canary in text] == []
    assert "*" in text


def test_p_05_a_full_number_still_finds_and_shows_a_mask(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book.database, "presenting", True)
    found = book.read(lambda connection: find(connection, MOBILE))
    assert any(each.kind is Kind.CONTACTS and each.title.startswith("慕容*") for each in found)


def test_p_05_a_list_ordered_by_a_masked_field_stands_in_the_order_of_ids(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book.database, "presenting", True)
    ids = book.read(lambda connection: list(chosen_ids(connection, Order.NAME)))
    assert ids == sorted(ids)


def test_p_05_a_confidential_record_says_nothing_while_presenting(
    book: Book, monkeypatch: pytest.MonkeyPatch, chinese: str
) -> None:
    monkeypatch.setattr(book.database, "presenting", True)
    customers = book.read(lambda connection: rows(connection, _ids(connection)))
    assert {row.name for row in customers} == {"*科技有限公司", "欧阳*", "保密"}


def test_p_05_forms_do_not_open_while_presenting(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.database.refuse_while_presenting()
    monkeypatch.setattr(book.database, "presenting", True)
    with pytest.raises(PresentingError):
        book.database.refuse_while_presenting()


def test_p_05_commands_read_true_values_while_presenting(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def work(session: Any) -> Any:
        names.extend(each.name for each in CUSTOMERS.get_many(session.connection, _ids(session.connection)))
        return add_record(session, Kind.NEWS, content="新")

    monkeypatch.setattr(book.database, "presenting", True)
    book.write("add_news", work)
    assert COMPANY in names


def test_p_05_actions_of_the_journal_hide_names_of_files(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book.database, "presenting", True)
    details = book.read(
        lambda connection: (
            connection.exec_driver_sql("SELECT details FROM actions WHERE verb = 'print'").scalars().all()
        )
    )
    assert [json.loads(text)["title"] for text in details] == ["***"]
