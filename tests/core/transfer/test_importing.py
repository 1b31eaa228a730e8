from dataclasses import replace
from pathlib import Path

import pytest

from desktop_crm.core.database.records import Records
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.headings import Column, MappedTable, field_of
from desktop_crm.core.transfer.importing import UnknownContentError, import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.reading.tables import Document, Note, Row, Table
from desktop_crm.core.values.moment import from_iso
from desktop_crm.core.workflows.merge_customers import merge

_CUSTOMERS = "客户编号,客户名称,统一社会信用代码,公司电话,电子邮件"


def _counts(report, kind):
    counts = report.counts[Kind(kind)]
    return {"added": counts.added, "updated": counts.updated, "skipped": counts.skipped, "refused": counts.refused}


def _names(records, kind="customers"):
    return [record.name for record in records(kind)]


# The same record


@pytest.mark.parametrize(
    "again",
    [
        "A-1,别的名字,,,",
        ",别的名字,91350100M000100Y43,,",
        ",云帆科技,,139-1234-5678,",
        ",云帆科技,,,INFO@yunfan.cn",
    ],
    ids=["number", "uscc", "name and phone", "name and e-mail"],
)
def test_a_row_is_the_same_customer_by_number_code_name_and_phone_or_name_and_email(table, take, records, again):
    take(table(_CUSTOMERS, "A-1,云帆科技,91350100M000100Y43,13912345678,info@yunfan.cn"))
    report = take(table(_CUSTOMERS, again))
    assert _counts(report, "customers") == {"added": 0, "updated": 0, "skipped": 1, "refused": 0}
    assert _names(records) == ["云帆科技"]


def test_a_row_with_the_same_uscc_is_the_same_record_within_one_file(table, take, records):
    report = take(table(_CUSTOMERS, "A-1,甲,91350100M000100Y43,,", "A-2,乙,91350100M000100Y43,,"))
    assert _counts(report, "customers") == {"added": 1, "updated": 0, "skipped": 1, "refused": 0}
    assert report.duplicates == [("A-1", "A-2")]


def test_a_merely_likely_duplicate_is_added_and_reported(table, take, records):
    take(table(_CUSTOMERS, "A-1,云帆科技有限公司,,,"))
    report = take(table(_CUSTOMERS, "A-2,云帆科技股份有限公司,,,"))
    assert len(records("customers")) == 2
    assert report.duplicates == [("A-1", "A-2")]


def test_a_second_import_of_the_same_file_adds_nothing(table, take, records):
    tables = (
        table(_CUSTOMERS, "A-1,云帆,,13912345678,", name="客户"),
        table("客户名称,姓名,手机", "云帆,张三,13800000000", "云帆,李四,", name="联系人"),
        table(
            "客户名称,互动时间,沟通内容,下一步计划,下次跟进时间",
            "云帆,2026-11-01 10:00,谈了,报价,2026-12-01",
            name="跟进记录",
        ),
        table("客户名称,购买日期,产品,交易金额", "云帆,2026-10-01,软件,5万元", name="订单"),
        table("客户名称,待办事项,截止日期", "云帆,送资料,2026-12-05", name="跟进计划"),
    )
    first = take(*tables)
    before = {kind: records(kind) for kind in Kind}
    second = take(*tables)
    assert sum(counts.added for counts in first.counts.values()) == 7
    assert sum(counts.added for counts in second.counts.values()) == 0
    assert {kind: records(kind) for kind in Kind} == before
    assert second.took_anything


# What becomes of a duplicate


def test_update_lets_the_file_hold_and_leaves_what_the_file_does_not_say(table, take, records):
    take(table("客户编号,客户名称,所属行业,备注", "A-1,云帆,软件,老备注"))
    report = take(table("客户编号,客户名称,所属行业,备注,星座", "A-1,云帆科技,,新备注,天秤"), on_duplicate="update")
    (customer,) = records("customers")
    assert _counts(report, "customers")["updated"] == 1
    assert (customer.number, customer.name, customer.industry, customer.notes) == (
        "A-1",
        "云帆科技",
        "software",
        "新备注",
    )
    assert customer.unplaced == {"星座": "天秤"}


