"""How each field of a filled survey is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.survey_answers import choices

_MAIN = N_("Answers")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.SURVEY_ANSWERS,
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
            "survey_id",
            N_("Survey"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="V-05",
            refers_to=Kind.SURVEYS,
            required=True,
            in_table=True,
            aliases=("问卷名称",),
        ),
        Field(
            "answered_on",
            N_("Answered on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="V-05",
            required=True,
            in_table=True,
            aliases=("答卷日期",),
        ),
        Field(
            "contact_id",
            N_("Contact"),
            FieldType.REFERENCE,
            section=_MAIN,
            requirement="V-05",
            refers_to=Kind.CONTACTS,
            in_table=True,
            aliases=("填写人",),
        ),
        Field(
            "mode",
            N_("Survey mode"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="V-07",
            choices=choices.MODES,
            in_table=True,
            aliases=("方式",),
        ),
        Field("answers", N_("Answers"), FieldType.ANSWERS, section=_MAIN, requirement="V-05", search=Search.TEXT),
        Field(
            "main_problems",
            N_("Main problems"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="V-06",
            search=Search.TEXT,
            aliases=("主要问题分析",),
        ),
        Field(
            "suggestions", N_("Suggestions"), FieldType.LONG_TEXT, section=_MAIN, requirement="V-05", search=Search.TEXT
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
    sheet_aliases=("答卷", "问卷结果"),
    named_by="answered_on",
    dated_by="answered_on",
    known_by=("answers", "survey_id", "suggestions"),
    same_by=("customer_id", "survey_id", "answered_on"),
)
