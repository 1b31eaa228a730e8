"""How a sample customer is looked after: service, feedback, scores, surveys, gifts, news and success stories."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop_crm.core.feedback.choices import NEGATIVE, POSITIVE
from desktop_crm.core.feedback.entity import Feedback
from desktop_crm.core.gifts.entity import Gift
from desktop_crm.core.ids import (
    FeedbackId,
    GiftId,
    MaterialId,
    NeedId,
    NewsId,
    SatisfactionId,
    ServiceRequestId,
    StoryId,
    SurveyAnswersId,
    SurveyId,
)
from desktop_crm.core.kinds import Kind
from desktop_crm.core.materials.entity import Material
from desktop_crm.core.news.entity import News
from desktop_crm.core.sample.case import Case, day_of
from desktop_crm.core.sample.chance import pick
from desktop_crm.core.sample.times import Times
from desktop_crm.core.sample.words import Words
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.service.choices import CONFIRMED, NORMAL, RECEIVED, RESOLVED, SUGGESTION, URGENT
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.stories.entity import Story as SuccessStory
from desktop_crm.core.survey_answers.entity import SurveyAnswers
from desktop_crm.core.surveys.choices import RUNNING
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money

# How often a customer has one, for those of whom it can be.
_SERVICE, _FEEDBACK, _SCORED, _ANSWERED, _GIFT, _NEWS, _STORY = 0.45, 0.25, 0.7, 0.25, 0.12, 0.35, 0.1
_SCORES = (1, 2, 2, 3, 4)  # of one customer, about a quarter apart
_QUARTER_DAYS = 91
_SEVERITIES = (URGENT, NORMAL, NORMAL, NORMAL, SUGGESTION)
_RESPONSE_MINUTES = {URGENT: 150, NORMAL: 1_300, SUGGESTION: 3_000}  # at most; of the urgent ones a few come late


def care(case: Case, needs: list[Any], survey: Survey) -> Mapping[Kind, list[Any]]:
    """The records of one customer, by kind; `needs` are its needs, `survey` the one that was sent out."""
    service = list(_requests(case))
    answers = _answers(case, survey)
    return {
        Kind.SERVICE: service,
        Kind.FEEDBACK: list(_feedback(case, service)),
        Kind.SURVEY_ANSWERS: [answers] if answers else [],
        Kind.SATISFACTION: list(_scores(case, answers)),
        Kind.GIFTS: list(_gifts(case)),
        Kind.NEWS: list(_news(case)),
        Kind.STORIES: list(_stories(case, needs)),
    }


def common(random: Random, words: Words, times: Times, author: str, new_id: Any) -> tuple[Survey, list[Material]]:
    """The survey and the material that all customers share."""
    said = words["survey"]
    start = times.today - timedelta(days=60)
    survey = Survey(
        id=SurveyId(new_id()),
        title=said["title"],
        status=RUNNING,
        starts_on=day_of(start),
        introduction=said["introduction"],
        questions="\n".join(said["questions"]),
        owner=author,
    )
    return survey, [
        Material(
            id=MaterialId(new_id()),
            **each,
            published_on=day_of(start - timedelta(days=int(random.random() * 200))),
        )
        for each in words["materials"]
    ]


def _requests(case: Case) -> Iterator[ServiceRequest]:
    """One or two requests since the first order; of the newest some are still open."""
    if not case.bought or case.signed is None or not case.chance(_SERVICE):
        return
    random, words, now = case.random, case.words, case.times.now
    for _number in range(1 if case.chance(0.7) else 2):
        said, gaps = pick(random, words["service"]), case.gaps()
        suggested = said["type"] == SUGGESTION
        severity = SUGGESTION if suggested else pick(random, _SEVERITIES[:-1])
        received = case.times.past((case.times.today - case.within(case.signed)).days)
        responded = _after(received, minutes=5 + int(random.random() * _RESPONSE_MINUTES[severity]))
        resolved = _after(responded, minutes=60 + int(random.random() * 7_000))
        confirmed = _after(resolved, minutes=600 + int(random.random() * 4_000))
        reached = [moment for moment in (responded, resolved, confirmed) if moment.at < now]
        done = len(reached) >= 2
        lead, supporting = pick(random, words["service_departments"])
        roles = random.sample(words["service_roles"], 2) if severity == URGENT else ()
        yield ServiceRequest(
            id=ServiceRequestId(case.new_id()),
            customer_id=case.customer.id,
            title=said["title"].format_map(gaps),
            type=said["type"],
            severity=severity,
            channel=pick(random, ("phone", "phone", "email", "system", "wechat")),
            received=received,
            contact_id=case.contact_id(),
            content=said["content"].format_map(gaps),
            status=(RECEIVED, "in_work", RESOLVED, CONFIRMED)[len(reached)],
            responded=reached[0] if reached else None,
            owner=case.author,
            account_manager=case.author,
            team=tuple(f"{case.colleague()}({role})" for role in roles),
            lead_department=lead,
            supporting_departments=tuple(supporting) if severity == URGENT else (),
            solution=said["solution"].format_map(gaps) if done else "",
            resolved=reached[1] if done else None,
            effect=said["effect"].format_map(gaps) if done else "",
            confirmed=reached[2] if len(reached) == 3 else None,
            prevention=said["prevention"].format_map(gaps) if done else "",
        )


def _after(moment: Moment, *, minutes: int) -> Moment:
    return Moment(moment.at + timedelta(minutes=minutes), moment.zone)


def _feedback(case: Case, service: list[ServiceRequest]) -> Iterator[Feedback]:
    if not case.bought or case.signed is None or not case.chance(_FEEDBACK):
        return
    good = case.chance(0.65) and not case.left
    given = case.within(case.signed)
    content, measures = pick(case.random, case.words["praise"]), ""
    if not good:
        content, measures = pick(case.random, case.words["criticism"])
    yield Feedback(
        id=FeedbackId(case.new_id()),
        customer_id=case.customer.id,
        tone=POSITIVE if good else NEGATIVE,
        content=content.format_map(case.gaps()),
        given_on=day_of(given),
        contact_id=case.contact_id(),
        measures=measures,
        measures_done_on=day_of(case.later(given, 3, 30)) if measures and case.chance(0.7) else None,
        owner=case.author if measures else "",
        may_be_quoted=good and case.chance(0.4),
        service_id=service[0].id if service and not good else None,
    )


def _answers(case: Case, survey: Survey) -> SurveyAnswers | None:
    if not case.bought or case.left or not case.chance(_ANSWERED):
        return None
    said, mean = case.words["survey"], pick(case.random, (3, 4, 4, 5))
    *scored, recommend, better = said["questions"]
    answers = {_question(line): str(max(1, min(5, mean + pick(case.random, (-1, 0, 0, 1))))) for line in scored}
    suggestion = pick(case.random, said["suggestions"])
    answers |= {_question(recommend): said["yes" if mean > 3 else "no"], _question(better): suggestion}
    return SurveyAnswers(
        id=SurveyAnswersId(case.new_id()),
        customer_id=case.customer.id,
        survey_id=survey.id,
        answered_on=day_of(case.times.past(case.random.uniform(1, 55)).day()),
        contact_id=case.contact_id(),
        mode=pick(case.random, ("form", "phone", "interview", "online")),
        answers=answers,
        main_problems=pick(case.random, said["problems"]) if mean < 4 else "",
        suggestions=suggestion,
    )


def _question(line: str) -> str:
    return line.partition("] ")[2]


def _scores(case: Case, answers: SurveyAnswers | None) -> Iterator[Satisfaction]:
    """Scores about a quarter apart, which go up and down for a reason (V-02), and that of the survey among them."""
    if not case.bought or case.signed is None:
        return
    asked: dict[str, dict[str, Any]] = {
        day.isoformat(): {} for day in (_quarters(case) if case.chance(_SCORED) else ())
    }
    if answers and answers.answered_on:
        asked[answers.answered_on.text] = _scores_in(answers)
    score, before = 3 if case.left else 4, None
    for day, given in sorted(asked.items()):
        if before is not None:
            score = max(1, min(5, before + pick(case.random, (-1, 0, 0, 1) if not case.left else (-1, -1, 0))))
        said = given or {"score": score, "mode": pick(case.random, ("talk", "talk", "interview"))}
        yield Satisfaction(
            id=SatisfactionId(case.new_id()),
            customer_id=case.customer.id,
            scored_on=Day(day),
            reason=_reason(case, said["score"], before),
            contact_id=case.contact_id(),
            **said,
        )
        before = said["score"]


def _scores_in(answers: SurveyAnswers) -> dict[str, Any]:
    """What the answers say of the score and its dimensions (V-04)."""
    values = [int(value) for value in answers.answers.values() if value.isdigit()]
    names = ("score", "responsiveness", "resolution", "professionalism")
    return {**dict(zip(names, values, strict=True)), "mode": "survey", "answers_id": answers.id}


def _quarters(case: Case) -> list[date]:
    assert case.signed is not None  # noqa: S101 - the caller has looked
    last, count = case.last_day() - timedelta(days=int(case.random.random() * 60)), pick(case.random, _SCORES)
    days = [last - timedelta(days=_QUARTER_DAYS * number) for number in reversed(range(count))]
    return [day for day in days if day >= case.signed] or [case.within(case.signed)]


def _reason(case: Case, score: int, before: int | None) -> str:
    if before is None or score == before:
        return ""
    reason: str = pick(case.random, case.words["score_reasons"]["up" if score > before else "down"])
    return reason


def _gifts(case: Case) -> Iterator[Gift]:
    if not case.interactions or case.prospect or not case.chance(_GIFT):
        return
    occasion, _, title = pick(case.random, case.words["gifts"]).partition("|")
    yield Gift(
        id=GiftId(case.new_id()),
        customer_id=case.customer.id,
        title=title,
        given_on=day_of(case.within(case.since("need_confirmed"))),
        contact_id=case.contact_id(),
        occasion=occasion,
        value=Money((50 + int(case.random.random() * 25) * 10) * 100),
        reaction=pick(case.random, case.words["gift_reactions"]) if case.chance(0.6) else "",
        owner=case.author,
    )


def _news(case: Case) -> Iterator[News]:
    if not case.company or not case.interactions or not case.chance(_NEWS):
        return
    kind, _, content = pick(case.random, case.words["news"]).partition("|")
    yield News(
        id=NewsId(case.new_id()),
        customer_id=case.customer.id,
        happened_on=day_of(case.within(case.since("first_contact"))),
        type=kind,
        content=content.format_map(case.gaps()),
        source=pick(case.random, case.words["news_sources"]),
    )


def _stories(case: Case, needs: list[Any]) -> Iterator[SuccessStory]:
    if not needs or not case.company or needs[0].status not in {"delivered", "verified"} or not case.chance(_STORY):
        return
    need, said = needs[0], case.words["story"]
    gaps = {**case.gaps(), "need": need.title, "pain": need.pain_points, "value": need.value}
    gaps["praise"] = pick(case.random, case.words["praise"]).format_map(gaps)
    yield SuccessStory(
        id=StoryId(case.new_id()),
        customer_id=case.customer.id,
        title=said["title"].format_map(gaps),
        told_on=need.rolled_out,
        situation=said["situation"].format_map(gaps),
        solution=need.solution,
        result=said["result"].format_map(gaps),
        quote=said["quote"].format_map(gaps),
        may_be_told=case.chance(0.7),
        need_id=NeedId(need.id),
    )
