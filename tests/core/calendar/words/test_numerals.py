import pytest

from desktop_crm.core.calendar.words.numerals import chinese_number, english_day, english_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("两", 2), ("零", 0), ("一百二十", 120)),
        *(
            ("一百零五", 105),
            ("二〇二六", 2026),
            ("零五", 5),
            ("二二十", None),
            ("十十", None),
            ("123456", None),
            ("", None),
        ),
    ],
)
def test_chinese_numerals_are_read_as_they_are_said(text, number):
    assert chinese_number(text) == number


def test_every_number_below_a_hundred_is_read_back():
    digits = "零一二三四五六七八九"
    for number in range(10, 100):
        tens, ones = divmod(number, 10)
        said = (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")
        assert chinese_number(said) == number


def test_english_words_and_ordinals_are_read():
    assert [english_number(text) for text in ("three", "a couple of", "45", "many")] == [3, 2, 45, None]
    assert [english_day(text) for text in ("3rd", "twenty-first", "31", "31st", "none")] == [3, 21, 31, 31, 0]
