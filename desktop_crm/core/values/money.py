"""Amounts of money as people write them, held as a whole number of cents with an ISO 4217 code.

Reading is exact decimal arithmetic; a binary float never comes in. Errors do not repeat the text: they may be logged.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import normalize

from desktop_crm.core.i18n import LANGUAGES, N_, language, translate
from desktop_crm.core.masking import masked

_MOST_CENTS = 2**63 - 1  # what a column of the database holds
_LONGEST_TEXT = 100  # longer than any amount, and short enough for the patterns below
_MOST_DIGITS = 24  # below the 28 of the decimal context, so that nothing is rounded in silence

_EXPONENTS = {
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
    "w": 4,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
}
_CURRENCY_WORDS = {
    "CNY": "¥ cn¥ cny rmb 人民币",
    "USD": "$ us$ usd 美元 美金",
    "EUR": "€ eur 欧元",
    "GBP": "£ gbp 英镑",
    "HKD": "hk$ hkd 港币 港元",
    "TWD": "nt$ twd 新台币 台币",
    "MOP": "mop$ mop 澳门元 澳门币",
    "JPY": "jp¥ jpy 日元 日圆 円",
    "KRW": "₩ krw 韩元 韩币",
    "SGD": "s$ sgd 新加坡元 新币",
    "AUD": "a$ aud 澳元",
    "CAD": "c$ cad 加元",
    "NZD": "nz$ nzd 新西兰元",
    "CHF": "chf 瑞士法郎",
    "RUB": "₽ rub 卢布",
    "INR": "₹ inr 卢比",
    "THB": "฿ thb 泰铢",
    "VND": "₫ vnd 越南盾",
    "MYR": "myr 马来西亚林吉特",
    "IDR": "idr 印尼盾",
    "PHP": "₱ php 菲律宾比索",
    "BRL": "r$ brl 巴西雷亚尔",
    "AED": "aed 迪拉姆",
}
_CODES = {word: code for code, words in _CURRENCY_WORDS.items() for word in words.split()}
_UNIT_OF_ACCOUNT = ("元", "块", "圆", "块钱")  # says that it is money, not whose
_UP_TO, _FROM = N_("up to {amount}"), N_("from {amount}")
_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+"
_CURRENCY = rf"(?:(?:{_one_of((*_CODES, *_UNIT_OF_ACCOUNT))})\s*)*"


def _amount(name: str) -> str:
    """The pattern of one amount; the names of its groups end in `name`."""
    return (
        rf"(?P<minus{name}>[-−+]?)\s*(?P<before{name}>{_CURRENCY})(?P<inner{name}>[-−]?)\s*(?P<number{name}>{_NUMBER})"
        rf"\s*(?P<unit{name}>{_one_of(_EXPONENTS)})?\s*(?P<after{name}>{_CURRENCY})[整正]?"
    )


_ONE = re.compile(_amount(""), re.ASCII)
_TWO = re.compile(rf"{_amount('1')}\s*(?:-+|–|—+|~|〜|至|到|to)\s*{_amount('2')}", re.ASCII)
_ABOUT = re.compile(r"^(?:大约|约|大概|近|about|around|approx\.?)\s*|\s*(?:左右|上下|之间)$")
_AT_MOST = re.compile(
    r"^(?:不超过|不高于|不多于|小于|低于|少于|最多|至多|up to|at most|under|below|less than|<=?|≤)\s*(?P<before>.+)$"
    r"|^(?P<after>.+?)\s*(?:及?以下|以内|之内|内|or less|and below)$"
)
_AT_LEAST = re.compile(
    r"^(?:不低于|不少于|超过|大于|高于|多于|至少|最少|at least|over|above|more than|from|>=?|≥)\s*(?P<before>.+)$"
    r"|^(?P<after>.+?)\s*(?:及?以上|起|\+|or more|and above|and up)$"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in hundredths of `currency` (ISO 4217). The text as typed is kept and does not count in comparisons."""

    cents: int
    currency: str = "CNY"
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """From `low_cents` to `high_cents`, both included; None on a side that is open. `text` is what was typed."""

    low_cents: int | None
    high_cents: int | None
    currency: str = "CNY"
    text: str = ""


