"""Rules about feedback that need no database."""

from collections.abc import Mapping
from typing import Any

from desktop_crm.core.feedback.choices import NEGATIVE
from desktop_crm.core.findings import Finding
from desktop_crm.core.i18n import _


def findings(values: Mapping[str, Any]) -> list[Finding]:
    """What is the matter with a feedback that is about to be saved: a complaint asks for a measure (S-12)."""
    if values.get("tone") == NEGATIVE and not values.get("measures"):
        return [Finding("measures", _("Say what will be done about it"), blocking=True)]
    return []
