"""What is copied out of the book: how long it stays on the clipboard, and what its history may keep."""

import pytest
from PySide6.QtGui import QGuiApplication

from desktop_crm.core.database import settings_store
from desktop_crm.core.settings import CLIPBOARD_SECONDS, LOCK_AFTER_MINUTES
from desktop_crm.ui.framework.clipboard import mime_data


@pytest.fixture
def lying():
    """What lies on the clipboard; it is empty before and after."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard.text
    clipboard.clear()


@pytest.fixture
def keep_for(context, qtbot):
    """Set for how many seconds what was copied stays; it is known when this is over."""

    def keep_for(seconds):
        context.book.write("change_setting", lambda session: settings_store.store(session, CLIPBOARD_SECONDS, seconds))
        context.bus.settings_changed.emit()
        qtbot.waitUntil(lambda: not context.operations._jobs)

    return keep_for


@pytest.fixture
def copy(context, qtbot):
    def copy(text, **how):
        context.clipboard.copy(text, **how)
        qtbot.waitUntil(lambda: not context.operations._jobs)

    return copy


def waits(context):
    return context.clipboard._timer.isActive()


def test_what_is_copied_stays_unless_the_settings_say_otherwise(copy, lying, context):
    copy("139 0000 0000")
    context.bus.about_to_close.emit()
    assert (lying(), waits(context)) == ("139 0000 0000", False)


def test_it_is_taken_off_after_so_many_seconds(keep_for, copy, lying, qtbot):
    keep_for(1)
    copy("139 0000 0000")
    assert lying() == "139 0000 0000"
    qtbot.waitUntil(lambda: lying() == "")


def test_the_seconds_are_those_of_the_settings(keep_for, copy, lying, context):
    keep_for(45)
    copy("139 0000 0000")
    assert context.clipboard._timer.interval() == 45_000


def test_what_somebody_else_copied_since_is_left_alone(keep_for, copy, lying, context):
    keep_for(60)
    copy("139 0000 0000")
    QGuiApplication.clipboard().setText("a recipe")
    context.clipboard.take_off()
    assert lying() == "a recipe"
    QGuiApplication.clipboard().setText("139 0000 0000")  # by somebody else, after ours was over
    context.clipboard.take_off()
    assert lying() == "139 0000 0000"


def test_the_next_copy_stays_its_full_time(keep_for, copy, lying, context):
    keep_for(60)
    copy("first")
    context.clipboard._timer.setInterval(50_000)  # as if some time had passed
    copy("second")
    assert context.clipboard._timer.interval() == 60_000
    context.clipboard.take_off()
    assert lying() == ""


def test_what_lies_there_goes_when_the_book_locks_or_the_program_ends(keep_for, copy, lying, context):
    keep_for(3_600)
    copy("139 0000 0000")
    context.bus.about_to_close.emit()
    assert (lying(), waits(context)) == ("", False)


def test_a_setting_that_is_changed_holds_for_what_lies_there(keep_for, copy, lying, context):
    copy("139 0000 0000")
    keep_for(60)
    assert waits(context)
    keep_for(0)
    assert not waits(context)
    context.bus.about_to_close.emit()
    assert lying() == "139 0000 0000"


def test_another_setting_does_not_begin_the_time_anew(keep_for, copy, context, lying, qtbot):
    keep_for(60)
    copy("139 0000 0000")
    context.clipboard._timer.start(40_000)  # as if some time had passed
    context.book.write("change_setting", lambda session: settings_store.store(session, LOCK_AFTER_MINUTES, 9))
    context.bus.settings_changed.emit()
    qtbot.waitUntil(lambda: not context.operations._jobs)
    assert context.clipboard._timer.interval() == 40_000


def test_nothing_is_read_as_long_as_nothing_was_copied(context, monkeypatch):
    monkeypatch.setattr(context.operations, "read", pytest.fail)
    context.bus.settings_changed.emit()
    context.bus.about_to_close.emit()


@pytest.mark.parametrize(
    ("platform", "hints"),
    [
        (
            "win32",
            {
                "ExcludeClipboardContentFromMonitorProcessing": bytes(4),
                "CanIncludeInClipboardHistory": bytes(4),
                "CanUploadToCloudClipboard": bytes(4),
            },
        ),
        ("linux", {"x-kde-passwordManagerHint": b"secret"}),
    ],
)
def test_what_is_confidential_says_so_to_histories(platform, hints):
    data = mime_data("王总 139", confidential=True, platform=platform)
    assert data.text() == "王总 139"
    assert {name: bytes(data.data(name).data()) for name in data.formats() if name != "text/plain"} == hints


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_what_is_not_confidential_is_a_text_and_nothing_else(platform):
    assert mime_data("王总 139", confidential=False, platform=platform).formats() == ["text/plain"]


def test_a_confidential_text_is_pasted_and_taken_off_like_any_other(keep_for, copy, lying, context):
    keep_for(60)
    copy("secret", confidential=True)
    assert lying() == "secret"
    context.bus.about_to_close.emit()
    assert lying() == ""
