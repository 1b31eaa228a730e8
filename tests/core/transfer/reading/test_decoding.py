import codecs

import pytest

from desktop_crm.core.transfer.reading.decoding import decoded
from desktop_crm.core.transfer.reading.unreadable import UnknownEncodingError, UnreadableFileError

TEXT = "客户名称,备注\r\n熙韵科技,€ ñ\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32"),
    ],
)
def test_what_is_certain_is_read_without_asking(data, encoding):
    assert decoded("a.csv", data) == (TEXT, encoding)


def test_short_gbk_texts_are_not_taken_for_another_language():
    assert decoded("a.csv", "张三".encode("gbk")) == ("张三", "gb18030")


def test_bytes_that_fit_nothing_ask_for_the_encoding_and_name_the_line():
    with pytest.raises(UnknownEncodingError) as refusal:
        decoded("a.csv", b"name\ncaf\xe9,1\n")
    assert refusal.value.line == 2
    assert "--encoding" in refusal.value.message


def test_the_encoding_that_the_user_names_is_taken_strictly():
    assert decoded("a.csv", b"caf\xe9", "cp1252") == ("café", "cp1252")
    assert decoded("a.csv", codecs.BOM_UTF8 + b"a", "utf-8") == ("a", "utf-8")
    assert decoded("a.csv", "镕".encode("gbk"), "gb2312") == ("镕", "gb18030")
    with pytest.raises(UnknownEncodingError):
        decoded("a.csv", b"\xff\xff", "utf-8")


@pytest.mark.parametrize("name", ["klingon", "base64", "undefined", ""])
def test_a_name_that_is_no_encoding_is_refused(name):
    with pytest.raises(UnknownEncodingError):
        decoded("a.csv", b"\x80abc", name)


def test_a_text_with_null_characters_is_not_taken_for_one():
    with pytest.raises(UnreadableFileError):
        decoded("a.csv", "姓名".encode("utf-16-le") + "a,b".encode("utf-16-le"), "utf-8")
    with pytest.raises(UnreadableFileError):
        decoded("a.csv", "name,phone\n".encode("utf-16-le"))
