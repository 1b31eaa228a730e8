"""One setting of the book: its name, an editor that fits its type, and what is wrong below it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.settings import Setting, default_of
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.settings.checks import Value, example_of, problem_of, range_of, tidied
from desktop_crm.ui.widgets.inputs import LineEdit, SpinBox, TextEdit
from desktop_crm.ui.widgets.labels import label, restyle

_WIDTH = 300


class SettingRow(QWidget):
    """Signals: `decided(Setting, value)` when the user set a good value that is not the one stored."""

    decided = Signal(object, object)

    def __init__(self, setting: Setting, theme: Theme) -> None:
        super().__init__()
        self.setting = setting
        self._stored: Value = default_of(setting)
        self._note = label("", "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        self.editor = self._make_editor(theme)
        self.editor.setAccessibleName(_(setting.label))
        if not isinstance(self.editor, QCheckBox):
            title = label(_(setting.label), "caption", wrap=True)
            title.setBuddy(self.editor)
            layout.addWidget(title)
            if not isinstance(self.editor, TextEdit):
                self.editor.setFixedWidth(theme.px(_WIDTH if isinstance(setting.default, str) else _WIDTH // 3))
        layout.addWidget(self.editor)
        layout.addWidget(self._note)
        self._note.hide()
        self._fill(self._stored)  # what is stored is not known yet, so nothing is said to be wrong with it

    def _make_editor(self, theme: Theme) -> QCheckBox | SpinBox | LineEdit | TextEdit:
        if isinstance(self.setting.default, bool):
            box = QCheckBox(_(self.setting.label))
            box.clicked.connect(self.decide)
            return box
        if isinstance(self.setting.default, int):
            number = SpinBox()
            number.setRange(*range_of(self.setting))
            number.setKeyboardTracking(False)
            number.lineEdit().setTextMargins(theme.px(6), 0, 0, 0)  # Qt keeps the padding of the style from it
            number.valueChanged.connect(self._on_number)
            return number
        if self.setting.lines > 1:
            text = TextEdit(theme, lines=self.setting.lines)
            text.left.connect(self.decide)
            return text
        line = LineEdit()
        line.textEdited.connect(self._on_typed)
        line.entered.connect(self.decide)
        line.left.connect(self.decide)
        return line

    def show_value(self, value: Value) -> None:
        """Show what is stored, unless the user is typing something else."""
        if isinstance(self.editor, LineEdit) and self.editor.hasFocus() and self.editor.text() != self._stored:
            return
        self._fill(value)
        self._stored = value
        self._look(value)

    def _fill(self, value: Value) -> None:
        if isinstance(self.editor, LineEdit):
            self.editor.setText(str(value))
        elif isinstance(self.editor, TextEdit):
            if not self.editor.hasFocus():
                self.editor.setPlainText(str(value))
        elif isinstance(self.editor, SpinBox):
            self.editor.blockSignals(True)  # noqa: FBT003 - Qt's own
            self.editor.setValue(int(value))
            self.editor.blockSignals(False)  # noqa: FBT003 - Qt's own
        else:
            self.editor.setChecked(bool(value))

    def value(self) -> Value:
        """What stands in the editor, as it would be stored."""
        if isinstance(self.editor, LineEdit):
            return tidied(self.setting, self.editor.text())
        if isinstance(self.editor, TextEdit):
            return tidied(self.setting, self.editor.toPlainText())
        return self.editor.value() if isinstance(self.editor, SpinBox) else self.editor.isChecked()

    @property
    def problem(self) -> str:
        """What is wrong, as it is shown."""
        return self._note.text() if self._note.property("role") == "problem" else ""

    def decide(self, *_args: object) -> None:
        """Take what stands in the editor, if it is good."""
        value = self.value()
        if self._look(value) and value != self._stored:
            self.decided.emit(self.setting, value)

    def _on_number(self, _value: int) -> None:
        self.decide()

    def _on_typed(self, _text: str) -> None:
        self._look(self.value())

    def _look(self, value: Value) -> bool:
        """Whether the value is good; what is wrong with it, or what it makes, is shown."""
        problem = problem_of(self.setting, value)
        self._note.setText(problem or example_of(self.setting, value))
        self._note.setVisible(bool(self._note.text()))
        self._note.setProperty("role", "problem" if problem else "caption")
        restyle(self._note)
        self.editor.setProperty("invalid", bool(problem))
        restyle(self.editor)
        return not problem