def test_update_keeps_the_account_type_when_the_file_does_not_say_it(table, take, records):
    take(table("客户编号,客户名称,客户类型", "A-1,张三,个人客户"))
    take(table("客户编号,客户名称,备注", "A-1,张三,新"), on_duplicate="update")
    (customer,) = records("customers")
    assert (customer.account_type, customer.notes) == ("individual", "新")


def test_update_may_also_say_no(table, take, records):
    take(table("客户名称,姓名,手机,是否主要联系人", "云帆,张三,13912345678,是"))
    take(table("客户名称,姓名,手机,是否主要联系人", "云帆,张三,13912345678,否"), on_duplicate="update")
    assert [contact.is_primary for contact in records("contacts")] == [False]


def test_update_adds_to_what_was_kept_aside_before(table, take, records):
    take(table("客户编号,客户名称,星座", "A-1,云帆,天秤"))
    take(table("客户编号,客户名称,属相", "A-1,云帆,龙"), on_duplicate="update")
    assert records("customers")[0].unplaced == {"星座": "天秤", "属相": "龙"}


def test_update_also_holds_between_two_rows_of_one_file(table, take, records):
    report = take(table("客户编号,客户名称,备注", "A-1,云帆,旧", "A-1,云帆,新"), on_duplicate="update")
    assert [customer.notes for customer in records("customers")] == ["新"]
    assert (_counts(report, "customers")["added"], _counts(report, "customers")["updated"]) == (1, 1)


def test_two_updates_of_one_record_both_hold(table, take, records):
    take(table("客户编号,客户名称", "A-1,云帆"))
    take(table("客户编号,所属行业,备注", "A-1,软件,", "A-1,,新"), on_duplicate="update")
    (customer,) = records("customers")
    assert (customer.industry, customer.notes) == ("software", "新")


def test_new_with_a_taken_number_keeps_it_as_former_number(table, take, records, fixed_clock):
    take(table(_CUSTOMERS, "客户-2026-007,云帆,,,"))
    report = take(table(_CUSTOMERS, "客户-2026-007,远航,,,"), on_duplicate="new")
    first, second = records("customers")
    assert (second.number, second.former_numbers) == ("客户-2026-008", ("客户-2026-007",))
    assert (first.number, first.former_numbers) == ("客户-2026-007", ())
    assert report.duplicates == []  # the pair would be of one number with itself


def test_an_imported_number_is_kept_even_if_an_unnumbered_row_comes_before_it(table, take, records, fixed_clock):
    take(table("客户编号,客户名称", ",甲", "客户-2026-001,乙", "客户-2026-050,丙", ",丁"))
    take(table("客户名称", "戊"))
    by_name = {customer.name: customer.number for customer in records("customers")}
    assert by_name["乙"] == "客户-2026-001"
    assert by_name["丙"] == "客户-2026-050"
    assert by_name["戊"] == "客户-2026-052"
    assert len(set(by_name.values())) == 5
    assert not any(customer.former_numbers for customer in records("customers"))


# Whose a row is


def test_a_row_belongs_to_the_exact_spelling_first(table, take, records):
    take(table("客户编号,客户名称", "A-1,ＡＢＣ公司", "A-2,ABC公司"))
    report = take(table("客户名称,姓名", "ABC公司,张三"))
    by_number = {customer.number: customer.id for customer in records("customers")}
    assert records("contacts")[0].customer_id == by_number["A-2"]
    assert report.warnings == []


def test_where_several_customers_fit_the_first_in_the_file_is_meant_with_a_warning(table, take, records):
    take(table("客户编号,客户名称", "A-1,云帆"))
    report = take(
        table("客户编号,客户名称", "A-2,云帆", "A-3,云帆", name="客户"),
        table("客户名称,姓名", "云帆,张三", name="联系人"),
    )
    by_number = {customer.number: customer.id for customer in records("customers")}
    assert records("contacts")[0].customer_id == by_number["A-2"]
    (warning,) = report.warnings
    assert (warning.number, warning.field, warning.place.sheet, warning.place.row) == ("A-2", "客户名称", "联系人", 2)


