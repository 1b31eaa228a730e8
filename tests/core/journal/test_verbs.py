import ast
import re
from pathlib import Path

import pytest

import desktop_crm
from desktop_crm.core.journal.verbs import is_known, is_offered, words_of
from desktop_crm.core.kinds import Kind

WRITING = {"write", "_write"}
VERB = re.compile(r"[a-z]+(_[a-z]+)*_?")


def verbs_in(tree):
    """What is given as a verb to whatever writes: of one that is put together, its beginning."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in WRITING and len(node.args) > 1:
            for argument in node.args[:2]:
                match argument:
                    case ast.Constant(value=str(text)) if VERB.fullmatch(text):
                        yield text
                    case ast.JoinedStr(values=[ast.Constant(value=str(text)), ast.FormattedValue()]):
                        yield text + Kind.CUSTOMERS


def test_every_verb_in_the_program_has_words_or_needs_none():
    found = {
        (path.name, verb)
        for path in Path(desktop_crm.__file__).parent.rglob("*.py")
        for verb in verbs_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert len(found) > 10
    assert sorted((file, verb) for file, verb in found if not is_known(verb)) == [], "see core/journal/verbs.py"


def test_verbs_are_told_in_both_languages(either_language):
    said = {
        "change_customers": {"en": "edit customer", "zh": "修改客户"},
        "add_contacts": {"en": "add contact", "zh": "新增联系人"},
        "change_many_customers": {"en": "edit several: Customers", "zh": "批量修改客户"},
        "merge_customers": {"en": "merge customers", "zh": "合并客户"},
        "never_heard_of": {"en": "last change", "zh": "上一步操作"},
        "change_universe": {"en": "last change", "zh": "上一步操作"},
    }
    assert {verb: words_of(verb) for verb in said} == {verb: words[either_language] for verb, words in said.items()}


@pytest.mark.parametrize("verb", ["undo", "redo", "erase", "empty_trash", "set_up", "restore", "export", "print"])
def test_what_is_for_good_or_changed_nothing_is_not_offered(verb):
    assert not is_offered(verb)
    assert is_known(verb)


def test_a_verb_without_words_is_offered_all_the_same():
    assert is_offered("never_heard_of")
    assert not is_known("never_heard_of")
