"""The guide through the next talk with a customer (I-17, I-19), taken from the record: with what to open, what is open
between us, what we bring, and what to ask."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.commitments.choices import OPEN as UNKEPT
from desktop_crm.core.commitments.choices import OURS
from desktop_crm.core.contacts.naming import with_title
from desktop_crm.core.deals.choices import DEAL_LOST, DEAL_WON
from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import PrintedPage, Section, TextSection
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.materials.entity import Material
from desktop_crm.core.materials.store import newest as newest_materials
from desktop_crm.core.needs.choices import CLOSED
from desktop_crm.core.news.entity import News
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED, WITHDRAWN

_MOST_NEWS = 3
_MOST_MATERIALS = 3
_LOOKED_AT = 100  # materials
_RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the talk: what it is for, and what to say or ask, a line each."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkGuide:
    """`customer` and `people` are names; `steps` come in the order of the talk, each with at least one line."""

    customer: str
    people: tuple[str, ...]
    steps: tuple[Step, ...]

    def text(self) -> str:
        """The guide as plain text."""
        head = " · ".join(filter(None, (_("Talk guide"), self.customer)))
        blocks = [head, *([listed(self.people)] if self.people else [])]
        for number, step in enumerate(self.steps, 1):
            blocks.append("\n".join((f"{number}. {step.title}", *(f"- {line}" for line in step.lines))))
        return "\n\n".join(blocks)


def talk_guide(connection: Connection, customer_id: CustomerId, *, confidential: bool = False) -> TalkGuide:
    """The guide, for ourselves; records marked confidential are in it only with `confidential`.

    Raises:
        KeyError: there is no such customer.
    """
    return _guide(CustomerFile(connection, customer_id, confidential=confidential))


def talk_guide_page(
    connection: Connection, customer_id: CustomerId, *, printed_by: str, confidential: bool = False
) -> PrintedPage:
    """The guide on paper; it says what we think, and is always for ourselves.

    Raises:
        KeyError: there is no such customer.
    """
    file = CustomerFile(connection, customer_id, confidential=confidential)
    guide = _guide(file)
    people: list[Section] = [TextSection(_("Contacts"), guide.people)] if guide.people else []
    steps = [
        TextSection(f"{number}. {step.title}", tuple(f"• {line}" for line in step.lines), hang=True)
        for number, step in enumerate(guide.steps, 1)
    ]
    return file.page(_("Talk guide"), [*people, *steps], printed_by=printed_by, form=False)


def _guide(file: CustomerFile) -> TalkGuide:
    staying = [contact for contact in file.contacts if contact.left_on is None]
    words = file.words
    people = tuple(with_title(words.of(each, "name"), words.of(each, "title")) for each in staying[:4])
    steps = (
        Step(_("Objective"), tuple(_objective(file))),
        Step(_("Bring along"), tuple(_materials(file))),
        Step(_("Open: what is new with them"), tuple(_opening(file))),
        Step(_("Review: what stayed open"), tuple(_open(file))),
        Step(_("Share: what is new with us"), tuple(_shared(file))),
        Step(_("Ask: what has changed") if file.interactions else _("Ask: what they need"), tuple(_asked(file))),
    )
    return TalkGuide(file.words.of(file.customer, "name"), people, tuple(step for step in steps if step.lines))


def _objective(file: CustomerFile) -> Iterator[str]:
    """What the talk is for: the next step; the goal of the last talk, whose result is not known; then what the record
    asks for (I-17: confirm satisfaction, present something new, solve a problem)."""
    words, step = file.words, file.next_step
    if step:
        yield words.joined(step, "title", "due")
    last = file.interactions[0] if file.interactions else None
    if last and last.objective and not last.outcome:
        yield _("Still to be reached: {objective}").format(objective=words.of(last, "objective"))
    requests = file.records(Kind.SERVICE)
    if any(request.status == RESOLVED for request in requests):
        yield _("Confirm that what was solved is settled")
    elif any(request.status not in (CONFIRMED, WITHDRAWN) for request in requests):
        yield _("Bring the open requests forward")
    if not step and not file.scores:
        yield _("Find out how satisfied they are")


def _materials(file: CustomerFile) -> Iterator[str]:
    """What was prepared for what is under way: quotations, and stories to tell."""
    words = file.words
    for quotation in file.records(Kind.QUOTATIONS)[:1]:
        yield _("Quotation: {title}").format(title=words.of(quotation, "title"))
    for material in _unshared(file):
        yield _("Material: {title}").format(title=words.of(material, "title"))


def _unshared(file: CustomerFile) -> list[Material]:
    """The newest materials that the customer has not been given, those meant for its industry first."""
    given = {talk.material_id for talk in file.interactions}
    newest = [each for each in newest_materials(file.connection, _LOOKED_AT) if each.id not in given]
    industry = file.words.of(file.customer, "industry")
    fitting = [each for each in newest if not each.audience or (industry and industry in each.audience)]
    return (fitting or newest)[:_MOST_MATERIALS]


def _opening(file: CustomerFile) -> Iterator[str]:
    words = file.words
    news: list[News] = file.records(Kind.NEWS)[:_MOST_NEWS]
    for each in news:
        yield words.joined(each, "happened_on", "content")
    last = file.interactions[0] if file.interactions else None
    if not last:
        yield _("First talk: who we are, and why we come")
        return
    if last.changes_reported:
        yield _("They told of: {changes}").format(changes=_one_line(words.of(last, "changes_reported")))
    if not news:
        about = _one_line(words.of(last, "summary"))
        yield _("Last time ({day}): {summary}").format(day=words.of(last, "occurred"), summary=about)


def _open(file: CustomerFile) -> Iterator[str]:
    """Open issues of the last talk, requests, and what either side promised (I-19)."""
    words, last = file.words, file.interactions[0] if file.interactions else None
    said = words.of(file.customer, "open_issues") or (words.of(last, "open_issues") if last else "")
    for line in said.splitlines():
        if line.strip():
            yield _("Stayed open: {issue}").format(issue=line.strip())
    for request in reversed(file.records(Kind.SERVICE)):
        if request.status not in (CONFIRMED, WITHDRAWN):
            yield _("Request: {request}").format(request=words.joined(request, "title", "status"))
    promises = [each for each in file.records(Kind.COMMITMENTS) if each.status == UNKEPT]
    promises.sort(key=lambda each: (each.due is None, each.due.at if each.due else None, each.id))
    for side, pattern in ((True, _("We owe: {promise}")), (False, _("They owe: {promise}"))):
        for promise in promises:
            if (promise.direction == OURS) is side:
                yield pattern.format(promise=words.joined(promise, "title", "person", "due"))


def _shared(file: CustomerFile) -> Iterator[str]:
    """What we have done since the last talk, and what we have to show (F-11)."""
    words, since = file.words, file.interactions[0].occurred if file.interactions else None
    for request in file.records(Kind.SERVICE):
        if request.status == RESOLVED and request.solution:
            solved = words.joined(request, "title", "solution")
            yield _("Solved: {solution}").format(solution=_one_line(solved))
    for promise in file.records(Kind.COMMITMENTS):
        kept = promise.kept_on and since and promise.kept_on.text >= since.day().isoformat()
        if promise.direction == OURS and kept:
            yield _("Kept: {promise}").format(promise=words.joined(promise, "title", "kept_on"))
    recent = [each for each in _unshared(file) if _is_recent(each)]
    for material in recent or _unshared(file)[:1]:
        yield " · ".join(filter(None, (words.of(material, "title"), _one_line(words.of(material, "summary")))))


def _is_recent(material: Material) -> bool:
    first = material.published_on.first() if material.published_on else None
    return first is not None and (clock.today() - first).days <= _RECENT_DAYS


def _asked(file: CustomerFile) -> Iterator[str]:
    words = file.words
    for need in (need for need in file.needs if need.status not in CLOSED):
        yield _("Still so? {need}").format(need=words.joined(need, "title", "status", "due"))
    for deal in file.records(Kind.DEALS):
        if deal.stage not in (DEAL_WON, DEAL_LOST):
            yield _("How it stands: {deal}").format(deal=words.of(deal, "title"))
    if file.interactions:
        yield _("What has changed in needs, budget, people or plans?")
    else:
        yield _("What do they need, by when, and with what budget?")
    if not any(contact.is_decision_maker for contact in file.contacts):
        yield _("Who decides, and when?")


def _one_line(text: str) -> str:
    return " ".join(filter(None, (line.strip() for line in text.splitlines())))
