from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading.cards import HEADINGS, parse_cards
from desktop_crm.core.transfer.reading.unreadable import UnreadableFileError


def read(*cards):
    return parse_cards("a.vcf", "\r\n".join(f"BEGIN:VCARD\r\n{card}\r\nEND:VCARD" for card in cards), "utf-8")


def people(*cards):
    (table,) = read(*cards).tables
    return [
        {heading: cell for heading, cell in zip(table.headings, row.cells, strict=True) if cell} for row in table.rows
    ]


def noted(*cards):
    return [note.field for note in read(*cards).notes]


def test_a_card_as_android_writes_it():
    card = (
        "VERSION:2.1\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=89;;;\n"
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=\n=89\n"
        "TEL;CELL;PREF:13912345678\nTEL;WORK:021-50001234\nTEL;CELL:13800000000\nTEL;WORK;FAX:021-50001235\n"
        "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=86=99=E9=9F=B5\n"
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;xx\n"
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQIBAQE\n CAgICAgQ=\n"
    )
    assert people(card) == [
        {
            "name": "张三",
            "company": "熙韵",
            "mobile": "13912345678",
            "mobile (2)": "13800000000",
            "phone": "021-50001234",
        }
    ]
    assert noted(card) == ["TEL;FAX;WORK", "X-ANDROID-CUSTOM", "PHOTO;JPEG"]


def test_a_card_as_iphones_write_it():
    card = (
        "VERSION:3.0\nPRODID:-//Apple Inc.//iOS//EN\nN:Doe;John;;;\nFN:John Doe\nORG:Example\\, Ltd.;Sales;East\n"
        "item1.TEL:+86 10 5000 1234\nitem1.X-ABLabel:_$!<WorkFAX>!$_\n"
        "item2.TEL;type=pref:139 0000 0000\nitem2.X-ABLabel:手机\n"
        "item3.URL;type=pref:http\\://example.com\nitem3.X-ABLabel:_$!<HomePage>!$_\n"
        "item4.X-SOCIAL:doe_wx\nitem4.X-ABLabel:微信\n"
        "item5.ADR;type=WORK:;;1 Main St\\nFloor 8;Austin;TX;12345;USA\nitem5.X-ABADR:us\n"
        "BDAY;value=date:1980-03-22\nNOTE:one\\ntwo\\, three"
    )
    assert people(card) == [
        {
            "name": "John Doe",
            "company": "Example, Ltd.",
            "department": "Sales/East",
            "mobile": "139 0000 0000",
            "website": "http://example.com",
            "wechat": "doe_wx",
            "address": "1 Main St, Floor 8, Austin, TX 12345, USA",
            "birthday": date(1980, 3, 22),
            "note": "one\ntwo, three",
        }
    ]
    assert noted(card) == ["TEL"]


def test_a_card_as_outlook_writes_it():
    card = (
        "VERSION:2.1\nN;LANGUAGE=en-us:Doe;John;;Mr.;III\nTITLE:Buyer\nROLE:Purchasing\n"
        "TEL;WORK;VOICE:BusinessPhone\nADR;WORK:;Office;1 Main St;Austin;TX;12345;USA\n"
        "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Office=0D=0A1 Main St=0D=0AAustin, TX 12345\n"
        "LABEL;HOME:2 Side St\nBDAY:19800322\nEMAIL;PREF;INTERNET:a@example.com\nKEY;X509;ENCODING=BASE64:\n MIIDIT\n\n"
        "REV:20121012T210525Z"
    )
    assert people(card) == [
        {
            "name": "Mr. John Doe III",
            "title": "Buyer",
            "title (2)": "Purchasing",
            "phone": "BusinessPhone",
            "email": "a@example.com",
            "address": "Office, 1 Main St, Austin, TX 12345, USA",
            "address (2)": "2 Side St",
            "birthday": date(1980, 3, 22),
        }
    ]
    assert noted(card) == ["KEY;X509"]


def test_a_card_of_version_4():
    card = (
        'VERSION:4.0\nFN:张三\nTEL;VALUE=uri;TYPE="work,voice":tel:+86-21-5000;ext=12\nTEL;TYPE=cell;PREF=1:139\n'
        "EMAIL:b@example.com\nEMAIL;PREF=1:a@example.com\nIMPP;X-SERVICE-TYPE=WeChat:zhang_san\nIMPP:skype:zs\n"
        "BDAY:--0412\nX-WECHAT:zs2\nADR:;;科技园960号;深圳市;广东省;518000;中国"
    )
    assert people(card) == [
        {
            "name": "张三",
            "mobile": "139",
            "phone": "+86-21-5000;ext=12",
            "email": "a@example.com",
            "email (2)": "b@example.com",
            "wechat": "zhang_san",
            "wechat (2)": "zs2",
            "birthday": "--0412",
            "address": "中国广东省深圳市科技园960号 518000",
        }
    ]
    assert noted(card) == ["IMPP"]


def test_every_card_is_a_row_also_one_without_a_name():
    document = read("EMAIL:a@example.com", "", "NICKNAME:老张")
    (table,) = document.tables
    assert table.kind_hint is Kind.CONTACTS
    assert table.headings == HEADINGS
    assert [row.number for row in table.rows] == [1, 4, 7]
    assert [row.cells[0] for row in table.rows] == [None, None, "老张"]


def test_a_name_in_parts_is_put_together_as_its_script_writes_it():
    assert [card["name"] for card in people("N:欧阳;明", "N:Doe;John;Q.")] == ["欧阳明", "John Q. Doe"]


def test_a_damaged_name_is_noted_and_the_other_form_taken():
    card = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC\nN:张;三"
    assert people(card) == [{"name": "张三"}]
    assert noted(card) == ["FN"]


def test_a_card_that_was_cut_off_is_read_and_noted():
    document = parse_cards("a.vcf", "BEGIN:VCARD\nFN:张三\nTEL:139", "utf-8")
    assert document.tables[0].rows[0].cells[0] == "张三"
    assert [note.field for note in document.notes] == ["END"]


def test_nothing_of_a_card_is_dropped_in_silence():
    card = "FN:a\nNICKNAME:b\nGENDER:M\nX-UNKNOWN:c\nnot a property\n名字:张"
    assert sorted(noted(card)) == ["", "GENDER", "NICKNAME", "X-UNKNOWN", "名字"]


def test_a_value_beyond_what_is_read_refuses_its_card_alone():
    (table,) = read("FN:a\nNOTE:" + "x" * 32_768, "FN:b").tables
    assert [row.cells[0] for row in table.rows] == ["b"]
    assert [(refused.number, refused.cells) for refused in table.refused] == [(1, ("a",))]


def test_a_file_without_a_card_is_refused():
    with pytest.raises(UnreadableFileError):
        parse_cards("a.vcf", "FN:x\n", "utf-8")


_lines = st.sampled_from(
    ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "N:;;;", "FN", "ADR:;;;;;;;;;", "BDAY:20230230", "TEL;:", "=", ""]
) | st.text(alphabet="BEGIN:VCARDENDTL;,=\\ 0\"'é张", max_size=30)


@settings(max_examples=200, deadline=None)
@given(st.lists(_lines, max_size=12))
def test_any_lines_make_a_row_for_each_beginning_or_are_refused(lines):
    text = "\n".join(["BEGIN:VCARD", *lines])
    (table,) = parse_cards("a.vcf", text, "utf-8").tables
    assert len(table.rows) + len(table.refused) == sum(line.strip(" ") == "BEGIN:VCARD" for line in text.split("\n"))
