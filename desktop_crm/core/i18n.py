"""Words in the user's language: gettext catalogues from resources/translations, English as the source.

Modules write `_("…")` where a text is shown at once and `N_("…")` where it is declared now and shown later
with `_(label)`. No f-string goes into either: `_("{count} rows").format(count=3)`.
"""

import gettext
import locale
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from desktop_crm.core.paths import resource

LANGUAGES = ("zh", "en")
_CATALOGUES = {"zh": "zh_CN"}
_DOMAIN = "desktop_crm"

_language = "zh"
_here: ContextVar[str | None] = ContextVar("language", default=None)  # of one thread, in place of the other


@lru_cache
def _translations(language: str) -> gettext.NullTranslations:
    if language not in _CATALOGUES:
        return gettext.NullTranslations()
    return gettext.translation(_DOMAIN, str(resource("translations")), languages=[_CATALOGUES[language]])


def language() -> str:
    """The language in use: "zh" or "en"."""
    return _here.get() or _language


def use_language(code: str) -> None:
    """Show everything from now on in `code`, one of `LANGUAGES`."""
    global _language  # noqa: PLW0603 - the language is one setting of the whole process, like the locale itself
    if code not in LANGUAGES:
        raise ValueError(code)
    _translations(code)
    _language = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """In the block, and on its thread alone, the language is `code`; where that is none of `LANGUAGES` it stays."""
    token = _here.set(code if code in LANGUAGES else None)
    try:
        yield
    finally:
        _here.reset(token)


def system_language() -> str:
    """The language the system asks for: "zh" for any Chinese locale, else "en"."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")] + [locale.getlocale()[0] or ""]
    chosen = next((name for name in names if name), "")
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def translate(message: str, language: str) -> str:
    """`message` in the given language, whichever one is in use."""
    return _translations(language).gettext(message) if message else ""


def _(message: str) -> str:
    return translate(message, language())


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that fits `count`, in the language in use."""
    return _translations(language()).ngettext(singular, plural, count)


def listed(words: Iterable[str]) -> str:
    """The words in one line, as the language in use lists them."""
    return ("、" if language() == "zh" else ", ").join(words)


def N_(message: str) -> str:  # noqa: N802 - the customary gettext name for "to be translated later"
    """Mark `message` for the catalogues without translating it yet."""
    return message
