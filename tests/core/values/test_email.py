import pytest

from desktop_crm.core.values.email import problem_of


@pytest.mark.parametrize("text", ["li.lei@example.com", "a+b@sub.example.org", "张三@例子.中国", "u0_0@example.com"])
def test_an_address_is_not_doubted_and_nothing_is_looked_up(text, internet_attempts):
    assert problem_of(text) is None
    assert internet_attempts == []


@pytest.mark.parametrize("text", ["li.lei", "a@b", "a b@example.com", "a@@example.com", "a@x.com; b@x.com"])
def test_what_cannot_be_an_address_is_doubted_by_name(text):
    assert text in problem_of(text)