def test_a_company_named_in_a_contacts_row_is_made_and_counted(table, take, records):
    report = take(table("公司,姓名", "云帆,张三", " 云帆 ,李四", ",王五"), kind=Kind.CONTACTS)
    (customer,) = records("customers")
    assert (customer.name, customer.account_type) == ("云帆", "company")
    assert report.counts[Kind.CUSTOMERS].added == 1
    assert report.counts[Kind.CUSTOMERS].read == 0
    assert [contact.customer_id for contact in records("contacts")] == [customer.id, customer.id, None]


def test_a_customer_number_in_a_row_decides_before_the_name(table, take, records):
    take(table("客户编号,客户名称", "A-1,云帆", "A-2,云帆"))
    report = take(table("客户编号,客户名称,姓名", "A-2,云帆,张三"), kind=Kind.CONTACTS)
    by_number = {customer.number: customer.id for customer in records("customers")}
    assert records("contacts")[0].customer_id == by_number["A-2"]
    assert report.warnings == []


def test_a_customer_made_for_a_row_gets_the_number_that_the_row_gives(table, take, records):
    take(table("客户编号,客户名称,姓名", "A-7,云帆,张三", "A-8,,李四"), kind=Kind.CONTACTS)
    assert [(customer.number, customer.name) for customer in records("customers")] == [("A-7", "云帆"), ("A-8", "A-8")]


def test_a_nameless_card_takes_its_email_as_name_or_else_its_phone(table, take, records):
    take(table("name,email,mobile", ",zhang@yunfan.cn,139", ",,13912345678", kind=Kind.CONTACTS))
    assert _names(records, "contacts") == ["zhang@yunfan.cn", "13912345678"]


def test_a_nameless_customer_takes_its_number_as_name(table, take, records):
    take(table(_CUSTOMERS, "A-1,,,13912345678,"))
    assert _names(records) == ["A-1"]


def test_a_followup_finds_its_contact_and_its_interaction_again(table, take, records):
    take(
        table("客户名称,姓名", "云帆,张三", "远航,张三", name="联系人"),
        table("客户名称,互动时间,沟通内容", "远航,2026-11-01 10:00,谈了", name="跟进记录"),
        table(["客户名称", "title", "contact_id", "interaction_id"], "远航,报价,张三,2026/11/1 10:00", name="跟进计划"),
    )
    (followup,) = records("followups")
    assert followup.contact_id == records("contacts")[1].id
    assert followup.interaction_id == records("interactions")[0].id


def test_i_03_a_contact_named_in_a_talks_row_took_part_in_it(table, take, records):
    report = take(table("客户名称,联系人,互动时间,沟通内容", "云帆,张三、李四,2026-11-01,谈了"))
    assert records("interactions")[0].participants == ("张三", "李四")
    assert report.warnings == []


def test_the_name_of_a_contact_that_is_not_there_is_kept_with_a_warning(table, take, records):
    report = take(table(["客户名称", "待办事项", "contact_id"], "云帆,报价,张三"))
    (followup,) = records("followups")
    assert followup.contact_id is None
    assert followup.unplaced == {"contact_id": "张三"}
    assert [warning.field for warning in report.warnings] == ["contact_id"]


# Doubts, refusals, and what has no place


def test_a_doubt_about_a_value_is_a_warning_and_the_text_is_kept(table, take, records):
    report = take(table(_CUSTOMERS, "A-1,云帆,91350100M000100Y44,12,nobody"))
    (customer,) = records("customers")
    assert (customer.uscc, customer.phone.text, customer.email) == ("91350100M000100Y44", "12", "nobody")
    assert {(warning.number, warning.field) for warning in report.warnings} == {
        ("A-1", "统一社会信用代码"), ("A-1", "公司电话"), ("A-1", "电子邮件"),
    }  # fmt: skip
    assert all(warning.reason for warning in report.warnings)


def test_columns_without_place_are_named_and_kept(table, take, records):
    report = take(table("客户名称,星座,空列", "云帆,天秤,"))
    assert [warning.field for warning in report.warnings] == ["星座"]
    assert records("customers")[0].unplaced == {"星座": "天秤"}


def test_what_a_reader_could_not_place_is_among_the_warnings(table, take):
    report = take(table("name", "张三", kind=Kind.CONTACTS), notes=[Note(4, "PHOTO", "", "no place")])
    assert [(warning.place.row, warning.field, warning.reason) for warning in report.warnings] == [
        (4, "PHOTO", "no place")
    ]


