"""Drop-down lists: what each offers, in words of both languages, and how a typed word is recognised.

A list is *closed* where rules depend on its members (status, account type) and *open* where the user may add words
of his own; what an open list does not know is kept as typed. A stored value is the code of a built-in choice or the
user's own word, so that built-in choices follow the language and own words stay as they are.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from desktop_crm.core.i18n import LANGUAGES, N_, _, translate


@dataclass(frozen=True, slots=True)
class Choice:
    """One member: stored code, label (to be translated), and other words by which it is known in files.

    A hidden one is no longer offered; records that hold it keep it, and files may still name it.
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    hidden: bool = False


# What lists offer in the book in use, where the user edited them, by the list's name; see `tailoring`.
edited_lists: ContextVar[Mapping[str, tuple[Choice, ...]]] = ContextVar("edited_lists", default={})  # noqa: B039 - never changed in place


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A drop-down list, by name."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    open: bool = True

    @property
    def known(self) -> tuple[Choice, ...]:
        """Every choice, the hidden ones too: as the user ordered and named them, then those newer than that."""
        edited = edited_lists.get().get(self.name)
        if edited is None:
            return self.choices
        codes = {choice.code for choice in edited}
        return (*edited, *(choice for choice in self.choices if choice.code not in codes))

    @property
    def offered(self) -> tuple[Choice, ...]:
        """What the list offers: its choices without the hidden ones."""
        return tuple(choice for choice in self.known if not choice.hidden)

    def code_of(self, text: str) -> str | None:
        """The code of the choice that `text` names in either language, or None."""
        return _codes(self.known).get(_folded(text))

    def label_of(self, value: str) -> str:
        """What to show for a stored value, in the language in use; an own word is shown as it is."""
        return next((_(choice.label) for choice in self.known if choice.code == value), value)

    def words_of(self, value: str) -> str:
        """The labels of a stored value in every language, for the text index; an own word is itself."""
        label = next((choice.label for choice in self.known if choice.code == value), None)
        return value if label is None else " ".join(translate(label, language) for language in LANGUAGES)


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


@lru_cache
def _codes(choices: tuple[Choice, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for choice in choices:
        labels = [translate(choice.label, language) for language in LANGUAGES]
        for word in (choice.code, *labels, *choice.aliases):
            known.setdefault(_folded(word), choice.code)
    return known


CHANNELS = ChoiceList(
    "channels",
    N_("Channels"),
    (
        Choice("phone", N_("Phone"), ("电话沟通", "call", "phone call", "tel", "致电")),
        Choice(
            "visit", N_("Visit"), ("线下拜访", "上门拜访", "面谈", "线下面谈", "销售拜访", "客户拜访", "on-site visit")
        ),
        Choice("meeting", N_("Meeting"), ("会谈", "线下会议")),
        Choice("email", N_("E-mail"), ("email", "mail", "电子邮件", "邮箱")),
        Choice("wechat", N_("WeChat"), ("weixin", "企业微信")),
        Choice("webinar", N_("Webinar"), ("线上会议", "online meeting", "视频会议")),
        Choice("demo", N_("Product demo"), ("demo", "演示", "demo演示")),
        Choice("other", N_("Other"), ("其它",)),
    ),
)

LEVELS = ChoiceList(
    "levels",
    N_("Levels"),
    (
        Choice("high", N_("High"), ("h", "紧急", "重要", "1")),
        Choice("medium", N_("Medium"), ("normal", "m", "一般", "普通", "2")),
        Choice("low", N_("Low"), ("l", "3")),
    ),
    open=False,
)

GENDERS = ChoiceList(
    "genders",
    N_("Genders"),
    (
        Choice("female", N_("Female"), ("f", "女士")),
        Choice("male", N_("Male"), ("m", "先生")),
        Choice("unspecified", N_("Not stated"), ("nonbinary", "other", "u", "unknown")),
    ),
)

DECISION_ROLES = ChoiceList(
    "decision_roles",
    N_("Decision roles"),
    (
        Choice("initiates", N_("Proposes"), ("发起",)),
        Choice("evaluates", N_("Evaluates"), ()),
        Choice("reviews", N_("Reviews"), ("审批",)),
        Choice("approves", N_("Approves"), ("决策", "决策人", "最终确认")),
        Choice("uses", N_("Uses"), ("使用者",)),
    ),
)

RISING, STEADY, FALLING = "rising", "steady", "falling"

TRENDS = ChoiceList(
    "trends",
    N_("Trends"),
    (
        Choice(RISING, N_("Rising"), ("上升", "up")),
        Choice(STEADY, N_("Steady"), ("不变", "flat")),
        Choice(FALLING, N_("Falling"), ("降低", "down")),
    ),
    open=False,
)
