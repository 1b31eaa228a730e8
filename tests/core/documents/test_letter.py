"""What is written to a customer, and the draft of a mail that is made of it."""

import email
import re
from email import policy
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.clocks.rules.talks import send_summary
from desktop_crm.core.clocks.running import present
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.documents.letter import Letter, appointment_letter, confirmation_letter_text, summary_letter
from desktop_crm.core.documents.mail import LONGEST_LINK, mail_file, mail_link
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.materials.entity import Material
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.workflows.tell_customer import appointment_confirmed, solution_confirmed, summary_sent


@pytest.fixture
def customer_id(add_customer, add, fixed_clock):
    made = add_customer(name="云帆科技有限公司", office_address="深圳市南山区 1 号", email="office@yunfan.cn")
    add(
        Contact(customer_id=made, name="王五", is_primary=True, email="wang@yunfan.cn"),
        Contact(
            customer_id=made,
            name="张伟",
            form_of_address="张总",
            title="总经理",
            email="zhang@yunfan.cn",
            preferred_channel="wechat",
        ),
    )
    return made


@pytest.fixture
def talk_id(customer_id, add, moment):
    (material,) = add(Material(title="行业报告 2026", link="https://example.com/r"))
    (talk,) = add(
        Interaction(
            customer_id=customer_id,
            occurred=moment("2026-11-22T15:00"),
            method="visit",
            participants=("张伟",),
            summary="内部:对方想压价",
            feedback="他很难缠",
            agreements="先做试点\n- 三个月后评估",
            open_issues="付款方式",
            material_id=material,
        )
    )
    link = {"customer_id": customer_id, "interaction_id": talk}
    add(
        Commitment(**link, direction="ours", title="提供报价", person="李主管", due=moment("2026-11-25")),
        Commitment(**link, direction="theirs", title="确认预算", person="张伟", due=moment("2026-11-27")),
        Commitment(**link, direction="ours", title="保底价 80 万", confidential=True),
        Commitment(customer_id=customer_id, direction="ours", title="别的承诺"),
    )
    add(
        Followup(**link, title="安排试点", due=moment("2026-12-01T10:00"), owner="李主管"),
        Followup(**link, title="提供报价", owner="李主管"),
    )
    files = {"customer_id": customer_id, "record_kind": "interactions", "record_id": talk}
    add(Attachment(**files, name="会议纪要.pdf"), Attachment(**files, name="底价.xlsx", confidential=True))
    return talk


@pytest.fixture
def letter(database):
    return lambda make, record_id: database.read(lambda connection: make(connection, record_id, sender="李主管"))


def test_i_15_the_summary_says_what_was_agreed_who_does_what_by_when_and_what_goes_along(letter, talk_id, chinese):
    made = letter(summary_letter, talk_id)
    assert (made.to, made.address) == ("张伟", "zhang@yunfan.cn")
    assert "2026年11月22日" in made.subject
    blocks = made.body.split("\n\n")
    assert blocks[0] == "张总，您好！"
    assert "- 先做试点\n- 三个月后评估" in made.body
    ours = next(block for block in blocks if "提供报价" in block)
    assert ours.splitlines()[1:] == ["- 提供报价（李主管，2026年11月25日前）", "- 安排试点（李主管，2026年12月1日前）"]
    theirs = next(block for block in blocks if "确认预算" in block)
    assert theirs.splitlines()[1:] == ["- 确认预算（张伟，2026年11月27日前）"]
    assert "行业报告 2026 https://example.com/r" in made.body
    assert "会议纪要.pdf" in made.body
    assert blocks[-1] == "李主管\n2026年11月23日"


def test_x_06_what_is_ours_alone_or_confidential_is_not_in_the_summary(letter, talk_id, either_language):
    made = letter(summary_letter, talk_id)
    for secret in ("压价", "难缠", "保底价", "底价.xlsx", "别的承诺"):
        assert secret not in made.body


def test_the_summary_is_in_the_language_of_the_user(letter, talk_id, english):
    made = letter(summary_letter, talk_id)
    assert made.subject == "Summary of our talk on November 22, 2026"
    assert made.body.startswith("Dear 张总,\n\nThank you for meeting us on November 22, 2026.")
    assert "- 提供报价 (李主管, by November 25, 2026)" in made.body
    assert not re.search("[，。：！]", made.body)


def test_promises_that_were_written_as_one_text_are_in_the_summary_too(letter, customer_id, add, moment):
    (talk,) = add(Interaction(customer_id=customer_id, summary="x", commitments="周五前报价"))
    made = letter(summary_letter, talk)
    assert "- 周五前报价" in made.body
    assert made.to == "王五"


def test_a_confidential_talk_or_one_of_nobody_goes_to_nobody(letter, customer_id, add, add_customer):
    (secret,) = add(Interaction(customer_id=customer_id, summary="x", confidential=True))
    (lone,) = add(Interaction(summary="x"))
    (of_secret,) = add(Interaction(customer_id=add_customer(name="乙", confidential=True), summary="x"))
    for each in (secret, lone, of_secret):
        with pytest.raises(RefusedError):
            letter(summary_letter, each)


