"""How each field of a gift is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search
from desktop_crm.core.gifts import choices
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Gift")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.GIFTS,
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
            "title",
            N_("Gift"),
            section=_MAIN,
            requirement="K-13",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("礼品名称", "小礼品"),
        ),
        Field(
            "given_on",
            N_("Gift given on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="K-13",
            required=True,
            in_table=True,
            aliases=("日期", "时间"),
        ),
        Field(
            "contact_id",
            N_("Contact"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="K-13",
            refers_to=Kind.CONTACTS,
            in_table=True,
            aliases=("收礼人",),
        ),
        Field(
            "occasion",
            N_("Occasion"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="K-12",
            choices=choices.OCCASIONS,
            in_table=True,
            aliases=("节点",),
        ),
        Field(
            "value",
            N_("Value"),
            FieldType.MONEY,
            section=_MAIN,
            requirement="K-13",
            mask=Mask.AMOUNT,
            in_table=True,
            aliases=("金额",),
        ),
        Field(
            "reaction",
            N_("Reaction"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="K-13",
            search=Search.TEXT,
            aliases=("客户反馈",),
        ),
        Field("owner", N_("Given by"), section=_MAIN, requirement="K-13", search=Search.TEXT),
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
    sheet_aliases=("礼品记录", "gift"),
    named_by="title",
    dated_by="given_on",
    known_by=("title",),
    same_by=("customer_id", "given_on", "title"),
)
