from datetime import date

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.drafts import draft_of, nothing_known
from desktop_crm.core.transfer.headings import map_columns
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.phone import Phone


def _draft(table, kind):
    return draft_of(map_columns(table, kind), table.rows[0], "file.xlsx")


def test_each_cell_goes_to_its_field(table):
    draft = _draft(table("客户名称,联系电话,成立时间", ["云帆科技", 13912345678.0, date(2018, 5, 1)]), Kind.CUSTOMERS)
    assert draft.values["name"] == "云帆科技"
    assert draft.values["phone"] == Phone("13912345678", "+8613912345678")
    assert draft.values["founded"] == Day("2018-05-01")
    assert draft.doubts == []


def test_a_doubtful_value_is_kept_and_the_doubt_names_the_heading_of_the_file(table):
    draft = _draft(table("客户名称,统一社会信用代码,公司电话", "云帆,123,12"), Kind.CUSTOMERS)
    assert draft.values["uscc"] == "123"
    assert draft.values["phone"] == Phone("12")
    assert [heading for heading, _reason in draft.doubts] == ["统一社会信用代码", "公司电话"]


def test_a_value_that_cannot_be_read_stays_as_text_with_the_record(table):
    draft = _draft(table("客户名称,客户状态", "云帆,神秘"), Kind.CUSTOMERS)
    assert "status" not in draft.values
    assert draft.unplaced == {"客户状态": "神秘"}
    assert [heading for heading, _reason in draft.doubts] == ["客户状态"]


def test_a_column_that_no_field_takes_stays_with_the_record(table):
    assert _draft(table("客户名称,星座", "云帆,天秤"), Kind.CUSTOMERS).unplaced == {"星座": "天秤"}


def test_a_second_column_for_a_field_is_kept_unless_it_says_the_same(table):
    draft = _draft(table("客户名称,公司名称,企业名称", "云帆,云帆,远航"), Kind.CUSTOMERS)
    assert draft.values["name"] == "云帆"
    assert draft.unplaced == {"企业名称": "远航"}


def test_several_columns_add_to_a_list(table):
    assert _draft(table("客户名称,标签,关键标签", "云帆,甲,乙"), Kind.CUSTOMERS).values["need_tags"] == ("甲", "乙")


def test_the_size_of_an_individual_is_the_occupation_and_the_founding_date_stays_as_text(table):
    draft = _draft(table("客户名称,客户类型,企业规模,成立时间", "张三,个人客户,教师,1990-05"), Kind.CUSTOMERS)
    assert draft.values["occupation"] == "教师"
    assert not {"size", "founded"} & draft.values.keys()
    assert draft.unplaced == {"成立时间": "1990-05"}


def test_the_two_addresses_are_one_column_in_many_files(table):
    person = _draft(table("客户名称,客户类型,地址", "张三,个人客户,朝阳区"), Kind.CUSTOMERS)
    assert person.values["home_address"] == "朝阳区"
    assert "office_address" not in person.values


def test_who_has_an_occupation_and_no_code_is_an_individual(table):
    assert _draft(table("客户名称,职业", "张三,教师"), Kind.CUSTOMERS).values["account_type"] == "individual"
    assert _draft(table("客户名称,电话", "张三,1"), Kind.CUSTOMERS).values["account_type"] == "company"


def test_a_name_in_two_columns_is_put_together_as_its_script_wants(table):
    assert _draft(table("姓,名", "欧阳,明"), Kind.CONTACTS).values["name"] == "欧阳明"
    assert _draft(table("First name,Last name", "Ada,Lovelace"), Kind.CONTACTS).values["name"] == "Ada Lovelace"


def test_parts_of_a_name_that_say_something_else_than_the_name_are_kept(table):
    same = _draft(table("姓名,姓,名", "欧阳明,欧阳,明"), Kind.CONTACTS)
    other = _draft(table("姓名,姓,名", "老欧,欧阳,明"), Kind.CONTACTS)
    assert same.unplaced == {}
    assert other.values["name"] == "老欧"
    assert other.unplaced == {"姓": "欧阳", "名": "明"}


def test_the_reason_of_an_error_file_is_no_part_of_the_record(table):
    draft = _draft(table("姓名,原因", "张三,没有电话"), Kind.CONTACTS)
    assert draft.unplaced == {}
    assert draft.cells == {"姓名": "张三"}


def test_what_an_export_kept_aside_is_taken_back_as_it_was(table):
    draft = _draft(table(["姓名", "其他导入内容", "unplaced"], ["张三", "", '{"星座": "天秤"}']), Kind.CONTACTS)
    assert draft.unplaced["星座"] == "天秤"


def test_only_a_row_with_nothing_to_be_known_by_is_refused(table):
    refused = {
        Kind.CUSTOMERS: table("客户名称,备注", ",只有备注"),
        Kind.CONTACTS: table("客户名称,职位", "云帆,经理"),
        Kind.INTERACTIONS: table("客户名称,沟通内容", ",谈了"),
        Kind.FOLLOWUPS: table("客户名称,截止日期", "云帆,"),
        Kind.ORDERS: table("客户名称,备注", "云帆,好"),
    }
    taken = {
        Kind.CUSTOMERS: table("客户名称,电话", ",139"),
        Kind.CONTACTS: table("客户名称,微信", ",zhang3"),
        Kind.INTERACTIONS: table("客户名称,沟通内容", "云帆,谈了"),
        Kind.FOLLOWUPS: table("客户名称,截止日期", "云帆,2026-12-01"),
        Kind.ORDERS: table("客户名称,产品", "云帆,软件"),
    }
    assert all(nothing_known(_draft(rows, kind)) for kind, rows in refused.items())
    assert not any(nothing_known(_draft(rows, kind)) for kind, rows in taken.items())
