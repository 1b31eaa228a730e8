from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day


def _card(path, name):
    (table,) = read_file(path).tables
    rows = (dict(zip(table.headings, row.cells, strict=True)) for row in table.rows)
    return next(row for row in rows if row["name"] == name)


def test_contacts_and_individuals_become_cards_and_companies_do_not(small_book, tmp_path):
    info = export(small_book, tmp_path / "all.vcf")
    assert info.rows == {Kind.CONTACTS: 2, Kind.CUSTOMERS: 1}
    assert info.path.read_bytes().count(b"BEGIN:VCARD\r\nVERSION:3.0\r\n") == 3
    assert export(small_book, tmp_path / "some.vcf", Kind.CONTACTS).rows == {Kind.CONTACTS: 2}


def test_a_card_says_what_the_record_says(small_book, tmp_path):
    card = _card(export(small_book, tmp_path / "all.vcf").path, "李四")
    assert card["company"] == "云帆科技有限公司"
    assert card["department"] == "采购部; 二组"
    assert (card["title"], card["mobile"], card["email"]) == ("经理", "13912345678", "li@yunfan.cn")
    assert card["birthday"].isoformat() == "1990-02-28"
    assert _card(tmp_path / "all.vcf", "张三")["wechat"] == "zhang3"


def test_a_department_without_a_company_is_not_taken_for_one_nor_a_company_followed_by_nothing(
    small_book, records, tmp_path
):
    first, second = records(Kind.CONTACTS)

    def work(session):
        return ROOMS[Kind.CONTACTS].change(session, second.id, department="研发部") | ROOMS[Kind.CONTACTS].change(
            session, first.id, department=""
        )

    small_book.write("edit", work)
    path = export(small_book, tmp_path / "all.vcf").path
    assert (_card(path, "王五")["company"], _card(path, "王五")["department"]) == (None, "研发部")
    assert "\r\nORG:云帆科技有限公司\r\n" in path.read_bytes().decode()


def test_no_line_is_longer_than_the_standard_allows_and_none_cuts_a_character(small_book, records, tmp_path):
    contact = records(Kind.CONTACTS)[1]
    long_note = "很长的备注，" * 40 + "\n完"
    small_book.write("edit", lambda session: ROOMS[Kind.CONTACTS].change(session, contact.id, notes=long_note))
    path = export(small_book, tmp_path / "all.vcf").path
    lines = path.read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert _card(path, "王五")["note"] == long_note


def test_a_lunar_birthday_is_written_as_the_solar_date_of_that_day(small_book, records, tmp_path):
    contact = records(Kind.CONTACTS)[1]
    values = {"birthday": Day("2017-闰6-01"), "birthday_lunar": True}
    small_book.write("edit", lambda session: ROOMS[Kind.CONTACTS].change(session, contact.id, **values))
    assert _card(export(small_book, tmp_path / "all.vcf").path, "王五")["birthday"].isoformat() == "2017-07-23"
    values = {"birthday": Day("08-15"), "birthday_lunar": True}
    small_book.write("edit", lambda session: ROOMS[Kind.CONTACTS].change(session, contact.id, **values))
    assert not _card(export(small_book, tmp_path / "again.vcf").path, "王五").get("birthday")
