"""A band above the page with a question that can wait: it takes no focus and goes with its answer."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import label


class QuestionBand(QFrame):
    """Hidden as long as nothing is asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("questionBand")
        self._theme = theme
        self._text = label("", wrap=True)
        self.buttons: list[QPushButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._text, 1)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def ask(self, question: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Show a question with a button for each answer; the same one is not shown anew."""
        if not self.isHidden() and self._text.text() == question:
            return
        for old in self.buttons:
            self._layout.removeWidget(old)
            old.deleteLater()
        self._text.setText(question)
        self.setAccessibleName(question)
        self.buttons = [button(text, partial(self._answer, act)) for text, act in answers.items()]
        for made in self.buttons:
            self._layout.addWidget(made)
        self.show()

    def _answer(self, act: Callable[[], None]) -> None:
        self.hide()
        act()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(16), px(6), px(14), px(6))
        self._layout.setSpacing(px(10))
