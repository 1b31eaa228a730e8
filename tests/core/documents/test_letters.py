"""Pages that go to the customer or to members of the team: letters, questionnaires, lists, stories, undertakings."""

import pytest

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.documents.choosing import choosable
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.printed_page import (
    FormSection,
    PrintedPage,
    QuestionSection,
    SignatureSection,
    TableSection,
    TextSection,
    render_page,
)
from desktop_crm.core.documents.questionnaire import blank_questionnaire
from desktop_crm.core.documents.undertaking import (
    compliance_notice,
    confidentiality_undertaking,
    notice_rules,
    undertakings,
)
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.stories.entity import Story
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.values.day import Day


@pytest.fixture
def page(database, fixed_clock):
    """The words of a page about a customer."""

    def words(form: Form, customer_id: int, audience: Audience = Audience.INTERNAL, **options) -> PrintedPage:
        return database.read(
            lambda connection: page_of(connection, form, customer_id, audience=audience, printed_by="李主管", **options)
        )

    return words


@pytest.fixture
def printed(read_pdf, squeezed):
    """The text of a page as it is printed, without blanks."""
    return lambda page: squeezed(read_pdf(render_page(page).pdf).text)


def section(page: PrintedPage, kind: type):
    return next(each for each in page.sections if isinstance(each, kind))


# 确认函


@pytest.fixture
def requests(add_customer, add, moment):
    customer_id = add_customer(name="云帆科技有限公司")
    (contact,) = add(Contact(customer_id=customer_id, name="李伟", is_primary=True))
    ids = add(
        ServiceRequest(
            customer_id=customer_id,
            title="报表导出失败",
            contact_id=contact,
            received=moment("2026-11-18T09:00"),
            status="resolved",
            solution="升级到 3.2 版并修复导出模块",
            resolved=moment("2026-11-20T15:00"),
            effect="导出恢复正常",
            owner="王工",
            notes="客户脾气急",
        ),
        ServiceRequest(
            customer_id=customer_id,
            title="登录缓慢",
            received=moment("2026-10-01T09:00"),
            status="confirmed",
            solution="扩容",
            resolved=moment("2026-10-02T15:00"),
        ),
        ServiceRequest(customer_id=customer_id, title="新报表", received=moment("2026-11-22T09:00"), status="in_work"),
    )
    return customer_id, ids


def test_x_07_the_letter_is_about_the_request_that_was_resolved_last_and_names_the_customer_plainly(
    page, requests, chinese, printed
):
    made = page(Form.LETTER, requests[0])
    rows = {row.label: row.value for row in section(made, FormSection).rows}
    assert rows["解决方案"] == "升级到 3.2 版并修复导出模块"
    assert rows["解决时间"] == "2026-11-20 15:00"
    assert rows["我方联系人"] == "王工"
    text = printed(made)
    for words in ("服务解决确认函", "致云帆科技有限公司李伟", "报表导出失败", "导出恢复正常", "问题已解决，无异议"):
        assert words in text
    assert "客户脾气急" not in text
    assert len(section(made, SignatureSection).parties) == 2


def test_s_09_a_letter_can_be_about_another_request_of_the_customer(page, requests, add_customer, chinese, printed):
    customer_id, ids = requests
    assert "登录缓慢" in printed(page(Form.LETTER, customer_id, record_id=ids[1]))
    with pytest.raises(RefusedError):
        page(Form.LETTER, add_customer(name="别家"), record_id=ids[1])


def test_s_09_without_a_resolved_request_there_is_no_letter(page, add_customer):
    with pytest.raises(RefusedError, match=_("There is nothing to confirm")):
        page(Form.LETTER, add_customer())


def test_s_09_a_request_that_is_not_resolved_has_no_letter_even_when_it_is_named(page, requests):
    customer_id, ids = requests
    with pytest.raises(RefusedError, match=_("There is nothing to confirm")):
        page(Form.LETTER, customer_id, record_id=ids[2])


def offered(database, form, customer_id):
    return [each.name for each in database.read(lambda connection: choosable(connection, form, customer_id))]


def test_s_09_the_requests_to_choose_from_are_those_resolved_the_usual_one_first(database, page, requests, printed):
    customer_id, _ids = requests
    assert offered(database, Form.LETTER, customer_id) == ["报表导出失败", "登录缓慢"]
    assert "报表导出失败" in printed(page(Form.LETTER, customer_id))
    assert offered(database, Form.SUMMARY, customer_id) == []


# 问卷


def test_x_10_the_running_survey_becomes_a_form_with_boxes_and_lines(page, add_customer, add, chinese, printed):
    customer_id = add_customer(name="云帆科技有限公司")
    add(
        Survey(title="旧问卷", status="closed", starts_on=Day("2026-10-01"), questions="旧问题"),
        Survey(
            title="第三季度满意度调研",
            status="running",
            starts_on=Day("2026-07-01"),
            introduction="请如实填写",
            questions="[评分: 响应速度] 对我们的响应速度满意吗?\n[是否] 是否愿意推荐?\n"
            "[选择: 电话 / 邮件] 如何联系您?\n[文字: 改进建议] 有何建议?",
        ),
    )
    made = page(Form.QUESTIONNAIRE, customer_id)
    questions = section(made, QuestionSection).questions
    assert [question.boxes for question in questions] == [("1", "2", "3", "4", "5"), ("是", "否"), ("电话", "邮件"), ()]
    assert [question.lines for question in questions] == [0, 0, 0, 3]
    text = printed(made)
    for words in ("第三季度满意度调研", "请如实填写", "客户名称云帆科技有限公司", "1.对我们的响应速度满意吗?12345"):
        assert words in text
    assert "旧问题" not in text


