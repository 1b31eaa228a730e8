"""Phone numbers: kept as typed, with the E.164 form beside them where the number is a possible one.

Possible is a matter of length alone: ranges that the numbering plan has not given out yet are no fault.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

from desktop_crm.core.i18n import _

_LONGEST_TEXT = 100  # several numbers or a note, but not one number
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_REMARK = re.compile(r"^[^\d+(]+|[\s(]*[\u3400-\u9fff][^\d]*$")  # 手机: in front, (微信同号) behind
_EXTENSION = re.compile(r"[\s,;/-]*(?:转接?|分机号?|内线|ext(?:ension|n)?\.?|x|#)\s*[:.=]?\s*(\d{1,7})$", re.IGNORECASE)
_LANDLINE = r"(?:\(?0\d{2,3}\)?[\s-]*)?[2-8]\d{2,3}[\s-]?\d{4}|[48]00[\s-]?\d{3,4}[\s-]?\d{3,4}"
# 010-62345678-801, 400-820-8820-801: what follows a whole Chinese landline number is an extension.
_DASHED_EXTENSION = re.compile(rf"((?:\(?\+?86\)?[\s-]*)?(?:{_LANDLINE}))-(\d{{1,6}})")
_MOBILE = re.compile(r"(?:\(?(?:\+|00)?86\)?[\s-]*)?(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as typed; `e164` is empty when it is not possible, `extension` holds digits or nothing."""

    text: str
    e164: str = ""
    extension: str = ""


def _plain(text: str) -> str:
    return normalize("NFKC", text).translate(_DASHES).strip()


def parse_phone(text: str, region: str = "CN") -> Phone:
    """The number in `text`, never an error; `region` (ISO 3166) counts for numbers without a country code."""
    import phonenumbers  # noqa: PLC0415 - costs 60 ms of start-up, and most commands read no phone number

    typed = text.strip()
    if len(typed) > _LONGEST_TEXT:
        return Phone(typed)
    number, extension = _REMARK.sub("", _plain(text)), ""
    if found := _EXTENSION.search(number):
        number, extension = number[: found.start()], found[1]
    elif region == "CN" and (dashed := _DASHED_EXTENSION.fullmatch(number)):
        number, extension = dashed[1], dashed[2]
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return Phone(typed)
    possible = phonenumbers.is_possible_number(parsed)
    if parsed.country_code == 86 and re.match(r"1[3-9]", str(parsed.national_number)):
        # The metadata takes 7 to 12 digits for one Chinese number or another; a mobile number always has 11.
        possible = len(str(parsed.national_number)) == 11
    if not possible:
        return Phone(typed)
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Phone(typed, e164, extension or parsed.extension or "")


def problem_of(phone: Phone) -> str | None:
    """Why the number cannot be one, translated; None when it can."""
    if phone.e164:
        return None
    return _("“{text}” is not a possible phone number").format(text=phone.text)


def digits(phone: Phone) -> str:
    """The digits of the number as typed, without its extension: what a search for part of it compares."""
    plain = _plain(phone.text)
    if phone.extension:
        plain = plain[: plain.rindex(phone.extension)]
    return "".join(character for character in plain if character.isdigit())


def show_phone(phone: Phone) -> str:
    """A Chinese mobile number, however it was grouped, as `139 1234 5678`; any other as typed, in half width."""
    plain = _plain(phone.text)
    mobile = _MOBILE.fullmatch(plain)
    return " ".join(mobile.groups()) if mobile else plain