def _folded(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise ValueError("not an amount of money")
    return normalize("NFKC", text).casefold().strip()


def _cents(match: re.Match[str], name: str, unit: str | None) -> int:
    number = match[f"number{name}"].replace(",", "").replace(" ", "")
    if len(number) > _MOST_DIGITS:
        raise ValueError("amount too large")
    exact = Decimal(number).scaleb(_EXPONENTS.get(unit or "", 0) + 2)
    cents = int(exact.to_integral_value(ROUND_HALF_UP))
    if cents > _MOST_CENTS:
        raise ValueError("amount too large")
    negative = (match[f"minus{name}"] + match[f"inner{name}"]).strip("+") != ""
    return -cents if negative else cents


def _currency_of(match: re.Match[str], *names: str) -> str:
    """The one currency that the words around the numbers name; yuan when they name none."""
    words = " ".join(match[f"{side}{name}"] for name in names for side in ("before", "after"))
    codes = {_CODES[word] for word in re.findall(_one_of(_CODES), words)}
    if len(codes) > 1:
        raise ValueError("amount in two currencies")
    return codes.pop() if codes else "CNY"


def parse_money(text: str) -> Money:
    """The amount that `text` says: `15万`, `¥5,000.00`, `USD 1,200`, `-500`, `(500)`; half a cent is rounded up.

    Raises:
        ValueError: it is not one amount in one currency, or too large to be kept.
    """
    folded = _folded(text)
    in_brackets = re.fullmatch(r"\((.+)\)", folded)  # an accountant's minus
    match = _ONE.fullmatch(in_brackets[1] if in_brackets else folded)
    if not match:
        raise ValueError("not an amount of money")
    cents = _cents(match, "", match["unit"])
    return Money(-cents if in_brackets else cents, _currency_of(match, ""), text.strip())


def _ends(folded: str) -> MoneyRange:
    """The range without its text.

    Raises:
        ValueError: as for `parse_money_range`.
    """
    if two := _TWO.fullmatch(folded):
        high = _cents(two, "2", two["unit2"])
        low = _cents(two, "1", two["unit1"] or two["unit2"])
        if low > high:  # 5000-1万: the unit belongs to the high end alone
            low = _cents(two, "1", two["unit1"])
        if low > high:
            raise ValueError("low amount above the high one")
        return MoneyRange(low, high, _currency_of(two, "1", "2"))
    if at_most := _AT_MOST.fullmatch(folded):
        money = parse_money(at_most["before"] or at_most["after"])
        return MoneyRange(None, money.cents, money.currency)
    if at_least := _AT_LEAST.fullmatch(folded):
        money = parse_money(at_least["before"] or at_least["after"])
        return MoneyRange(money.cents, None, money.currency)
    money = parse_money(folded)
    return MoneyRange(money.cents, money.cents, money.currency)


def parse_money_range(text: str) -> MoneyRange:
    """The range that `text` says: `50-100万元`, `5000万以下`, `100万以上`; a single amount is a range of itself.

    A unit after the high end (万, 亿, k, million) holds for both ends when the low end has none. The text is kept
    unless it is what `show_range` would write anyway.

    Raises:
        ValueError: it is no range of amounts, its ends are in two currencies, or the low end is above the high one.
    """
    ends = _ends(_ABOUT.sub("", _folded(text)))
    typed = text.strip()
    return ends if typed in {_in_words(ends, code) for code in LANGUAGES} else replace(ends, text=typed)


ROUGH = "≈"
"""The text of an amount of which only the size may be known: `cents` are then where its band begins."""


def _with_symbol(cents: int, currency: str, amount: str) -> str:
    return ("-" if cents < 0 else "") + _SYMBOLS.get(currency, f"{currency} ") + amount


def show_money(money: Money) -> str:
    """`¥5,000.00`, `-$1,200.50`, `JPY 300.00`: always two decimals, and `parse_money` reads it back.

    Of a rough amount its band.
    """
    if money.text == ROUGH:
        return show_range(band(money))
    whole, hundredths = divmod(abs(money.cents), 100)
    return _with_symbol(money.cents, money.currency, f"{whole:,}.{hundredths:02d}")


def _in_full(cents: int, currency: str) -> str:
    """The amount without needless decimals."""
    if cents % 100 == 0:
        return _with_symbol(cents, currency, f"{abs(cents) // 100:,}")
    return show_money(Money(cents, currency))


def _in_units(cents: int, currency: str) -> str | None:
    """The amount in 万 or 亿, None where that would not be shorter."""
    amount = abs(cents)
    for unit, exponent in (("亿", 10), ("万", 6)):
        if amount >= 10**exponent and amount % 10 ** (exponent - 2) == 0:
            return _with_symbol(cents, currency, f"{Decimal(amount).scaleb(-exponent).normalize():f}{unit}")
    return None


def _in_words(money: MoneyRange, code: str) -> str:
    """The range as it is written in the language `code`, whatever was typed."""

    def short(cents: int) -> str:
        return (code == "zh" and _in_units(cents, money.currency)) or _in_full(cents, money.currency)

    low, high = money.low_cents, money.high_cents
    if low is None:
        return "" if high is None else translate(_UP_TO, code).format(amount=short(high))
    if high is None:
        return translate(_FROM, code).format(amount=short(low))
    if low == high:
        return short(low)
    if low and not _in_units(low, money.currency):  # a unit after the high end alone would count for both
        return f"{_in_full(low, money.currency)}–{_in_full(high, money.currency)}"
    return f"{short(low)}–{short(high)}"


def show_range(money: MoneyRange) -> str:
    """The text as typed if there is one, else the range in words that `parse_money_range` reads back."""
    return money.text or _in_words(money, language())


_BAND_EDGES = tuple(wan * 10**6 for wan in (0, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000))  # in cents


def band(money: Money | MoneyRange) -> MoneyRange:
    """The band of round amounts around `money`, for those who may know its size only (P-05).

    A side is open where the amount is, below 0, and above the largest band.
    """
    low, high = (money.cents, money.cents) if isinstance(money, Money) else (money.low_cents, money.high_cents)
    floor = max((edge for edge in _BAND_EDGES if low is not None and edge <= low), default=None)
    # An amount on an edge belongs to the band above it, or the band would tell the amount itself.
    above = (edge for edge in _BAND_EDGES if high is not None and edge >= high and edge != floor)
    return MoneyRange(floor, min(above, default=None), money.currency)


def band_floor(cents: int) -> int:
    """Where the band of an amount begins; -1 for all that are below 0."""
    return max((edge for edge in _BAND_EDGES if edge <= cents), default=-1)


def band_ceiling(cents: int) -> int | None:
    """Where the band of an amount ends, None where it is open."""
    return min((edge for edge in _BAND_EDGES if edge > cents), default=None)


def as_seen(money: Money) -> Money:
    """The amount, or where what is read is masked, no more of it than its band (see `core.masking`)."""
    return Money(band_floor(money.cents), money.currency, ROUGH) if masked.get() else money
