import pytest

from desktop_crm.ui.tray.tray import Tray, app_icon


@pytest.fixture
def tray(window, english):
    made = Tray(window)
    yield made
    made.close()


def shown(tray):
    return [action.text() for action in tray.menu.actions() if action.isVisible() and action.text()]


def test_locked_it_offers_only_what_needs_no_book(tray):
    assert shown(tray) == ["Open", "No reminders for 1 hour", "Quit"]


def test_unlocked_it_offers_everything_and_counts_today(tray):
    tray.set_locked(False)
    tray.show_count(3)
    assert shown(tray) == [
        "Open",
        "Quick add",
        "3 follow-ups today",
        "No reminders for 1 hour",
        "Presentation mode",
        "Lock",
        "Quit",
    ]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Open", "open_requested"),
        ("Quick add", "quick_add_requested"),
        ("No reminders for 1 hour", "pause_requested"),
        ("Lock", "lock_requested"),
        ("Quit", "quit_requested"),
    ],
)
def test_each_entry_asks_for_what_it_says(tray, text, signal, qtbot):
    tray.set_locked(False)
    action = next(action for action in tray.menu.actions() if action.text() == text)
    with qtbot.waitSignal(getattr(tray, signal)):
        action.trigger()


def test_without_a_tray_it_says_so(tray):
    assert not tray.is_there  # offscreen there is none


def test_the_icon_is_drawn_at_every_size(qapp):
    for size in (16, 32, 256):
        image = app_icon().pixmap(size, size).toImage()
        assert image.pixelColor(image.width() // 2, image.height() * 9 // 10 - 1).alpha() > 0
