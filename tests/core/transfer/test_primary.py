import pytest

_HEADINGS = "客户编号,客户,姓名,手机,是否主要联系人"


def _primary(records):
    return [contact.name for contact in records("contacts") if contact.is_primary]


def test_k_05_of_several_primary_contacts_in_a_file_the_first_stays_and_the_others_get_a_warning(table, take, records):
    report = take(
        table(
            _HEADINGS,
            "A-1,云帆,张三,13912345678,是",
            "A-1,云帆,李四,13912345679,是",
            "A-1,云帆,王五,13912345670,否",
            "A-2,远航,赵六,13912345671,是",
        )
    )
    assert _primary(records) == ["张三", "赵六"]
    ((warning),) = report.warnings
    assert (warning.field, warning.place.row) == ("是否主要联系人", 3)
    assert "张三" in warning.reason


def test_the_primary_contact_that_is_stored_stays(table, take, records):
    take(table(_HEADINGS, "A-1,云帆,张三,13912345678,是"))
    report = take(table(_HEADINGS, "A-1,云帆,李四,13912345679,是"))
    assert _primary(records) == ["张三"]
    assert [warning.field for warning in report.warnings] == ["是否主要联系人"]


def test_a_second_import_warns_no_more_and_adds_nothing(table, take, records):
    rows = table("客户编号,客户,姓名,是否主要联系人", "A-1,云帆,张三,是", "A-1,云帆,李四,是")
    take(rows)
    report = take(rows)
    assert [contact.name for contact in records("contacts")] == ["张三", "李四"]
    assert report.warnings == []


def test_an_update_may_hand_the_place_over(table, take, records):
    take(table(_HEADINGS, "A-1,云帆,张三,13912345678,是", "A-1,云帆,李四,13912345679,否"))
    report = take(
        table(_HEADINGS, "A-1,云帆,李四,13912345679,是", "A-1,云帆,张三,13912345678,否"), on_duplicate="update"
    )
    assert _primary(records) == ["李四"]
    assert report.warnings == []


@pytest.mark.parametrize("on_duplicate", ["skip", "update", "new"])
def test_whatever_is_done_with_duplicates_there_is_one(table, take, records, on_duplicate):
    rows = table(_HEADINGS, "A-1,云帆,张三,13912345678,是", "A-1,云帆,李四,13912345679,是")
    take(rows)
    take(rows, on_duplicate=on_duplicate)
    assert _primary(records) == ["张三"]


def test_contacts_without_a_customer_may_all_be_primary(table, take, records):
    take(table("姓名,手机,是否主要联系人", "张三,13912345678,是", "李四,13912345679,是"))
    assert _primary(records) == ["张三", "李四"]
