"""Light and dark: palette, fonts and style sheet made from the tokens, following the system unless told otherwise."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop_crm.core.paths import resource
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.tokens import DARK, LIGHT, Colors


class Mode(StrEnum):
    """Which theme the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look of the program. Signals: `about_to_scale` before sizes change, `changed` after sizes or colors did."""

    about_to_scale = Signal()
    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._mode = Mode.SYSTEM
        self._scale = 1.0
        self.colors: Colors = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self.apply()

    @property
    def is_dark(self) -> bool:
        """Whether the dark colors are in use."""
        return self.colors is DARK

    @property
    def mode(self) -> Mode:
        """What the user wants."""
        return self._mode

    @property
    def scale(self) -> float:
        """The user's zoom, 0.8 to 2.0."""
        return self._scale

    def use(self, mode: Mode | None = None, scale: float | None = None) -> None:
        """Change the theme or the zoom, or both."""
        wanted = min(max(scale or self._scale, 0.8), 2.0)
        if wanted != self._scale:
            self.about_to_scale.emit()
        self._mode, self._scale = mode or self._mode, wanted
        self.apply()

    def px(self, pixels: float) -> int:
        """A size of the tokens at the user's zoom."""
        return round(pixels * self._scale)

    def apply(self) -> None:
        """Give the application its palette, font and style sheet."""
        system_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = system_dark if self._mode is Mode.SYSTEM else self._mode is Mode.DARK
        self.colors = DARK if dark else LIGHT
        with _nothing_collected():  # Qt goes through all widgets, and none may go meanwhile
            self._application.setFont(self.font(tokens.BODY))
            self._application.setPalette(_palette(self.colors))
            self._application.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def font(self, pixels: float, *, bold: bool = False) -> QFont:
        """The font of the windows in a size of the tokens, with simplified faces for Chinese."""
        font = QFont()
        platform = sys.platform if sys.platform in tokens.FAMILIES else "linux"
        known = set(QFontDatabase.families())
        chosen = [family for family in tokens.FAMILIES[platform] if family in known or family.startswith(".")]
        if chosen:
            font.setFamilies(chosen)
        font.setPixelSize(self.px(pixels))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _style_sheet(self) -> str:
        sizes = {
            "body": tokens.BODY,
            "page_title": tokens.PAGE_TITLE,
            "section": tokens.SECTION,
            "caption": tokens.CAPTION,
            "control": tokens.CONTROL_HEIGHT,
            "radius": tokens.RADIUS,
            "card_radius": tokens.CARD_RADIUS,
            "s1": tokens.STEP,
            "s2": 2 * tokens.STEP,
            "s3": 3 * tokens.STEP,
            "s4": 4 * tokens.STEP,
        }
        words = {name: f"{self.px(size)}px" for name, size in sizes.items()}
        words |= {name: str(getattr(self.colors, name)) for name in self.colors.__slots__}
        words["check"] = resource("ui/check.svg").as_posix()
        words["icon"], words["more"] = f"{self.px(16)}px", f"{self.px(38)}px"
        words["indicator"] = f"{self.px(14)}px"
        return Template(resource("ui/style.qss").read_text(encoding="utf-8")).substitute(words)

    def _on_system_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self.apply()


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.background,
        QPalette.ColorRole.WindowText: colors.ink,
        QPalette.ColorRole.Base: colors.panel,
        QPalette.ColorRole.AlternateBase: colors.background,
        QPalette.ColorRole.Text: colors.ink,
        QPalette.ColorRole.Button: colors.panel,
        QPalette.ColorRole.ButtonText: colors.ink,
        QPalette.ColorRole.ToolTipBase: colors.panel,
        QPalette.ColorRole.ToolTipText: colors.ink,
        QPalette.ColorRole.PlaceholderText: colors.faint,
        QPalette.ColorRole.Highlight: colors.selection,
        QPalette.ColorRole.HighlightedText: colors.ink,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.Mid: colors.line,
        QPalette.ColorRole.Accent: colors.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.faint))
    return palette


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No garbage collection in the block: where Python collects by itself, a widget that nobody holds would go."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
