"""A person's card as a QR code: another program reads from it what the book says, and nothing that stays there."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.card_code import NoCardCodeError, card_code, note_shown
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.phone import parse_phone

LARGEST_SIDE = 97  # modules of version 20
MODULE, QUIET = 3, 4  # pixels, modules


def scanned(code):
    """The text that another program reads from a picture of the code."""
    side = (len(code.modules) + 2 * QUIET) * MODULE
    margin = bytes([255]) * (QUIET * MODULE)
    lines = [bytes([255]) * side] * (QUIET * MODULE)
    for row in code.modules:
        line = b"".join(bytes([0 if module else 255]) * MODULE for module in row)
        lines += [margin + line + margin] * MODULE
    lines += [bytes([255]) * side] * (QUIET * MODULE)
    picture = memoryview(b"".join(lines)).cast("B", (side, side))
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


@pytest.fixture
def person(small_book, records):
    """Changes the contact of the company, and gives his code."""
    contact = next(each for each in records(Kind.CONTACTS) if each.customer_id)

    def code_of(**values):
        small_book.write("change", lambda session: CONTACTS.change(session, contact.id, **values))
        return small_book.read(lambda connection: card_code(connection, Kind.CONTACTS, contact.id))

    return code_of


def test_a_phone_reads_who_it_is_and_how_to_reach_him(person, tmp_path):
    code = person(address="上海市浦东新区世纪大道 100 号; 38 层", website="https://yunfan.cn")
    path = tmp_path / "scanned.vcf"
    path.write_text(scanned(code), encoding="utf-8", newline="")
    (table,) = read_file(path).tables
    card = dict(zip(table.headings, table.rows[0].cells, strict=True))
    assert card == {
        "name": "李四",
        "company": "云帆科技有限公司",
        "department": "采购部; 二组",
        "title": "经理",
        "mobile": "+8613912345678",
        "phone": None,
        "email": "li@yunfan.cn",
        "address": "上海市浦东新区世纪大道 100 号; 38 层",
        "birthday": None,
        "note": None,
        "website": "https://yunfan.cn",
        "wechat": None,
    }
    assert (code.name, code.organization) == ("李四", "云帆科技有限公司")
    assert (dict(code.said)["职位"], dict(code.said)["手机"]) == ("经理", "139 1234 5678")


def test_lines_end_as_the_standard_wants_and_none_is_folded(person):
    text = scanned(person(address="很长的地址" * 20))
    assert text.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\nN:李四;;;;\r\nFN:李四\r\n")
    assert text.endswith("\r\nEND:VCARD\r\n")
    assert f"\r\nADR:;;{'很长的地址' * 20};;;;\r\n" in text


def test_what_does_not_help_to_reach_a_person_stays_in_the_book(person):
    code = person(birthday=Day("1990-02-28"), notes="很难谈", wechat="li4", key_concerns="价格", occasions=("生意",))
    assert all(word not in code.text for word in ("BDAY", "1990", "很难谈", "li4", "价格", "生意", "UID"))
    assert code.crowded_out == ()


@pytest.mark.parametrize(
    ("typed", "dialed"),
    [
        ("139 1234 5678", "+8613912345678"),
        ("手机:13912345678(微信同号)", "+8613912345678"),
        ("+1 650 253 0000", "+16502530000"),
        ("021-6234 5678 转 801", "021-6234 5678 转 801"),
        ("前台", "前台"),
    ],
)
def test_a_number_is_written_as_it_is_dialed(person, typed, dialed):
    code = person(mobile=parse_phone(typed), other_phones=(typed,))
    assert f"TEL;TYPE=CELL:{dialed}\r\n" in code.text
    assert f"TEL;TYPE=VOICE:{dialed}\r\n" in code.text


def test_where_there_is_no_room_the_least_important_goes_first(person):
    everything = {
        "phone": parse_phone("0591-8765 4321"),
        "address": "福州市鼓楼区五四路 1 号",
        "other_emails": ("li4@yunfan.cn",),
        "website": "https://yunfan.cn",
    }
    assert person(**everything).crowded_out == ()
    assert person(website="https://yunfan.cn/" + "a" * 700).crowded_out == ("官网",)
    assert person(other_emails=tuple(f"li{number}@yunfan.cn" for number in range(50))).crowded_out == (
        "其他邮箱",
        "官网",
    )
    crowded = person(address="路" * 300)
    assert crowded.crowded_out == ("地址", "其他邮箱", "官网")
    assert "li@yunfan.cn" in scanned(crowded)


def test_more_errors_can_be_corrected_where_less_is_said(person):
    """The level is in the two modules below the upper left finder pattern (ISO/IEC 18004, 7.9.1), masked with 10."""
    levels = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}

    def level(code):
        return levels[(code.modules[8][0] << 1 | code.modules[8][1]) ^ 0b10]

    assert level(person(address="路" * 60)) in "MQH"
    assert level(person(address="路" * 210)) == "L"


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, title=texts, address=texts, email=texts)
def test_whatever_a_contact_says_there_is_a_code_that_can_be_scanned(small_book, name, title, address, email):
    contact = Contact(name=name, title=title, address=address, email=email)
    changes = small_book.write("add", lambda session: CONTACTS.add(session, [contact]))
    code = small_book.read(lambda connection: card_code(connection, Kind.CONTACTS, changes.new_id(Kind.CONTACTS)))
    assert len(code.modules) <= LARGEST_SIDE
    assert scanned(code) == code.text
    assert "\r\nFN:" in code.text


def test_p_04_a_confidential_value_is_not_in_the_code_of_whoever_may_see_it(cellar, small_book, records):
    contact = next(each for each in records(Kind.CONTACTS) if each.customer_id)
    small_book.close()
    book = cellar.open(clearance_key=b"k" * 32)
    try:
        book.write("mark", lambda session: CONTACTS.mark(session, [contact.id], "mobile"))
        book.write("mark", lambda session: CONTACTS.mark(session, [contact.id], "key_concerns"))
        assert book.read(lambda connection: CONTACTS.get(connection, contact.id)).mobile == contact.mobile
        code = book.read(lambda connection: card_code(connection, Kind.CONTACTS, contact.id))
    finally:
        book.close()
    assert "13912345678" not in code.text
    assert code.confidential == ("手机",)


def test_p_04_confidential_people_and_those_of_confidential_customers_have_no_code(small_book, person, records):
    with pytest.raises(NoCardCodeError):
        person(confidential=True)
    assert "李四" in person(confidential=False).text
    customer = next(each for each in records(Kind.CUSTOMERS) if each.number == "A-1")
    small_book.write("change", lambda session: CUSTOMERS.change(session, customer.id, confidential=True))
    with pytest.raises(NoCardCodeError):
        person()


def test_only_people_in_use_have_a_code(small_book, records):
    company, individual = records(Kind.CUSTOMERS)
    code = small_book.read(lambda connection: card_code(connection, Kind.CUSTOMERS, individual.id))
    assert (code.name, code.organization, code.said) == ("张三", "", ())
    small_book.write("trash", lambda session: CUSTOMERS.trash(session, [individual.id]))
    for customer in (company, individual):
        with pytest.raises(NoCardCodeError):
            small_book.read(lambda connection, who=customer: card_code(connection, Kind.CUSTOMERS, who.id))


def test_p_07_the_journal_says_whose_code_was_shown_and_what_was_in_it(small_book, person, history):
    code = replace(person(), text="x")
    small_book.write("export", lambda session: note_shown(session, code))
    verb, details = history()[0][-1]
    assert verb == "export"
    assert details == {
        "title": "李四的二维码",
        "rows": {"contacts": 1},
        "fields": {"contacts": ["name", "mobile", "customer_id", "title", "email", "department"]},
        "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    }
