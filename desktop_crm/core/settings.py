"""Every setting of a vault, declared once: name, default, label; its page in the window is made from this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.core.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the vault, its default (whose type is the type), its label and group.

    A text of several `lines` is edited as such. A `translated` default is a message: it holds in the user's language.
    """

    name: str
    default: str | int | bool
    label: str
    group: str
    lines: int = 1
    translated: bool = False


_YOU = N_("You")
_NUMBERS = N_("Customer numbers")
_FOLLOWUPS = N_("Follow-ups")
_TIERS = N_("Tiers")
_CADENCE = N_("How often to be in touch")
_SERVICE = N_("Response to requests")
NOTE_TEMPLATES = N_("Note templates")
_SAFETY = N_("Safety")

USER_NAME: Final = Setting("user_name", "", N_("Your name, as it stands in records and on paper"), _YOU)
COMPANY_NUMBERS: Final = Setting(
    "company_numbers", "客户-{year}-{seq:03}", N_("Pattern of the numbers of companies"), _NUMBERS
)
INDIVIDUAL_NUMBERS: Final = Setting(
    "individual_numbers", "个人-{year}-{seq:03}", N_("Pattern of the numbers of individuals"), _NUMBERS
)
DEFAULT_TIME: Final = Setting("default_time", "09:00", N_("Time of a follow-up for which none is given"), _FOLLOWUPS)
SILENT_DAYS: Final = Setting(
    "silent_days", 90, N_("Days without an interaction after which a customer is at risk"), _FOLLOWUPS
)

# The thresholds of the tiers (requirements, decision 4).
HIGH_VALUE_YUAN: Final = Setting(
    "high_value_yuan", 500_000, N_("High value: more than this amount in a year, in yuan"), _TIERS
)
HIGH_VALUE_REPEAT_PERCENT: Final = Setting(
    "high_value_repeat_percent", 80, N_("High value: share of repeat orders of at least, in percent"), _TIERS
)
SMALL_AMOUNT_YUAN: Final = Setting(
    "small_amount_yuan", 50_000, N_("Small business: less than this amount in a year, in yuan"), _TIERS
)
GROWTH_DAYS: Final = Setting(
    "growth_days", 180, N_("Growth: so many days are compared with as many before them"), _TIERS
)
GROWTH_PERCENT: Final = Setting(
    "growth_percent", 150, N_("Fast growth: amount of at least so many percent of that before"), _TIERS
)
LOW_SCORE: Final = Setting("low_score", 2, N_("Churn risk: satisfaction of this score or lower"), _TIERS)
SCORE_FALL: Final = Setting("score_fall", 2, N_("Churn risk: satisfaction fell by this much or more"), _TIERS)

# How often to be in touch with customers of each tier (requirements, decision 5).
CADENCE_HIGH_VALUE_DAYS: Final = Setting(
    "cadence_high_value_days", 7, N_("High value customers: every so many days"), _CADENCE
)
CADENCE_POTENTIAL_DAYS: Final = Setting(
    "cadence_potential_days", 7, N_("Potential customers: every so many days"), _CADENCE
)
CADENCE_AT_RISK_DAYS: Final = Setting("cadence_at_risk_days", 7, N_("Customers at risk: every so many days"), _CADENCE)
CADENCE_REGULAR_DAYS: Final = Setting("cadence_regular_days", 15, N_("Regular customers: every so many days"), _CADENCE)

# How soon a request gets its first response (S-05).
URGENT_RESPONSE_HOURS: Final = Setting("urgent_response_hours", 2, N_("Urgent requests: within hours"), _SERVICE)
NORMAL_RESPONSE_HOURS: Final = Setting("normal_response_hours", 24, N_("Normal requests: within hours"), _SERVICE)
SUGGESTION_RESPONSE_DAYS: Final = Setting(
    "suggestion_response_days", 3, N_("Suggestions: within working days"), _SERVICE
)

