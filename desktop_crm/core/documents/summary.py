"""The customer summary: what stands on the page, as ready-made words, and the page made of it (habits 20, 21).

Who may see what, how a value is written and in which language is decided where the page is filled; here it is only set.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

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
    """Rows under headings that repeat on each page; without rows the `empty_note`, and without that nothing at all."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty_note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(self.title)


Section = FactSection | TableSection


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Everything that stands on a customer summary, in the words and the order in which it is printed."""

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


def render_summary(page: SummaryPage, fonts_folder: Path | None = None) -> Printout:
    """The summary as an A4 PDF, on one page where it fits.

    Args:
        page: what to print.
        fonts_folder: a folder of the user's own with fonts that go before those of the system.

    Raises:
        NoChineseFontError: this machine cannot set Chinese; the message says what to install.
    """
    data = {
        "sheet": {
            "title": f"{page.title} · {page.customer_name}",
            "author": page.author,
            "language": page.language,
            "region": _REGIONS[page.language],
            "running": page.customer_name,
            "kind": " · ".join(filter(None, (page.title, page.audience))),
            "mark": page.confidential_mark,
            "footer_left": page.footer_left,
            "footer_center": page.footer_center,
            "page_label": page.page_label,
        },
        "name": page.customer_name,
        "tier": page.tier_badge,
        "facts": _with_values(page.facts),
        "sections": [_section(section) for section in page.sections if _has_content(section)],
    }
    return render("summary", data, print_fonts(fonts_folder))


def _with_values(facts: tuple[Fact, ...]) -> list[Fact]:
    return [(label, value) for label, value in facts if value.strip()]


def _has_content(section: Section) -> bool:
    if isinstance(section, FactSection):
        return bool(_with_values(section.facts))
    return bool(section.rows or section.empty_note)


def _section(section: Section) -> dict[str, object]:
    if isinstance(section, FactSection):
        return {"title": section.title, "facts": _with_values(section.facts)}
    return asdict(section)
