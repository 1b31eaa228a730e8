"""The guide through the next talk: every part comes from the record, and only what holds something is there."""

import pypdfium2
import pytest

from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.printed_page import render_page
from desktop_crm.core.documents.talk_guide import talk_guide, talk_guide_page
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.materials.entity import Material
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.news.entity import News
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.values.day import Day


@pytest.fixture
def customer_id(add_customer, add, moment, fixed_clock):
    made = add_customer(name="云帆科技有限公司", industry="software")
    add(Contact(customer_id=made, name="张伟", title="总经理", is_primary=True))
    shared, _fresh, _old = add(
        Material(title="旧白皮书", published_on=Day("2026-11-01")),
        Material(title="新案例", published_on=Day("2026-11-10"), summary="降本 20%"),
        Material(title="很旧的手册", published_on=Day("2020-01-01")),
    )
    add(
        Interaction(
            customer_id=made,
            occurred=moment("2026-11-10T10:00"),
            summary="谈了试点",
            objective="确认预算",
            open_issues="付款方式\n交货期",
            material_id=shared,
        )
    )
    add(Followup(customer_id=made, title="回访试点", due=moment("2026-11-25T14:00"), methods=("visit",)))
    add(News(customer_id=made, happened_on=Day("2026-11-18"), content="完成 B 轮融资"))
    add(
        Commitment(customer_id=made, direction="ours", title="提供报价", due=moment("2026-11-24")),
        Commitment(customer_id=made, direction="theirs", title="确认预算表", person="张伟"),
        Commitment(customer_id=made, direction="ours", title="已给样品", status="kept", kept_on=Day("2026-11-15")),
        Commitment(customer_id=made, direction="ours", title="保密让利", confidential=True),
    )
    received = moment("2026-11-12T09:00")
    add(
        ServiceRequest(customer_id=made, title="登录慢", received=received),
        ServiceRequest(customer_id=made, title="导出失败", received=received, status="resolved", solution="已修复"),
        ServiceRequest(customer_id=made, title="老问题", received=received, status="confirmed", solution="x"),
    )
    add(Need(customer_id=made, title="数据导出"))
    return made


@pytest.fixture
def steps(database, customer_id):
    guide = database.read(lambda connection: talk_guide(connection, customer_id))
    return {step.title: step.lines for step in guide.steps}


def test_i_19_the_talk_goes_from_news_over_what_is_open_and_what_is_new_to_changed_needs(steps):
    order = ("Open: what is new with them", "Review: what stayed open", "Share: what is new with us")
    assert list(steps)[2:] == [_(title) for title in (*order, "Ask: what has changed")]
    assert steps[_("Open: what is new with them")] == ("2026-11-18 · 完成 B 轮融资",)


def test_i_19_the_review_tells_open_issues_requests_and_the_promises_of_both_sides(steps):
    review = steps[_("Review: what stayed open")]
    assert _("Stayed open: {issue}").format(issue="付款方式") in review
    assert _("Stayed open: {issue}").format(issue="交货期") in review
    assert any("登录慢" in line for line in review)
    assert not any("老问题" in line for line in review)
    ours, theirs = (_(words).partition("{")[0] for words in ("We owe: {promise}", "They owe: {promise}"))
    assert [line for line in review if line.startswith(ours)] == [f"{ours}提供报价 · 2026-11-24"]
    assert [line for line in review if line.startswith(theirs)] == [f"{theirs}确认预算表 · 张伟"]


def test_i_17_the_objective_and_the_materials_come_first(steps):
    assert list(steps)[:2] == [_("Objective"), _("Bring along")]
    objective = steps[_("Objective")]
    assert objective[0] == "回访试点 · 2026-11-25 14:00"
    assert _("Still to be reached: {objective}").format(objective="确认预算") in objective
    assert _("Confirm that what was solved is settled") in objective
    materials = steps[_("Bring along")]
    assert materials[0] == _("Material: {title}").format(title="新案例")
    assert not any("旧白皮书" in line for line in materials)  # they have it


def test_i_19_what_is_shared_is_what_was_done_since_and_recent_material(steps):
    shared = steps[_("Share: what is new with us")]
    assert _("Solved: {solution}").format(solution="导出失败 · 已修复") in shared
    assert any("已给样品" in line for line in shared)
    assert "新案例 · 降本 20%" in shared
    assert not any("很旧的手册" in line for line in shared)


def test_i_19_needs_are_asked_for_and_who_decides_where_nobody_is_known_to(steps):
    asked = steps[_("Ask: what has changed")]
    assert any("数据导出" in line for line in asked)
    assert asked[-1] == _("Who decides, and when?")


def test_what_is_confidential_is_in_the_guide_only_when_asked_for(database, customer_id):
    usual, all_of_it = (
        database.read(lambda connection, wanted=wanted: talk_guide(connection, customer_id, confidential=wanted)).text()
        for wanted in (False, True)
    )
    assert "保密让利" not in usual
    assert "保密让利" in all_of_it


def test_a_first_talk_has_a_guide_too(database, add_customer, fixed_clock):
    made = add_customer(name="新客户", owner="")
    guide = database.read(lambda connection: talk_guide(connection, made))
    assert _("First talk: who we are, and why we come") in guide.text()
    assert all(step.lines for step in guide.steps)


def test_the_guide_on_paper_is_for_ourselves_whoever_it_is_asked_for(database, customer_id):
    page = database.read(
        lambda connection: page_of(connection, Form.BRIEF, customer_id, audience=Audience.CUSTOMER, printed_by="李主管")
    )
    assert page.audience == Audience.INTERNAL.label
    assert any("提供报价 · 2026-11-24" in line for section in page.sections for line in section.paragraphs)


def test_on_paper_the_further_lines_of_a_long_point_begin_behind_its_bullet(database, customer_id, add):
    add(Need(customer_id=customer_id, title="甲" * 120))
    page = database.read(lambda connection: talk_guide_page(connection, customer_id, printed_by="李主管"))
    document = pypdfium2.PdfDocument(render_page(page).pdf)
    places: dict[str, list[float]] = {}
    for sheet in document:
        text = sheet.get_textpage()
        for index in range(text.count_chars()):
            left, *_rest = text.get_charbox(index)
            places.setdefault(text.get_text_range(index, 1), []).append(left)
    document.close()
    assert len({round(left) for left in places["•"]}) == 1
    assert len(places["甲"]) == 120
    assert min(places["甲"]) > max(places["•"]) + 5  # points
