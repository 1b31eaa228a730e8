"""The words for what speaks for a tier, in the language in use."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop_crm.core.customers.choices import TIERS
from desktop_crm.core.i18n import N_, _, ngettext
from desktop_crm.core.masking import masked
from desktop_crm.core.tiers.rules import Code, Reason
from desktop_crm.core.values.money import Money, MoneyRange, band, show_range


def _amount(cents: int) -> str:
    """The amount without needless decimals: ¥60万 or ¥600,000; where what is read is masked, its band."""
    return show_range(band(Money(cents)) if masked.get() else MoneyRange(cents, cents))


# The words of each reason, and how its values are shown, in the order in which the rule gives them.
_WORDS: Mapping[Code, tuple[str, Mapping[str, Callable[[Any], str]]]] = {
    Code.LOW_SCORE: (N_("Satisfaction is {score} of 5"), {"score": str}),
    Code.SCORE_FELL: (N_("Satisfaction fell from {before} to {now}"), {"before": str, "now": str}),
    Code.LARGE_AND_REPEATING: (
        N_("{amount} in the last year, {percent} % of the orders repeat orders"),
        {"amount": _amount, "percent": str},
    ),
    Code.NEED: (N_("Has an explicit need and has not bought yet"), {}),
    Code.GROWING: (
        N_("Growing fast: {recent} in the last {days} days, {earlier} in as many before"),
        {"recent": _amount, "earlier": _amount, "days": str},
    ),
    Code.INDUSTRY: (N_("The industry has a high potential"), {}),
    Code.SMALL: (
        N_("Small business: {amount} in the last year, less than {limit}"),
        {"amount": _amount, "limit": _amount},
    ),
    Code.BETWEEN: (
        N_("{amount} in the last year, not more than {limit}"),
        {"amount": _amount, "limit": _amount},
    ),
    Code.SELDOM_REPEATING: (
        N_("{amount} in the last year, but only {percent} % of the orders are repeat orders"),
        {"amount": _amount, "percent": str},
    ),
    Code.FEW_ORDERS: (
        N_("{amount} in the last year, but not enough orders for a share of repeat orders"),
        {"amount": _amount},
    ),
    Code.NO_NEED: (N_("No explicit need is known"), {}),
    Code.OTHER_CURRENCY: (N_("Orders in other currencies are not counted"), {}),
}


def words_of(reason: Reason) -> str:
    """A reason in words."""
    match reason.code:
        case Code.BY_HAND:
            return _by_hand(*reason.values)
        case Code.SILENT:
            (days,) = reason.values
            return ngettext("No interaction for {days} day", "No interaction for {days} days", days).format(days=days)
        case Code.NEVER_MET:
            (days,) = reason.values
            words = ngettext(
                "No interaction yet, {days} day after the record was made",
                "No interaction yet, {days} days after the record was made",
                days,
            )
            return words.format(days=days)
        case _:
            message, shown = _WORDS[reason.code]
            parts = zip(shown.items(), reason.values, strict=True)
            return _(message).format(**{name: show(value) for (name, show), value in parts})


def to_text(reasons: Iterable[Reason]) -> str:
    """The reasons as they are stored: JSON, no words."""
    return json.dumps([[reason.code.value, *reason.values] for reason in reasons], ensure_ascii=False)


def from_text(text: str) -> tuple[Reason, ...]:
    """The reasons that `to_text` wrote."""
    return tuple(Reason(Code(code), tuple(values)) for code, *values in json.loads(text))


def _by_hand(why: str, computed: str) -> str:
    told = why and not masked.get()  # the user's own words are for nobody else
    words = _("Set by hand: {reason}").format(reason=why) if told else _("Set by hand")
    return _("{words} (computed: {tier})").format(words=words, tier=TIERS.label_of(computed))
