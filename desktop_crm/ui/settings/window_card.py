"""How the windows of this installation look: language, theme, zoom. They belong to the computer, not to the book."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _, language
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.zoom import STEPS, use_zoom
from desktop_crm.ui.look.theme import Mode
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import ComboBox
from desktop_crm.ui.widgets.labels import label

LANGUAGES = {"zh": "简体中文", "en": "English"}


class WindowCard(Card):
    """Everything here holds at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Window"))
        self._context = context
        theme = context.theme
        self.body.setSpacing(theme.px(12))
        self.languages = ChoiceChips(_("Language"), LANGUAGES.items())
        self.languages.set_value(language())
        self.languages.edited.connect(self._on_language)
        self.themes = ChoiceChips(
            _("Theme"), ((Mode.SYSTEM, _("As the system")), (Mode.LIGHT, _("Light")), (Mode.DARK, _("Dark")))
        )
        self.themes.edited.connect(self._on_theme)
        self.zoom = ComboBox(theme)
        self.zoom.setFixedWidth(theme.px(100))
        for step in STEPS:
            self.zoom.addItem(f"{step} %", step)
        self.zoom.activated.connect(self._on_zoom)
        for name, editor in ((_("Language"), self.languages), (_("Theme"), self.themes), (_("Zoom"), self.zoom)):
            self.body.addLayout(_line(name, editor, theme.px(4)))
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_language(self) -> None:
        self._context.preferences.set("language", self.languages.value())  # whoever owns the window makes it anew

    def _on_theme(self) -> None:
        mode = Mode(self.themes.value())
        self._context.preferences.set("theme", mode.value)
        self._context.theme.use(mode)

    def _on_zoom(self, _place: int) -> None:
        use_zoom(self._context, self.zoom.currentData())

    def _on_theme_changed(self) -> None:
        theme = self._context.theme
        self.themes.set_value(theme.mode)
        nearest = min(STEPS, key=lambda step: abs(step - theme.scale * 100))
        self.zoom.setCurrentIndex(self.zoom.findData(nearest))


def _line(name: str, editor: QWidget, spacing: int) -> QVBoxLayout:
    title = label(name, "caption")
    title.setBuddy(editor)
    editor.setAccessibleName(name)
    row = QHBoxLayout()
    row.addWidget(editor)
    if isinstance(editor, ComboBox):
        row.addStretch(1)
    box = QVBoxLayout()
    box.setSpacing(spacing)
    box.addWidget(title)
    box.addLayout(row)
    return box
