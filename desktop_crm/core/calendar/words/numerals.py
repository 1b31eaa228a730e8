"""Numbers as they are said in dates: digits, Chinese numerals and English number words."""

import re

CHINESE = r"(?:\d+|[零〇一二两三四五六七八九十百]+)"
CHINESE_DIGITS = "零一二三四五六七八九"
ENGLISH_WORDS = {
    "a couple of": 2,
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
LARGEST_DISTANCE = 1000  # days, weeks, months or years: nobody promises anything beyond, and dates end somewhere
ENGLISH = rf"(?:\d+|{'|'.join(sorted(ENGLISH_WORDS, key=len, reverse=True))})"
_TEENS = ("thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth")
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINALS = (
    *(*_ONES, "tenth", "eleventh", "twelfth", *_TEENS),
    *("twentieth", *(f"twenty {word}" for word in _ONES)),
    *("thirtieth", "thirty first"),
)
ENGLISH_ORDINALS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
ORDINAL = rf"(?:{'|'.join(sorted(ENGLISH_ORDINALS, key=len, reverse=True)).replace(' ', '[ -]')})"


def chinese_number(text: str) -> int | None:
    """The number that digits or numerals stand for, up to 999 or as a year: 12, 十二, 两, 二〇二六; or None."""
    if text.isdecimal():
        return int(text) if len(text) <= 4 else None
    text = text.replace("〇", "零").replace("两", "二")
    if not text or any(sign not in CHINESE_DIGITS + "十百" for sign in text):
        return None
    if "十" not in text and "百" not in text:
        return int("".join(str(CHINESE_DIGITS.index(sign)) for sign in text)) if len(text) <= 4 else None
    hundreds, _hundred, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    parts = (hundreds, tens.removeprefix("零"), ones.removeprefix("零"))
    if any(len(part) > 1 for part in parts) or any(part and part not in CHINESE_DIGITS for part in parts):
        return None
    values = [CHINESE_DIGITS.index(part) if part else 0 for part in parts]
    return values[0] * 100 + (values[1] or bool(ten)) * 10 + values[2]


def english_number(text: str) -> int | None:
    """The number that digits or an English word stand for, or None."""
    if text.isdecimal():
        return int(text) if len(text) <= 4 else None
    return ENGLISH_WORDS.get(text)


def english_day(text: str) -> int:
    """The number of a day of the month, as in 3, 3rd or twenty-first; 0 where it is none."""
    digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text)
    return int(digits[1]) if digits else ENGLISH_ORDINALS.get(text.replace("-", " "), 0)
