"""The questions of a survey: one in each line, with what kind of answer it asks for in brackets in front.

    [score: responsiveness] How satisfied are you with the speed of our response?
    [yes/no] Would you recommend us?
    [choice: phone / e-mail / visit] How shall we keep in touch?
    [text: suggestions] What should we do better?

A line without brackets asks for free text. The words in brackets are understood in both languages: `[评分: 响应速度]`,
`[是否]`, `[选择: 电话 / 邮件]`, `[文字: 改进建议]`. A topic says what a question is about: scores count for a dimension
of satisfaction (V-04), texts for the main problems or the suggestions (V-06); other topics are the author's own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_, _

OVERALL, RESPONSIVENESS, RESOLUTION, PROFESSIONALISM = "overall", "responsiveness", "resolution", "professionalism"
PROBLEMS, SUGGESTIONS = "problems", "suggestions"
DIMENSIONS = (OVERALL, RESPONSIVENESS, RESOLUTION, PROFESSIONALISM)
SCORES = range(1, 6)  # 5 is very satisfied

TOPICS = ChoiceList(
    "survey_topics",
    N_("Topics of questions"),
    (
        Choice(OVERALL, N_("Overall satisfaction"), ("总体", "总体满意")),
        Choice(RESPONSIVENESS, N_("Speed of response"), ("响应速度",)),
        Choice(RESOLUTION, N_("Problem solving"), ("问题解决",)),
        Choice(PROFESSIONALISM, N_("Professionalism"), ("专业度",)),
        Choice(PROBLEMS, N_("Main problems"), ("问题",)),
        Choice(SUGGESTIONS, N_("Suggestions"), ("建议",)),
    ),
)


class AnswerType(StrEnum):
    """What kind of answer a question asks for."""

    SCORE = "score"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


_TYPES = ChoiceList(
    "answer_types",
    N_("Kinds of questions"),
    (
        Choice(AnswerType.SCORE, N_("score"), ("打分", "1-5", "rating")),
        Choice(AnswerType.YES_NO, N_("yes/no"), ("yes/no", "是/否")),
        Choice(AnswerType.CHOICE, N_("choice"), ("单选", "选项")),
        Choice(AnswerType.TEXT, N_("text"), ("填空", "问答", "free text")),
    ),
)
_BRACKETS = re.compile(r"\s*[\[【]\s*(?P<type>[^\]】:：]+?)\s*(?:[:：]\s*(?P<rest>[^\]】]*?)\s*)?[\]】]\s*(?P<text>.*)")
_YES = {"yes", "y", "true", "是", "有", "愿意", "1"}
_NO = {"no", "n", "false", "否", "无", "不愿意", "0"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `topic` is a code of `TOPICS`, the author's own word or empty; `options` are those of a choice."""

    text: str
    type: AnswerType = AnswerType.TEXT
    topic: str = ""
    options: tuple[str, ...] = ()

    def read(self, answer: str) -> int | bool | str | None:
        """The answer as the question means it: a score, yes or no, an option or text; None where it is no answer."""
        plain = normalize("NFKC", answer).strip()
        match self.type:
            case AnswerType.SCORE:
                found = re.fullmatch(r"([1-5])(?:\.0+)?\s*(?:分|/5)?", plain)
                return int(found[1]) if found else None
            case AnswerType.YES_NO:
                folded = plain.casefold()
                return True if folded in _YES else False if folded in _NO else None
            case AnswerType.CHOICE:
                return next((option for option in self.options if option.casefold() == plain.casefold()), None)
            case AnswerType.TEXT:
                return plain or None


def questions_in(text: str) -> list[Question]:
    """The questions in the lines of a survey; empty lines are passed over."""
    return [_question(line) for line in text.splitlines() if line.strip()]


def lines_of(questions: Iterable[Question]) -> str:
    """The lines that `questions_in` reads back, in the words of the language in use."""
    return "\n".join(_line(question) for question in questions)


def _question(line: str) -> Question:
    found = _BRACKETS.fullmatch(line)
    kind = _TYPES.code_of(found["type"]) if found else None
    if found is None or kind is None or not found["text"].strip():
        return Question(line.strip())
    text, rest = found["text"].strip(), found["rest"] or ""
    if kind == AnswerType.CHOICE:
        return Question(text, AnswerType.CHOICE, options=tuple(_options(rest)))
    return Question(text, AnswerType(kind), TOPICS.code_of(rest) or rest)


def _options(text: str) -> Iterator[str]:
    for part in re.split(r"[/／|、]", text):
        if option := part.strip():
            yield option


def _line(question: Question) -> str:
    rest = " / ".join(question.options) if question.options else TOPICS.label_of(question.topic)
    kind = _TYPES.label_of(question.type)
    if question.type is AnswerType.TEXT and not rest and not question.text.startswith(("[", "【")):
        return question.text
    return f"[{kind}: {rest}] {question.text}" if rest else f"[{kind}] {question.text}"


def default_questions() -> list[Question]:
    """The questionnaire to begin with, in the language in use: satisfaction by dimension, then what to improve (V-05).

    Who answers stands in the filled survey itself, so that the questions need not ask for it.
    """
    return [
        Question(_("How satisfied are you with our products and services overall?"), AnswerType.SCORE, OVERALL),
        Question(_("How satisfied are you with the speed of our response?"), AnswerType.SCORE, RESPONSIVENESS),
        Question(_("How satisfied are you with the way we solve problems?"), AnswerType.SCORE, RESOLUTION),
        Question(_("How satisfied are you with the expertise of our people?"), AnswerType.SCORE, PROFESSIONALISM),
        Question(_("Does the product do what you bought it for?"), AnswerType.YES_NO),
        Question(_("Would you recommend us to others?"), AnswerType.YES_NO),
        Question(
            _("How would you like us to keep in touch?"),
            AnswerType.CHOICE,
            options=(_("Phone"), _("Visit"), _("WeChat"), _("E-mail")),
        ),
        Question(_("What bothers you most at present?"), AnswerType.TEXT, PROBLEMS),
        Question(_("What should we do better?"), AnswerType.TEXT, SUGGESTIONS),
    ]
