"""Drop-down lists: what each offers, in words of both languages, and how a typed word is recognised.

A list is *closed* where rules depend on its members (status, account type) and *open* where the user may add words
of his own; what an open list does not know is kept as typed. A stored value is the code of a built-in choice or the
user's own word, so that built-in choices follow the language and own words stay as they are.
"""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from desktop_crm.core.i18n import LANGUAGES, N_, _, translate


@dataclass(frozen=True, slots=True)
class Choice:
    """One member: stored code, label (to be translated), and other words by which it is known in files."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A drop-down list, by name."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    open: bool = True

    def code_of(self, text: str) -> str | None:
        """The code of the built-in choice that `text` names in either language, or None."""
        return _codes(self).get(_folded(text))

    def label_of(self, value: str) -> str:
        """What to show for a stored value, in the language in use; an own word is shown as it is."""
        return next((_(choice.label) for choice in self.choices if choice.code == value), value)

    def words_of(self, value: str) -> str:
        """The labels of a stored value in every language, for the text index; an own word is itself."""
        label = next((choice.label for choice in self.choices if choice.code == value), None)
        return value if label is None else " ".join(translate(label, language) for language in LANGUAGES)


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


@lru_cache
def _codes(choices: ChoiceList) -> dict[str, str]:
    known: dict[str, str] = {}
    for choice in choices.choices:
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
