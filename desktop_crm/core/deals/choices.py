"""The drop-down lists of an opportunity's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

LEAD, DEAL_WON, DEAL_LOST = "lead", "won", "lost"

STAGES = ChoiceList(
    "deals_stages",
    N_("Stages of an opportunity"),
    (
        Choice(LEAD, N_("First interest"), ("线索",)),
        Choice("qualified", N_("Qualified"), ("已确认",)),
        Choice("proposal", N_("Proposal"), ("方案", "报价")),
        Choice("negotiation", N_("Negotiation"), ("谈判",)),
        Choice(DEAL_WON, N_("Won deal"), ("成交",)),
        Choice(DEAL_LOST, N_("Lost deal"), ("丢单",)),
    ),
)
