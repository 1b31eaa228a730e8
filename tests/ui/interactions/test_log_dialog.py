from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from sqlalchemy import select

from desktop_crm.core import clock
from desktop_crm.core.commitments.choices import OURS, THEIRS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.followups.store import of_customer as followups_of
from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import EXPLICIT, IMPLICIT
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.interactions.log_dialog import FORM, LogDialog, open_draft


@pytest.fixture
def customer_id(context):
    changes = context.book.write(
        "x",
        lambda session: commands.add(session, [Customer(name="云帆信息科技", status=WON), Customer(name="远航机械")]),
    )
    first = changes.added[Kind.CUSTOMERS][0]
    people = [
        Contact(customer_id=first, name="王强", title="IT 经理"),
        Contact(customer_id=first, name="李娜", title="销售总监", is_primary=True),
    ]
    context.book.write("x", lambda session: CONTACTS.add(session, people))
    return first


@pytest.fixture
def opened(context, window, qtbot, fixed_now):
    """Open the dialog, wait until it has read the people, and give it the keyboard."""

    def make(customer_id):
        dialog = LogDialog(context, customer_id, window)
        dialog.open()
        dialog.activateWindow()
        if customer_id:
            qtbot.waitUntil(lambda: "·" in dialog.windowTitle())
        QApplication.processEvents()
        return dialog

    return make


def written(context, customer_id):
    def read(connection):
        return interactions_of(connection, customer_id), followups_of(connection, customer_id)

    return context.book.read(read)


def of_kind(context, kind):
    """Every record of a kind, in the order in which they were made."""
    return context.book.read(
        lambda connection: ROOMS[kind].get_many(connection, sorted(connection.scalars(select(ROOMS[kind].table.c.id))))
    )


def boxes(dialog):
    return [box for box in dialog.findChildren(QMessageBox) if box.isVisible()]


def answer(dialog, text):
    (box,) = boxes(dialog)
    (button,) = [button for button in box.buttons() if button.text() == text]
    button.click()
    QApplication.processEvents()


def gone(dialog):
    def check():
        try:
            return not dialog.isVisible()
        except RuntimeError:  # deleted on closing
            return True

    return check


def at(*parts):
    return Moment(datetime(*parts, tzinfo=clock.zone()).astimezone(UTC), clock.zone().key)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_a_visit_is_recorded_by_the_keyboard_alone(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)

    def say(text):
        compose(QApplication.focusWidget(), commit=text)

    say("讨论 Q4 方案")  # the cursor is in the summary
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    press(qtbot, Qt.Key.Key_Tab)
    say("对报价满意")
    press(qtbot, Qt.Key.Key_Tab)
    say("数据导出 周五")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Down)
    say("技术培训支持")
    press(qtbot, Qt.Key.Key_Tab)
    say("先做试点")
    press(qtbot, Qt.Key.Key_Tab)
    say("系统响应慢")
    press(qtbot, Qt.Key.Key_Tab)
    say("我方:定制方案 下周二")
    press(qtbot, Qt.Key.Key_Return)
    say("对方 提供现有报表样例 11-23")
    press(qtbot, Qt.Key.Key_Tab)
    say("安排 demo 演示")
    press(qtbot, Qt.Key.Key_Return)  # goes on to the time
    say("下周三 14:00")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_4)
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(gone(dialog))

    (interaction,), (followup,) = written(context, customer_id)
    assert interaction.method == "phone"
    assert interaction.occurred == at(2026, 11, 19, 10, 30)
    assert (interaction.our_participants, interaction.participants) == (("李主管",), ("李娜",))
    assert (interaction.summary, interaction.feedback) == ("讨论 Q4 方案", "对报价满意")
    assert (interaction.agreements, interaction.open_issues) == ("先做试点", "系统响应慢")
    ours, theirs = of_kind(context, Kind.COMMITMENTS)
    assert (ours.direction, ours.title, ours.due.local().date().isoformat()) == (OURS, "定制方案", "2026-11-24")
    assert (theirs.direction, theirs.title, theirs.person) == (THEIRS, "提供现有报表样例", "李娜")
    said, guessed = of_kind(context, Kind.NEEDS)
    assert (said.kind, said.title, said.owner, said.due) == (EXPLICIT, "数据导出", "李主管", Day("2026-11-20"))
    assert (guessed.kind, guessed.title, guessed.due) == (IMPLICIT, "技术培训支持", Day("2026-11-25"))
    (score,) = of_kind(context, Kind.SATISFACTION)
    assert (score.score, score.scored_on, score.mode) == (4, Day("2026-11-19"), "talk")
    for made in (ours, theirs, said, guessed, score):
        assert (made.customer_id, made.interaction_id) == (customer_id, interaction.id)
    assert interaction.logged_by == "李主管"
    assert (followup.title, followup.due) == ("安排 demo 演示", at(2026, 11, 25, 14))
    assert followup.interaction_id == interaction.id
    assert followup.owner == "李主管"
    people = context.book.read(lambda connection: CONTACTS.get(connection, followup.contact_id))
    assert people.name == "李娜"


