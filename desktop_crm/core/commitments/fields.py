"""How each field of a commitment is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.commitments import choices
from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Commitment")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.COMMITMENTS,
    (
        Field(
            "customer_id",
            N_("Customer"),
            FieldType.REFERENCE,
            section=_MAIN,
            refers_to=Kind.CUSTOMERS,
            required=True,
            in_table=True,
            aliases=("客户名称", "公司", "公司名称", "company", "company name", "account", "customer name"),
        ),
        Field(
            "direction",
            N_("Whose promise"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="I-06",
            choices=choices.DIRECTIONS,
            required=True,
            in_table=True,
            aliases=("方向",),
        ),
        Field(
            "title",
            N_("What was promised"),
            section=_MAIN,
            requirement="I-06",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("承诺", "承诺事项", "事项"),
        ),
        Field(
            "person",
            N_("Who keeps it"),
            section=_MAIN,
            requirement="I-06",
            search=Search.TEXT,
            mask=Mask.PERSON,
            in_table=True,
            aliases=("承诺人", "责任人"),
        ),
        Field(
            "due",
            N_("Due"),
            FieldType.MOMENT,
            section=_MAIN,
            requirement="I-06",
            in_table=True,
            aliases=("截止日期", "期限"),
        ),
        Field(
            "status",
            N_("State"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="I-06",
            choices=choices.STATUSES,
            in_table=True,
        ),
        Field("made_on", N_("Promised on"), FieldType.DAY, section=_MAIN, requirement="I-06"),
        Field("kept_on", N_("Kept on"), FieldType.DAY, section=_MAIN, requirement="I-06", aliases=("完成日期",)),
        Field("result", N_("Result"), FieldType.LONG_TEXT, section=_MAIN, requirement="I-06", search=Search.TEXT),
        Field(
            "interaction_id",
            N_("Made in the interaction"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="I-06",
            refers_to=Kind.INTERACTIONS,
        ),
        Field(
            "notes",
            N_("Notes"),
            FieldType.LONG_TEXT,
            section=_REMARKS,
            search=Search.TEXT,
            aliases=("remark", "note", "备注说明"),
        ),
        Field(
            "confidential",
            N_("Confidential"),
            FieldType.YES_NO,
            section=_REMARKS,
            requirement="P-04",
            aliases=("保密标记", "是否保密", "confidentiality"),
        ),
        Field("unplaced", N_("Other imported values"), FieldType.UNPLACED, section=_REMARKS, search=Search.TEXT),
    ),
    sheet_aliases=("承诺事项", "commitment"),
    named_by="title",
    dated_by="due",
    known_by=("title",),
    same_by=("customer_id", "title", "direction", "due"),
)
