"""Conventions that no linter knows: sizes, docstrings, who writes to the database, what the repository may name."""

import ast
import os
import re
from pathlib import Path

import pytest

LONGEST_MODULE = 900  # lines

# The one door for writes, with what it writes beside the rows (journal, text index), and what happens before a vault
# is open for work (migrations).
MAY_WRITE = (
    "desktop_crm/core/database/write.py",
    "desktop_crm/core/database/session.py",
    "desktop_crm/core/database/fulltext/",
    "desktop_crm/core/database/migrate.py",
    "desktop_crm/core/database/migrations/",
)
WRITING_VERBS = {"insert", "update", "delete"}
WRITING_SQL = re.compile(
    r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+(OR\s+\w+\s+)?\S+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE
)

MADE_HERE = {"build", "dist", "__pycache__"}  # and hidden folders: environments, caches
HIDDEN_BUT_OURS = {".ci", ".github"}
REGISTRY = re.compile(
    r"pypi\.(python\.)?org|pythonhosted\.org|deb\.debian\.org|(archive|ports)\.ubuntu\.com|registry\.npmjs\.org"
    r"|\bmirrors?\.[a-z]|/simple/?[\"'\s]"
)
MACHINE_PATH = re.compile(r"(?<![\w.$}])/wor[k]/")


def docstrings(tree: ast.AST) -> set[int]:
    """The nodes, by identity, that are docstrings or other bare strings."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def writing_statements(tree: ast.Module) -> list[int]:
    """The lines that make a DML statement: SQLAlchemy's constructs, or SQL in a string."""
    lines: list[int] = []
    sqlalchemy_names: set[str] = set()
    not_code = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                sqlalchemy_names |= {
                    (n.asname or n.name).split(".")[0] for n in names if n.name.startswith("sqlalchemy")
                }
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] == "sqlalchemy":
                lines += [node.lineno for name in names if name.name in WRITING_VERBS]
            case ast.Call(func=ast.Attribute(attr=verb), args=[], keywords=[]) if verb in WRITING_VERBS:
                lines.append(node.lineno)  # table.insert(): lists, sets and dictionaries are given something
            case ast.Constant(value=str(text)) if id(node) not in not_code and WRITING_SQL.search(text):
                lines.append(node.lineno)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=verb) if (
                name in sqlalchemy_names and verb in WRITING_VERBS
            ):
                lines.append(node.lineno)
    return sorted(set(lines))


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import select, update",
        "from sqlalchemy.dialects.sqlite import insert",
        "import sqlalchemy as sa\nsa.delete(table)",
        "import sqlalchemy.sql\nsqlalchemy.insert(table)",
        "session.execute(customers.insert(), rows)",
        "session.execute(text('delete from customers'))",
        "connection.execute(f'''\n  INSERT OR IGNORE INTO {table} VALUES (1)''')",
        "SQL = 'UPDATE customers SET name = 1'",
    ],
)
def test_a_statement_that_writes_is_recognized(source):
    assert writing_statements(ast.parse(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import select\nselect(customers)",
        "seen.update(other)\nrows.insert(0, row)\nsettings.update(a=1)",
        "from desktop_crm.core.database import insert\ninsert(session, customers, rows)",
        "'''Rows are never written with DELETE FROM here.'''",
        "_('Update the customer set in the file')",
    ],
)
def test_what_only_looks_like_writing_is_let_through(source):
    assert writing_statements(ast.parse(source)) == []


QT = "desktop_crm/ui/"  # a contract keeps SQL out of it, and its widgets have update() and insert()


def test_only_the_one_door_writes_to_the_database(modules):
    found = {
        path: lines
        for path, tree in modules.items()
        if not path.startswith((*MAY_WRITE, QT)) and (lines := writing_statements(tree))
    }
    assert found == {}, "write through desktop_crm.core.database.insert, update and delete"


def test_every_module_says_in_its_head_what_it_is(modules):
    assert [path for path, tree in modules.items() if not ast.get_docstring(tree)] == []


def test_no_module_has_grown_out_of_its_room(root):
    sizes = {
        path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("desktop_crm", "packaging", "tests")
        for path in (root / folder).rglob("*.py")
    }
    assert {path: size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def texts(root: Path) -> dict[str, str]:
    """Every text file of the repository but uv.lock, by its path below the root; `.git` is a file in a work tree."""
    found: dict[str, str] = {}
    for folder, folders, files in os.walk(root):
        folders[:] = {f for f in folders if not f.startswith(".") or f in HIDDEN_BUT_OURS} - MADE_HERE
        for path in (Path(folder, name) for name in files if name not in {"uv.lock", ".git"}):
            content = path.read_bytes()
            if b"\0" not in content:
                found[path.relative_to(root).as_posix()] = content.decode("utf-8", errors="replace")
    return found


def places(root: Path, pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts(root).items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_repository_names_no_registry_and_no_mirror(root):
    assert places(root, REGISTRY) == [], "which index is used is the matter of each machine"


def test_the_repository_names_no_path_of_one_machine(root):
    assert places(root, MACHINE_PATH) == []