def test_interaction_and_next_step_are_one_action(opened, context, qtbot, compose, customer_id):
    def read_actions(connection):
        return connection.execute(actions.select().with_only_columns(actions.c.id, actions.c.verb)).all()

    before = len(context.book.read(read_actions))
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="电话")
    compose(dialog.talk.next_step, commit="报价")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    ((action_id, verb),) = context.book.read(read_actions)[before:]
    assert verb == "log_interaction"
    tables = context.book.read(
        lambda connection: list(
            connection.scalars(
                journal.select().with_only_columns(journal.c.table_name).where(journal.c.action_id == action_id)
            )
        )
    )
    assert sorted(tables) == ["followups", "interactions"]


def test_tab_walks_through_the_fields_in_reading_order(opened, qtbot, customer_id):
    dialog = opened(None)
    walked = []
    for _field in range(19):
        walked.append(QApplication.focusWidget().accessibleName())
        press(qtbot, Qt.Key.Key_Tab)
    assert walked == [
        "客户",
        "沟通方式: 拜访",
        "互动时间",
        "客户方",
        "我方",
        "沟通目的",
        "模板",
        "互动内容摘要",
        "客户反馈",
        "需求",
        "达成的共识",
        "待解决问题",
        "承诺事项",
        "下一步",
        "时间",
        "满意度: 1",
        "更多字段",
        "保存",
        "取消",
    ]
    dialog._on_throw_away()


def test_an_empty_next_step_is_asked_for_once(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="路过拜访")
    dialog.save()
    answer(dialog, "填写下一步")
    assert dialog.focusWidget() is dialog.talk.next_step
    assert written(context, customer_id) == ([], [])
    dialog.save()
    assert boxes(dialog) == []
    qtbot.waitUntil(gone(dialog))
    (interaction,), followups = written(context, customer_id)
    assert interaction.summary == "路过拜访"
    assert list(followups) == []


def test_the_next_step_may_be_set_to_none(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="路过拜访")
    dialog.save()
    answer(dialog, "设为无")
    qtbot.waitUntil(gone(dialog))
    assert len(written(context, customer_id)[0]) == 1


@pytest.mark.parametrize(("due", "asks"), [((2099, 12, 1, 9), False), ((2020, 1, 1, 9), True)])
def test_a_step_that_is_planned_anyway_is_said_and_not_asked_for(
    opened, context, qtbot, compose, customer_id, due, asks
):
    step = Followup(customer_id=customer_id, title="演示", due=at(*due))
    context.book.write("x", lambda session: FOLLOWUPS.add(session, [step]))
    dialog = opened(customer_id)
    assert dialog.note.text() == ("保存后：没有下一步" if asks else "原定下一步（2099-12-01）不变")
    compose(dialog.talk.texts["summary"], commit="路过拜访")
    dialog.save()
    assert bool(boxes(dialog)) == asks
    if asks:
        answer(dialog, "设为无")
    qtbot.waitUntil(gone(dialog))
    assert [followup.title for followup in written(context, customer_id)[1]] == ["演示"]


