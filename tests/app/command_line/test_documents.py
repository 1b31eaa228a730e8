"""Pages and Word documents by the command line: one record by its title or id, the undertaking, chosen columns."""

import io

import pypdf
import pytest
from docx import Document

from desktop_crm.core.i18n import _

YUNFAN = "客户-2023-015"
STORIES = (
    "客户名称,标题,背景与问题\n云帆信息科技(上海)有限公司,第一个故事,甲\n云帆信息科技(上海)有限公司,第二个故事,乙\n"
)
SURVEYS = "问卷,问题\n年度调研,[文字: 改进建议] 有何建议?\n季度调研,[是否] 是否满意?\n"


@pytest.fixture
def stories(crm, tmp_path):
    for name, text, kind in (("s.csv", STORIES, "stories"), ("q.csv", SURVEYS, "surveys")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert crm("import", tmp_path / name, "--as", kind).status == 0


def text_of(path) -> str:
    return "".join(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages).split()
    )


@pytest.mark.parametrize("customers", [(), (YUNFAN,)])
def test_x_12_a_story_is_named_by_its_title(crm, stories, tmp_path, customers):
    target = tmp_path / "s.pdf"
    run = crm("summary", *customers, "--form", "story", "--record", "第一个故事", "--to", target)
    assert (run.status, run.out) == (0, f"{target}\n")
    assert ("第一个故事" in text_of(target), "第二个故事" in text_of(target)) == (True, False)


def test_x_12_a_story_that_is_not_there_is_refused_with_those_that_are_and_their_ids_work(crm, stories, tmp_path):
    run = crm("summary", YUNFAN, "--form", "story", "--record", "没有", "--to", tmp_path / "s.pdf")
    assert (run.status, len(run.err.splitlines())) == (1, 1)
    assert "第一个故事" in run.err
    found = next(word for word in run.err.split() if word.isdigit())
    assert crm("summary", "--form", "story", "--record", found, "--to", tmp_path / "s.pdf").status == 0


def test_x_12_a_story_of_another_customer_is_not_found(crm, stories, tmp_path):
    run = crm("summary", "李超", "--form", "story", "--record", "第一个故事", "--to", tmp_path / "s.pdf")
    assert run.status == 1
    assert list(tmp_path.glob("*.pdf")) == []


def test_x_10_a_named_survey_is_printed_for_anybody_or_for_a_customer(crm, stories, tmp_path):
    blank, theirs = tmp_path / "a.pdf", tmp_path / "b.pdf"
    named = ("--form", "questionnaire", "--record", "年度调研")
    assert crm("summary", *named, "--to", blank).status == 0
    assert crm("summary", YUNFAN, *named, "--to", theirs).status == 0
    assert all("有何建议" in text_of(path) for path in (blank, theirs))
    assert ["云帆" in text_of(path) for path in (blank, theirs)] == [False, True]


@pytest.mark.parametrize("words", [("--form", "a", "--record", "x", YUNFAN), ("--form", "a"), ("--form", "story")])
def test_what_cannot_be_told_is_refused_in_one_line(crm, tmp_path, words):
    run = crm("summary", *words, "--to", tmp_path / "s.pdf")
    assert (run.status, len(run.err.splitlines())) == (1, 1)
    assert list(tmp_path.glob("*.pdf")) == []


def test_p_08_the_undertaking_is_shown_signed_and_printed(crm, tmp_path):
    before = crm("undertaking")
    assert _("Nobody has signed yet.") in before.out
    target = tmp_path / "u.pdf"
    run = crm("undertaking", "--sign", "王芳", "--role", "销售", "--date", "2026-11-20", "--to", target)
    assert (run.status, run.out) == (0, f"{target}\n")
    assert all(words in text_of(target) for words in ("保密协议", "王芳", "2026-11-20"))
    answer = crm("undertaking", "--json").json
    assert answer["signatures"] == [{"name": "王芳", "role": "销售", "signed_on": "2026-11-20", "current": True}]
    assert answer["parts"][0]["paragraphs"]
    assert crm("undertaking", "--notice", "--json").json["signatures"] == []
    assert crm("check").status == 0


@pytest.mark.parametrize(
    ("words", "status"), [(("--date", "昨天"), 2), (("--sign", "王芳", "--date", "2999-01-01"), 1)]
)
def test_p_08_a_day_that_is_none_or_still_to_come_is_refused(crm, words, status):
    assert crm("undertaking", *words).status == status
    assert crm("undertaking", "--json").json["signatures"] == []


def test_a_word_document_has_the_columns_that_were_asked_for(crm, tmp_path):
    run = crm("export", "--to", tmp_path / "c.docx", "--columns", "客户编号,客户名称", "--json")
    assert run.json["counts"] == {"customers": 4}
    (table,) = Document(tmp_path / "c.docx").tables
    assert [cell.text for cell in table.rows[0].cells] == ["客户编号", "客户名称"]
    assert len(table.rows) == 5


def test_g_10_a_word_document_can_be_grouped(crm, tmp_path):
    run = crm("export", "--to", tmp_path / "c.docx", "--group-by", "合作状态")
    assert run.status == 0
    assert len(Document(tmp_path / "c.docx").tables) == 3


def test_a_column_that_there_is_not_is_refused_in_one_line(crm, tmp_path):
    run = crm("export", "--to", tmp_path / "c.docx", "--columns", "没有这一列")
    assert (run.status, len(run.err.splitlines())) == (1, 1)
    assert not (tmp_path / "c.docx").exists()
