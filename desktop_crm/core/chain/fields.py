"""How each field of a decision step is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.chain import choices
from desktop_crm.core.choices import DECISION_ROLES
from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

_MAIN = N_("Step")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.CHAIN,
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
            "position",
            N_("Place in the order"),
            FieldType.NUMBER,
            section=_MAIN,
            requirement="K-08",
            required=True,
            in_table=True,
            aliases=("序号", "步骤", "order", "step"),
        ),
        Field(
            "name",
            N_("Who"),
            section=_MAIN,
            requirement="K-08",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("角色", "部门", "决策方"),
        ),
        Field(
            "role",
            N_("Does what"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="K-08",
            choices=DECISION_ROLES,
            in_table=True,
            aliases=("动作", "决策角色"),
        ),
        Field(
            "contact_id",
            N_("Contact"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="K-08",
            refers_to=Kind.CONTACTS,
            in_table=True,
            aliases=("决策人", "contact name"),
        ),
        Field(
            "state",
            N_("State"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="K-08",
            choices=choices.STATES,
            in_table=True,
            aliases=("进度",),
        ),
        Field(
            "attitude",
            N_("Attitude"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="K-10",
            choices=choices.ATTITUDES,
            in_table=True,
            aliases=("立场",),
        ),
        Field(
            "deal_id", N_("Opportunity"), FieldType.REFERENCE, section=_MAIN, requirement="O-04", refers_to=Kind.DEALS
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
    sheet_aliases=("决策步骤", "decision chain"),
    named_by="name",
    known_by=("name",),
    same_by=("customer_id", "position", "name"),
)
