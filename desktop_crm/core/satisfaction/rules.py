"""Rules about satisfaction scores that need no database."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_crm.core.choices import FALLING, RISING, STEADY
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _


def trend_of(scores: Sequence[int]) -> str:
    """How the latest of the scores, newest first, stands to the one before (V-02): a code of `TRENDS`, else empty."""
    if len(scores) < 2:
        return ""
    latest, before = scores[0], scores[1]
    return RISING if latest > before else FALLING if latest < before else STEADY


def findings(values: Mapping[str, Any], before: int | None) -> list[Finding]:
    """What is the matter with a score that is about to be saved; `before` is the customer's score before it."""
    score = values.get("score")
    if score is None or before is None or score >= before or values.get("reason"):
        return []
    words = _("The score fell from {before} to {now}: say why").format(before=before, now=score)
    return [Finding("reason", words, blocking=True)]
