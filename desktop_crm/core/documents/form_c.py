"""Form C 客户资料全面记录表单 (X-04): everything about a customer by modules, with a word on how to fill each row.

Companies and individuals have rows of their own.
"""

from sqlalchemy import Connection

from desktop_crm.core.documents.customer_file import CustomerFile
from desktop_crm.core.documents.printed_page import (
    Column,
    FormRow,
    FormSection,
    PrintedPage,
    Section,
    TableSection,
    TextSection,
)
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import EXPLICIT, IMPLICIT

_BLANK_ROWS = 3


def form_c(
    connection: Connection,
    customer_id: CustomerId,
    *,
    audience: Audience,
    printed_by: str,
    interactions: int | None = None,
    confidential: bool = False,
) -> PrintedPage:
    """The form with the last `interactions`, all of them for None, the newest first.

    Raises:
        KeyError: there is no such customer.
        RefusedError: the customer is confidential, and the page is for others.
    """
    file = CustomerFile(connection, customer_id, audience, confidential=confidential)
    sections: list[Section] = [
        TextSection("", (_how_to_fill(),), small=True),
        FormSection(_("Basics"), tuple(_basics(file))),
        FormSection(_("Contact details"), tuple(_contact(file))),
        FormSection(_("Background"), tuple(_background(file))),
        FormSection(_("Needs in detail"), tuple(_needs(file))),
        _followups(file, interactions),
        FormSection(_("Remarks"), tuple(_remarks(file))),
    ]
    return file.page(_("Complete customer record"), sections, printed_by=printed_by)


def _how_to_fill() -> str:
    return _(
        "How to fill in: required rows are always filled in. Write facts rather than opinions, with figures and dates. "
        "Update the record within 24 hours of any change, and mark what is sensitive as confidential."
    )


def _basics(file: CustomerFile) -> list[FormRow]:
    words, customer = file.words, file.customer
    rows = [
        *words.row(
            customer,
            "name",
            note=_("As on the business license") if file.is_company else _("Real name; * for the given name in print"),
            half=True,
        ),
        *words.row(customer, "account_type", note=_("Company or individual"), half=True),
        *words.row(customer, "industry", note=_("By the national classification of industries"), half=True),
    ]
    if file.is_company:
        rows += words.row(customer, "size", note=_("By number of people or annual revenue"), half=True)
        rows += words.row(customer, "founded", note=_("Year and month, such as 2018-05"), half=True)
    else:
        rows += words.row(customer, "occupation", half=True)
        rows += words.row(customer, "age_band", note=_("Such as 25–30"), half=True)
    rows += words.row(customer, "number", note=_("Unique, never used again"), half=True)
    if file.is_company:
        rows += words.row(customer, "uscc", note=_("Required for companies: 18 characters"), half=True)
    else:
        rows += words.row(customer, "gender", half=True)
    return [*rows, *words.row(customer, "status", half=True)]


def _contact(file: CustomerFile) -> list[FormRow]:
    words, customer = file.words, file.customer
    phone = _("Main phone") if file.is_company else _("How to reach the customer")
    rows = words.row(customer, "phone", phone, note=_("Required; with area code and extension"), half=True)
    rows += words.row(customer, "email" if file.is_company else "wechat", half=True)
    if file.is_company:
        rows += words.row(customer, "office_address", note=_("Down to the floor, for visits"))
    else:
        rows += words.row(customer, "home_address", note=_("Down to the district"))
    people = "\n".join(
        words.joined(contact, "name", "title", "mobile", "email") for contact in file.contacts if contact.is_primary
    )
    if file.is_company or people:
        note = _("Required for companies: name, title, mobile, e-mail")
        rows.append(FormRow(_("Primary contact"), people, note))
    return rows


def _background(file: CustomerFile) -> list[FormRow]:
    words, customer = file.words, file.customer
    if not file.is_company:
        return [
            *words.row(customer, "interests", _("Personal interests"), note=_("Such as fitness or photography")),
            *words.row(customer, "buying_habits", note=_("What is bought, how often, at what price")),
            *words.row(customer, "purchase_history"),
        ]
    return [
        *words.row(customer, "ownership", note=_("State-owned, private, foreign-owned, joint venture"), half=True),
        *words.row(customer, "annual_revenue", note=_("Optional; a range will do"), half=True),
        *words.row(customer, "main_business", note=_("Core products or services")),
        *words.row(customer, "target_customers", half=True),
        *words.row(customer, "competitors", note=_("Optional"), half=True),
    ]


def _needs(file: CustomerFile) -> list[FormRow]:
    return [
        FormRow(
            _("Core needs"),
            file.needs_of(EXPLICIT),
            _("Concrete: cut the cost of logistics by 30 %, rather than: cut costs"),
        ),
        FormRow(_("Implicit needs"), file.needs_of(IMPLICIT), _("What we conclude, not what was said")),
        FormRow(_("Urgency"), file.of_needs("urgency"), _("High, medium or low"), half=True),
        FormRow(_("Budget"), file.of_needs("budget"), _("A range, such as 500,000–1,000,000"), half=True),
        FormRow(_("Decision chain"), file.chain, _("Who proposes, who reviews, who approves")),
    ]


def _followups(file: CustomerFile, most: int | None) -> TableSection:
    words = file.words
    steps = {step.interaction_id: step for step in file.records(Kind.FOLLOWUPS)}
    columns = (
        Column(_("Follow-up date"), 0),
        Column(_("Logged by"), 2),
        Column(_("Method"), 2),
        Column(_("What was talked about"), 6),
        Column(_("Customer feedback"), 4),
        Column(_("What comes next"), 4),
    )
    rows = tuple(
        (
            words.of(talk, "occurred").partition(" ")[0],
            words.of(talk, "logged_by"),
            words.of(talk, "method"),
            words.of(talk, "summary"),
            words.of(talk, "feedback"),
            words.joined(steps[talk.id], "due", "title", by=" ") if talk.id in steps else "",
        )
        for talk in file.interactions[:most]
    )
    blank = max(0, _BLANK_ROWS - len(rows))
    return TableSection(_("Follow-up records"), columns, rows, ruled=True, blank_rows=blank)


def _remarks(file: CustomerFile) -> list[FormRow]:
    words, customer = file.words, file.customer
    rows = words.row(customer, "special_requirements", note=_("Such as: contracts with the seal in the original"))
    if words.internal:
        rows += words.row(customer, "risk_alert", note=_("Such as: pays late, agree on terms beforehand"))
        rows += words.row(customer, "notes", _("Other remarks"), lines=2)
        rows += [FormRow(label, value) for label, value in customer.unplaced.items()]
    return rows + [FormRow(label, value) for label, value in words.own(customer)]