def test_the_footer_says_what_saving_makes(opened, compose, customer_id):
    dialog = opened(customer_id)
    assert dialog.note.text() == "保存后：没有下一步"
    compose(dialog.talk.next_step, commit="报价")
    assert dialog.note.text() == "保存后：生成 1 个跟进"
    dialog._on_throw_away()


def test_a_customer_is_chosen_first_when_none_is_given(opened, context, qtbot, compose, customer_id):
    dialog = opened(None)
    assert dialog._picker.line.hasFocus()
    compose(dialog.talk.texts["summary"], commit="x")
    dialog.save()
    assert dialog._picker.line.hasFocus()
    compose(dialog._picker.line, commit="云帆")
    qtbot.waitUntil(lambda: dialog._picker._model.rowCount() == 1)
    press(qtbot, Qt.Key.Key_Return)  # the only one that fits
    qtbot.waitUntil(lambda: dialog.windowTitle() == "记录互动 · 云帆信息科技")
    assert dialog.talk.texts["summary"].hasFocus()
    assert dialog.talk.theirs.values() == ("李娜",)
    compose(dialog.talk.next_step, commit="报价")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    assert len(written(context, customer_id)[1]) == 1


def test_the_summary_is_needed(opened, context, compose, customer_id):
    dialog = opened(customer_id)
    compose(dialog.talk.next_step, commit="报价")
    dialog.save()
    assert dialog.talk.texts["summary"].hasFocus()
    assert dialog._problem.isVisible()
    assert written(context, customer_id) == ([], [])
    dialog._on_throw_away()


@pytest.mark.parametrize("time", ["有空的时候", "明天 带合同"])
def test_a_time_that_is_not_understood_saves_nothing(opened, context, compose, customer_id, time):
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="x")
    compose(dialog.talk.next_step, commit="报价")
    compose(dialog.talk.due.line, commit=time)
    dialog.save()
    assert dialog.talk.due.line.hasFocus()
    assert written(context, customer_id) == ([], [])
    dialog._on_throw_away()


def test_a_time_without_a_next_step_asks_what_it_is_for(opened, context, compose, customer_id):
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="x")
    compose(dialog.talk.due.line, commit="明天")
    dialog.save()
    assert dialog.talk.next_step.hasFocus()
    assert written(context, customer_id) == ([], [])
    dialog._on_throw_away()


def test_ctrl_enter_while_composing_saves_nothing(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)
    for field in (dialog.talk.texts["summary"], dialog.talk.next_step, dialog.talk.due.line, dialog.talk.theirs.line):
        compose(field, commit="好")
        field.setFocus()
        compose(field, preedit="hao")
        press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        press(qtbot, Qt.Key.Key_Return)
        press(qtbot, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is field
        compose(field)
    assert dialog.isVisible()
    assert boxes(dialog) == []
    assert written(context, customer_id) == ([], [])
    dialog._on_throw_away()


def test_the_method_used_last_is_offered_first(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)
    assert dialog.talk.methods.value() == "visit"
    dialog.talk.methods.choose(4)
    compose(dialog.talk.texts["summary"], commit="x")
    compose(dialog.talk.next_step, commit="报价")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    assert opened(customer_id).talk.methods.value() == "wechat"


def test_opening_and_closing_asks_nothing(opened, qtbot, customer_id):
    dialog = opened(customer_id)
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(gone(dialog))


def test_a_draft_appears_within_two_seconds_and_opens_again(opened, context, window, qtbot, compose, customer_id):
    store = DraftStore(context.book.vault)
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="讨论 Q4 方案")
    compose(dialog.talk.next_step, commit="报价")
    compose(dialog.talk.due.line, commit="明天 14:00")
    dialog.talk.theirs.set_values(["王强"])
    qtbot.waitUntil(lambda: len(store.all()) == 1, timeout=2000)
    dialog._on_keep()
    (draft,) = store.all()
    assert (draft.form, draft.title) == (FORM, "记录互动 · 云帆信息科技")

    with clock.fixed(datetime(2026, 11, 20, 2, 30, tzinfo=UTC), "Asia/Shanghai"):
        open_draft(context, draft, window)
        (again,) = [found for found in window.findChildren(LogDialog) if found.isVisible()]
        qtbot.waitUntil(lambda: "·" in again.windowTitle())
        assert again.is_dirty()
        again.save()
        qtbot.waitUntil(gone(again))
    (interaction,), (followup,) = written(context, customer_id)
    assert interaction.occurred == at(2026, 11, 19, 10, 30)
    assert (interaction.our_participants, interaction.participants) == (("李主管",), ("王强",))
    assert followup.due == at(2026, 11, 20, 14)  # tomorrow, as seen from the day on which it was typed
    assert store.all() == []