def test_x_10_without_a_survey_the_usual_questions_are_printed(page, add_customer, either_language, printed):
    made = page(Form.QUESTIONNAIRE, add_customer())
    questions = section(made, QuestionSection).questions
    assert len(questions) > 5
    assert _("What should we do better?") in [question.text for question in questions]
    assert printed(made)


def test_x_10_another_survey_can_be_named_and_the_running_one_is_offered_first(
    database, page, add_customer, add, chinese, printed
):
    customer_id = add_customer(name="云帆科技有限公司")
    old, _new = add(
        Survey(title="旧问卷", status="closed", starts_on=Day("2026-10-01"), questions="旧问题"),
        Survey(title="新问卷", status="running", starts_on=Day("2026-07-01"), questions="新问题"),
    )
    assert offered(database, Form.QUESTIONNAIRE, customer_id) == ["新问卷", "旧问卷"]
    text = printed(page(Form.QUESTIONNAIRE, customer_id, record_id=old))
    assert ("旧问题" in text, "新问题" in text) == (True, False)
    with pytest.raises(RefusedError):
        page(Form.QUESTIONNAIRE, customer_id, record_id=customer_id)


def test_x_10_a_questionnaire_for_anybody_has_a_line_for_the_name(database, add, fixed_clock, chinese, printed):
    (survey,) = add(Survey(title="新问卷", questions="[是否] 是否满意?"))
    made = database.read(lambda connection: blank_questionnaire(connection, printed_by="李主管", survey_id=survey))
    rows = section(made, FormSection).rows
    assert (rows[0].label, {row.value for row in rows}) == ("客户名称", {""})
    assert "是否满意" in printed(made)


# 附件清单


def test_x_11_the_list_has_each_file_with_its_name_and_date(page, add_customer, add, moment, chinese, printed):
    customer_id = add_customer()
    (talk,) = add(Interaction(customer_id=customer_id, occurred=moment("2026-11-19T10:00"), summary="会议"))
    add(
        Attachment(
            customer_id=customer_id,
            name="会议纪要.pdf",
            dated=Day("2026-11-19"),
            type="minutes",
            record_kind="interactions",
            record_id=talk,
            size_bytes=2_500_000,
        ),
        Attachment(customer_id=customer_id, name="营业执照.jpg", dated=Day("2026-11-20"), size_bytes=100),
        Attachment(customer_id=customer_id, name="秘密.pdf", dated=Day("2026-11-21"), confidential=True),
    )
    made = page(Form.ATTACHMENTS, customer_id)
    assert section(made, TableSection).rows == (
        ("1", "营业执照.jpg", "2026-11-20", "", "", "1 KB"),
        ("2", "会议纪要.pdf", "2026-11-19", "会议纪要", "互动 · 2026-11-19", "2.4 MB"),
    )
    assert "会议纪要.pdf2026-11-19" in printed(made)


# 成功故事


@pytest.mark.parametrize("agreed", [True, False])
def test_x_12_a_story_names_the_customer_to_others_only_where_it_agreed(
    page, add_customer, add, agreed, chinese, printed
):
    customer_id = add_customer(name="云帆科技有限公司", industry="software")
    add(
        Story(
            customer_id=customer_id,
            title="三周上线库存系统",
            situation="云帆科技有限公司的旧系统响应慢",
            solution="多仓同步",
            result="降低20%的人力成本",
            quote="非常省心",
            may_be_told=agreed,
            notes="内部备注",
        )
    )
    text = printed(page(Form.STORY, customer_id, Audience.EXTERNAL))
    for words in ("三周上线库存系统", "成功故事·对外", "旧系统响应慢", "多仓同步", "降低20%的人力成本"):
        assert words in text
    assert ("云帆" in text, "非常省心" in text) == (agreed, agreed)
    assert "内部备注" not in text
    assert "云帆" in printed(page(Form.STORY, customer_id))


def test_x_12_without_a_story_there_is_no_sheet(page, add_customer):
    with pytest.raises(RefusedError):
        page(Form.STORY, add_customer())


def test_x_12_another_story_can_be_named_but_none_that_is_confidential_is_offered(
    database, page, add_customer, add, chinese, printed
):
    customer_id = add_customer(name="云帆科技有限公司")
    first, _second, _secret = add(
        Story(customer_id=customer_id, title="第一个故事", told_on=Day("2026-01-01")),
        Story(customer_id=customer_id, title="第二个故事", told_on=Day("2026-02-01")),
        Story(customer_id=customer_id, title="秘密故事", told_on=Day("2026-03-01"), confidential=True),
    )
    assert offered(database, Form.STORY, customer_id) == ["第二个故事", "第一个故事"]
    assert "第一个故事" in printed(page(Form.STORY, customer_id, record_id=first))


# 保密协议, 合规告知


def test_p_08_the_undertaking_says_every_duty_and_has_lines_to_sign(fixed_clock, either_language, read_pdf, squeezed):
    made = confidentiality_undertaking("李主管", signer="王芳", role="销售")
    printed = read_pdf(render_page(made).pdf)
    assert len(printed.pages) == 1
    text = squeezed(printed.text)
    assert [duty for duty in undertakings() if squeezed(duty) not in text] == []
    assert "王芳" in text
    assert all(squeezed(words) in text for party in section(made, SignatureSection).parties for words in party)


def test_p_10_the_notice_says_every_rule_and_is_signed_as_read(fixed_clock, either_language, read_pdf, squeezed):
    made = compliance_notice("李主管")
    printed = read_pdf(render_page(made).pdf)
    assert len(printed.pages) == 1
    text = squeezed(printed.text)
    assert [rule for rule in notice_rules() if squeezed(rule) not in text] == []
    assert "51" in text or "五十一" in text
    assert all(
        paragraph.strip() for each in made.sections if isinstance(each, TextSection) for paragraph in each.paragraphs
    )