_VISIT = N_("Purpose:\nWhom I met:\nNeeds and budget:\nCompetitors:\nWho decides, and when:")
_CALL = N_("Reason for the call:\nWhat was said:\nWhat was agreed:")
_COMPLAINT = N_("What happened:\nSince when, and how bad:\nWhat the customer expects:\nDone at once:\nWho sees to it:")
VISIT_TEMPLATE: Final = Setting(
    "visit_template", _VISIT, N_("Headings of a visit"), NOTE_TEMPLATES, lines=5, translated=True
)
VISIT_NEXT_DAYS: Final = Setting(
    "visit_next_days", 7, N_("Days after a visit for which the next step is proposed"), NOTE_TEMPLATES
)
CALL_TEMPLATE: Final = Setting(
    "call_template", _CALL, N_("Headings of a phone call"), NOTE_TEMPLATES, lines=3, translated=True
)
CALL_NEXT_DAYS: Final = Setting(
    "call_next_days", 3, N_("Days after a phone call for which the next step is proposed"), NOTE_TEMPLATES
)
COMPLAINT_TEMPLATE: Final = Setting(
    "complaint_template", _COMPLAINT, N_("Headings of a complaint"), NOTE_TEMPLATES, lines=5, translated=True
)
COMPLAINT_NEXT_DAYS: Final = Setting(
    "complaint_next_days", 1, N_("Days after a complaint for which the next step is proposed"), NOTE_TEMPLATES
)

LOCK_AFTER_MINUTES: Final = Setting(
    "lock_after_minutes", 5, N_("Minutes without use after which the book locks"), _SAFETY
)
TRASH_KEPT_DAYS: Final = Setting(
    "trash_kept_days", 30, N_("Days after which what lies in the Trash is erased; 0 for never"), _SAFETY
)
MASK_PRINTED_NAMES: Final = Setting(
    "mask_printed_names", default=False, label=N_("Mask names on pages printed for ourselves, too"), group=_SAFETY
)

SETTINGS: tuple[Setting, ...] = (
    USER_NAME,
    COMPANY_NUMBERS,
    INDIVIDUAL_NUMBERS,
    DEFAULT_TIME,
    SILENT_DAYS,
    HIGH_VALUE_YUAN,
    HIGH_VALUE_REPEAT_PERCENT,
    SMALL_AMOUNT_YUAN,
    GROWTH_DAYS,
    GROWTH_PERCENT,
    LOW_SCORE,
    SCORE_FALL,
    CADENCE_HIGH_VALUE_DAYS,
    CADENCE_POTENTIAL_DAYS,
    CADENCE_AT_RISK_DAYS,
    CADENCE_REGULAR_DAYS,
    URGENT_RESPONSE_HOURS,
    NORMAL_RESPONSE_HOURS,
    SUGGESTION_RESPONSE_DAYS,
    VISIT_TEMPLATE,
    VISIT_NEXT_DAYS,
    CALL_TEMPLATE,
    CALL_NEXT_DAYS,
    COMPLAINT_TEMPLATE,
    COMPLAINT_NEXT_DAYS,
    LOCK_AFTER_MINUTES,
    TRASH_KEPT_DAYS,
    MASK_PRINTED_NAMES,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values set in a vault; every other setting has its default."""

    values: Mapping[str, Any]

    def value(self, setting: Setting) -> str | int | bool:
        """The value of a setting, of the type of its default."""
        found: str | int | bool = self.values.get(setting.name, default_of(setting))
        return found

    def text(self, setting: Setting) -> str:
        """The value of a setting whose default is a text."""
        return str(self.value(setting))

    def number(self, setting: Setting) -> int:
        """The value of a setting whose default is a number."""
        return int(self.value(setting))


def default_of(setting: Setting) -> str | int | bool:
    """What holds where nothing was set, in the user's language."""
    default = setting.default
    return _(default) if setting.translated and isinstance(default, str) else default
