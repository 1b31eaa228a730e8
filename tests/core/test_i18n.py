import subprocess
import sys

import pytest

from desktop_crm.core import i18n
from desktop_crm.core.i18n import N_, _, listed, ngettext, system_language, translate, use_language

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def test_the_language_switches_while_the_program_runs(english):
    assert _("Customers") == "Customers"
    use_language("zh")
    assert _("Customers") == "客户"
    use_language("en")
    assert _("Customers") == "Customers"


def test_a_message_can_be_had_in_the_other_language(either_language):
    assert translate("Customers", "zh") == "客户"
    assert translate("Customers", "en") == "Customers"
    assert i18n.language() == either_language


def test_an_unknown_language_is_refused_and_the_one_in_use_stays(english):
    with pytest.raises(ValueError, match="fr"):
        use_language("fr")
    assert _("Customers") == "Customers"


def test_a_message_without_translation_is_shown_in_english_and_nothing_stays_nothing(either_language):
    assert _("No such message in any catalogue") == "No such message in any catalogue"
    assert _("") == "", "gettext would give the head of the catalogue"
    assert N_("Customers") == "Customers"


def test_english_counts_one_and_many_and_chinese_does_not(english):
    assert ngettext("one thing", "{count} things", 1) == "one thing"
    assert ngettext("one thing", "{count} things", 2) == "{count} things"
    assert ngettext("one thing", "{count} things", 0) == "{count} things"


def test_a_plural_of_the_catalogue_is_chinese_for_every_count(chinese):
    plurals = [key for key in i18n._translations("zh")._catalog if isinstance(key, tuple)]
    for singular, form in plurals:
        assert form == 0, "Chinese has one form"
        assert i18n._translations("zh").ngettext(singular, "?", 1) == i18n._translations("zh").ngettext(
            singular, "?", 5
        )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LANG", "zh_CN.UTF-8", "zh"),
        ("LANG", "zh_TW", "zh"),
        ("LC_ALL", "Chinese (Simplified)_China", "zh"),
        ("LANG", "en_US.UTF-8", "en"),
        ("LC_MESSAGES", "de_DE", "en"),
        ("LANG", "C", "en"),
    ],
)
def test_the_systems_language_is_chinese_or_else_english(monkeypatch, name, value, expected):
    for each in LOCALES:
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, value)
    assert system_language() == expected


def test_the_stronger_variable_wins(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setenv("LC_MESSAGES", "zh_CN.UTF-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert system_language() == "en"


def test_a_program_that_chose_no_language_speaks_chinese():
    code = "from desktop_crm.core.i18n import _, language; print(language(), ascii(_('Customers')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["zh", ascii("客户")]


def test_words_are_listed_as_the_language_does(english):
    assert listed(["one", "two"]) == "one, two"
    use_language("zh")
    assert listed(["甲", "乙"]) == "甲、乙"
    assert listed([]) == ""
