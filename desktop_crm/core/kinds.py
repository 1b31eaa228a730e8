"""The kinds of record: one for each room that keeps records, named as the room is."""

from enum import StrEnum

from desktop_crm.core.i18n import N_


class Kind(StrEnum):
    """What a record is; the value is the room's name and the KIND of the command line."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    INTERACTIONS = "interactions"
    FOLLOWUPS = "followups"
    ORDERS = "orders"
    NEEDS = "needs"
    CHAIN = "chain"
    COMMITMENTS = "commitments"
    DEALS = "deals"
    QUOTATIONS = "quotations"
    CONTRACTS = "contracts"
    SERVICE = "service"
    FEEDBACK = "feedback"
    SATISFACTION = "satisfaction"
    SURVEYS = "surveys"
    SURVEY_ANSWERS = "survey_answers"
    GIFTS = "gifts"
    NEWS = "news"
    STORIES = "stories"
    MATERIALS = "materials"
    ATTACHMENTS = "attachments"


TITLES = {
    Kind.CUSTOMERS: N_("Customers"),
    Kind.CONTACTS: N_("Contacts"),
    Kind.INTERACTIONS: N_("Interactions"),
    Kind.FOLLOWUPS: N_("Follow-ups"),
    Kind.ORDERS: N_("Orders"),
    Kind.NEEDS: N_("Needs"),
    Kind.CHAIN: N_("Decision chain"),
    Kind.COMMITMENTS: N_("Commitments"),
    Kind.DEALS: N_("Opportunities"),
    Kind.QUOTATIONS: N_("Quotations"),
    Kind.CONTRACTS: N_("Contracts"),
    Kind.SERVICE: N_("Service"),
    Kind.FEEDBACK: N_("Feedback"),
    Kind.SATISFACTION: N_("Satisfaction"),
    Kind.SURVEYS: N_("Surveys"),
    Kind.SURVEY_ANSWERS: N_("Survey answers"),
    Kind.GIFTS: N_("Gifts"),
    Kind.NEWS: N_("Customer news"),
    Kind.STORIES: N_("Success stories"),
    Kind.MATERIALS: N_("Material"),
    Kind.ATTACHMENTS: N_("Attachments"),
}

# One record of each kind, as in “New contact”.
ONE = {
    Kind.CUSTOMERS: N_("customer"),
    Kind.CONTACTS: N_("contact"),
    Kind.INTERACTIONS: N_("interaction"),
    Kind.FOLLOWUPS: N_("follow-up"),
    Kind.ORDERS: N_("order"),
    Kind.NEEDS: N_("need"),
    Kind.CHAIN: N_("decision step"),
    Kind.COMMITMENTS: N_("commitment"),
    Kind.DEALS: N_("opportunity"),
    Kind.QUOTATIONS: N_("quotation"),
    Kind.CONTRACTS: N_("contract"),
    Kind.SERVICE: N_("service request"),
    Kind.FEEDBACK: N_("feedback"),
    Kind.SATISFACTION: N_("satisfaction score"),
    Kind.SURVEYS: N_("survey"),
    Kind.SURVEY_ANSWERS: N_("filled survey"),
    Kind.GIFTS: N_("gift"),
    Kind.NEWS: N_("news item"),
    Kind.STORIES: N_("success story"),
    Kind.MATERIALS: N_("material"),
    Kind.ATTACHMENTS: N_("attachment"),
}