def test_a_row_with_nothing_to_be_known_by_is_refused_and_the_others_are_taken(table, take, records):
    report = take(table("客户名称,备注", "云帆,", ",无名", "远航,"))
    assert _names(records) == ["云帆", "远航"]
    (refused,) = report.refused
    assert (refused.place.row, refused.cells) == (3, {"客户名称": "", "备注": "无名"})
    assert refused.reason
    assert _counts(report, "customers") == {"added": 2, "updated": 0, "skipped": 0, "refused": 1}


def test_a_row_that_the_reader_refused_keeps_all_its_cells(table, take):
    report = take(table("客户名称,备注", "云帆,", refused=[(3, ("远航", 5.0, "多", None, "余"))]))
    assert report.refused[0].cells == {"客户名称": "远航", "备注": "5", "C": "多", "D": "", "E": "余"}
    assert report.counts[Kind.CUSTOMERS].read == 2


def test_a_file_without_a_known_heading_is_refused_unless_told_what_it_is(table, take, records):
    with pytest.raises(UnknownContentError):
        take(table("x,y", "1,2"))
    assert not take(table("x,y", "1,2"), kind=Kind.CUSTOMERS).took_anything
    assert records("customers") == []


def test_the_last_interaction_in_the_file_is_compared_and_not_stored(table, take, records):
    report = take(
        table(
            "客户编号,客户名称,最近互动时间",
            "A-1,云帆,2026-11-01",
            "A-2,远航,2026-10-01",
            "A-3,千里,2026-10-01",
            name="客户",
        ),
        table(
            "客户名称,互动时间,沟通内容", "云帆,2026-11-01 10:00,谈了", "远航,2026-11-01 10:00,谈了", name="跟进记录"
        ),
    )
    assert [(warning.number, warning.field) for warning in report.warnings] == [
        ("A-2", "最近互动时间"),
        ("A-3", "最近互动时间"),
    ]


# One action, everything or nothing


def test_an_import_is_one_action_that_names_its_files(table, take, history):
    take(
        table("客户名称,姓名", "云帆,张三", "远航,李四", name="联系人"),
        table("客户名称,互动时间,沟通内容,下一步计划", "云帆,2026-11-01,谈了,报价", name="跟进记录"),
    )
    actions, entries = history()
    assert actions == [("import", {"files": ["file.xlsx"]})]
    assert entries == 8  # two customers with a line each among the numbers given, two contacts, and one of each other


def test_dry_run_changes_nothing_and_shows_every_row(table, take, records, history):
    tables = table("客户编号,客户名称,成立", "A-1,云帆,5", ",,")
    report = take(tables, dry_run=True)
    assert report.preview == [
        {"客户编号": "A-1", "客户名称": "云帆", "成立": "5"},
        {"客户编号": "", "客户名称": "", "成立": ""},
    ]
    assert _counts(report, "customers") == {"added": 1, "updated": 0, "skipped": 0, "refused": 1}
    assert records("customers") == []
    assert history() == ([], 0)
    assert _counts(take(tables), "customers") == _counts(report, "customers")


def test_a_fault_leaves_nothing_behind(table, take, records, history, monkeypatch):
    add = Records.add

    def break_at_the_last(room, session, entities):
        if room.kind is Kind.FOLLOWUPS:
            raise ZeroDivisionError
        return add(room, session, entities)

    tables = (table("客户名称,电话", "云帆,139", name="客户"), table("客户名称,待办事项", "云帆,报价", name="跟进计划"))
    with monkeypatch.context() as broken:
        broken.setattr(Records, "add", break_at_the_last)
        with pytest.raises(ZeroDivisionError):
            take(*tables)
    assert [records(kind) for kind in Kind] == [[]] * len(Kind)
    assert history() == ([], 0)
    assert take(*tables).took_anything


# Whole files