def test_the_list_of_followups_hears_of_it(opened, context, qtbot, compose, customer_id):
    heard = []
    context.bus.changed.connect(lambda changes, origin: heard.append(changes))
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="x")
    compose(dialog.talk.next_step, commit="报价")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    (changes,) = heard
    assert changes.kinds == {Kind.INTERACTIONS, Kind.FOLLOWUPS}
    assert context.book.read(FOLLOWUPS.count) == 1


@pytest.fixture
def dialog(opened, qtbot, customer_id):
    """The dialog with its templates."""
    made = opened(customer_id)
    qtbot.waitUntil(lambda: bool(made._templates.offered))
    return made


def choose_template(dialog, place):
    dialog._templates.button.menu().actions()[place].trigger()


def test_a_template_puts_its_headings_and_a_date_into_an_empty_note(dialog):
    choose_template(dialog, 0)
    summary = dialog.talk.texts["summary"]
    assert summary.toPlainText() == dialog._templates.offered[0].headings
    assert summary.textCursor().position() == len(summary.toPlainText().splitlines()[0])
    assert dialog.talk.due.value() == at(2026, 11, 26, 9)


def test_a_template_asks_before_it_goes_below_what_is_written(dialog):
    summary = dialog.talk.texts["summary"]
    summary.setPlainText("客户来电")
    choose_template(dialog, 1)
    assert summary.toPlainText() == "客户来电"
    answer(dialog, _("Add below"))
    assert summary.toPlainText() == "客户来电\n\n" + dialog._templates.offered[1].headings
    summary.undo()
    assert summary.toPlainText() == "客户来电"


def test_a_date_that_is_there_is_kept(dialog):
    dialog.talk.due.set_value(at(2026, 12, 1, 9))
    choose_template(dialog, 0)
    assert dialog.talk.due.value() == at(2026, 12, 1, 9)


def test_only_what_was_answered_is_saved_and_a_proposed_date_alone_plans_nothing(dialog, context, qtbot, customer_id):
    choose_template(dialog, 0)
    dialog.save()
    assert dialog._problem.isVisible()  # headings say nothing
    first = dialog._templates.offered[0].headings.splitlines()[0]
    dialog.talk.texts["summary"].insertPlainText("续约")
    dialog.save()
    answer(dialog, _("Set none"))
    qtbot.waitUntil(gone(dialog))
    (interaction,), followups = written(context, customer_id)
    assert interaction.summary == f"{first}续约"
    assert followups == []


def test_a_proposed_date_is_that_of_the_next_step_when_there_is_one(dialog, context, qtbot, customer_id):
    choose_template(dialog, 0)
    dialog.talk.texts["summary"].insertPlainText("续约")
    dialog.talk.next_step.setText("发合同")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    _interactions, (followup,) = written(context, customer_id)
    assert (followup.title, followup.due) == ("发合同", at(2026, 11, 26, 9))


