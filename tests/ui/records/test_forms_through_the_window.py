"""The example rows of the three forms, typed into the window, come out the same on paper and in another book."""

import contextlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from sqlalchemy import select

from desktop_crm.core import book as books
from desktop_crm.core import i18n
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.printed_page import FormSection, TableSection
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.ui.framework.field_editors import (
    ChoiceEditor,
    LineEditor,
    LongTextEditor,
    MomentEditor,
    ScoreEditor,
    WordsEditor,
    YesNoEditor,
)
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.interactions.log_dialog import LogDialog

FORM_A = {
    "客户名称": "科技有限公司",
    "联系人": "*经理",
    "职位/角色": "采购部主管",
    "所属行业": "互联网和相关服务",  # where the national classification has it
    "客户规模": "中小型企业(员工100-500人)",
    "初次接触时间": "2023-10-15",
    "最近互动时间": "2023-11-20",
    "互动类型": "拜访",
    "互动参与人": "我方、客户",
    "互动内容摘要": "讨论Q4产品合作方案,客户提出需增加数据导出功能",
    "客户需求分析": "显性：功能定制；隐性：希望获得技术培训支持",
    "需求优先级": "高",
    "跟进责任人": "*主管",
    "跟进时间节点": "2023-11-25前发送定制方案",
    "跟进方式": "邮件 + 电话同步",
    "当前满意度评分": "4分",
    "满意度变化趋势": "持平",
    "备注": "客户计划拓展海外市场,需关注多语言支持需求",
}
FORM_B = {
    "客户编号": "CRM-2024-001",
    "客户名称": "*科技有限公司",
    "所属行业": "软件和信息技术服务业",
    "企业规模": "100-500人",
    "基础联系人": "张*（采购经理）",
    "关联联系人": "李*（技术总监），关系：同事",
}
TALKS_B = (
    (
        "2024-03-15 电话：客户急需一套库存管理系统,预算20-30万,决策周期1个月",
        "实时库存监控、多仓库数据同步;痛点 现有系统响应慢",
        "意向",
        "待解决问题：客户要求提供3家成功案例",
    ),
    (
        "2024-03-20 邮件：已收到案例材料,需技术团队评估",
        "预算 25万;决策周期 预计4月中旬",
        "意向",
        "达成的共识：技术评估会定于3月25日",
    ),
)
FORM_C = {
    "客户名称": "科技有限公司",
    "客户类型": "企业客户",
    "所属行业": "软件和信息技术服务业",
    "企业规模": "100-500人",
    "成立时间": "2018-05",
    "客户编号": "客户-2023-015",
    "公司电话": "021-58881234",
    "办公地址": "上海市浦东新区路123号",
    "主要联系人": "李* · IT部经理 · 139 1234 5678 · li@keji.example.com",
    "企业性质": "民企",
    "主营业务": "企业软件开发与实施",
    "核心需求": "定制化CRM系统",
    "紧急程度": "高",
    "预算范围": "80-120万元",
    "决策链": "IT部提出→采购部审核→CEO批准",
    "特殊要求": "客户需合同加盖公章原件,不接受电子章",
    "风险提示": "客户付款周期较长,需提前确认账期",
    "其他说明": "重点维护",
}
TALK_C = (
    "2023-10-20",
    "王*",
    "拜访",
    "客户反馈系统功能需增加数据导出模块",
    "对报价满意,需下周提供demo演示",
    "2023-10-27 安排demo演示",
)


@pytest.fixture
def chinese():
    before = i18n.language()
    i18n.use_language("zh")
    yield
    i18n.use_language(before)


@pytest.fixture
def put(compose, qtbot):
    """Type a text into an editor, as a person would."""

    def into(editor, text):
        match editor:
            case ChoiceEditor() if editor.box.isEditable():
                editor.box.lineEdit().selectAll()
                compose(editor.box.lineEdit(), commit=text)
            case ChoiceEditor():
                place = editor.box.findText(text)
                assert place >= 0, text
                editor.box.setCurrentIndex(place)
                editor.box.activated.emit(place)
            case WordsEditor():
                for word in text.split("、"):
                    compose(editor.tags.line, commit=word)
                    qtbot.keyClick(editor.tags.line, Qt.Key.Key_Return)
            case MomentEditor():
                editor.moment.line.selectAll()
                compose(editor.moment.line, commit=text)
            case ScoreEditor():
                qtbot.mouseClick(editor.chips.button(text), Qt.MouseButton.LeftButton)
            case YesNoEditor():
                editor.check.click()
            case LongTextEditor():
                compose(editor.text, commit=text)
            case LineEditor():
                editor.line.selectAll()
                compose(editor.line, commit=text)
            case _:
                raise AssertionError(editor)

    return into