def test_a_real_csv_file_comes_in_through_the_reader(database, records, tmp_path: Path):
    path = tmp_path / "客户.csv"
    path.write_bytes('客户编号,客户名称,备注\r\nA-1,云帆,"第一行\r\n第二行"\r\n'.encode("gb18030"))
    report = import_documents(database, [read_file(path)], Options())
    (customer,) = records("customers")
    assert report.counts[Kind.CUSTOMERS].added == 1
    assert (customer.number, customer.notes) == ("A-1", "第一行\r\n第二行")


def test_cards_and_events_come_in_through_the_reader(database, records, tmp_path: Path):
    card, events = tmp_path / "a.vcf", tmp_path / "b.ics"
    card.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:张三\nORG:云帆;采购部\nTEL;TYPE=CELL:13912345678\nEND:VCARD\n", encoding="utf-8"
    )
    events.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1@x\nSUMMARY:回访\nDTSTART;TZID=Asia/Shanghai:20300101T100000\nEND:VEVENT\n"
        "BEGIN:VTODO\nUID:2@x\nSUMMARY:报价\nSTATUS:COMPLETED\nEND:VTODO\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    import_documents(database, [read_file(card), read_file(events)], Options())
    (contact,) = records("contacts")
    assert (contact.name, contact.department, contact.mobile.e164) == ("张三", "采购部", "+8613912345678")
    first, second = records("followups")
    assert first.due.at == from_iso("2030-01-01T10:00:00+08:00", "Asia/Shanghai").at
    assert (first.calendar_uid, second.title, second.status) == ("1@x", "报价", "done")


def test_a_refused_import_says_what_to_do(table, take):
    with pytest.raises(RefusedError, match="--as"):
        take(table("x", "1"))


# Progress, and tables that somebody has mapped


class _StoppedError(Exception):
    pass


def test_progress_goes_up_to_the_total(table, database):
    told = []
    rows = [f"A-{number},公司{number},,," for number in range(250)]
    document = Document("file.csv", "", (table(_CUSTOMERS, *rows),))
    import_documents(database, [document], Options(), progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert {total for _done, total in told} == {3 * 250}
    assert told[-1][0] > 600


def test_an_import_that_is_stopped_leaves_nothing_behind(table, database, records):
    def stop(done, total):
        if done > 400:
            raise _StoppedError

    rows = [f"A-{number},公司{number},,," for number in range(250)]
    document = Document("file.csv", "", (table(_CUSTOMERS, *rows),))
    with pytest.raises(_StoppedError):
        import_documents(database, [document], Options(), progress=stop)
    assert records("customers") == []


def test_a_table_mapped_by_hand_is_taken_as_mapped(table, database, records):
    found = table("谁,什么", "云帆科技,采购")
    fields = (field_of(Kind.CUSTOMERS, "name"), field_of(Kind.CUSTOMERS, "notes"))
    columns = tuple(Column(heading, field.name, field) for heading, field in zip(found.headings, fields, strict=True))
    mapped = [(MappedTable(found, Kind.CUSTOMERS, columns), "file.csv")]
    import_documents(database, [Document("file.csv", "", (found,))], Options(), tables=mapped)
    (customer,) = records("customers")
    assert (customer.name, customer.notes) == ("云帆科技", "采购")


def test_a_merged_customer_is_known_by_its_former_number(table, take, records, database):
    take(table(_CUSTOMERS, "A-1,云帆科技,,,", "A-2,云帆信息,,,"))
    survivor, other = records("customers")
    database.write("merge_customers", lambda session: merge(session, survivor.id, other.id))
    report = take(
        table(_CUSTOMERS, "A-2,云帆信息,,021-5555 0100,", name="客户"),
        table("客户编号,客户名称,姓名", "A-2,云帆信息,张三", name="联系人"),
        on_duplicate="update",
    )
    assert _counts(report, "customers") == {"added": 0, "updated": 1, "skipped": 0, "refused": 0}
    assert [customer.number for customer in records("customers")] == ["A-1"]
    assert [contact.customer_id for contact in records("contacts")] == [survivor.id]
    exact = Table("contacts", Kind.CONTACTS, ("id", "name", "customer_id"), (Row(1, ("7", "李四", str(other.id))),))
    take(replace(exact, exact=True))
    assert {contact.customer_id for contact in records("contacts")} == {survivor.id}
    assert len(records("contacts")) == 2
