"""The Unified Social Credit Code of Chinese organizations (GB 32100-2015, C-03)."""

from unicodedata import normalize

from desktop_crm.core.i18n import _

_LENGTH = 18
_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")


def normal_uscc(text: str) -> str:
    """The code in half-width capitals, without blanks and hyphens inside."""
    return "".join(normalize("NFKC", text).upper().replace("-", "").split())


def problem_of(code: str) -> str | None:
    """What is wrong with a normal code, translated; None when it is right, check digit included."""
    if len(code) != _LENGTH:
        return _("a USCC has 18 characters, this one has {count}").format(count=len(code))
    strange = [character for character in code if character not in _ALPHABET]
    if strange:
        return _("“{characters}” cannot occur in a USCC (only digits and capitals without I, O, S, V, Z)").format(
            characters="".join(dict.fromkeys(strange))
        )
    from stdnum.cn import uscc  # noqa: PLC0415 - costs 40 ms of start-up, needed only where a code is checked

    # stdnum's validate() takes digits alone in the first two places, where the standard also has letters (A1, N2, Y1).
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        return _("the check digit of the USCC is wrong; a character was mistyped")
    return None