@pytest.fixture
def enter(context, window, qtbot, put):
    """Fill the dialog of a record and save it by its key; its id."""

    def make(kind, customer_id=None, entity=None, /, **texts):
        known = set(ids_of(context.book, kind))
        preset = {"customer_id": customer_id} if customer_id else {}
        dialog = RecordDialog(context, kind, entity, preset, window)
        dialog.open()
        for name, text in texts.items():
            put(dialog.form.editor(name), text)
        save(dialog, qtbot)
        return next(iter(set(ids_of(context.book, kind)) - known), None)

    return make


@pytest.fixture
def log(context, window, qtbot, compose):
    """Record an interaction by its own dialog; its id."""

    def make(customer_id, occurred, method, theirs=(), ours=(), next_step="", due="", **texts):
        known = set(ids_of(context.book, Kind.INTERACTIONS))
        dialog = LogDialog(context, customer_id, window)
        dialog.open()
        qtbot.waitUntil(lambda: "·" in dialog.windowTitle())
        dialog.talk.occurred.line.selectAll()
        compose(dialog.talk.occurred.line, commit=occurred)
        qtbot.mouseClick(dialog.talk.methods.button(method), Qt.MouseButton.LeftButton)
        for edit, words in ((dialog.talk.theirs, theirs), (dialog.talk.ours, ours)):
            edit.set_values(words)
        for name, text in texts.items():
            compose(dialog.talk.texts[name], commit=text)
        compose(dialog.talk.next_step, commit=next_step)
        compose(dialog.talk.due.line, commit=due)
        save(dialog, qtbot, answer="设为无")
        return next(iter(set(ids_of(context.book, Kind.INTERACTIONS)) - known))

    return make


def save(dialog, qtbot, answer=""):
    dialog.activateWindow()
    QApplication.processEvents()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for box in dialog.findChildren(QMessageBox):
        (button,) = [button for button in box.buttons() if button.text() == answer]
        button.click()

    def gone():
        with contextlib.suppress(RuntimeError):  # deleted on closing
            assert not dialog.isVisible(), dialog.note.text()

    qtbot.waitUntil(gone)


def ids_of(book, kind):
    return book.read(lambda connection: sorted(connection.scalars(select(ROOMS[kind].table.c.id))))


def everything(book):
    """Every record of every kind."""
    return {kind: book.read(lambda c, kind=kind: ROOMS[kind].get_many(c, ids_of(book, kind))) for kind in Kind}


def printed(book, form, customer_id):
    page = book.read(
        lambda connection: page_of(connection, form, customer_id, audience=Audience.INTERNAL, printed_by="李主管")
    )
    rows = {row.label: row.value for each in page.sections if isinstance(each, FormSection) for row in each.rows}
    tables = [each.rows for each in page.sections if isinstance(each, TableSection)]
    return rows, tables


def in_another_book(context, tmp_path):
    """What was entered, exported whole and imported into a new book."""
    export(context.book.database, tmp_path / "all.json", confidential=True)
    made, _key = books.make(tmp_path / "other", "青山 prize lantern 42 水渠", "李主管", cost=FLOOR)
    with made:
        import_documents(made.database, [read_file(tmp_path / "all.json")], Options())
        yield made


def test_x_02_form_a_typed_into_the_window_is_printed_and_travels(enter, log, context, tmp_path, chinese, fixed_now):
    customer_id = enter(
        Kind.CUSTOMERS,
        name="科技有限公司",
        phone="010-58881234",
        industry="电子商务",
        size="中小型企业(员工100-500人)",
        first_contact="2023-10-15",
        notes="客户计划拓展海外市场,需关注多语言支持需求",
    )
    enter(Kind.CONTACTS, customer_id, name="*经理", title="采购部主管")
    summary = "讨论Q4产品合作方案,客户提出需增加数据导出功能"
    log(customer_id, "2023-11-20", "visit", ["客户"], ["我方"], summary=summary)
    enter(Kind.NEEDS, customer_id, title="功能定制", priority="高", due="2023-11-25")
    enter(Kind.NEEDS, customer_id, title="希望获得技术培训支持", kind="隐性", priority="高", due="2023-11-25")
    step = {"title": "发送定制方案", "due": "2023-11-25", "owner": "*主管", "methods": "邮件、电话同步"}
    enter(Kind.FOLLOWUPS, customer_id, **step)
    enter(Kind.SATISFACTION, customer_id, score="4", scored_on="2023-08-20")
    enter(Kind.SATISFACTION, customer_id, score="4", scored_on="2023-11-20")
    assert printed(context.book, Form.A, customer_id)[0] == FORM_A
    for other in in_another_book(context, tmp_path):
        assert everything(other) == everything(context.book)
        assert printed(other, Form.A, customer_id)[0] == FORM_A


