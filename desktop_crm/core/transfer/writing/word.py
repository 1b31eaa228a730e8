"""Records as a Word document: a table that can be read, printed and written on, with headings on every page (habit 22).

The rows are put together as text and parsed once; adding them through python-docx takes a hundred times as long.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from desktop_crm.core import clock
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _, language, ngettext
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.writing.selection import Record, Selection
from desktop_crm.core.transfer.writing.sheets import Cell, Sheet, cell_words
from desktop_crm.core.transfer.writing.tabular import Layout, grouped, sheet_of, usual_columns

MOST_ROWS = 20_000  # beyond that Word needs minutes to lay out its pages
MOST_COLUMNS = 63  # Word's own limit
_UPRIGHT_COLUMNS = 5  # more are set on a page that lies
_SHORT, _LONG = 210, 297  # A4 (ISO 216) in millimeters
_MARGIN = 15  # millimeters
_TWIPS_A_MILLIMETER = 1440 / 25.4
_ROWS_MEASURED = 200
_NARROWEST, _WIDEST = 6, 40  # in characters
_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"  # Office has both on Windows and macOS
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
_SHADE = "E8EEF4"


class TooMuchForDocumentError(RefusedError):
    """There is more than a document can show well; nothing was written."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("Too much for a Word document"),
            _("“{title}” has more than {rows} rows or {columns} columns. Choose fewer, or .xlsx or .csv.").format(
                title=title, rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS
            ),
        )


def as_document(selection: Selection, layout: Layout) -> bytes:
    """A DOCX file of the one kind there is, with a headed table for each group (X-01).

    Without chosen columns it has the usual ones of a list: all of them would fit on no page.

    Raises:
        TooMuchForDocumentError: there are too many rows or columns.
    """
    ((kind, records),) = selection.items()
    layout = Layout(layout.confidential, layout.group_by, layout.columns or usual_columns(kind))
    title = _(TITLES[kind])
    if len(records) > MOST_ROWS or len(layout.columns) > MOST_COLUMNS:
        raise TooMuchForDocumentError(title)
    document = _empty(title, lies=len(layout.columns) > _UPRIGHT_COLUMNS)
    document.add_heading(title, 1)
    _add_line(document, " · ".join(_about(len(records), confidential=layout.confidential)))
    for words, sheet in _sheets(kind, records, layout):
        if words:
            document.add_heading(f"{words} · {_count(len(sheet.rows))}", 2)
        document.element.body.insert_element_before(_table(sheet, document.sections[0]), "w:sectPr")
        document.add_paragraph()  # which Word wants below a table
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _sheets(kind: Kind, records: Sequence[Record], layout: Layout) -> Iterator[tuple[str, Sheet]]:
    groups: Mapping[str, Sequence[Record]] = grouped(records, layout.group_by)
    for words, of_group in groups.items():
        yield words, sheet_of(kind, of_group, words, layout)


def _about(count: int, *, confidential: bool) -> Iterator[str]:
    if confidential:
        yield _("Confidential")
    yield clock.today().isoformat()
    yield _count(count)


def _count(count: int) -> str:
    return ngettext("{count} record", "{count} records", count).format(count=f"{count:,}")


def _empty(title: str, *, lies: bool) -> Any:
    """A document of A4 pages, upright or lying, with a number on each, in fonts that have Chinese."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = clock.now().replace(tzinfo=None)
    properties.language = "zh-CN" if language() == "zh" else "en-US"
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(_LONG), Mm(_SHORT)) if lies else (Mm(_SHORT), Mm(_LONG))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.footer_distance = Mm(8)
    _set_fonts(document)
    _number_pages(section)
    return document


def _set_fonts(document: Any) -> None:
    """Name the fonts of every style outright; the template's theme knows none with Chinese."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    styles = [style.element.get_or_add_rPr() for style in document.styles if style.name in _STYLES]
    for properties in (defaults, *styles):
        fonts = properties.find(qn("w:rFonts"))
        if fonts is None:
            fonts = parse_xml(f"<w:rFonts {nsdecls('w')}/>")
            properties.insert(0, fonts)
        for name in _THEMES:
            fonts.attrib.pop(qn(f"w:{name}"), None)
        for name, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", _CHINESE)):
            fonts.set(qn(f"w:{name}"), font)
        if language() == "zh":
            fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dots are Chinese then
    spoken = defaults.find(qn("w:lang"))
    if spoken is not None:
        spoken.set(qn("w:val"), "en-US")
        spoken.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)


_STYLES = ("Normal", "Heading 1", "Heading 2", "Footer")


def _add_line(document: Any, text: str) -> None:
    line = document.add_paragraph(text)
    line.paragraph_format.space_after = Pt(6)


def _number_pages(section: Any) -> None:
    """“Page 1 of 3” at the foot, which Word counts."""
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    text = _("Page {page} of {pages}")
    for part in re.split(r"(\{page\}|\{pages\})", text):
        if part in _COUNTED:
            field = f'<w:fldSimple {nsdecls("w")} w:instr="{_COUNTED[part]}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            line._p.append(parse_xml(field))  # noqa: SLF001 - python-docx has no fields
        elif part:
            line.add_run(part)


_COUNTED = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def _table(sheet: Sheet, section: Any) -> Any:
    """The table with lines between its cells; its first row stands on every page, and no row is torn apart."""
    room = (section.page_width - section.left_margin - section.right_margin) / Mm(1) * _TWIPS_A_MILLIMETER
    weights = [_weight(sheet, column) for column in range(len(sheet.headings))]
    widths = [int(room * weight / sum(weights)) for weight in weights]
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B7C0CA"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    heading = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>'
        f"</w:tcPr><w:p><w:r><w:rPr><w:b/></w:rPr>{_text(words)}</w:r></w:p></w:tc>"
        for words, width in zip(sheet.headings, widths, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    starts = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>' for width in widths]
    rows = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(map(_cell, starts, row))}</w:tr>" for row in sheet.rows
    )
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>{rows}</w:tbl>"
    )


def _cell(start: str, cell: Cell) -> str:
    words = cell_words(cell)
    right = '<w:pPr><w:jc w:val="right"/></w:pPr>' if isinstance(cell, int | Decimal) else ""
    return f"{start}{right}<w:r>{_text(words)}</w:r></w:p></w:tc>" if words else f"{start}</w:p></w:tc>"


def _text(words: str) -> str:
    """The words as the content of a run; what XML cannot hold is left out."""
    plain = escape(_NOT_IN_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n")))
    marked = f'<w:t xml:space="preserve">{plain}</w:t>'
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        marked = marked.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return marked


def _weight(sheet: Sheet, column: int) -> int:
    """How much room a column needs beside the others: its longest line in characters, Chinese ones counted twice."""
    words = [sheet.headings[column], *(cell_words(row[column]) for row in islice(sheet.rows, _ROWS_MEASURED))]
    longest = max(max(map(_measured, text.splitlines()), default=0) for text in words)
    return min(max(longest, _NARROWEST), _WIDEST)


def _measured(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line[:_WIDEST])
