import pytest

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.transfer.writing.filters import parse_filters


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("customers", "name=云帆", 1),
        ("customers", "客户名称=ＹＵＮ", 0),
        ("customers", "Industry=软件和信息技术服务业", 1),
        ("customers", "industry=software", 1),
        ("customers", "industry=soft", 0),
        ("customers", "status=成交客户", 1),
        ("customers", "phone=8765", 1),
        ("customers", "uscc=m000100y", 1),
        ("customers", "uscc=", 1),
        ("customers", "need_tags=培训", 1),
        ("customers", "last_interaction=2026-11", 1),
        ("customers", "客户类型=个人客户", 1),
        ("contacts", "客户=云帆", 1),
        ("contacts", "客户=", 1),
        ("contacts", "客户编号=A-1", 1),
        ("contacts", "is_primary=是", 1),
        ("contacts", "is_primary=否", 1),
        ("followups", "methods=电子邮件", 1),
        ("followups", "alarm_minutes=30", 1),
        ("interactions", "summary=谈", 2),
        ("orders", "amount=12,345", 1),
    ],
)
def test_a_filter_finds_what_is_shown(small_book, tmp_path, chinese, kind, text, found):
    assert export(small_book, tmp_path / "some.csv", Kind(kind), [text]).rows == {Kind(kind): found}


def test_several_filters_all_hold(small_book, tmp_path):
    def count(*filters):
        return export(small_book, tmp_path / "some.csv", filters=filters).rows[Kind.CUSTOMERS]

    assert count("name=云帆", "status=won") == 1
    assert count("name=云帆", "status=prospect") == 0


@pytest.mark.parametrize("text", ["星座=天秤", "name", "=x", "first name=x"])
def test_a_filter_that_names_no_field_is_refused_with_the_fields_there_are(english, text):
    with pytest.raises(RefusedError, match="Customer name, Status"):
        parse_filters([text], Kind.CUSTOMERS)


def test_the_text_may_hold_an_equals_sign():
    (only,) = parse_filters(["notes= a=b "], Kind.CUSTOMERS)
    assert (only.field.name, only.text) == ("notes", "a=b")
