"""Every text the user can read is marked as gettext needs it, and stands in Chinese in the catalogue."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

CATALOGUE = "resources/translations/zh_CN/LC_MESSAGES/desktop_crm.po"
MARKS = {"_": None, "N_": None, "ngettext": (1, 2)}


def placeholders(message: str) -> set[str]:
    named = {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}
    return named | set(re.findall(r"%(?:\(\w+\))?[srd]", message))  # these are argparse's own


@pytest.fixture(scope="module")
def messages(root: Path) -> set[str]:
    """The singular form of every message in the code."""
    found = extract_from_dir(root / "desktop_crm", keywords=MARKS, method_map=[("**.py", "python")])
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


@pytest.fixture(scope="module")
def catalogue(root: Path) -> dict[str, tuple[set[str], list[str]]]:
    """The placeholders of each message and its translations, one for each plural form, by its singular form."""
    with (root / CATALOGUE).open("rb") as source:
        po = read_po(source, locale="zh_CN", abort_invalid=True)
    translated: dict[str, tuple[set[str], list[str]]] = {}
    for message in po:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else list(message.string)
            translated[forms[0]] = set.union(*map(placeholders, forms)), strings
            assert not message.fuzzy, forms[0]
    return translated


def test_every_message_has_a_chinese_translation(messages, catalogue):
    translated = {message for message, (_, translations) in catalogue.items() if all(translations)}
    assert sorted(messages - translated) == []


def test_the_catalogue_holds_nothing_that_the_program_no_longer_says(messages, catalogue):
    assert sorted(catalogue.keys() - messages) == []


def test_a_translation_has_the_placeholders_of_its_message(catalogue):
    differing = {
        message: translations
        for message, (expected, translations) in catalogue.items()
        if any(placeholders(translation) != expected for translation in translations if translation)
    }
    assert differing == {}


def unreadable_marks(tree: ast.Module) -> list[int]:
    """The lines where a mark is given something that gettext cannot find in the catalogue."""
    lines: list[int] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="_" | "N_" | "ngettext" as mark), args=[*arguments]):
                written = arguments[:2] if mark == "ngettext" else arguments[:1]
                lines += [
                    node.lineno for argument in written if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call)
                ]
    return lines


@pytest.mark.parametrize("call", ['_(f"{n} rows")', '_("{n} rows".format(n=1))', '_("a" + b)', 'N_("%s" % b)'])
def test_a_message_put_together_inside_a_mark_is_recognized(call):
    assert unreadable_marks(ast.parse(call)) == [1]


def test_no_message_is_put_together_inside_a_mark(modules):
    found = {path: lines for path, tree in modules.items() if (lines := unreadable_marks(tree))}
    assert found == {}, 'write _("{count} rows").format(count=3)'


def test_no_message_stands_inside_an_f_string(root):
    """Before Python 3.12 the tools that collect messages do not look into f-strings: it would stay untranslated."""
    inside = re.compile(r"""f"[^"]*\{_\('|f'[^']*\{_\(\"""")
    found = [
        str(path) for path in (root / "desktop_crm").rglob("*.py") if inside.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
