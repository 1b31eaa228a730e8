"""How each field of a survey is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.surveys import choices

_MAIN = N_("Survey")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.SURVEYS,
    (
        Field(
            "title",
            N_("Survey"),
            section=_MAIN,
            requirement="V-05",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("问卷",),
        ),
        Field(
            "status",
            N_("State"),
            FieldType.CHOICE,
            section=_MAIN,
            requirement="V-03",
            choices=choices.STATUSES,
            in_table=True,
        ),
        Field("starts_on", N_("Survey starts on"), FieldType.DAY, section=_MAIN, requirement="V-03", in_table=True),
        Field(
            "ends_on",
            N_("Survey ends on"),
            FieldType.DAY,
            section=_MAIN,
            requirement="V-03",
            in_table=True,
            aliases=("结束日期",),
        ),
        Field(
            "introduction",
            N_("Introduction"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="V-05",
            search=Search.TEXT,
            aliases=("说明",),
        ),
        Field(
            "questions",
            N_("Questions"),
            FieldType.LONG_TEXT,
            section=_MAIN,
            requirement="V-05",
            search=Search.TEXT,
            aliases=("题目",),
            hint=N_(
                "One in each line; in front in brackets what kind it is: [score: topic] [yes/no] [choice: A / B] [text]"
            ),
        ),
        Field("owner", N_("Owner"), section=_MAIN, requirement="V-03", search=Search.TEXT, aliases=("负责人",)),
        Field(
            "notes",
            N_("Notes"),
            FieldType.LONG_TEXT,
            section=_REMARKS,
            search=Search.TEXT,
            aliases=("remark", "note", "备注说明"),
        ),
        Field("unplaced", N_("Other imported values"), FieldType.UNPLACED, section=_REMARKS, search=Search.TEXT),
    ),
    sheet_aliases=("满意度问卷", "问卷", "survey"),
    named_by="title",
    dated_by="starts_on",
    known_by=("title",),
    same_by=("title", "starts_on"),
)
