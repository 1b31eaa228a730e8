"""The pages that list records of other kinds than customers and follow-ups: here a new kind plugs in."""

from typing import Any

from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.counting import open_urgent_requests
from desktop_crm.ui.framework.page import Figure
from desktop_crm.ui.records.orders_page import OrdersPage
from desktop_crm.ui.records.page import RecordsPage
from desktop_crm.ui.records.parts_page import PartsPage
from desktop_crm.ui.records.surveys_page import SurveysPage


class NeedsPage(RecordsPage):
    """All needs."""

    kind = Kind.NEEDS
    viewed = (Kind.NEEDS,)

    @classmethod
    def shows(cls, kind: Kind) -> bool:
        return kind is Kind.NEEDS


class _Deals(RecordsPage):
    kind = Kind.DEALS


class _Quotations(RecordsPage):
    kind = Kind.QUOTATIONS


class _Contracts(RecordsPage):
    kind = Kind.CONTRACTS


class _Service(RecordsPage):
    kind = Kind.SERVICE


class _Feedback(RecordsPage):
    kind = Kind.FEEDBACK


class _Satisfaction(RecordsPage):
    kind = Kind.SATISFACTION


class _Materials(RecordsPage):
    kind = Kind.MATERIALS


class _Stories(RecordsPage):
    kind = Kind.STORIES


class DealsPage(PartsPage):
    """What may be sold, was offered, was signed and was bought."""

    title = N_("Deals and orders")
    parts = (_Deals, _Quotations, _Contracts, OrdersPage)
    viewed = tuple(part.kind for part in parts)


class ServicePage(PartsPage):
    """Requests first; beside its name in the sidebar stands how many urgent ones are open."""

    title = N_("Service")
    parts = (_Service, _Feedback, _Satisfaction, SurveysPage)
    viewed = tuple(part.kind for part in parts)

    @classmethod
    def figure(cls, connection: Any) -> Figure:
        return Figure(open_urgent_requests(connection), alarming=True)


class MaterialsPage(PartsPage):
    """What is worth sharing with customers."""

    title = N_("Material")
    parts = (_Materials, _Stories)
    viewed = tuple(part.kind for part in parts)
