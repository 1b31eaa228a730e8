"""The page of requirements tells every one once, with modules that are there and a test that bears its id."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

SECTIONS = {"C": 41, "K": 14, "I": 23, "N": 17, "S": 13, "V": 8, "O": 10, "G": 11, "D": 11}  # from 1 to this number
ALONE = [*(f"F-{number:02}" for number in (*range(1, 10), 12, 13, 14, 15)), "A-01", "A-02", "A-03", "P-04", "P-05"]
ROW = re.compile(
    r"^\| (?P<id>[A-Z]-\d\d) \| (?P<what>[^|]+) \| (?P<term>[^|]+) \| (?P<where>[^|]+) \| (?P<test>[^|]+) \|$"
)


@dataclass(frozen=True)
class Row:
    """One requirement as the page tells it."""

    id: str
    what: str
    term: str
    where: tuple[str, ...]
    test: tuple[str, str]  # path and function


def _rows(text: str) -> Iterator[Row]:
    for line in text.splitlines():
        if re.match(r"\| *[A-Z]-", line):
            found = ROW.match(line)
            assert found, f"not a row: {line}"
            path, _, function = found["test"].strip("`").partition("::")
            yield Row(
                found["id"],
                found["what"],
                found["term"],
                tuple(re.findall("`(.+?)`", found["where"])),
                (path, function),
            )


@pytest.fixture(scope="module")
def rows(root):
    return list(_rows((root / "docs" / "requirements.md").read_text(encoding="utf-8")))


def test_every_requirement_is_told_exactly_once_and_in_order(rows):
    wanted = [f"{section}-{number:02}" for section, last in SECTIONS.items() for number in range(1, last + 1)]
    assert len(wanted + ALONE) == 166
    assert [row.id for row in rows] == wanted + ALONE


def test_every_requirement_says_what_it_is_in_english_and_in_the_users_words(rows):
    assert [row.id for row in rows if not re.search("[a-z]", row.what)] == []
    assert [row.id for row in rows if not re.search("[\u4e00-\u9fff]", row.term)] == []


def test_every_module_named_is_there(rows, root):
    assert [row.id for row in rows if not row.where] == []
    missing = [(row.id, path) for row in rows for path in row.where if not (root / "desktop_crm" / path).is_file()]
    assert missing == []


def test_every_test_named_is_there_and_bears_the_id(rows, root):
    functions: dict[str, set[str]] = {}
    for path in {row.test[0] for row in rows}:
        assert (root / path).is_file(), path
        tree = ast.parse((root / path).read_text(encoding="utf-8"))
        functions[path] = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert [row.test for row in rows if row.test[1] not in functions[row.test[0]]] == []
    assert [row.id for row in rows if not _bears(row.test[1], row.id)] == []


def _bears(function: str, requirement: str) -> bool:
    """Whether the name of a test has the id: `test_k_05_…`, `test_i_04_i_05_…`."""
    return f"_{requirement.lower().replace('-', '_')}_" in f"{function}_"


def test_the_name_of_a_test_bears_an_id_only_whole():
    assert _bears("test_k_05_a_company_has_one", "K-05")
    assert _bears("test_n_01_and_n_02_needs", "N-02")
    assert not _bears("test_k_050_a_company", "K-05")
    assert not _bears("test_risk_05_a_company", "K-05")


def test_a_row_that_cannot_be_read_is_not_passed_over():
    with pytest.raises(AssertionError, match="not a row"):
        list(_rows("| K-05 | Primary contact |"))
