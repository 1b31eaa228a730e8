"""Every setting of a vault, declared once: name, default, label; its page in the window is made from this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the vault, its default (whose type is the type), its label and group."""

    name: str
    default: str | int | bool
    label: str
    group: str


_YOU = N_("You")
_NUMBERS = N_("Customer numbers")
_FOLLOWUPS = N_("Follow-ups")
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

LOCK_AFTER_MINUTES: Final = Setting(
    "lock_after_minutes", 5, N_("Minutes without use after which the book locks"), _SAFETY
)

SETTINGS: tuple[Setting, ...] = (
    USER_NAME,
    COMPANY_NUMBERS,
    INDIVIDUAL_NUMBERS,
    DEFAULT_TIME,
    SILENT_DAYS,
    LOCK_AFTER_MINUTES,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values set in a vault; every other setting has its default."""

    values: Mapping[str, Any]

    def text(self, setting: Setting) -> str:
        """The value of a setting whose default is a text."""
        return str(self.values.get(setting.name, setting.default))

    def number(self, setting: Setting) -> int:
        """The value of a setting whose default is a number."""
        return int(self.values.get(setting.name, setting.default))
