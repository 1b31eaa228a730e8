"""What stands on a printed page, as ready-made words, and the page made of it (habits 20, 21).

The customer summary, the forms and the letters are put together from the same sections. Who may see what, how a value
is written and in which language is decided where the page is filled; here it is only set.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs

from desktop_crm.core.documents.fonts import print_fonts
from desktop_crm.core.documents.typesetting import Printout, render

# The region picks simplified forms wherever a font has several for one character.
_REGIONS = {"zh": "cn", "en": None}

Fact = tuple[str, str]  # label and value


@dataclass(frozen=True, slots=True)
class FactSection:
    """Labels and values in two columns, read line by line; a fact without a value is not shown."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `width` is its share of the page; 0 is as wide as the widest text needs (dates, amounts)."""

    heading: str
    width: float = 1
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class TableSection:
    """Rows under headings that repeat on each page; without rows the `empty_note`, and without that nothing at all.

    Where it is `ruled`, lines stand between its cells too, and `blank_rows` more rows are left to be filled by hand.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty_note: str = ""
    ruled: bool = False
    blank_rows: int = 0

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(self.title)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form. Without a value it has `lines` lines to be filled by hand; `note` says in small print what
    belongs there. Two `half` rows that follow each other share a line."""

    label: str
    value: str
    note: str = ""
    lines: int = 1
    half: bool = False


@dataclass(frozen=True, slots=True)
class FormSection:
    """The ruled part of a form: labels on the left, and what was or is to be filled in."""

    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class TextSection:
    """Paragraphs, one below the other; in `small` print where they only explain the page.

    Those that `hang` begin with a sign or a number and a space, and their further lines begin behind it.
    """

    title: str
    paragraphs: tuple[str, ...]
    small: bool = False
    hang: bool = False


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question to be answered on paper: a box before each of `boxes`, then `lines` lines to write on."""

    text: str
    boxes: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class QuestionSection:
    """Questions to be answered by hand; `note` explains the answers."""

    title: str
    questions: tuple[PaperQuestion, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignatureSection:
    """Where each party signs, side by side: the words before each line, such as name, signature and date."""

    title: str
    parties: tuple[tuple[str, ...], ...]


Section = FactSection | TableSection | FormSection | TextSection | QuestionSection | SignatureSection
_TAGS: Mapping[type, str] = {
    FactSection: "facts",
    TableSection: "table",
    FormSection: "form",
    TextSection: "text",
    QuestionSection: "questions",
    SignatureSection: "signatures",
}


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Everything that stands on a page, in the words and the order in which it is printed.

    A summary is headed by the customer's name, with its title beside; a form or a letter is headed by its title.
    """

    customer_name: str
    title: str  # 客户摘要
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    footer_left: str  # 打印:李主管 · 2026-11-20 14:32 · 编号 P-000128
    language: Literal["zh", "en"]
    page_label: str  # 第 {page} / {pages} 页
    tier_badge: str = ""
    audience: str = ""  # 对内
    confidential_mark: str = ""  # 保密
    footer_center: str = ""  # 内部资料,请勿外传
    author: str = ""  # for the metadata of the PDF
    headed_by_title: bool = False


def render_page(page: PrintedPage, fonts_folder: Path | None = None) -> Printout:
    """The page as an A4 PDF, on one sheet where it fits, set more tightly if that saves the second one.

    Args:
        page: what to print.
        fonts_folder: a folder of the user's own with fonts that go before those of the system.

    Raises:
        NoChineseFontError: this machine cannot set Chinese; the message says what to install.
    """
    fonts = print_fonts(fonts_folder)
    usual = render("sections", _data(page, tight=False), fonts)
    if page_count(usual) != 2:
        return usual
    tight = render("sections", _data(page, tight=True), fonts)
    return tight if page_count(tight) == 1 else usual


def page_count(printout: Printout) -> int:
    """How many pages it has."""
    document = pypdfium2.PdfDocument(printout.pdf)
    try:
        return len(document)
    finally:
        document.close()


def _data(page: PrintedPage, *, tight: bool) -> dict[str, object]:
    kind = " · ".join(filter(None, (page.title, page.audience)))
    return {
        "sheet": {
            "title": " · ".join(filter(None, (page.title, page.customer_name))),
            "author": page.author,
            "language": page.language,
            "region": _REGIONS[page.language],
            "running": page.customer_name,
            "kind": kind,
            "mark": page.confidential_mark,
            "footer_left": page.footer_left,
            "footer_center": page.footer_center,
            "page_label": page.page_label,
            "tight": tight,
        },
        "name": page.title if page.headed_by_title else page.customer_name,
        "beside": page.audience if page.headed_by_title else kind,
        "tier": page.tier_badge,
        "facts": _with_values(page.facts),
        "sections": [_section(section) for section in page.sections if _has_content(section)],
    }


def _with_values(facts: tuple[Fact, ...]) -> list[Fact]:
    return [(label, value) for label, value in facts if value.strip()]


def _has_content(section: Section) -> bool:
    match section:
        case FactSection():
            return bool(_with_values(section.facts))
        case TableSection():
            return bool(section.rows or section.empty_note or section.blank_rows)
        case TextSection():
            return any(paragraph.strip() for paragraph in section.paragraphs)
        case FormSection():
            return bool(section.rows)
        case _:
            return True


def _section(section: Section) -> dict[str, object]:
    content = asdict(section)
    if isinstance(section, FactSection):
        content["facts"] = _with_values(section.facts)
    return content | {"tag": _TAGS[type(section)]}
