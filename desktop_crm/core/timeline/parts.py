"""The parts of a customer's timeline, each with the kinds of record that it shows."""

from collections.abc import Mapping
from enum import Enum

from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind


class Part(Enum):
    """What of the stream is wanted; milestones are interactions, too."""

    INTERACTIONS = N_("Interactions")
    MILESTONES = N_("Milestones")
    FOLLOWUPS = N_("Follow-ups")
    COMMITMENTS = N_("Commitments")
    NEEDS = N_("Needs")
    DEALS = N_("Opportunities")
    ORDERS = N_("Orders")
    SERVICE = N_("Service")
    SATISFACTION = N_("Satisfaction")
    NEWS = N_("News")
    ATTACHMENTS = N_("Attachments")


KINDS: Mapping[Part, tuple[Kind, ...]] = {
    Part.INTERACTIONS: (Kind.INTERACTIONS,),
    Part.MILESTONES: (Kind.INTERACTIONS,),
    Part.FOLLOWUPS: (Kind.FOLLOWUPS,),
    Part.COMMITMENTS: (Kind.COMMITMENTS,),
    Part.NEEDS: (Kind.NEEDS,),
    Part.DEALS: (Kind.DEALS, Kind.QUOTATIONS, Kind.CONTRACTS),
    Part.ORDERS: (Kind.ORDERS,),
    Part.SERVICE: (Kind.SERVICE,),
    Part.SATISFACTION: (Kind.SATISFACTION, Kind.SURVEY_ANSWERS, Kind.FEEDBACK),
    Part.NEWS: (Kind.NEWS, Kind.GIFTS, Kind.STORIES),
    Part.ATTACHMENTS: (Kind.ATTACHMENTS,),
}
EVERYTHING = frozenset(Part) - {Part.MILESTONES}