def test_when_the_summary_was_sent_its_clock_stops_and_undo_lets_it_run_again(database, talk_id, fixed_clock):
    def asked():
        found = database.read(lambda connection: list(send_summary(connection, present(connection))))
        return [each.record_id for each in found]

    assert asked() == [talk_id]
    database.write("send_summary", lambda session: summary_sent(session, [talk_id]))
    assert database.read(lambda connection: INTERACTIONS.get(connection, talk_id)).summary_sent.at == fixed_clock
    assert asked() == []


def test_s_09_a_solution_is_confirmed_by_a_short_reply(letter, database, customer_id, add, moment, fixed_clock):
    (request,) = add(
        ServiceRequest(
            customer_id=customer_id,
            title="报表导出失败",
            received=moment("2026-11-20T09:00"),
            status="resolved",
            solution="已修复导出模块",
            resolved=moment("2026-11-21T18:00"),
            account_manager="李主管",
            notes="客户自己误操作",
        )
    )
    made = letter(confirmation_letter_text, request)
    assert "报表导出失败" in made.subject
    assert "已修复导出模块" in made.body
    assert "2026-11-21 18:00" in made.body
    assert "误操作" not in made.body
    database.write("confirm_solution", lambda session: solution_confirmed(session, request, "很满意"))
    closed = database.read(lambda connection: SERVICE.get(connection, request))
    assert (closed.status, closed.confirmed.at, closed.customer_feedback) == ("confirmed", fixed_clock, "很满意")


def test_what_is_not_solved_yet_is_not_to_be_confirmed(letter, customer_id, add, moment):
    (request,) = add(ServiceRequest(customer_id=customer_id, title="x", received=moment("2026-11-20T09:00")))
    with pytest.raises(RefusedError):
        letter(confirmation_letter_text, request)


def test_i_18_an_appointment_is_asked_to_be_confirmed_by_the_way_its_person_prefers(
    letter, database, customer_id, add, moment, chinese, fixed_clock
):
    people = {each.name: each.id for each in _people(database)}
    due = moment("2026-11-25T14:00")
    (visit,) = add(
        Followup(customer_id=customer_id, contact_id=people["张伟"], title="演示新版本", due=due, methods=("visit",))
    )
    made = letter(appointment_letter, visit)
    assert made.channel == "微信"
    assert "时间：2026年11月25日（周三）14:00\n" in made.body
    assert "深圳市南山区 1 号" in made.body
    database.write("confirm_appointment", lambda session: appointment_confirmed(session, visit))
    assert database.read(lambda connection: FOLLOWUPS.get(connection, visit)).confirmed.at == fixed_clock


def test_who_is_only_to_be_called_is_not_told_of_a_meeting(letter, customer_id, add, moment, english):
    due = moment("2026-11-25T14:00")
    called, met = add(
        Followup(customer_id=customer_id, title="Quotation", due=due, methods=("phone",)),
        Followup(customer_id=customer_id, title="Demo", due=due, methods=("phone", "visit")),
    )
    made = letter(appointment_letter, called)
    assert made.subject == "Our appointment: Wednesday, November 25, 2026, 14:00"
    assert "talking to you" in made.body
    assert "seeing you" in letter(appointment_letter, met).body


def _people(database):
    return database.read(
        lambda connection: CONTACTS.get_many(connection, list(connection.scalars(select(CONTACTS.table.c.id))))
    )


# The draft of a mail

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=60)


@given(_TEXT, _TEXT)
def test_a_link_is_ascii_and_says_what_the_letter_says(subject, body):
    link = mail_link(Letter(subject, body, "张伟", "zhang+crm@yunfan.cn"))
    assert link.isascii()
    assert re.fullmatch(r"mailto:[A-Za-z0-9@.+_%-]*\?([A-Za-z0-9._~&=-]|%[0-9A-F]{2})*", link)
    parts = urlsplit(link)
    assert unquote(parts.path) == "zhang+crm@yunfan.cn"
    said = parse_qs(parts.query, keep_blank_values=True)
    assert said.get("subject", [""]) == [subject]
    assert said.get("body", [""])[0].replace("\r\n", "\n") == body
    assert "+" not in parts.query  # a mail program would not read it as a blank


def test_no_field_of_a_mail_can_be_smuggled_in_by_an_address():
    link = mail_link(Letter("a", "b", "", "x@y.cn?bcc=z@y.cn&cc=w@y.cn"))
    assert set(parse_qs(urlsplit(link).query)) == {"subject", "body"}


def test_what_is_too_long_for_a_link_is_a_file():
    fitting = Letter("主题", "长" * 100, "", "x@y.cn")
    assert len(mail_link(fitting)) <= LONGEST_LINK
    assert mail_link(Letter("主题", "长" * 300, "", "x@y.cn")) is None


@given(_TEXT, _TEXT)
def test_a_file_opens_as_a_mail_that_is_yet_to_be_sent(subject, body):
    content = mail_file(Letter(subject, body, "张伟\nBcc: z@y.cn", "zhang@yunfan.cn"))
    mail = email.message_from_bytes(content, policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["To"].addresses[0].addr_spec == "zhang@yunfan.cn"
    assert mail["Bcc"] is None
    assert mail["Subject"].split() == subject.split()
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_an_address_that_is_none_is_left_to_the_user():
    mail = email.message_from_bytes(mail_file(Letter("a", "b", "张", "见名片")), policy=policy.default)
    assert mail["To"] is None
