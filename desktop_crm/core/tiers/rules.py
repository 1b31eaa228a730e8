"""In which tier a customer is, and what speaks for it (G-04 to G-08, decisions 1, 2 and 4): pure, words come later.

At risk goes before high value, high value before potential, potential before regular. A customer who left has no tier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from desktop_crm.core.customers.choices import AT_RISK, CHURNED, HIGH_VALUE, INTERESTED, POTENTIAL, REGULAR, WON
from desktop_crm.core.settings import (
    GROWTH_DAYS,
    GROWTH_PERCENT,
    HIGH_VALUE_REPEAT_PERCENT,
    HIGH_VALUE_YUAN,
    LOW_SCORE,
    SCORE_FALL,
    SILENT_DAYS,
    SMALL_AMOUNT_YUAN,
    Settings,
)

YEAR = timedelta(days=365)
_FEWEST_ORDERS = 2  # in a year, for a share of repeat orders (decision 2)


class Code(StrEnum):
    """What speaks for a tier, or beside it."""

    BY_HAND = "by_hand"
    SILENT = "silent"
    NEVER_MET = "never_met"
    LOW_SCORE = "low_score"
    SCORE_FELL = "score_fell"
    LARGE_AND_REPEATING = "large_and_repeating"
    NEED = "need"
    GROWING = "growing"
    SMALL = "small"
    NO_NEED = "no_need"
    BETWEEN = "between"
    SELDOM_REPEATING = "seldom_repeating"
    FEW_ORDERS = "few_orders"
    OTHER_CURRENCY = "other_currency"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a tier; `values` go into its words, amounts in cents, shares in percent."""

    code: Code
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The settings that the rules go by. Amounts are in cents, shares and growth in percent."""

    high_cents: int
    high_repeat_percent: int
    small_cents: int
    growth_days: int
    growth_percent: int
    silent_days: int
    low_score: int
    score_fall: int

    @classmethod
    def of(cls, settings: Settings) -> "Thresholds":
        """The thresholds of a book."""
        return cls(
            settings.number(HIGH_VALUE_YUAN) * 100,
            settings.number(HIGH_VALUE_REPEAT_PERCENT),
            settings.number(SMALL_AMOUNT_YUAN) * 100,
            settings.number(GROWTH_DAYS),
            settings.number(GROWTH_PERCENT),
            settings.number(SILENT_DAYS),
            settings.number(LOW_SCORE),
            settings.number(SCORE_FALL),
        )


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order that was not cancelled: its day and its amount in fen, None in another currency or without an amount."""

    day: date
    cents: int | None
    other_currency: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at of one customer. `scores` has at most the last two, the newest first.

    `met_on` is the day of the last interaction, `known_since` the day on which the record was made; `purchases` lie in
    the order of their days, those without a readable day left out.
    """

    status: str
    known_since: date
    met_on: date | None = None
    scores: tuple[int, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    explicit_need: bool = False
    industry_potential: str = ""
    by_hand: str = ""
    by_hand_reason: str = ""


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer bought: `year_cents` of the last 365 days, `repeat_permille` of its orders in that time were
    repeat orders (None with fewer than two), and the amounts of the last days of growth and of as many before them."""

    year_cents: int
    year_orders: int
    repeat_permille: int | None
    recent_cents: int
    earlier_cents: int
    other_currency: bool


@dataclass(frozen=True, slots=True)
class Judgment:
    """A tier, empty without one, with the reasons, the deciding ones first; `until` is the first day on which time
    alone may change it, None for never."""

    tier: str
    reasons: tuple[Reason, ...]
    bought: Bought
    until: date | None


def bought(purchases: Sequence[Purchase], today: date, growth_days: int) -> Bought:
    """What the purchases up to today come to. A repeat order is any but the customer's first ever (decision 2)."""
    growth = timedelta(days=growth_days)
    year = [(index, each) for index, each in enumerate(purchases) if today - YEAR < each.day <= today]
    repeats = sum(index > 0 for index, _each in year)
    return Bought(
        sum(each.cents or 0 for _index, each in year),
        len(year),
        1000 * repeats // len(year) if len(year) >= _FEWEST_ORDERS else None,
        sum(each.cents or 0 for each in purchases if today - growth < each.day <= today),
        sum(each.cents or 0 for each in purchases if today - 2 * growth < each.day <= today - growth),
        any(each.other_currency for _index, each in year),
    )


