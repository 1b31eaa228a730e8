"""What the answers to a survey say together: means, distributions, main problems and suggestions (V-06)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from desktop_crm.core.surveys.questions import (
    DIMENSIONS,
    OVERALL,
    PROBLEMS,
    SCORES,
    SUGGESTIONS,
    AnswerType,
    Question,
)

LOW_MEAN = 3.5  # a question that scores below is a main problem
LOW_SCORE = 2  # so is one that somebody scores so low or lower


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled survey: who filled it, question to answer, and what was noted down beside."""

    customer: str
    answers: Mapping[str, str]
    main_problems: str = ""
    suggestions: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one filled survey: each dimension's, and the one that stands for all. 1 to 5, None without any."""

    overall: int | None
    dimensions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What all said to one question. `distribution` counts each answer, a score 1 to 5 and an option even when 0."""

    question: Question
    answered: int
    mean: float | None
    distribution: Mapping[int | bool | str, int]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's own words."""

    customer: str
    text: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a survey came to. `weak` are the questions that scored low, the lowest first."""

    filled: int
    mean: float | None
    dimensions: Mapping[str, float]
    results: tuple[QuestionResult, ...]
    weak: tuple[QuestionResult, ...]
    problems: tuple[Said, ...]
    suggestions: tuple[Said, ...]


def scores_of(questions: Iterable[Question], answers: Mapping[str, str]) -> Scores:
    """The scores that answers give; the overall one is that of its own question, else the mean of all, rounded."""
    by_topic: dict[str, list[int]] = {}
    for question in questions:
        answer = _answer(question, answers)
        if question.type is AnswerType.SCORE and isinstance(answer, int):
            by_topic.setdefault(question.topic, []).append(answer)
    everything = [score for scores in by_topic.values() for score in scores]
    overall = by_topic.get(OVERALL, everything)
    return Scores(
        _rounded(overall) if overall else None,
        {topic: _rounded(by_topic[topic]) for topic in DIMENSIONS if topic != OVERALL and topic in by_topic},
    )


def analyse(questions: Sequence[Question], filled: Sequence[Filled]) -> Analysis:
    """What the filled surveys come to; answers to questions that the survey no longer asks are left out."""
    results = tuple(_result(question, filled) for question in questions)
    scored = [result for result in results if result.mean is not None]
    topics: dict[str, list[int]] = {}
    for result in scored:
        scores = [score for score, count in result.distribution.items() for _ in range(count)]
        topics.setdefault(result.question.topic, []).extend(int(score) for score in scores)
    overall = topics.get(OVERALL) or [score for scores in topics.values() for score in scores]
    weak = [result for result in scored if (result.mean or 0) < LOW_MEAN or _has_low(result)]
    return Analysis(
        len(filled),
        fmean(overall) if overall else None,
        {topic: fmean(scores) for topic, scores in topics.items() if topic},
        results,
        tuple(sorted(weak, key=lambda result: result.mean or 0)),
        tuple(_said(questions, filled, PROBLEMS)),
        tuple(_said(questions, filled, SUGGESTIONS)),
    )


def _answer(question: Question, answers: Mapping[str, str]) -> int | bool | str | None:
    return question.read(answers.get(question.text, ""))


def _result(question: Question, filled: Sequence[Filled]) -> QuestionResult:
    answers = [answer for each in filled if (answer := _answer(question, each.answers)) is not None]
    counted = Counter(answers)
    offered: Iterable[int | bool | str]
    match question.type:
        case AnswerType.SCORE:
            offered = SCORES
        case AnswerType.YES_NO:
            offered = (True, False)
        case AnswerType.CHOICE:
            offered = question.options
        case AnswerType.TEXT:
            offered = ()
    scores = [answer for answer in answers if isinstance(answer, int)] if question.type is AnswerType.SCORE else []
    return QuestionResult(
        question, len(answers), fmean(scores) if scores else None, {answer: counted[answer] for answer in offered}
    )


def _has_low(result: QuestionResult) -> bool:
    return any(count for score, count in result.distribution.items() if int(score) <= LOW_SCORE)


def _said(questions: Sequence[Question], filled: Sequence[Filled], topic: str) -> Iterable[Said]:
    asked = [question for question in questions if question.type is AnswerType.TEXT and question.topic == topic]
    for each in filled:
        noted = each.main_problems if topic == PROBLEMS else each.suggestions
        texts = (*(each.answers.get(question.text, "").strip() for question in asked), noted.strip())
        yield from (Said(each.customer, text) for text in dict.fromkeys(texts) if text)


def _rounded(scores: Sequence[int]) -> int:
    """The mean, halves upwards."""
    return (2 * sum(scores) + len(scores)) // (2 * len(scores))
