import pytest

from desktop_crm.core.values.website import problem_of


@pytest.mark.parametrize(
    "text",
    [
        "www.example.com",
        "https://example.com/a?b=1#c",
        "HTTP://EXAMPLE.COM",
        "例子.中国",
        "http://192.168.1.1:8080/",
        "localhost:3000",
        "my_host.example.com.",
        "ｗｗｗ.example.com",
    ],
)
def test_a_web_address_is_not_doubted(text):
    assert problem_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "example",
        "www.exa mple.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "a@example.com",
        "http://[::1",
        "http://x.com:99999",
    ],
)
def test_what_cannot_be_a_web_address_is_doubted_by_name(text):
    assert text in problem_of(text)