def judge(facts: Facts, limits: Thresholds, today: date) -> Judgment:
    """The tier of a customer as of a day."""
    sums = bought(facts.purchases, today, limits.growth_days)
    until = _until(facts, limits, today)
    if facts.status == CHURNED:
        return Judgment("", (), sums, until)
    tier, reasons = _computed(facts, sums, limits, today)
    if facts.by_hand:
        reasons = (Reason(Code.BY_HAND, (facts.by_hand_reason, tier)), *reasons)
    if sums.other_currency:
        reasons = (*reasons, Reason(Code.OTHER_CURRENCY))
    return Judgment(facts.by_hand or tier, reasons, sums, until)


def _computed(facts: Facts, sums: Bought, limits: Thresholds, today: date) -> tuple[str, tuple[Reason, ...]]:
    if risks := tuple(_risks(facts, limits, today)):
        return AT_RISK, risks
    repeat = sums.repeat_permille
    if sums.year_cents > limits.high_cents and repeat is not None and repeat >= 10 * limits.high_repeat_percent:
        return HIGH_VALUE, (Reason(Code.LARGE_AND_REPEATING, (sums.year_cents, repeat // 10)),)
    promising = []
    if facts.explicit_need and facts.status != WON and not facts.purchases:
        promising.append(Reason(Code.NEED))
    if (
        sums.year_cents <= limits.high_cents
        and sums.recent_cents > 0
        and 100 * sums.recent_cents >= limits.growth_percent * sums.earlier_cents
    ):
        promising.append(Reason(Code.GROWING, (sums.recent_cents, sums.earlier_cents, limits.growth_days)))
    if promising:
        industry = [Reason(Code.INDUSTRY)] if facts.industry_potential == "high" else []
        return POTENTIAL, (*promising, *industry)
    return REGULAR, tuple(_regular(facts, sums, limits))


def _risks(facts: Facts, limits: Thresholds, today: date) -> list[Reason]:
    """What endangers a customer with whom there is business, done or hoped for (decision 4)."""
    if facts.status not in {INTERESTED, WON}:
        return []
    risks = []
    silent = (today - (facts.met_on or facts.known_since)).days
    if silent >= limits.silent_days:
        risks.append(Reason(Code.SILENT if facts.met_on else Code.NEVER_MET, (silent,)))
    if facts.scores and facts.scores[0] <= limits.low_score:
        risks.append(Reason(Code.LOW_SCORE, (facts.scores[0],)))
    if len(facts.scores) > 1 and facts.scores[1] - facts.scores[0] >= limits.score_fall:
        risks.append(Reason(Code.SCORE_FELL, (facts.scores[1], facts.scores[0])))
    return risks


def _regular(facts: Facts, sums: Bought, limits: Thresholds) -> list[Reason]:
    """Why a customer is in no other tier: what it buys is little or not enough, or nobody knows what it needs."""
    reasons = []
    if sums.year_cents < limits.small_cents:
        reasons.append(Reason(Code.SMALL, (sums.year_cents, limits.small_cents)))
    elif sums.year_cents <= limits.high_cents:
        reasons.append(Reason(Code.BETWEEN, (sums.year_cents, limits.high_cents)))
    elif sums.repeat_permille is None:
        reasons.append(Reason(Code.FEW_ORDERS, (sums.year_cents,)))
    else:
        reasons.append(Reason(Code.SELDOM_REPEATING, (sums.year_cents, sums.repeat_permille // 10)))
    if not facts.explicit_need:
        reasons.append(Reason(Code.NO_NEED))
    return reasons


def _until(facts: Facts, limits: Thresholds, today: date) -> date | None:
    """The first day after today on which silence turns into a risk, or an order enters or leaves one of the sums."""
    days = []
    if facts.status in {INTERESTED, WON}:
        days.append((facts.met_on or facts.known_since) + timedelta(days=limits.silent_days))
    windows = (timedelta(0), timedelta(days=limits.growth_days), timedelta(days=2 * limits.growth_days), YEAR)
    days += [each.day + window for each in facts.purchases for window in windows]
    return min((day for day in days if day > today), default=None)
