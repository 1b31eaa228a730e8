import pytest

from desktop_crm.core import i18n, settings
from desktop_crm.core.settings import (
    DEFAULT_TIME,
    SETTINGS,
    SILENT_DAYS,
    USER_NAME,
    VISIT_TEMPLATE,
    Setting,
    Settings,
    default_of,
)


def test_every_setting_declared_is_in_the_list_once():
    declared = [value for value in vars(settings).values() if isinstance(value, Setting)]
    assert sorted(SETTINGS, key=id) == sorted(declared, key=id)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_label_and_the_group_of_a_setting_are_there_in_both_languages(setting):
    for message in (setting.label, setting.group):
        assert i18n.translate(message, "en") == message
        assert any("\u4e00" <= character <= "\u9fff" for character in i18n.translate(message, "zh")), message


def test_what_was_never_set_has_its_default():
    nothing_set = Settings({})
    assert nothing_set.text(USER_NAME) == ""
    assert nothing_set.number(SILENT_DAYS) == 90


def test_what_was_set_counts_also_when_it_is_empty_or_zero():
    assert Settings({"user_name": "王芳"}).text(USER_NAME) == "王芳"
    assert Settings({"default_time": ""}).text(DEFAULT_TIME) == ""
    assert Settings({"silent_days": 0}).number(SILENT_DAYS) == 0


def test_a_default_that_is_a_message_holds_in_the_users_language(either_language):
    assert Settings({}).text(VISIT_TEMPLATE) == i18n.translate(VISIT_TEMPLATE.default, either_language)
    assert Settings({VISIT_TEMPLATE.name: "谁："}).text(VISIT_TEMPLATE) == "谁："


def test_a_default_is_translated_where_it_is_words(either_language):
    chinese = [setting for setting in SETTINGS if setting.translated]
    assert all(default_of(setting) != setting.default for setting in chinese) == (either_language == "zh")
    assert all(default_of(setting) == setting.default for setting in SETTINGS if not setting.translated)
