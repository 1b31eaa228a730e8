"""Web addresses: whether one can be an address, by its form alone."""

import re
from unicodedata import normalize
from urllib.parse import urlsplit

from desktop_crm.core.i18n import _

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"  # RFC 1123, with the letters of other scripts (IDN)
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}\.?|(?:\d{{1,3}}\.){{3}}\d{{1,3}}|localhost")


def _host_of(text: str) -> str | None:
    """The host of an http or https address, the scheme being optional; None when there is none."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        is_web = parts.scheme in {"http", "https"} and parts.username is None and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is none
        return None
    return parts.hostname if is_web else None


def problem_of(text: str) -> str | None:
    """Why the text cannot be a web address, translated; None when it can. No name is ever looked up."""
    plain = normalize("NFKC", text).strip()
    host = _host_of(plain)
    if host is None or re.search(r"\s", plain) or not _HOST.fullmatch(host):
        return _("“{text}” is not a web address").format(text=text)
    return None
