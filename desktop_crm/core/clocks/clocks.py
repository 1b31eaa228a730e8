"""Every clock of the program: a new one is a rule and a line here."""

from desktop_crm.core.clocks.clock import Clock
from desktop_crm.core.clocks.rules import (
    appointments,
    contact,
    greetings,
    months,
    promises,
    quarters,
    requests,
    talks,
)
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import (
    ANALYSIS_DAYS_BEFORE,
    ANNIVERSARY_DAYS_BEFORE,
    BIRTHDAY_DAYS_BEFORE,
    CADENCE_AT_RISK_DAYS,
    CADENCE_HIGH_VALUE_DAYS,
    CADENCE_POTENTIAL_DAYS,
    CADENCE_REGULAR_DAYS,
    CONFIRM_BY_DAYS,
    CONFIRM_FROM_DAYS,
    CONTACT_CAP,
    DEAL_DAYS_BEFORE,
    GREETING_LATE_DAYS,
    LOG_HOURS,
    NEED_DAYS_BEFORE,
    NORMAL_RESPONSE_HOURS,
    PROMISE_DAYS_BEFORE,
    QUARTER_DAYS_BEFORE,
    REFRESH_DAYS,
    REVIEW_DAYS_BEFORE,
    SUGGESTION_RESPONSE_DAYS,
    SUMMARY_DAYS_BEFORE,
    SUMMARY_HOURS,
    SURVEY_DAYS_BEFORE,
    UPDATE_HOURS,
    URGENT_RESPONSE_HOURS,
    VALUE_CHECK_BY_DAYS,
    VALUE_CHECK_FROM_DAYS,
    VERIFY_DAYS_BEFORE,
    YEAR_DAYS_BEFORE,
)

_RESPONSE = (URGENT_RESPONSE_HOURS, NORMAL_RESPONSE_HOURS, SUGGESTION_RESPONSE_DAYS)
_CADENCE = (CADENCE_HIGH_VALUE_DAYS, CADENCE_POTENTIAL_DAYS, CADENCE_AT_RISK_DAYS, CADENCE_REGULAR_DAYS)
_CONFIRM = (CONFIRM_FROM_DAYS, CONFIRM_BY_DAYS)
_VALUE = (VALUE_CHECK_FROM_DAYS, VALUE_CHECK_BY_DAYS)
_BIRTHDAY = (BIRTHDAY_DAYS_BEFORE, GREETING_LATE_DAYS)
_ANNIVERSARY = (ANNIVERSARY_DAYS_BEFORE, GREETING_LATE_DAYS)
_C, _F, _I, _N = Kind.CUSTOMERS, Kind.FOLLOWUPS, Kind.INTERACTIONS, Kind.NEEDS

CLOCKS: tuple[Clock, ...] = (
    Clock("first_response", N_("First response"), Kind.SERVICE, _RESPONSE, requests.first_response),
    Clock("log_talk", N_("Record the talk"), _F, (LOG_HOURS,), appointments.log_talk, lapses=True),
    Clock("confirm_appointment", N_("Confirm the appointment"), _F, _CONFIRM, appointments.confirm_appointment),
    Clock("send_summary", N_("Send a summary"), _I, (SUMMARY_HOURS,), talks.send_summary, lapses=True),
    Clock("update_record", N_("Bring the record up to date"), _I, (UPDATE_HOURS,), talks.update_record),
    Clock("primary_left", N_("Name a primary contact"), Kind.CONTACTS, (UPDATE_HOURS,), talks.primary_left),
    Clock("commitment", N_("Promise"), Kind.COMMITMENTS, (PROMISE_DAYS_BEFORE,), promises.commitment),
    Clock("need_due", N_("Answer the need"), _N, (NEED_DAYS_BEFORE,), promises.need_due),
    Clock("need_incomplete", N_("Complete the need"), _N, (UPDATE_HOURS,), promises.need_incomplete),
    Clock("value_check", N_("Value check"), _N, _VALUE, promises.value_check),
    Clock("deal_close", N_("Expected close of the opportunity"), Kind.DEALS, (DEAL_DAYS_BEFORE,), promises.deal_close),
    Clock("birthday", N_("Birthday greeting"), Kind.CONTACTS, _BIRTHDAY, greetings.birthday),
    Clock("anniversary", N_("Anniversary greeting"), _C, _ANNIVERSARY, greetings.anniversary),
    Clock("cadence", N_("Be in touch"), _C, _CADENCE, contact.cadence, rolling=True, of_customer=True),
    Clock(
        "weekly_refresh",
        N_("Weekly update"),
        _C,
        (REFRESH_DAYS,),
        contact.weekly_refresh,
        rolling=True,
        of_customer=True,
    ),
    Clock("quiet", N_("Contacted too often"), _C, (CONTACT_CAP,), contact.quiet, of_customer=True),
    Clock(
        "monthly_summary",
        N_("Monthly summary"),
        _C,
        (SUMMARY_DAYS_BEFORE,),
        contact.monthly_summary,
        lapses=True,
        of_customer=True,
    ),
    Clock(
        "survey", N_("Satisfaction survey"), _C, (SURVEY_DAYS_BEFORE,), quarters.survey, lapses=True, of_customer=True
    ),
    Clock(
        "quarterly_review",
        N_("Quarterly review"),
        _C,
        (QUARTER_DAYS_BEFORE,),
        quarters.quarterly_review,
        lapses=True,
        of_customer=True,
    ),
    Clock(
        "yearly_review",
        N_("Yearly review"),
        _C,
        (YEAR_DAYS_BEFORE,),
        quarters.yearly_review,
        lapses=True,
        of_customer=True,
    ),
    Clock(
        "month_end_verification",
        N_("Verification at month's end"),
        _C,
        (VERIFY_DAYS_BEFORE,),
        months.month_end_verification,
        lapses=True,
    ),
    Clock("monthly_review", N_("Monthly review"), _C, (REVIEW_DAYS_BEFORE,), months.monthly_review, lapses=True),
    Clock("issue_analysis", N_("Issue analysis"), _C, (ANALYSIS_DAYS_BEFORE,), months.issue_analysis, lapses=True),
)
