"""A filled survey becomes a satisfaction score of its customer (V-03 to V-07)."""

from dataclasses import replace

from sqlalchemy import select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.schema.satisfaction import satisfaction
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import SatisfactionId, SurveyAnswersId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.survey_answers.entity import SurveyAnswers
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.surveys.analysis import Scores, scores_of
from desktop_crm.core.surveys.questions import PROBLEMS, PROFESSIONALISM, RESOLUTION, RESPONSIVENESS, questions_in
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.workflows.keep_confidential import always_confidential, confidential_too

_PROBLEMS_STAND_IN = frozenset({"answers", "main_problems"})
_DIMENSIONS = (RESPONSIVENESS, RESOLUTION, PROFESSIONALISM)


def take_answers(session: Session, answers: SurveyAnswers) -> Changes:
    """Add a filled survey (id 0) or change one, and with it the satisfaction score that follows from it.

    The score is that of the question about everything, else the mean; what the customer names as the main problem is
    its reason, and confidential where that is. Answers without any score leave no score behind.
    """
    if answers.id:
        values = {field.name: getattr(answers, field.name) for field in SURVEY_ANSWERS.fields.stored}
        changes = SURVEY_ANSWERS.change(session, answers.id, **values)
    else:
        answers = replace(answers, id=SurveyAnswersId(session.new_id()))
        changes = SURVEY_ANSWERS.add(session, [answers])
    scores, problems = _scores(session, answers)
    s = satisfaction.c
    known = session.connection.scalars(select(s.id).where(s.answers_id == answers.id, s.deleted_at.is_(None))).all()
    if scores.overall is None:
        return changes | SATISFACTION.trash(session, known)
    record = _record(answers, scores, problems)
    secret = ("reason",) if _names_problems_in_secret(session, answers.id) else ()
    if known:
        for name in secret:
            changes |= SATISFACTION.mark(session, known[:1], name)
        said = {name: getattr(record, name) for name in ("score", "scored_on", "mode", "contact_id", *_DIMENSIONS)}
        if problems:
            said["reason"] = problems
        return changes | SATISFACTION.change(session, known[0], **said)
    with confidential_too(Kind.SATISFACTION, secret):
        return changes | SATISFACTION.add(session, [record])


def _names_problems_in_secret(session: Session, answers_id: SurveyAnswersId) -> bool:
    marked = SURVEY_ANSWERS.secrets(session.connection, [answers_id]).get(answers_id, frozenset())
    return not _PROBLEMS_STAND_IN.isdisjoint(marked | always_confidential(Kind.SURVEY_ANSWERS))


def _scores(session: Session, answers: SurveyAnswers) -> tuple[Scores, str]:
    """The scores in the answers, and the main problems that they name."""
    survey = SURVEYS.get(session.connection, answers.survey_id) if answers.survey_id else None
    questions = questions_in(survey.questions) if survey else []
    named = [answers.answers.get(question.text, "").strip() for question in questions if question.topic == PROBLEMS]
    problems = "\n".join(dict.fromkeys(filter(None, (*named, answers.main_problems.strip()))))
    return scores_of(questions, answers.answers), problems


def _record(answers: SurveyAnswers, scores: Scores, problems: str) -> Satisfaction:
    return Satisfaction(
        id=SatisfactionId(0),
        customer_id=answers.customer_id,
        score=scores.overall,
        scored_on=answers.answered_on,
        reason=problems,
        mode="interview" if answers.mode == "interview" else "survey",
        contact_id=answers.contact_id,
        answers_id=answers.id,
        responsiveness=scores.dimensions.get(RESPONSIVENESS),
        resolution=scores.dimensions.get(RESOLUTION),
        professionalism=scores.dimensions.get(PROFESSIONALISM),
    )
