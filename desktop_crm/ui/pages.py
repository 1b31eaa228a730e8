"""The list of pages: here a new one plugs in, with one line."""

from dataclasses import dataclass

from desktop_crm.core.i18n import N_
from desktop_crm.ui.customers.page import CustomersPage
from desktop_crm.ui.followups.page import FollowupsPage
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.records.pages import DealsPage, MaterialsPage, NeedsPage, ServicePage
from desktop_crm.ui.settings.page import SettingsPage
from desktop_crm.ui.today.page import TodayPage
from desktop_crm.ui.transfer.page import TransferPage
from desktop_crm.ui.trash.page import TrashPage
from desktop_crm.ui.upkeep.celebrations_page import CelebrationsPage
from desktop_crm.ui.upkeep.verification_page import VerificationPage


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page in the sidebar: key, name, icon of the Lucide set, and the class that makes it."""

    key: str
    title: str
    icon: str
    make: type[Page]


PAGES = (
    PageEntry("today", N_("Today"), "calendar", TodayPage),
    PageEntry("customers", N_("Customers"), "user-round", CustomersPage),
    PageEntry("followups", N_("Follow-ups"), "list-checks", FollowupsPage),
    PageEntry("needs", N_("Needs"), "lightbulb", NeedsPage),
    PageEntry("orders", N_("Deals and orders"), "funnel", DealsPage),
    PageEntry("service", N_("Service"), "headphones", ServicePage),
    PageEntry("materials", N_("Material"), "library", MaterialsPage),
    PageEntry("celebrations", N_("Birthdays"), "cake", CelebrationsPage),
    PageEntry("verification", N_("Verification"), "clipboard-check", VerificationPage),
)

# Below the others, for what is needed seldom.
LOWER_PAGES = (
    PageEntry("transfer", N_("Import and export"), "arrow-down-up", TransferPage),
    PageEntry("trash", N_("Trash"), "trash-2", TrashPage),
    PageEntry("settings", N_("Settings"), "settings", SettingsPage),
)
