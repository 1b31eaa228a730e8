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

# Half-width beside Chinese: what the user types or the program reads, and the line in which argparse says an error.
TYPED = ("!高", "[评分: 主题]", "[选择: 甲 / 乙]", "%(prog)s: 错误: %(message)s")


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


PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{.*?\}|%(?:\(\w+\))?[srd]")
# A Chinese character or mark, or what will stand in its place; blanks and quotation marks may be between.
CHINESE, BETWEEN = r"[\u3001-\u9fff\uff01-\uff5e\ufffc]", "[ \\n“”‘’\"']*"
HALF_WIDTH = re.compile(rf"{CHINESE}{BETWEEN}[,:;!?()]|[,:;!?()]{BETWEEN}{CHINESE}")
SPACED = re.compile(r" [，：；！？（）]|[，：；！？（）] ")


def badly_punctuated(translation: str) -> bool:
    """Whether half-width punctuation stands beside Chinese, or a blank beside full-width punctuation."""
    for typed in TYPED:
        translation = translation.replace(typed, "x")
    plain = PLACEHOLDER.sub("\ufffc", translation)
    return bool(HALF_WIDTH.search(plain) or SPACED.search(plain))


@pytest.mark.parametrize(
    "translation",
    [
        "下一步:{step}",
        "“{name}”: 没有",
        "{name} ({title})",
        "保密, 不含",
        "保密， 不含",
        "无误 （{count}）",
        "(空)",
        "有吗?",
    ],
)
def test_half_width_punctuation_beside_chinese_is_recognized(translation):
    assert badly_punctuated(translation)


@pytest.mark.parametrize(
    "translation",
    [
        "下一步：{step}",
        "下周三 14:00 回访 !高",
        "没有名片（BEGIN:VCARD）。",
        "可包含 {{seq:03}}，例如",
        "“{name}”：没有",
    ],
)
def test_punctuation_that_is_full_width_or_not_of_chinese_passes(translation):
    assert not badly_punctuated(translation)


def test_chinese_is_punctuated_in_full_width(catalogue):
    found = [text for _, translations in catalogue.values() for text in translations if badly_punctuated(text)]
    assert found == [], "docs/decisions/0019-chinese-punctuation.md"


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
