from dataclasses import replace

import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.satisfaction.store import of_customer
from desktop_crm.core.survey_answers.entity import SurveyAnswers
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.questions import default_questions, lines_of
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.analyse_survey import analyse_survey
from desktop_crm.core.workflows.take_answers import take_answers

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


@pytest.fixture
def survey(database):
    made = Survey(title="四季度满意度调研", questions=lines_of(default_questions()))
    return database.write("add", lambda session: SURVEYS.add(session, [made])).new_id(Kind.SURVEYS)


@pytest.fixture
def take(database):
    def write(answers):
        return database.write("take", lambda session: take_answers(session, answers))

    return write


def filled(survey, customer_id, scores, **more):
    texts = [question.text for question in default_questions()]
    answers = dict(zip(texts, scores, strict=False)) | {texts[7]: "交付延迟", texts[8]: "加快交付"}
    return SurveyAnswers(
        customer_id=customer_id, survey_id=survey, answered_on=Day("2026-11-20"), answers=answers, **more
    )


def scores(database, customer_id):
    return database.read(lambda connection: of_customer(connection, customer_id))


def test_v_06_answers_become_a_score_with_its_dimensions_and_reason(database, add_customer, survey, take):
    customer_id = add_customer()
    changes = take(filled(survey, customer_id, "4253", mode="interview", main_problems="响应慢"))
    (score,) = scores(database, customer_id)
    assert (score.score, score.responsiveness, score.resolution, score.professionalism) == (4, 2, 5, 3)
    assert (score.scored_on, score.mode, score.reason) == (Day("2026-11-20"), "interview", "交付延迟\n响应慢")
    assert score.answers_id == changes.new_id(Kind.SURVEY_ANSWERS)
    assert score.id == changes.new_id(Kind.SATISFACTION)


def test_v_06_corrected_answers_correct_the_score_and_make_no_second_one(database, add_customer, survey, take):
    customer_id = add_customer()
    answers_id = take(filled(survey, customer_id, "4253")).new_id(Kind.SURVEY_ANSWERS)
    stored = database.read(lambda connection: SURVEY_ANSWERS.get(connection, answers_id))
    take(replace(stored, answers={**stored.answers, default_questions()[0].text: "1"}))
    (score,) = scores(database, customer_id)
    assert (score.score, score.resolution) == (1, 5)
    take(replace(stored, answers={}))
    assert scores(database, customer_id) == []


def test_answers_without_scores_leave_no_score(database, add_customer, survey, take):
    customer_id = add_customer()
    assert Kind.SATISFACTION not in take(filled(survey, customer_id, "")).added
    assert scores(database, customer_id) == []


def test_v_06_a_survey_is_analysed_over_all_who_answered_it(database, add_customer, survey, take):
    one, other = add_customer(), add_customer(name="晨光")
    take(filled(survey, one, "5555"))
    gone = take(filled(survey, other, "1111")).new_id(Kind.SURVEY_ANSWERS)
    take(filled(survey, other, "4444", suggestions="多回访"))
    database.write("trash", lambda session: SURVEY_ANSWERS.trash(session, [gone]))
    found = database.read(lambda connection: analyse_survey(connection, survey))
    assert (found.filled, found.mean) == (2, 4.5)
    assert [(said.customer, said.text) for said in found.suggestions] == [
        ("云帆科技有限公司", "加快交付"),
        ("晨光", "加快交付"),
        ("晨光", "多回访"),
    ]