def test_x_03_form_b_typed_into_the_window_is_printed_and_travels(enter, context, tmp_path, chinese, fixed_now):
    customer_id = enter(
        Kind.CUSTOMERS,
        number="CRM-2024-001",
        name="*科技有限公司",
        status="意向",
        industry="信息技术",
        size="100-500人",
        phone="021-58881234",
    )
    enter(Kind.CONTACTS, customer_id, name="张*", title="采购经理", contact_group="基础联系人")
    enter(Kind.CONTACTS, customer_id, name="李*", title="技术总监", contact_group="关联联系人", relationship="同事")
    talk = {"needs_said": TALKS_B[0][1], "open_issues": "客户要求提供3家成功案例"}
    summary = "客户急需一套库存管理系统,预算20-30万,决策周期1个月"
    enter(Kind.INTERACTIONS, customer_id, occurred="2024-03-15", method="电话", summary=summary, **talk)
    talk = {"needs_said": TALKS_B[1][1], "agreements": "技术评估会定于3月25日"}
    summary = "已收到案例材料,需技术团队评估"
    enter(Kind.INTERACTIONS, customer_id, occurred="2024-03-20", method="邮件", summary=summary, **talk)
    rows, tables = printed(context.book, Form.B, customer_id)
    assert rows.items() >= FORM_B.items()
    assert tables == [TALKS_B]
    for other in in_another_book(context, tmp_path):
        assert everything(other) == everything(context.book)
        assert printed(other, Form.B, customer_id)[1] == [TALKS_B]


def test_x_04_form_c_typed_into_the_window_is_printed_and_travels(enter, log, context, tmp_path, chinese, fixed_now):
    customer_id = enter(
        Kind.CUSTOMERS,
        number="客户-2023-015",
        name="科技有限公司",
        industry="软件开发",
        size="100-500人",
        founded="2018-05",
        phone="021-58881234",
        office_address="上海市浦东新区路123号",
        ownership="民企",
        main_business="企业软件开发与实施",
        special_requirements="客户需合同加盖公章原件,不接受电子章",
        risk_alert="客户付款周期较长,需提前确认账期",
        notes="重点维护",
    )
    enter(
        Kind.CONTACTS,
        customer_id,
        name="李*",
        title="IT部经理",
        mobile="13912345678",
        email="li@keji.example.com",
    )
    need = {"title": "定制化CRM系统", "urgency": "高", "budget": "80-120万元", "due": "2023-11-30"}
    enter(Kind.NEEDS, customer_id, **need)
    for position, name, role in (("3", "CEO", "批准"), ("1", "IT部", "提出"), ("2", "采购部", "审核")):
        enter(Kind.CHAIN, customer_id, position=position, name=name, role=role)
    texts = {"summary": TALK_C[3], "feedback": TALK_C[4]}
    talk_id = log(customer_id, "2023-10-20", "visit", next_step="安排demo演示", due="2023-10-27", **texts)
    talk = context.book.read(lambda connection: ROOMS[Kind.INTERACTIONS].get(connection, talk_id))
    enter(Kind.INTERACTIONS, None, talk, logged_by="王*")
    rows, tables = printed(context.book, Form.C, customer_id)
    assert rows.items() >= FORM_C.items()
    assert tables == [(TALK_C,)]
    for other in in_another_book(context, tmp_path):
        assert everything(other) == everything(context.book)
        assert printed(other, Form.C, customer_id) == (rows, tables)


def test_x_04_the_individual_of_form_c_has_a_form_of_its_own(enter, context, chinese, fixed_now):
    customer_id = enter(
        Kind.CUSTOMERS,
        account_type="个人客户",
        name="张*",
        occupation="教师",
        age_band="25-30岁",
        phone="13912345678",
        home_address="北京市朝阳区小区",
        interests="健身、摄影",
        buying_habits="偏好线上购买",
    )
    rows, _tables = printed(context.book, Form.C, customer_id)
    expected = {"客户类型": "个人客户", "职业": "教师", "年龄范围": "25-30岁", "个人兴趣": "健身、摄影"}
    assert rows.items() >= expected.items()
