"""Enter chooses a word while an input method is composing, so nothing of ours may take it then for a wish."""

import ast
from collections.abc import Iterator

import pytest

# What Qt lets no input method write into; a class of these needs no guard.
TYPED_NOTHING = {"QAbstractButton", "QListView", "QListWidget", "QTableView", "QTreeView", "FreezableTable"}
# Only these handle Enter without asking whether somebody is composing, and why they may.
MAY = {
    "desktop_crm/ui/framework/sheet_dialog.py:SheetDialog": "swallows Enter, which presses only what has the focus",
    "desktop_crm/ui/reminders/reminder_window.py:ReminderWindow": "only while the table has the focus",
}
INPUTS = "desktop_crm/ui/widgets/inputs.py"  # the guarded fields themselves
BARE_FIELDS = {"QLineEdit", "QPlainTextEdit", "QTextEdit"}
ENTER = {"ENTER", "Key_Return", "Key_Enter"}
GUARDS = {"composing", "is_composing"}


def names_in(tree: ast.AST) -> set[str]:
    """Every name and attribute below a node."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def handles_enter(tree: ast.AST) -> bool:
    """Whether the code names the key, or keys that end in it, such as Ctrl+Return."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    keys = (text.rpartition("+")[2] for text in texts if not any(map(str.isspace, text)))
    return bool(ENTER & names_in(tree)) or bool({"Return", "Enter"} & set(keys))


def unguarded(path: str, tree: ast.Module) -> Iterator[str]:
    """The classes and functions that take Enter whoever is composing, as path:name."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and handles_enter(node):
            bases = {base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)}
            if not (bases & TYPED_NOTHING or names_in(node) & GUARDS):
                yield f"{path}:{node.name}"


def bare_fields(path: str, tree: ast.Module) -> Iterator[str]:
    """Where a field of Qt's own is made or derived from, and where its `returnPressed` is used, as path:line."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in BARE_FIELDS:
                yield f"{path}:{node.lineno}"
            case ast.Attribute(value=ast.Name(id="QInputDialog")) | ast.Attribute(attr="returnPressed"):
                yield f"{path}:{node.lineno}"
            case ast.ClassDef(bases=bases) if BARE_FIELDS & {getattr(base, "id", "") for base in bases}:
                yield f"{path}:{node.lineno}"


@pytest.mark.parametrize(
    "source",
    [
        "class Page(QWidget):\n def keyPressEvent(self, event):\n  if event.key() == Qt.Key.Key_Return: self.go()",
        "class Line(LineEdit):\n def keyPressEvent(self, event):\n  if event.key() in ENTER: self.go()",
        "class Dialog(QDialog):\n def __init__(self):\n  QShortcut(QKeySequence('Ctrl+Return'), self, self.go)",
        "def bind(dialog):\n QShortcut(QKeySequence('Enter'), dialog, dialog.go)",
    ],
)
def test_an_enter_without_a_guard_is_recognized(source):
    assert list(unguarded("ui/page.py", ast.parse(source))) != []


@pytest.mark.parametrize(
    "source",
    [
        "class List(QListView):\n def keyPressEvent(self, event):\n  if event.key() == Qt.Key.Key_Return: self.go()",
        "class Line(LineEdit):\n def keyPressEvent(self, event):\n  if self.composing or event.key() in ENTER: ...",
        "class Page(QWidget):\n '''Enter opens a record.'''\n def __init__(self): self.line.entered.connect(self.go)",
    ],
)
def test_a_guarded_enter_is_let_through(source):
    assert list(unguarded("ui/page.py", ast.parse(source))) == []


@pytest.mark.parametrize(
    "source",
    [
        "field = QLineEdit()",
        "class Field(QPlainTextEdit): ...",
        "field.returnPressed.connect(go)",
        "QInputDialog.getText(self, title, text)",
    ],
)
def test_a_bare_field_is_recognized(source):
    assert list(bare_fields("ui/page.py", ast.parse(source))) != []


def test_what_a_bare_field_is_named_for_is_let_through():
    assert list(bare_fields("ui/page.py", ast.parse("field.setEchoMode(QLineEdit.EchoMode.Password)"))) == []


def test_everything_that_takes_enter_asks_first_whether_somebody_is_composing(modules):
    windows = {path: tree for path, tree in modules.items() if path.startswith(("desktop_crm/ui/", "desktop_crm/app/"))}
    found = {place for path, tree in windows.items() for place in unguarded(path, tree)}
    assert found - set(MAY) == set(), "connect LineEdit.entered, or ask is_composing()"
    assert set(MAY) - found == set(), "these need no exception any more"


def test_every_field_is_one_that_knows_when_somebody_is_composing(modules):
    fields = (bare_fields(path, tree) for path, tree in modules.items() if path != INPUTS)
    assert [place for found in fields for place in found] == [], "use LineEdit and TextEdit of ui.widgets.inputs"
