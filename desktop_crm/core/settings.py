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
_PROMISES = N_("Deadlines")
_PERIODS = N_("Every week, month, quarter and year")
_NOTE_TEMPLATES = N_("Note templates")
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
    "cadence_high_value_days", 7, N_("High value customers: in touch every so many days"), _CADENCE
)
CADENCE_POTENTIAL_DAYS: Final = Setting(
    "cadence_potential_days", 7, N_("Potential customers: in touch every so many days"), _CADENCE
)
CADENCE_AT_RISK_DAYS: Final = Setting(
    "cadence_at_risk_days", 7, N_("Customers at risk: in touch every so many days"), _CADENCE
)
CADENCE_REGULAR_DAYS: Final = Setting(
    "cadence_regular_days", 15, N_("Regular customers: in touch every so many days"), _CADENCE
)

# How soon a request gets its first response (S-05).
URGENT_RESPONSE_HOURS: Final = Setting("urgent_response_hours", 2, N_("Urgent requests: hours to respond"), _SERVICE)
NORMAL_RESPONSE_HOURS: Final = Setting("normal_response_hours", 24, N_("Normal requests: hours to respond"), _SERVICE)
SUGGESTION_RESPONSE_DAYS: Final = Setting(
    "suggestion_response_days", 3, N_("Suggestions: working days to respond"), _SERVICE
)

# Clocks (requirements, "All timers and thresholds"): 0 switches one off.
LOG_HOURS: Final = Setting("log_hours", 24, N_("Hours to record a talk; 0 for never"), _PROMISES)
UPDATE_HOURS: Final = Setting(
    "update_hours", 24, N_("Hours to bring a record up to date after a change; 0 for never"), _PROMISES
)
SUMMARY_HOURS: Final = Setting(
    "summary_hours", 24, N_("Hours to send the customer a summary of a talk; 0 for never"), _PROMISES
)
CONFIRM_FROM_DAYS: Final = Setting(
    "confirm_from_days", 2, N_("Confirm an appointment from so many days before it; 0 for never"), _PROMISES
)
CONFIRM_BY_DAYS: Final = Setting(
    "confirm_by_days", 1, N_("Confirm an appointment until so many days before it"), _PROMISES
)
VALUE_CHECK_FROM_DAYS: Final = Setting(
    "value_check_from_days", 7, N_("Check the value from so many days after the rollout"), _PROMISES
)
VALUE_CHECK_BY_DAYS: Final = Setting(
    "value_check_by_days", 14, N_("Check the value until so many days after the rollout; 0 for never"), _PROMISES
)
PROMISE_DAYS_BEFORE: Final = Setting(
    "promise_days_before", 7, N_("Show promises so many days before they are due; 0 for never"), _PROMISES
)
NEED_DAYS_BEFORE: Final = Setting(
    "need_days_before", 7, N_("Show needs so many days before they are due; 0 for never"), _PROMISES
)
DEAL_DAYS_BEFORE: Final = Setting(
    "deal_days_before", 7, N_("Show opportunities so many days before their expected close; 0 for never"), _PROMISES
)
CLOCKS_SHOWN_DAYS: Final = Setting(
    "clocks_shown_days", 30, N_("Show a missed summary, record or review for so many days; 0 for ever"), _PROMISES
)

CONTACT_CAP: Final = Setting(
    "contact_cap", 8, N_("Advise quiet after more than so many contacts in 30 days; 0 for never"), _CADENCE
)
SUMMARY_DAYS_BEFORE: Final = Setting(
    "summary_days_before",
    7,
    N_("Customers on demand: monthly summary, shown so many days before the month ends; 0 for never"),
    _CADENCE,
)

REFRESH_DAYS: Final = Setting(
    "refresh_days", 7, N_("Bring high value customers and those at risk up to date every so many days"), _PERIODS
)
VERIFY_DAYS_BEFORE: Final = Setting(
    "verify_days_before", 7, N_("Verify records: shown so many days before the month ends; 0 for never"), _PERIODS
)
REVIEW_DAYS_BEFORE: Final = Setting(
    "review_days_before", 7, N_("Monthly review: shown so many days before the month ends; 0 for never"), _PERIODS
)
ANALYSIS_DAYS_BEFORE: Final = Setting(
    "analysis_days_before", 7, N_("Issue analysis: shown so many days before the month ends; 0 for never"), _PERIODS
)
SURVEY_DAYS_BEFORE: Final = Setting(
    "survey_days_before", 30, N_("Survey: shown so many days before the quarter ends; 0 for never"), _PERIODS
)
QUARTER_DAYS_BEFORE: Final = Setting(
    "quarter_days_before", 14, N_("Account review: shown so many days before the quarter ends; 0 for never"), _PERIODS
)
YEAR_DAYS_BEFORE: Final = Setting(
    "year_days_before", 30, N_("Account review: shown so many days before the year ends; 0 for never"), _PERIODS
)
BIRTHDAY_DAYS_BEFORE: Final = Setting(
    "birthday_days_before", 3, N_("Birthdays: shown so many days before; 0 for never"), _PERIODS
)
ANNIVERSARY_DAYS_BEFORE: Final = Setting(
    "anniversary_days_before", 3, N_("Anniversaries: shown so many days before; 0 for never"), _PERIODS
)
GREETING_LATE_DAYS: Final = Setting(
    "greeting_late_days", 3, N_("Birthdays and anniversaries: still shown so many days after"), _PERIODS
)

