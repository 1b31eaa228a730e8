"""What a row of customers or interactions says of records of other kinds: heading to kind and field.

Forms and grown sheets keep everything about a customer in one row: its contact, the last talk, needs, a satisfaction
score. Each part below makes, or adds to, a record of its own. Headings that the row's own kind knows go first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_crm.core.kinds import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A field of another kind and the headings that name it; `variant` tells how the record is meant."""

    kind: Kind
    field: str
    headings: tuple[str, ...]
    variant: str = ""

    @property
    def target(self) -> str:
        """How a column says that it fills this part."""
        return ".".join(filter(None, (self.kind.value, self.field, self.variant)))


ANALYSIS, IMPLICIT, PRIMARY, BASE, RELATED = "analysis", "implicit", "primary", "base", "related"

_NEEDS = (
    Part(Kind.NEEDS, "title", ("核心需求", "核心合作需求", "当前需求", "客户需求", "显性需求", "need", "core need")),
    Part(Kind.NEEDS, "title", ("隐性需求", "implicit need"), IMPLICIT),
    Part(Kind.NEEDS, "description", ("需求描述", "need description")),
    Part(Kind.NEEDS, "pain_points", ("痛点", "客户痛点", "pain points")),
    Part(Kind.NEEDS, "priority", ("需求优先级", "优先级", "need priority", "priority")),
    Part(Kind.NEEDS, "urgency", ("紧急程度", "需求紧急程度", "urgency")),
    Part(Kind.NEEDS, "budget", ("预算", "预算范围", "预算金额", "budget", "budget range")),
    Part(Kind.NEEDS, "decision_cycle", ("决策周期", "decision cycle")),
    Part(Kind.NEEDS, "service_mode", ("期望服务方式", "preferred service mode")),
)
_ASSESSMENT = (
    Part(Kind.SATISFACTION, "score", ("当前满意度评分", "满意度评分", "满意度", "satisfaction", "satisfaction score")),
    Part(
        Kind.SATISFACTION,
        "reason",
        ("满意度变化趋势", "满意度变化原因", "满意度变化趋势及原因", "satisfaction trend"),
    ),
    Part(Kind.CHAIN, "name", ("决策链", "决策流程", "decision chain")),
    Part(Kind.NEWS, "content", ("客户最新动态", "最新动态", "客户动态", "account news", "news")),
)

IMPLIED: Mapping[Kind, tuple[Part, ...]] = {
    Kind.CUSTOMERS: (
        Part(Kind.CONTACTS, "name", ("联系人", "联系人姓名", "contact", "contact name", "contact person")),
        Part(Kind.CONTACTS, "name", ("主要联系人", "主要联系人信息", "primary contact"), PRIMARY),
        Part(Kind.CONTACTS, "name", ("基础联系人", "base contact"), BASE),
        Part(Kind.CONTACTS, "name", ("关联联系人", "related contact", "次要联系人"), RELATED),
        Part(Kind.CONTACTS, "title", ("职位/角色", "职位", "职务", "联系人职位", "job title")),
        Part(Kind.CONTACTS, "mobile", ("手机", "手机号", "手机号码", "联系人手机", "联系人电话", "mobile")),
        Part(Kind.CONTACTS, "email", ("联系人邮箱", "常用邮箱", "contact email")),
        Part(Kind.CONTACTS, "preferred_channel", ("沟通偏好", "客户偏好沟通方式", "preferred channel")),
        Part(Kind.INTERACTIONS, "summary", ("互动内容摘要", "互动内容", "沟通内容", "跟进内容", "跟进记录", "summary")),
        Part(Kind.INTERACTIONS, "occurred", ("互动时间", "跟进日期", "跟进时间", "沟通时间", "拜访时间")),
        Part(Kind.INTERACTIONS, "method", ("互动类型", "沟通方式", "互动方式")),
        Part(Kind.INTERACTIONS, "participants", ("互动参与人", "参与人", "participants")),
        Part(Kind.INTERACTIONS, "feedback", ("客户反馈", "customer feedback")),
        Part(Kind.INTERACTIONS, "agreements", ("达成的共识", "agreements")),
        Part(Kind.INTERACTIONS, "logged_by", ("跟进人", "记录人", "logged by")),
        Part(Kind.NEEDS, "title", ("客户需求分析", "需求分析", "needs"), ANALYSIS),
        *_NEEDS,
        *_ASSESSMENT,
        Part(Kind.COMMITMENTS, "title", ("承诺事项", "承诺", "commitments")),
        Part(Kind.FOLLOWUPS, "title", ("下一步计划", "下一步行动", "next action")),
        Part(Kind.FOLLOWUPS, "due", ("跟进时间节点", "下次跟进时间")),
        Part(Kind.FOLLOWUPS, "methods", ("跟进方式",)),
    ),
    Kind.INTERACTIONS: (*_NEEDS, *_ASSESSMENT),
}

# What makes a record of its own; every other part only adds to one.
MAIN: Mapping[Kind, frozenset[str]] = {
    Kind.CONTACTS: frozenset({"name"}),
    Kind.INTERACTIONS: frozenset({"summary"}),
    Kind.NEEDS: frozenset({"title"}),
    Kind.SATISFACTION: frozenset({"score"}),
    Kind.CHAIN: frozenset({"name"}),
    Kind.NEWS: frozenset({"content"}),
    Kind.COMMITMENTS: frozenset({"title"}),
    Kind.FOLLOWUPS: frozenset({"title", "due"}),
}

# Parts of a need may stand alone, since it is known whose they are; but a list may give each customer a priority.
STANDS_ALONE = Kind.NEEDS
NOT_ALONE = frozenset({"优先级", "priority"})

# Of these a row implies one record, whatever the number of its columns.
ONE_A_ROW = frozenset({Kind.FOLLOWUPS, Kind.SATISFACTION})

# What is said once in a row, but of each of the records; everything else is said of the first.
OF_EACH = frozenset({"priority", "urgency"})

# By what an implied record is known again, beside its customer: less than what a row of its own kind would say.
SAME_BY: Mapping[Kind, tuple[str, ...]] = {
    Kind.CONTACTS: ("name",),
    Kind.INTERACTIONS: ("occurred", "summary"),
    Kind.NEEDS: ("title",),
    Kind.SATISFACTION: ("score", "scored_on"),
    Kind.CHAIN: ("name",),
    Kind.NEWS: ("content",),
    Kind.COMMITMENTS: ("title",),
    Kind.FOLLOWUPS: ("title", "due"),
}

# The field that tells when it was said; it is the time of the talk in the same row.
SAID_ON: Mapping[Kind, str] = {
    Kind.INTERACTIONS: "occurred",
    Kind.NEEDS: "raised",
    Kind.SATISFACTION: "scored_on",
    Kind.NEWS: "happened_on",
    Kind.COMMITMENTS: "made_on",
}
