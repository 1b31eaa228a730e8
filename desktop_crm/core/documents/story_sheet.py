"""One success story on a sheet, to be shown to other customers (成功故事, X-12, N-16)."""

from dataclasses import replace

from sqlalchemy import Connection

from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import FactSection, PrintedPage, Section, TextSection
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, StoryId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.stories.entity import Story


def story_sheet(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    story_id: StoryId | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """The sheet of one story, or of the latest. Others see names and the customer's own words only where it agreed.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer has no such story, or is confidential while the page is for others.
    """
    story = _story(CustomerFile(connection, customer_id, Audience.INTERNAL, confidential=confidential), story_id)
    file = CustomerFile(connection, customer_id, audience, confidential=confidential, named=story.may_be_told)
    words, customer = file.words, file.customer
    facts = words.facts(customer, "name", "industry", "size" if file.is_company else "occupation")
    facts += words.facts(story, "told_on")
    if words.internal:
        facts += words.facts(story, "may_be_told")
    names = ["situation", "solution", "result"]
    if words.internal or story.may_be_told:
        names.append("quote")
    texts = ((words.label(story, name), words.of(story, name)) for name in names)
    sections: list[Section] = [TextSection(label, (text,)) for label, text in texts]
    if words.internal:
        sections.append(FactSection(_("Remarks"), tuple(words.facts(story, "notes"))))
    title = words.of(story, "title")
    page = file.page(title, sections, printed_by=printed_by, facts=tuple(facts))
    beside = " · ".join((_("Success story"), page.audience))
    return replace(
        page, audience=beside, confidential_mark=_("Confidential") if story.confidential or file.marked else ""
    )


def _story(file: CustomerFile, story_id: StoryId | None) -> Story:
    stories: list[Story] = [story for story in file.records(Kind.STORIES) if story_id in (None, story.id)]
    if not stories:
        raise RefusedError(
            _("There is no story to tell"),
            _("{customer} has no such success story. Write one down first.").format(customer=file.customer.number),
        )
    return stories[0]
