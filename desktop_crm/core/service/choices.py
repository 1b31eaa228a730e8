"""The drop-down lists of a service request's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

URGENT, NORMAL, SUGGESTION = "urgent", "normal", "suggestion"
RECEIVED, IN_WORK, RESOLVED, CONFIRMED, WITHDRAWN = "received", "in_work", "resolved", "confirmed", "dropped"
COMPLAINT = "complaint"

TYPES = ChoiceList(
    "service_types",
    N_("Types of request"),
    (
        Choice("question", N_("Question"), ("使用咨询",)),
        Choice("fault", N_("Fault"), ("系统故障", "质量问题")),
        Choice(COMPLAINT, N_("Complaint"), ()),
        Choice("change", N_("Change of a need"), ("变更",)),
        Choice("delivery", N_("Delivery"), ("交付延迟",)),
        Choice(SUGGESTION, N_("Suggestion"), ()),
        Choice("other", N_("Other"), ("其它",)),
    ),
)

SEVERITIES = ChoiceList(
    "service_severities",
    N_("Severities"),
    (
        Choice(URGENT, N_("Urgent"), ("高",)),
        Choice(NORMAL, N_("Normal"), ("中", "普通")),
        Choice(SUGGESTION, N_("Suggestion"), ("低",)),
    ),
    open=False,
)

CHANNELS = ChoiceList(
    "service_channels",
    N_("Ways a request comes in"),
    (
        Choice("phone", N_("Phone"), ()),
        Choice("email", N_("E-mail"), ("邮箱",)),
        Choice("system", N_("System"), ("工单系统", "工单")),
        Choice("wechat", N_("WeChat"), ()),
        Choice("visit", N_("Visit"), ("面谈",)),
        Choice("other", N_("Other"), ()),
    ),
)

STATUSES = ChoiceList(
    "service_statuses",
    N_("Service statuses"),
    (
        Choice(RECEIVED, N_("Received"), ("待处理",)),
        Choice(IN_WORK, N_("Being handled"), ("进行中", "响应中")),
        Choice(RESOLVED, N_("Resolved"), ("解决",)),
        Choice(CONFIRMED, N_("Confirmed by the customer"), ("已关闭", "闭环")),
        Choice(WITHDRAWN, N_("Withdrawn"), ("取消",)),
    ),
    open=False,
)
