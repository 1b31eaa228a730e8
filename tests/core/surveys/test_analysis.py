import pytest

from desktop_crm.core.surveys.analysis import Filled, Said, analyse, scores_of
from desktop_crm.core.surveys.questions import RESPONSIVENESS, questions_in

QUESTIONS = questions_in(
    """
    [评分: 总体] 总体?
    [评分: 响应速度] 快吗?
    [评分: 价格] 贵吗?
    [是否] 推荐吗?
    [选择: 电话 / 邮件] 方式?
    [文字: 主要问题] 问题?
    [文字: 改进建议] 建议?
    """
)
FILLED = (
    Filled(
        "云帆", {"总体?": "5", "快吗?": "2", "推荐吗?": "是", "方式?": "电话", "问题?": "响应慢"}, suggestions="多培训"
    ),
    Filled(
        "晨光", {"总体?": "4", "快吗?": "4分", "推荐吗?": "否", "建议?": "降价", "旧问题?": "1"}, main_problems="响应慢"
    ),
    Filled("安泰", {"总体?": "很好"}),
)


def test_v_06_each_question_has_its_mean_and_its_distribution():
    found = analyse(QUESTIONS, FILLED)
    results = {result.question.text: result for result in found.results}
    assert found.filled == 3
    assert (results["总体?"].answered, results["总体?"].mean) == (2, 4.5)
    assert results["总体?"].distribution == {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}
    assert results["推荐吗?"].distribution == {True: 1, False: 1}
    assert results["方式?"].distribution == {"电话": 1, "邮件": 0}
    assert (results["贵吗?"].answered, results["贵吗?"].mean) == (0, None)


def test_v_06_the_dimensions_and_the_whole_have_means():
    found = analyse(QUESTIONS, FILLED)
    assert found.mean == 4.5
    assert found.dimensions == {"overall": 4.5, RESPONSIVENESS: 3.0}
    assert analyse(QUESTIONS[1:], FILLED).mean == 3.0, "without a question about everything it is the mean of all"
    assert analyse(QUESTIONS, ()).mean is None


def test_v_06_low_scores_and_own_words_are_the_main_problems():
    found = analyse(QUESTIONS, FILLED)
    assert [result.question.text for result in found.weak] == ["快吗?"]
    assert found.problems == (Said("云帆", "响应慢"), Said("晨光", "响应慢"))
    assert found.suggestions == (Said("云帆", "多培训"), Said("晨光", "降价"))


@pytest.mark.parametrize(
    ("answers", "overall", "dimensions"),
    [
        ({"总体?": "3", "快吗?": "5"}, 3, {RESPONSIVENESS: 5}),
        ({"快吗?": "4", "贵吗?": "5"}, 5, {RESPONSIVENESS: 4}),
        ({"快吗?": "4", "贵吗?": "4"}, 4, {RESPONSIVENESS: 4}),
        ({"推荐吗?": "是"}, None, {}),
        ({}, None, {}),
    ],
)
def test_v_01_the_score_of_a_filled_survey_is_that_of_its_whole_or_the_rounded_mean(answers, overall, dimensions):
    scores = scores_of(QUESTIONS, answers)
    assert (scores.overall, scores.dimensions) == (overall, dimensions)
