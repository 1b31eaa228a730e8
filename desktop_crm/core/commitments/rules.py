"""Rules about promises that need no database (I-06)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desktop_crm.core.commitments.choices import KEPT, OPEN, OURS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _


def is_overdue(commitment: Commitment, now: datetime) -> bool:
    """Whether a promise, ours or theirs, should have been kept by now (aware)."""
    return commitment.status == OPEN and commitment.due is not None and commitment.due.end() <= now


def findings(values: Mapping[str, Any]) -> list[Finding]:
    """What is the matter with a promise that is about to be saved."""
    found = []
    if not values.get("due"):
        found.append(Finding("due", _("A promise without a date is easily forgotten")))
    if not values.get("person") and values.get("direction") == OURS:
        found.append(Finding("person", _("Say who keeps it")))
    if values.get("status") == KEPT and not values.get("kept_on"):
        found.append(Finding("kept_on", _("Say when it was kept")))
    return found