_VISIT = N_("Purpose:\nWhom I met:\nNeeds and budget:\nCompetitors:\nWho decides, and when:")
_CALL = N_("Reason for the call:\nWhat was said:\nWhat was agreed:")
_COMPLAINT = N_("What happened:\nSince when, and how bad:\nWhat the customer expects:\nDone at once:\nWho sees to it:")
VISIT_TEMPLATE: Final = Setting(
    "visit_template", _VISIT, N_("Headings of a visit"), _NOTE_TEMPLATES, lines=5, translated=True
)
VISIT_NEXT_DAYS: Final = Setting(
    "visit_next_days", 7, N_("Days after a visit for which the next step is proposed"), _NOTE_TEMPLATES
)
CALL_TEMPLATE: Final = Setting(
    "call_template", _CALL, N_("Headings of a phone call"), _NOTE_TEMPLATES, lines=3, translated=True
)
CALL_NEXT_DAYS: Final = Setting(
    "call_next_days", 3, N_("Days after a phone call for which the next step is proposed"), _NOTE_TEMPLATES
)
COMPLAINT_TEMPLATE: Final = Setting(
    "complaint_template", _COMPLAINT, N_("Headings of a complaint"), _NOTE_TEMPLATES, lines=5, translated=True
)
COMPLAINT_NEXT_DAYS: Final = Setting(
    "complaint_next_days", 1, N_("Days after a complaint for which the next step is proposed"), _NOTE_TEMPLATES
)

LOCK_AFTER_MINUTES: Final = Setting(
    "lock_after_minutes", 5, N_("Minutes without use after which the book locks"), _SAFETY
)
CLIPBOARD_SECONDS: Final = Setting(
    "clipboard_seconds",
    0,
    N_("Seconds after which what was copied is taken off the clipboard; 0 for never"),
    _SAFETY,
)
TRASH_KEPT_DAYS: Final = Setting(
    "trash_kept_days", 30, N_("Days after which what lies in the Trash is erased; 0 for never"), _SAFETY
)
NAMES_IN_NOTIFICATIONS: Final = Setting(
    "names_in_notifications",
    default=True,
    label=N_("Say whom a reminder is about while the book is open"),
    group=_SAFETY,
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
    CONTACT_CAP,
    SUMMARY_DAYS_BEFORE,
    URGENT_RESPONSE_HOURS,
    NORMAL_RESPONSE_HOURS,
    SUGGESTION_RESPONSE_DAYS,
    LOG_HOURS,
    UPDATE_HOURS,
    SUMMARY_HOURS,
    CONFIRM_FROM_DAYS,
    CONFIRM_BY_DAYS,
    VALUE_CHECK_FROM_DAYS,
    VALUE_CHECK_BY_DAYS,
    PROMISE_DAYS_BEFORE,
    NEED_DAYS_BEFORE,
    DEAL_DAYS_BEFORE,
    CLOCKS_SHOWN_DAYS,
    REFRESH_DAYS,
    VERIFY_DAYS_BEFORE,
    REVIEW_DAYS_BEFORE,
    ANALYSIS_DAYS_BEFORE,
    SURVEY_DAYS_BEFORE,
    QUARTER_DAYS_BEFORE,
    YEAR_DAYS_BEFORE,
    BIRTHDAY_DAYS_BEFORE,
    ANNIVERSARY_DAYS_BEFORE,
    GREETING_LATE_DAYS,
    VISIT_TEMPLATE,
    VISIT_NEXT_DAYS,
    CALL_TEMPLATE,
    CALL_NEXT_DAYS,
    COMPLAINT_TEMPLATE,
    COMPLAINT_NEXT_DAYS,
    LOCK_AFTER_MINUTES,
    CLIPBOARD_SECONDS,
    TRASH_KEPT_DAYS,
    NAMES_IN_NOTIFICATIONS,
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
