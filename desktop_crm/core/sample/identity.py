"""Numbers and codes of sample customers: formally right, and out of ranges that nobody uses."""

from random import Random

from desktop_crm.core.sample.chance import pick
from desktop_crm.core.values.phone import Phone

# Mobile prefixes that the numbering plan had not given out in 2026 (none is valid in libphonenumber's metadata).
_UNUSED_PREFIXES = ("154", "160", "163", "164", "168", "169")
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of GB 32100-2015
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # of GB 11714-1997


def mobile(random: Random) -> Phone:
    """A mobile number."""
    number = f"{pick(random, _UNUSED_PREFIXES)}{int(random.random() * 100_000_000):08}"
    return Phone(number, f"+86{number}")


def landline(random: Random, area_code: str) -> Phone:
    """An office number; no Chinese subscriber's number begins with 9."""
    number = f"9{int(random.random() * 10_000_000):07}"
    return Phone(f"{area_code}-{number}", f"+86{area_code[1:]}{number}")


def uscc(random: Random, division: str) -> str:
    """The code of a company registered in a division (six digits, GB/T 2260), with both its check digits."""
    from stdnum.cn import uscc as standard  # noqa: PLC0415 - costs 40 ms of start-up

    organization = "MA" + "".join(random.choices(_LETTERS, k=6))
    total = sum(int(letter, 36) * weight for letter, weight in zip(organization, _ORGANIZATION_WEIGHTS, strict=True))
    code = f"91{division}{organization}{'0123456789X0'[11 - total % 11]}"
    return code + str(standard.calc_check_digit(code))
