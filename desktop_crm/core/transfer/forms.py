"""Forms that are filled in from top to bottom, with what each line asks in front of its answer, as tables of rows."""

from dataclasses import replace

from desktop_crm.core.fields import folded
from desktop_crm.core.transfer.headings import is_known, kind_of
from desktop_crm.core.transfer.reading.tables import Cell, Row, Table, cell_text, column_letter, unique_headings

_LEAST_LINES = 3  # fewer known words in a column prove nothing
_MOST_LINES = 300  # more are a table
_SHARE = 0.5  # of the lines of a form, those that ask for something known
_QUESTIONS = {"字段", "字段名称", "项目", "栏目", "内容", "填写项", "field", "item"}  # over the questions themselves
_EXPLANATIONS = {"填写说明", "填写要求", "说明", "示例说明", "instructions", "explanation", "explanations"}


def upright(table: Table) -> Table:
    """The same table, or, where it is a form, one with a row for each customer that the form describes.

    A form asks in one column and is answered in those beside it, a column for each customer; or it asks in several
    columns, and each answer stands right of its question. Columns of explanations say nothing about a customer.
    """
    given = table.exact or table.kind_hint or not table.rows
    if given or len(table.rows) > _MOST_LINES or _as_table(table) >= _LEAST_LINES:
        return table
    lines: list[tuple[Cell, ...]] = [table.headings, *(row.cells for row in table.rows)]
    width = len(table.headings)
    asking = [column for column in range(width) if _asks(lines, column)]
    if not asking:
        return table
    answers = _pairs(lines, asking) if len(asking) > 1 else _columns(lines, asking[0], width)
    headings = list(dict.fromkeys(heading for answer in answers for heading in answer))
    rows = tuple(
        Row(table.rows[0].number, tuple(answer.get(heading) for heading in headings)) for answer in answers if answer
    )
    return replace(table, headings=unique_headings(headings), rows=rows) if rows else table


def _as_table(table: Table) -> int:
    """How many of its headings are known words when it is read as a table."""
    return len(table.headings) if kind_of(replace(table, headings=())) else sum(map(is_known, table.headings))


def _asks(lines: list[tuple[Cell, ...]], column: int) -> bool:
    words = [text for line in lines if (text := cell_text(line[column]).strip())]
    known = sum(map(is_known, words))
    return known >= _LEAST_LINES and known >= _SHARE * len(words)


def _columns(lines: list[tuple[Cell, ...]], asking: int, width: int) -> list[dict[str, Cell]]:
    """What each column right of the questions answers."""
    explaining = {
        column for line in lines for column in range(width) if folded(cell_text(line[column])) in _EXPLANATIONS
    }
    return [
        answer
        for column in range(asking + 1, width)
        if column not in explaining and (answer := _answers(lines, asking, column))
    ]


def _answers(lines: list[tuple[Cell, ...]], asking: int, answering: int) -> dict[str, Cell]:
    answer: dict[str, Cell] = {}
    for number, line in enumerate(lines):
        question, said = cell_text(line[asking]).strip(), line[answering]
        is_head = not number and (folded(question) in _QUESTIONS or question == column_letter(asking))
        if question and cell_text(said).strip() and not is_head:
            answer.setdefault(question, said)
    return answer if any(map(is_known, answer)) else {}


def _pairs(lines: list[tuple[Cell, ...]], asking: list[int]) -> list[dict[str, Cell]]:
    """The one answer of a form with several columns of questions."""
    answer: dict[str, Cell] = {}
    for column in asking:
        answer |= _answers(lines, column, column + 1) if column + 1 < len(lines[0]) else {}
    return [answer]