def test_a_score_that_falls_asks_why(opened, context, qtbot, compose, customer_id):
    earlier = Satisfaction(customer_id=customer_id, score=4, scored_on=Day("2026-08-10"))
    context.book.write("x", lambda session: SATISFACTION.add(session, [earlier]))
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="交付延迟")
    compose(dialog.talk.next_step, commit="致歉")
    dialog.talk.score.choose(2)
    dialog.save()
    assert dialog.talk.score.reason.hasFocus()
    assert dialog.isVisible()
    compose(dialog.talk.score.reason, commit="产品交付延迟")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    _earlier, now = of_kind(context, Kind.SATISFACTION)
    assert (now.score, now.reason) == (3, "产品交付延迟")


def test_place_and_milestone_are_behind_one_button(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)
    compose(dialog.talk.texts["summary"], commit="提交方案")
    compose(dialog.talk.next_step, commit="回访")
    assert not dialog.talk.more["place"].isVisible()
    dialog._fields.more_button.click()
    assert dialog.talk.more["place"].isVisible()
    compose(dialog.talk.more["place"].line, commit="客户会议室")
    dialog.talk.more["milestone"].set_value("proposal")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    (interaction,), _steps = written(context, customer_id)
    assert (interaction.place, interaction.milestone) == ("客户会议室", "proposal")


def test_entries_survive_as_a_draft_and_backspace_takes_the_last_one_back(opened, context, qtbot, compose, customer_id):
    dialog = opened(customer_id)
    for text in ("定制方案 下周二", "对方 样例"):
        compose(dialog.talk.promises.line, commit=text)
        qtbot.keyClick(dialog.talk.promises.line, Qt.Key.Key_Return)
    before = dialog.talk.promises.values()
    compose(dialog.talk.promises.line, preedit="yang")
    qtbot.keyClick(dialog.talk.promises.line, Qt.Key.Key_Return)  # chooses a word of the input method
    compose(dialog.talk.promises.line)
    assert dialog.talk.promises.values() == before
    dialog.keeper.flush()
    (draft,) = DraftStore(context.book.vault).all()
    dialog._on_keep()
    qtbot.waitUntil(gone(dialog))
    again = LogDialog(context, customer_id, dialog_parent(context))
    again.restore_draft(draft)
    again.open()
    assert again.talk.promises.values() == before
    qtbot.keyClick(again.talk.promises.line, Qt.Key.Key_Backspace)
    assert again.talk.promises.line.text() == "样例"
    assert again.talk.promises.values() == before
    again._on_throw_away()


def dialog_parent(context):
    return context.messages.parent()


def choose_purpose(dialog, code):
    next(action for action in dialog._purpose.menu().actions() if action.data() == code).trigger()


def stands_in_front(dialog):
    """The labels of the fields above the next step, in reading order."""
    return [part.key.name for part in dialog._fields._front]


def test_the_purpose_brings_forward_what_matters_and_folds_the_rest(opened, customer_id):
    dialog = opened(customer_id)
    assert stands_in_front(dialog) == ["feedback", "needs_said", "agreements", "open_issues", "commitments"]
    choose_purpose(dialog, "review")
    assert stands_in_front(dialog) == ["outcome", "feedback", "open_issues", "needs_said", "commitments"]
    assert not dialog.talk.texts["agreements"].isVisible()
    assert dialog.talk.more["outcome"].isVisible()
    assert dialog.talk.score.isVisible()
    assert dialog.talk.texts["feedback"].placeholderText() == _("What went well?")
    dialog._fields.more_button.click()  # one press shows all
    assert dialog.talk.texts["agreements"].isVisible()
    assert dialog.talk.more["place"].isVisible()
    dialog._on_throw_away()


def test_what_was_typed_is_never_folded(opened, compose, customer_id):
    dialog = opened(customer_id)
    compose(dialog.talk.texts["agreements"], commit="先做试点")
    compose(dialog.talk.promises.line, commit="定制方案 下周二")
    choose_purpose(dialog, "value_share")
    assert dialog.talk.texts["agreements"].isVisible()
    assert dialog.talk.promises.isVisible()
    assert not dialog.talk.texts["open_issues"].isVisible()
    dialog._on_throw_away()


