"""Rules about needs that need no database."""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from desktop_crm.core.choices import LEVELS
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _
from desktop_crm.core.needs.choices import IMPLICIT

_WEIGHTS = {"high": 3, "medium": 2, "low": 1}

# A figure: digits, or a Chinese number with what it counts. 一些 and 一下 count nothing.
_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十百千万半几]+(?:个|家|人|台|套|次|天|周|月|年|倍|成|折|万|亿|小时|分之)|翻倍|全部|所有"
)
# Words that say that something is wanted and how it should change, but not what.
_VAGUE = re.compile(
    r"\d+(?:\.\d+)?%?|需要|需求|要求|希望|想要|打算|计划|考虑|可能|客户|我们|他们|公司|有|想|要|对|的|了|和|与|更|一些|一下|"
    r"降低|降本|增效|提高|提升|提效|改善|改进|优化|加强|增加|减少|解决|支持|完善|做好|满足|问题|方面|相关|情况|东西|事情|效率|"
    r"成本|价格|便宜|好|快|多|少|"
    r"\b(?:needs?|wants?|would|like|to|wishes?|hopes?|improve|improves|save|saves|better|more|less|cheaper|faster|"
    r"reduce|increase|optimi[sz]e|the|an?|some|their|its|his|her|of|for|and|cost|costs|price|things?|issues?|problems?)\b"
)
_WORD = re.compile(r"[a-z]{2,}|[\u3400-\u9fff]{2,}")


def priority_of(urgency: str, importance: str) -> str:
    """The priority proposed, high, medium or low: urgency times importance (N-03); empty where one is not known."""
    if urgency not in _WEIGHTS or importance not in _WEIGHTS:
        return ""
    product = _WEIGHTS[urgency] * _WEIGHTS[importance]
    return "high" if product >= 6 else "medium" if product >= 3 else "low"


def unspecific(*texts: str) -> str:
    """What a need's words lack, translated: a figure, what it is about, or nothing at all (N-07).

    需要降低30%的物流成本 lacks nothing, 有降本需求 both.
    """
    text = " ".join(normalize("NFKC", part).casefold() for part in texts)
    if not text.strip():
        return ""
    has_figure, has_object = bool(_FIGURE.search(text)), bool(_WORD.search(_VAGUE.sub(" ", text)))
    if has_figure and has_object:
        return ""
    if has_object:
        return _("A figure makes it specific: how much, how many, by when?")
    if has_figure:
        return _("Say what it is about: “cut logistics cost by 30 %”, not “save 30 %”")
    return _("Say what it is about, with a figure: “cut logistics cost by 30 %”, not “wants to save”")


def findings(values: Mapping[str, Any]) -> list[Finding]:
    """What is the matter with a need that is about to be saved."""
    found = []
    if not values.get("owner"):
        found.append(Finding("owner", _("Every need has somebody who sees to it"), blocking=True))
    if not values.get("due"):
        found.append(Finding("due", _("Every need has a date by which it is answered"), blocking=True))
    words = [values.get(name) or "" for name in ("title", "description")]
    if values.get("kind") != IMPLICIT and (lack := unspecific(*words)):
        found.append(Finding("description" if words[1] else "title", lack))
    proposed = priority_of(values.get("urgency") or "", values.get("importance") or "")
    if proposed and not values.get("priority"):
        found.append(
            Finding("priority", _("Urgency and importance speak for: {level}").format(level=LEVELS.label_of(proposed)))
        )
    if values.get("budget_confirmed") and not values.get("budget"):
        found.append(Finding("budget", _("A confirmed budget has an amount"), blocking=True))
    return found
