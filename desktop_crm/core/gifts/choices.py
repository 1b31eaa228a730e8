"""The drop-down lists of a gift's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

OCCASIONS = ChoiceList(
    "gifts_occasions",
    N_("Occasions of gifts"),
    (
        Choice("birthday", N_("Birthday"), ()),
        Choice("anniversary", N_("Anniversary"), ("客户周年庆",)),
        Choice("festival", N_("Festival"), ("春节", "中秋")),
        Choice("visit", N_("Visit"), ()),
        Choice("thanks", N_("Thanks"), ("感谢",)),
    ),
)
