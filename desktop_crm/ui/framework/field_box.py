"""One field in a form: its name, its editor, and what is wrong with what stands there."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.confidential import ConfidentialSign
from desktop_crm.ui.framework.field_editor import FieldEditor, Problem
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label, restyle, set_tone

_ABOVE_CHECK_BOX = 4  # pixels, where nothing stands beside it


class FieldBox(QWidget):
    """One field in a form: its label, its editor, and below it what is wrong; a `wide` one has its line alone."""

    def __init__(self, editor: FieldEditor, parent: QWidget, *, wide: bool = False) -> None:
        super().__init__(parent)
        self.editor, self.wide = editor, wide
        self._advice: Problem | None = None
        self._sign: ConfidentialSign | None = None
        self._named: QHBoxLayout | None = None
        self._room: QLabel | None = None
        field = editor.field
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self.has_caption:
            self._named = self._head(field)
            layout.addLayout(self._named)
        else:
            self._room = label(_(field.label), "caption")  # never shown
            self._room.hide()
            layout.addWidget(self._room)
            self.level(with_captions=False)
        layout.addWidget(editor)
        self._note = label("", "caption", wrap=True)
        self._note.hide()
        layout.addWidget(self._note)
        editor.edited.connect(self._on_edited)
        editor.left.connect(self.check)

    @property
    def has_caption(self) -> bool:
        """Whether the name stands above the editor; a check box carries it itself."""
        return self.editor.field.type is not FieldType.YES_NO

    def level(self, *, with_captions: bool) -> None:
        """Let a field without a caption stand beside fields that have one, at the height of their editors, or alone."""
        if self._room is None:
            return
        policy = self._room.sizePolicy()
        policy.setRetainSizeWhenHidden(with_captions)
        self._room.setSizePolicy(policy)
        self._column.setContentsMargins(0, 0 if with_captions else _ABOVE_CHECK_BOX, 0, 0)
        check = self.editor.focusProxy()
        if check and bool(check.property("beside")) != with_captions:
            check.setProperty("beside", with_captions)
            restyle(check)

    def check(self) -> Problem | None:
        """What is wrong, which is shown from now on; a field that is merely empty still is not scolded for it."""
        problem = self.editor.problem()
        self._show(problem or self._advice)
        return problem

    def advise(self, problem: Problem | None) -> None:
        """Show what a rule found in the whole record, as long as the field itself is in order."""
        self._advice = problem
        own = self.editor.problem()
        if own is None or (problem and problem.blocking):
            self._show(own or problem)

    def clear(self) -> None:
        """Show nothing wrong."""
        self._show(None)

    def show_confidential(self, theme: Theme, *, on: bool) -> None:
        """Show beside the name that the field is confidential, or show nothing there."""
        if on and self._sign is None and self._named:
            self._sign = ConfidentialSign(theme)
            self._sign.hide()
            self._named.insertWidget(self._named.count() - 1, self._sign)  # before the stretch
        if self._sign and self._sign.isHidden() == on:
            self._sign.setVisible(on)
            target: QWidget = self.editor
            while inside := target.focusProxy():
                target = inside
            words = " · " + _("Confidential")  # for those who do not see the sign
            name = target.accessibleName().removesuffix(words)
            target.setAccessibleName(name + words if on else name)

    def _head(self, field: Field) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(_(field.label), "caption"))
        if field.required:
            star = label("*", "caption")
            set_tone(star, Tone.RED)
            star.setToolTip(_("Needed"))
            head.addWidget(star)
        head.addStretch(1)
        return head

    def _show(self, problem: Problem | None) -> None:
        self.editor.mark(invalid=bool(problem and problem.blocking))
        if problem and self.editor.shows_problem_itself():
            problem = None
        self._note.setText(problem.text if problem else "")
        self._note.setVisible(bool(problem))
        if problem:
            set_tone(self._note, Tone.RED if problem.blocking else Tone.AMBER)
        target = self.editor.focusProxy()
        if target and not self.editor.shows_problem_itself():
            target.setAccessibleDescription(self._note.text())

    def _on_edited(self) -> None:
        if self._note.isVisible():
            self.check()
