"""How each field of a follow-up is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.choices import CHANNELS, LEVELS
from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.followups import choices
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_WHAT = N_("What and when")
_RESULT = N_("Result")
_MORE = N_("More")

FIELDS = RecordFields(
    Kind.FOLLOWUPS,
    (
        Field(
            "customer_id",
            N_("Customer"),
            FieldType.REFERENCE,
            section=_WHAT,
            refers_to=Kind.CUSTOMERS,
            in_table=True,
            aliases=("客户名称", "公司", "公司名称", "company", "company name", "account", "customer name"),
        ),
        Field("contact_id", N_("Contact"), FieldType.REFERENCE, section=_WHAT, refers_to=Kind.CONTACTS),
        Field(
            "interaction_id",
            N_("From the interaction"),
            FieldType.REFERENCE,
            section=_MORE,
            refers_to=Kind.INTERACTIONS,
        ),
        Field(
            "need_id", N_("For the need"), FieldType.REFERENCE, section=_MORE, requirement="F-05", refers_to=Kind.NEEDS
        ),
        Field(
            "deal_id", N_("Opportunity"), FieldType.REFERENCE, section=_MORE, requirement="F-05", refers_to=Kind.DEALS
        ),
        Field(
            "service_id",
            N_("For the request"),
            FieldType.REFERENCE,
            section=_MORE,
            requirement="F-05",
            refers_to=Kind.SERVICE,
        ),
        Field(
            "title",
            N_("What to do"),
            section=_WHAT,
            requirement="F-02",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("标题", "主题", "内容", "跟进内容", "待办事项", "任务", "title", "subject", "task"),
        ),
        Field(
            "due",
            N_("Due"),
            FieldType.MOMENT,
            section=_WHAT,
            requirement="F-02",
            in_table=True,
            aliases=("截止日期", "截止时间", "跟进时间节点", "下次沟通时间", "due date", "deadline", "start"),
        ),
        Field(
            "status",
            N_("State"),
            FieldType.CHOICE,
            section=_WHAT,
            choices=choices.STATUSES,
            in_table=True,
            aliases=("status",),
        ),
        Field(
            "owner",
            N_("Responsible"),
            section=_WHAT,
            requirement="F-01",
            search=Search.TEXT,
            aliases=("跟进责任人", "跟进人", "owner", "assignee"),
        ),
        Field(
            "methods",
            N_("Methods"),
            FieldType.CHOICES,
            section=_WHAT,
            requirement="F-03",
            choices=CHANNELS,
            in_table=True,
            aliases=("跟进方式", "方式", "method"),
        ),
        Field(
            "priority",
            N_("Priority"),
            FieldType.CHOICE,
            section=_WHAT,
            choices=LEVELS,
            aliases=("priority",),
        ),
        Field("place", N_("Place"), section=_WHAT, search=Search.TEXT, aliases=("location",)),
        Field(
            "result",
            N_("Result"),
            FieldType.LONG_TEXT,
            section=_RESULT,
            requirement="F-06",
            search=Search.TEXT,
            aliases=("跟进结果",),
        ),
        Field(
            "told_customer",
            N_("Customer was told"),
            FieldType.YES_NO,
            section=_RESULT,
            requirement="F-05",
            aliases=("完成后反馈客户",),
        ),
        Field("confirmed", N_("Appointment confirmed"), FieldType.MOMENT, section=_RESULT, requirement="I-18"),
        Field("done", N_("Done on"), FieldType.MOMENT, section=_RESULT, requirement="F-06", aliases=("完成时间",)),
        Field("to_check", N_("Imported, to be checked"), FieldType.YES_NO, section=_MORE),
        Field(
            "recurrence", N_("Repeats"), FieldType.RECURRENCE, section=_WHAT, aliases=("重复", "recurrence", "rrule")
        ),
        Field(
            "alarm_minutes",
            N_("Reminder, minutes before"),
            FieldType.NUMBER,
            section=_MORE,
            aliases=("alarm",),
        ),
        Field("snoozed_until", N_("Snoozed until"), FieldType.MOMENT, section=_MORE),
        Field("calendar_uid", N_("Calendar id"), section=_MORE, aliases=("uid",)),
        Field(
            "notes",
            N_("Notes"),
            FieldType.LONG_TEXT,
            section=_MORE,
            search=Search.TEXT,
            aliases=("备注说明", "note", "description", "comment"),
        ),
        Field(
            "confidential",
            N_("Confidential"),
            FieldType.YES_NO,
            section=_MORE,
            requirement="P-04",
            aliases=("保密标记", "是否保密", "confidentiality"),
        ),
        Field("unplaced", N_("Other imported values"), FieldType.UNPLACED, section=_MORE, search=Search.TEXT),
    ),
    sheet_aliases=("跟进计划", "待办", "任务", "tasks", "todos", "follow-up"),
    named_by="title",
    dated_by="due",
)