def test_a_first_talk_with_a_prospect_asks_for_the_profile_and_keeps_it(opened, context, qtbot, compose):
    new = Customer(name="新芽科技", size="30 人")
    changes = context.book.write("x", lambda session: commands.add(session, [new]))
    prospect = changes.new_id(Kind.CUSTOMERS)
    dialog = opened(prospect)
    assert dialog._purpose.value() == "first_contact"
    assert stands_in_front(dialog)[:3] == ["industry", "source", "feedback"]  # the size is known
    compose(dialog._summary, commit="展会上认识")
    compose(dialog.talk.next_step, commit="寄资料")
    dialog.talk.learned[Kind.CUSTOMERS].editors["source"].set_value("trade_fair")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    (interaction,), _steps = written(context, prospect)
    assert interaction.purpose == "first_contact"
    (customer,) = of_kind(context, Kind.CUSTOMERS)
    assert (customer.source, customer.size, customer.industry) == ("trade_fair", "30 人", "")
    again = opened(prospect)
    assert again._purpose.value() == ""  # the second talk is not the first
    again._on_throw_away()


def test_an_open_request_is_offered_and_its_solution_goes_to_it(opened, context, qtbot, compose, customer_id):
    room = ROOMS[Kind.SERVICE]
    requests = [
        room.entity(customer_id=customer_id, title="系统响应慢", progress="已受理"),
        room.entity(customer_id=customer_id, title="旧问题", status="resolved"),
    ]
    context.book.write("x", lambda session: room.add(session, requests))
    dialog = opened(customer_id)
    choose_purpose(dialog, "problem")
    offers = dialog.talk._offers["service_id"]
    qtbot.waitUntil(lambda: bool(offers._made))
    (offered,) = offers._made
    assert offered.text() == "系统响应慢"
    assert "solution" not in stands_in_front(dialog)  # of none chosen yet
    offered.click()
    fields = dialog.talk.learned[Kind.SERVICE]
    qtbot.waitUntil(fields.editors["solution"].isVisible)
    assert not offers.isVisible()
    assert fields.editors["progress"].value() == "已受理"
    compose(fields.editors["solution"].text, commit="扩容")
    compose(dialog._summary, commit="到场排查")
    compose(dialog.talk.next_step, commit="回访")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    slow, _resolved = of_kind(context, Kind.SERVICE)
    assert (slow.progress, slow.solution) == ("已受理", "扩容")
    (interaction,), _steps = written(context, customer_id)
    assert (interaction.purpose, interaction.service_id) == ("problem", slow.id)


def test_the_template_of_a_complaint_says_the_purpose_and_the_user_has_the_last_word(dialog):
    choose_template(dialog, 2)
    assert dialog._purpose.value() == "problem"
    choose_purpose(dialog, "upkeep")
    dialog.talk.methods.choose(dialog.talk.methods.codes.index("demo"))
    assert dialog._purpose.value() == "upkeep"
    dialog._on_throw_away()


def test_a_draft_keeps_purpose_and_what_was_learned(opened, context, qtbot, compose, customer_id):
    room = ROOMS[Kind.NEEDS]
    context.book.write("x", lambda session: room.add(session, [room.entity(customer_id=customer_id, title="导出")]))
    dialog = opened(customer_id)
    choose_purpose(dialog, "needs")
    qtbot.waitUntil(lambda: bool(dialog.talk._offers["need_id"]._made))
    dialog.talk._offers["need_id"]._made[0].click()
    cycle = dialog.talk.learned[Kind.NEEDS].editors["decision_cycle"]
    qtbot.waitUntil(cycle.isVisible)
    compose(cycle.line, commit="两周")
    dialog.keeper.flush()
    (draft,) = DraftStore(context.book.vault).all()
    dialog._on_keep()
    qtbot.waitUntil(gone(dialog))
    again = LogDialog(context, customer_id, dialog_parent(context))
    again.restore_draft(draft)
    again.open()
    assert again._purpose.value() == "needs"
    assert again.talk.learned_values() == {(Kind.NEEDS, again.talk.more["need_id"].value()): {"decision_cycle": "两周"}}
    again._on_throw_away()
