"""What members of the team sign: the signature is one action in the book, and stands on the page (P-08, P-10)."""

from datetime import date

import pytest

from desktop_crm.core.documents import team_pages
from desktop_crm.core.documents.printed_page import render_page
from desktop_crm.core.documents.team_pages import SIGN, TeamPage, is_current, paragraphs_of, sign, signatures, team_page
from desktop_crm.core.documents.undertaking import notice_rules, undertakings
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.journal.verbs import is_known, is_offered


@pytest.fixture
def signed(database):
    """Signs a page, and gives the signatures below it."""

    def done(page=TeamPage.UNDERTAKING, name="王芳", **more):
        database.write(SIGN, lambda session: sign(session, page, name, **more))
        return database.read(lambda connection: signatures(connection, page))

    return done


def test_p_08_a_signature_is_kept_with_name_role_and_day(signed, fixed_clock):
    (kept,) = signed(name=" 王芳 ", role="销售", signed_on=date(2026, 11, 20))
    assert (kept.name, kept.role, kept.signed_on) == ("王芳", "销售", "2026-11-20")
    assert is_current(kept)


def test_p_08_without_a_day_it_is_signed_today_and_the_newest_comes_first(signed, fixed_clock):
    signed()
    assert [(each.name, each.signed_on) for each in signed(name="李超")] == [
        ("李超", "2026-11-23"),
        ("王芳", "2026-11-23"),
    ]


def test_p_10_each_page_has_signatures_of_its_own(signed, database, fixed_clock):
    signed(TeamPage.NOTICE)
    assert database.read(lambda connection: signatures(connection, TeamPage.UNDERTAKING)) == []


def test_what_was_signed_is_another_text_once_the_text_changes(signed, fixed_clock, monkeypatch):
    (kept,) = signed()
    monkeypatch.setattr(team_pages, "confidentiality_undertaking", team_pages.compliance_notice)
    assert not is_current(kept)


@pytest.mark.parametrize(("name", "day"), [("  ", None), ("王芳", date(2026, 11, 24))])
def test_nobody_signs_without_a_name_or_ahead_of_time(signed, database, fixed_clock, name, day):
    with pytest.raises(RefusedError):
        signed(name=name, signed_on=day)
    assert database.read(lambda connection: signatures(connection, TeamPage.UNDERTAKING)) == []


@pytest.mark.parametrize(("page", "rules"), [(TeamPage.UNDERTAKING, undertakings), (TeamPage.NOTICE, notice_rules)])
def test_p_08_what_is_read_are_all_the_rules_of_the_page(page, rules, either_language):
    text = "\n".join(line for _title, lines in paragraphs_of(page) for line in lines)
    assert [rule for rule in rules() if rule not in text] == []


@pytest.mark.parametrize("page", TeamPage)
def test_p_08_the_printed_page_bears_the_signature_on_one_sheet(
    page, signed, fixed_clock, either_language, read_pdf, squeezed
):
    (kept,) = signed(page, role="销售", signed_on=date(2026, 11, 20))
    printed = read_pdf(render_page(team_page(page, "李主管", kept)).pdf)
    assert len(printed.pages) == 1
    assert all(words in squeezed(printed.text) for words in ("王芳", "销售", "2026-11-20"))
    assert "2026-11-20" not in read_pdf(render_page(team_page(page, "李主管")).pdf).text


def test_undo_does_not_offer_to_take_a_signature_back():
    assert is_known(SIGN)
    assert not is_offered(SIGN)
