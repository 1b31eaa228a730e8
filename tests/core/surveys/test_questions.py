import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.surveys.questions import (
    DIMENSIONS,
    PROBLEMS,
    RESPONSIVENESS,
    SUGGESTIONS,
    AnswerType,
    Question,
    default_questions,
    lines_of,
    questions_in,
)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("[评分: 服务响应速度] 快吗?", Question("快吗?", AnswerType.SCORE, RESPONSIVENESS)),
        ("【评分：响应速度】快吗？", Question("快吗？", AnswerType.SCORE, RESPONSIVENESS)),
        ("[score: responsiveness] Fast?", Question("Fast?", AnswerType.SCORE, RESPONSIVENESS)),
        ("[score: price] Cheap?", Question("Cheap?", AnswerType.SCORE, "price")),
        ("[是否] 推荐吗?", Question("推荐吗?", AnswerType.YES_NO)),
        ("[yes/no] Recommend?", Question("Recommend?", AnswerType.YES_NO)),
        ("[选择: 电话 / 邮件 / 微信] 方式?", Question("方式?", AnswerType.CHOICE, options=("电话", "邮件", "微信"))),
        ("[文字: 改进建议] 说说", Question("说说", AnswerType.TEXT, SUGGESTIONS)),
        ("  没有括号的问题,也行 ", Question("没有括号的问题,也行")),
        ("[别的] 不是题型", Question("[别的] 不是题型")),
        ("[评分]", Question("[评分]")),
    ],
)
def test_v_05_a_line_says_what_kind_of_answer_it_asks_for(line, question):
    assert questions_in(line) == [question]


def test_v_04_the_default_questionnaire_asks_for_every_dimension_and_for_suggestions(either_language):
    questions = default_questions()
    assert [question.topic for question in questions if question.type is AnswerType.SCORE] == list(DIMENSIONS)
    assert {question.type for question in questions} == set(AnswerType)
    assert {PROBLEMS, SUGGESTIONS} <= {question.topic for question in questions}
    assert questions_in(lines_of(questions)) == questions
    chinese = [any("\u4e00" <= character <= "\u9fff" for character in question.text) for question in questions]
    assert all(chinese) if either_language == "zh" else not any(chinese)


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
question_texts = words.map(lambda text: f"{text}?")


@given(
    st.lists(
        st.one_of(
            st.builds(Question, question_texts),
            st.builds(Question, question_texts, st.just(AnswerType.SCORE), st.sampled_from(["", *DIMENSIONS])),
            st.builds(Question, question_texts, st.just(AnswerType.YES_NO)),
            st.builds(
                Question,
                question_texts,
                st.just(AnswerType.CHOICE),
                st.just(""),
                st.lists(words, min_size=1, max_size=4).map(tuple),
            ),
        ),
        max_size=5,
    )
)
def test_the_lines_of_any_questions_are_read_back(questions):
    assert questions_in(lines_of(questions)) == questions


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        (AnswerType.SCORE, "4", 4),
        (AnswerType.SCORE, "４分", 4),
        (AnswerType.SCORE, "5/5", 5),
        (AnswerType.SCORE, "6", None),
        (AnswerType.SCORE, "很好", None),
        (AnswerType.SCORE, "", None),
        (AnswerType.YES_NO, "是", True),
        (AnswerType.YES_NO, "No", False),
        (AnswerType.YES_NO, "也许", None),
        (AnswerType.CHOICE, " 电话 ", "电话"),
        (AnswerType.CHOICE, "传真", None),
        (AnswerType.TEXT, " 交付慢 ", "交付慢"),
        (AnswerType.TEXT, " ", None),
    ],
)
def test_an_answer_is_what_its_question_makes_of_it(kind, answer, expected):
    assert Question("?", kind, options=("电话", "邮件")).read(answer) == expected
