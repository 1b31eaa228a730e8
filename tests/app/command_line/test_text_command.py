"""`text`: what is written to customers, from the command line."""

from email import message_from_bytes, policy

import pytest

from desktop_crm.app.exit_status import REFUSED


@pytest.fixture
def number(crm):
    """A customer of the sample book with talks."""
    crm("sample", "--customers", "6", "--interactions", "30", "--seed", "3")
    rooms = ("interactions", "followups")
    found = crm("find", "有限公司", "--json").json["results"]
    numbers = [one["number"] for one in found if one["kind"] == "customers"]
    return next(each for each in numbers if all(crm("show", each, "--json").json[room] for room in rooms))


def test_the_talk_guide_is_printed_as_text_and_as_data(crm, number):
    text = crm("text", number, "--what", "talk")
    data = crm("text", number, "--what", "talk", "--json").json
    assert text.status == 0
    assert data["steps"]
    assert all(step["title"] in text.out and step["lines"] for step in data["steps"])


def test_i_15_a_summary_goes_into_a_draft_and_is_noted_as_sent(crm, number, tmp_path):
    target = tmp_path / "draft.eml"
    run = crm("text", number, "--what", "summary", "--to", target, "--sent", "--json")
    assert run.status == 0
    mail = message_from_bytes(target.read_bytes(), policy=policy.default)
    assert mail["Subject"] == run.json["subject"]
    talks = crm("show", number, "--json").json["interactions"]
    assert [bool(talk["summary_sent"]) for talk in talks if talk["id"] == run.json["id"]] == [True]


def test_what_there_is_nothing_to_write_about_is_refused(crm, number):
    run = crm("text", number, "--what", "confirmation", "--record", "1")
    assert (run.status, run.out) == (REFUSED, "")
    assert run.err


def test_the_talk_guide_is_sent_to_nobody(crm, number, tmp_path):
    run = crm("text", number, "--what", "talk", "--to", tmp_path / "a.eml")
    assert run.status == REFUSED
    assert not (tmp_path / "a.eml").exists()


def test_the_brief_is_printed(crm, number, tmp_path):
    assert crm("summary", number, "--form", "brief", "--to", tmp_path / "a.pdf").status == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
