"""The language of what Qt shows by itself: its file dialog speaks one language, not two."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QFileDialog, QLabel, QToolButton

from desktop_crm.core import i18n
from desktop_crm.ui.framework.language import use_language

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def speak(qapp):
    language, locale = i18n.language(), QLocale()
    yield lambda code: use_language(qapp, code)
    use_language(qapp, "en")  # without Qt's catalogue, as other tests expect it
    i18n.use_language(language)
    QLocale.setDefault(locale)


def words_of(dialog: QFileDialog) -> list[str]:
    """The captions beside the fields, and the tooltips of the buttons."""
    captions = [each.text() for each in dialog.findChildren(QLabel)]
    return [*captions, *(each.toolTip() for each in dialog.findChildren(QToolButton) if each.toolTip())]


@pytest.fixture
def dialog_words(qtbot, tmp_path):
    def made() -> list[str]:
        dialog = QFileDialog(None, "", str(tmp_path), "PDF (*.pdf)")
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        words = words_of(dialog)
        assert len(words) > 5
        return words

    return made


def test_the_file_dialog_of_qt_is_wholly_in_chinese(speak, dialog_words):
    speak("zh")
    assert [each for each in dialog_words() if not CHINESE.search(each)] == []


def test_in_english_nothing_of_it_is_chinese(speak, dialog_words):
    speak("zh")
    speak("en")
    assert [each for each in dialog_words() if CHINESE.search(each)] == []


def test_what_nobody_has_translated_stays_as_it_is(speak):
    speak("zh")
    assert QCoreApplication.translate("QFileDialog", "A sentence of a later Qt") == "A sentence of a later Qt"
    assert QCoreApplication.translate("Somewhere", "%n files", None, 3) == "3 files"
