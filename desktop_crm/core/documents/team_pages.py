"""The pages that members of the team read and sign, and their signatures, which the journal keeps (P-08, P-10)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.database.session import Session
from desktop_crm.core.documents.printed_page import PrintedPage, TextSection
from desktop_crm.core.documents.undertaking import compliance_notice, confidentiality_undertaking
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import N_, _

SIGN = "sign"  # the verb of the action that is a signature


class TeamPage(StrEnum):
    """A page about no customer that is shown, signed and printed (decision 15)."""

    UNDERTAKING = "undertaking"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """What the page is called, in the language in use."""
        return _(_TITLES[self])


_TITLES: Mapping[TeamPage, str] = {
    TeamPage.UNDERTAKING: N_("Confidentiality undertaking"),
    TeamPage.NOTICE: N_("Notice on the handling of customer data"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who said on which day to have read a page and to keep to it; `sha256` is that of the text read (hexadecimal)."""

    page: TeamPage
    name: str
    role: str
    signed_on: str  # YYYY-MM-DD
    sha256: str


def team_page(page: TeamPage, printed_by: str, signature: Signature | None = None) -> PrintedPage:
    """The page to be printed: with a signature kept in the book, or with lines to sign on."""
    make: Callable[..., PrintedPage] = {
        TeamPage.UNDERTAKING: confidentiality_undertaking,
        TeamPage.NOTICE: compliance_notice,
    }[page]
    if signature is None:
        return make(printed_by)
    return make(printed_by, signer=signature.name, role=signature.role, signed_on=signature.signed_on)


def paragraphs_of(page: TeamPage) -> list[tuple[str, tuple[str, ...]]]:
    """What there is to read, in the language in use: each part with its title."""
    sections = team_page(page, "").sections
    return [(section.title, section.paragraphs) for section in sections if isinstance(section, TextSection)]


def sign(session: Session, page: TeamPage, name: str, *, role: str = "", signed_on: date | None = None) -> Changes:
    """No changes of records; the journal keeps who signed which text on which day, today where none is said.

    Raises:
        RefusedError: there is no name, or the day is still to come.
    """
    day = signed_on or clock.today()
    if not name.strip():
        raise RefusedError(_("Nobody signed"), _("Write the name of whoever signs."))
    if day > clock.today():
        raise RefusedError(_("This day is still to come"), _("Sign with today's date or an earlier one."))
    session.note(
        page=page.value, name=name.strip(), role=role.strip(), signed_on=day.isoformat(), sha256=_digest_of(page)
    )
    return Changes()


def signatures(connection: Connection, page: TeamPage) -> list[Signature]:
    """Everybody's signatures under a page, the newest first."""
    kept = connection.scalars(select(actions.c.details).where(actions.c.verb == SIGN).order_by(actions.c.id.desc()))
    found = [json.loads(details) for details in kept]
    return [
        Signature(page, each["name"], each["role"], each["signed_on"], each["sha256"])
        for each in found
        if each["page"] == page.value
    ]


def is_current(signature: Signature) -> bool:
    """Whether what was signed is the text of today, in the language in use."""
    return signature.sha256 == _digest_of(signature.page)


def _digest_of(page: TeamPage) -> str:
    return hashlib.sha256(json.dumps(paragraphs_of(page), ensure_ascii=False).encode()).hexdigest()
