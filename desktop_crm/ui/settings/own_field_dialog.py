"""The small dialog in which a field of the user's own is made or changed (C-38)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import CrmError
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.tailoring import TYPES
from desktop_crm.core.workflows.tailor_fields import LONGEST_LABEL, WITH_CHOICES, add_field, change_field
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.inputs import ComboBox, LineEdit, TextEdit
from desktop_crm.ui.widgets.labels import label

TYPE_NAMES = {
    FieldType.TEXT: N_("One line of text"),
    FieldType.LONG_TEXT: N_("Several lines of text"),
    FieldType.NUMBER: N_("Whole number"),
    FieldType.MONEY: N_("Amount of money"),
    FieldType.DAY: N_("Date"),
    FieldType.CHOICE: N_("One of a list"),
    FieldType.CHOICES: N_("Several of a list"),
    FieldType.YES_NO: N_("Yes or no"),
    FieldType.TAGS: N_("Free words"),
}
_LINES = 5


class OwnFieldDialog(SheetDialog):
    """Makes a new field (`field` None), or changes one. What is refused is told, and the dialog stays."""

    def __init__(self, context: Context, parent: QWidget | None, kind: Kind, field: Field | None = None) -> None:
        title = _("New field of: {records}") if field is None else _("Field of: {records}")
        super().__init__(context, parent, title.format(records=_(TITLES[kind])), 460, 470)
        self._kind, self._field = kind, field
        theme = context.theme
        self.name, self.types = LineEdit(field.label if field else ""), ComboBox(theme)
        self.name.setMaxLength(LONGEST_LABEL)
        for field_type in TYPES:
            self.types.addItem(_(TYPE_NAMES[field_type]), field_type)
        if field:
            self.types.setCurrentIndex(TYPES.index(field.type))
        self.words = TextEdit(theme, lines=_LINES)
        self._words_title = label(_("Words to choose from, one in each line"), "caption")
        self._words_hint = label(_("Its words are changed under “Drop-down lists”."), "soft", wrap=True)
        self.required, self.in_table = QCheckBox(_("Required")), QCheckBox(_("A column of lists"))
        if field:
            self.required.setChecked(field.required)
            self.in_table.setChecked(field.in_table)
        for caption, editor in (
            (label(_("Name of the field"), "caption"), self.name),
            (label(_("What it holds"), "caption"), self.types),
            (self._words_title, self.words),
        ):
            caption.setBuddy(editor)
            editor.setAccessibleName(caption.text())
            self.body.addWidget(caption)
            self.body.addWidget(editor)
        for widget in (self._words_hint, self.required, self.in_table):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_button(_("Cancel"), self.reject)
        self._save = self.add_button(_("Save"), self.save, "primary")
        self.types.currentIndexChanged.connect(self._look)
        self.name.textChanged.connect(self._look)
        self.name.entered.connect(self.save)
        self._look()
        self.name.setFocus()

    def save(self) -> None:
        """Store the field, if it has a name."""
        if not self._save.isEnabled():
            return
        self._save.setEnabled(False)
        self.context.operations.write(self, "tailor_fields", self._work(), self._on_written, failed=self._on_failed)

    @property
    def _type(self) -> FieldType:
        return TYPES[self.types.currentIndex()]

    def _work(self) -> Callable[[Session], Changes]:
        words = tuple(self.words.toPlainText().splitlines())
        required, in_table = self.required.isChecked(), self.in_table.isChecked()
        name, field_type = self.name.text(), self._type
        if self._field is None:
            return partial(
                add_field,
                kind=self._kind,
                label=name,
                field_type=field_type,
                choices=words,
                required=required,
                in_table=in_table,
            )
        return partial(
            change_field,
            kind=self._kind,
            name=self._field.name,
            label=name,
            field_type=field_type,
            choices=words,
            required=required,
            in_table=in_table,
        )

    def _look(self, *_what: object) -> None:
        with_words = self._type in WITH_CHOICES
        has_list = bool(self._field and self._field.choices)
        for widget in (self._words_title, self.words):
            widget.setVisible(with_words and not has_list)
        self._words_hint.setVisible(with_words and has_list)
        self._save.setEnabled(bool(self.name.text().strip()))
        self.say("")

    def _on_written(self, _changes: Changes) -> None:
        self.accept()

    def _on_failed(self, error: CrmError) -> None:
        self._save.setEnabled(True)
        self.say_error(error)
