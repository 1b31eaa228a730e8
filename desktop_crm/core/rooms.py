"""The list of rooms that keep records: here a new one plugs in. Kinds come after those they refer to."""

from collections.abc import Mapping
from typing import Any

from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.contracts.store import CONTRACTS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.records import Records
from desktop_crm.core.deals.store import DEALS
from desktop_crm.core.feedback.store import FEEDBACK
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.gifts.store import GIFTS
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.materials.store import MATERIALS
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.news.store import NEWS
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.quotations.store import QUOTATIONS
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.stories.store import STORIES
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.surveys.store import SURVEYS

_ROOMS: tuple[Records[Any], ...] = (
    CUSTOMERS,
    CONTACTS,
    SURVEYS,
    MATERIALS,
    INTERACTIONS,
    NEEDS,
    DEALS,
    CONTRACTS,
    SERVICE,
    FOLLOWUPS,
    ORDERS,
    CHAIN,
    COMMITMENTS,
    QUOTATIONS,
    FEEDBACK,
    SURVEY_ANSWERS,
    SATISFACTION,
    GIFTS,
    NEWS,
    STORIES,
    ATTACHMENTS,
)
ROOMS: Mapping[Kind, Records[Any]] = {room.kind: room for room in _ROOMS}
FIELDS = tuple(room.fields for room in ROOMS.values())
OF_CUSTOMER = tuple(kind for kind, room in ROOMS.items() if "customer_id" in room.fields)
