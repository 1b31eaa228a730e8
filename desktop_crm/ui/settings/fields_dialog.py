"""Which fields the records have and what drop-down lists offer, as the user wants them (C-38, decision 8)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.choices import ChoiceList
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import CrmError
from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows import edit_lists
from desktop_crm.core.workflows.keep_confidential import always_confidential, keep_confidential
from desktop_crm.core.workflows.tailor_fields import (
    can_be_hidden,
    hidden_fields,
    hide_field,
    order_fields,
    own_field,
    remove_field,
    show_field,
)
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.settings.own_field_dialog import TYPE_NAMES, OwnFieldDialog
from desktop_crm.ui.widgets.arranged_list import ArrangedList, ArrangedRow
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.labels import label

FIELDS, LISTS, CONFIDENTIAL = "fields", "lists", "confidential"
_SIDE_WIDTH = 190


class FieldsDialog(SheetDialog):
    """Everything holds at once, can be undone like any other change, and shows in the whole window."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Fields and lists"), 900, 680)
        parts = ((FIELDS, _("Fields")), (LISTS, _("Drop-down lists")), (CONFIDENTIAL, _("Always confidential")))
        self.chips = ChoiceChips(_("Fields and lists"), parts)
        self.chips.set_value(FIELDS)
        self.chips.edited.connect(self._on_part)
        self.fields, self.lists = _FieldsPart(context, self), _ListsPart(context, self)
        self.confidential = _ConfidentialPart(context, self)
        self._parts = QStackedWidget()
        for part in (self.fields, self.lists, self.confidential):
            part.failed = self.say_error
            part.done = self._on_done
            self._parts.addWidget(part)
        self.body.addWidget(self.chips)
        self.body.addWidget(self._parts, 1)
        self.add_button(_("Close"), self.accept, "primary")
        context.bus.tailored.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show everything as it is now."""
        self.fields.refresh()
        self.lists.refresh()
        self.confidential.refresh()

    def _on_part(self) -> None:
        self._parts.setCurrentIndex((FIELDS, LISTS, CONFIDENTIAL).index(self.chips.value()))
        self.say("")

    def _on_done(self) -> None:
        self.say(_("Saved"))


class _Part(QWidget):
    """What both parts are: a list at the left says of what, the rest is at the right."""

    def __init__(self, context: Context, dialog: QWidget, name: str) -> None:
        super().__init__()
        self.context, self._dialog = context, dialog
        self.failed: Callable[[CrmError], None] = context.messages.error
        self.done: Callable[[], None] = self.refresh
        px = context.theme.px
        self.side = QListWidget()
        self.side.setAccessibleName(name)
        self.side.setProperty("role", "framed")
        self.side.setFixedWidth(px(_SIDE_WIDTH))
        self.right = QVBoxLayout()
        self.right.setSpacing(px(8))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        layout.addWidget(self.side)
        layout.addLayout(self.right, 1)

    def refresh(self) -> None:
        """Show everything as it is now."""

    def write(self, verb: str, work: Callable[[Session], Changes]) -> None:
        """Write as one action; what is refused is told, and shown as it was."""
        self.context.operations.write(self, verb, work, self._on_written, failed=self._on_failed)

    def fill_side(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show what there is to choose from at the left; what was chosen stays so."""
        if [self.side.item(place).text() for place in range(self.side.count())] == [title for _key, title in entries]:
            return
        chosen = self.chosen
        self.side.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.side.clear()
        for key, title in entries:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.side.addItem(item)
        keys = [key for key, _title in entries]
        self.side.setCurrentRow(keys.index(chosen) if chosen in keys else 0)
        self.side.blockSignals(False)  # noqa: FBT003 - Qt's own

    @property
    def chosen(self) -> str:
        """The key of what is chosen at the left."""
        place = self.side.currentRow()
        return str(self.side.item(place).data(Qt.ItemDataRole.UserRole)) if place >= 0 else ""

    def choose(self, key: str) -> None:
        """Choose at the left."""
        for place in range(self.side.count()):
            if self.side.item(place).data(Qt.ItemDataRole.UserRole) == key:
                self.side.setCurrentRow(place)

    def buttons(self, *entries: tuple[str, Callable[[], None]]) -> QHBoxLayout:
        """A line of buttons."""
        row = QHBoxLayout()
        row.setSpacing(self.context.theme.px(8))
        for text, act in entries:
            row.addWidget(button(text, act))
        row.addStretch(1)
        return row

    def _on_written(self, _changes: Changes) -> None:
        self.done()

    def _on_failed(self, error: CrmError) -> None:
        self.refresh()
        self.failed(error)


class _FieldsPart(_Part):
    def __init__(self, context: Context, dialog: QWidget) -> None:
        super().__init__(context, dialog, _("Kinds of record"))
        self.own = ArrangedList(_("Own fields"))
        self.built_in = ArrangedList(_("Fields of the program"), arrangeable=False)
        self.right.addWidget(label(_("Own fields"), "section"))
        self._none = label(
            _("None yet. An own field is in forms, lists, search, files and print like any other."), "soft", wrap=True
        )
        self.right.addWidget(self._none)
        self.right.addWidget(self.own, 2)
        self.right.addLayout(
            self.buttons(
                (_("Add field…"), self._on_add),
                (_("Change field…"), self._on_change),
                (_("Remove field…"), self._on_remove),
            )
        )
        self.right.addSpacing(context.theme.px(8))
        self.right.addWidget(label(_("Fields of the program"), "section"))
        self.right.addWidget(
            label(_("What is not ticked is not shown; what records hold in it stays."), "soft", wrap=True)
        )
        self.right.addWidget(self.built_in, 3)
        self.fill_side([(kind.value, _(TITLES[kind])) for kind in ROOMS])
        self.side.currentRowChanged.connect(self.refresh)
        self.own.arranged.connect(self._on_arranged)
        self.own.opened.connect(self._on_opened)
        self.built_in.ticked.connect(self._on_ticked)

    @property
    def kind(self) -> Kind:
        """The kind of record whose fields are shown."""
        return Kind(self.chosen)

    def refresh(self, *_what: object) -> None:
        fields, hidden = ROOMS[self.kind].fields, hidden_fields(self.kind)
        self.own.show_rows(ArrangedRow(field.name, _described(field)) for field in fields.own)
        self.own.setVisible(bool(fields.own))
        self._none.setVisible(not fields.own)
        self.built_in.show_rows(
            ArrangedRow(field.name, _titled(field), field.name not in hidden, not can_be_hidden(fields, field))
            for field in fields.built_in
        )

    def _on_add(self) -> None:
        OwnFieldDialog(self.context, self._dialog, self.kind).open()

    def _on_change(self) -> None:
        if self.own.current_key:
            self._on_opened(self.own.current_key)

    def _on_opened(self, name: str) -> None:
        OwnFieldDialog(self.context, self._dialog, self.kind, own_field(self.kind, name)).open()

    def _on_remove(self) -> None:
        if name := self.own.current_key:
            title = _("Remove “{field}”?").format(field=own_field(self.kind, name).label)
            text = _("It disappears everywhere. What records hold in it comes back when this is undone.")
            removed = partial(remove_field, kind=self.kind, name=name)
            act = partial(self.write, "tailor_fields", removed)
            self.context.messages.ask(title, text, {_("Remove field"): act, _("Cancel"): None}, danger=True)

    def _on_arranged(self, names: list[str]) -> None:
        self.write("tailor_fields", partial(order_fields, kind=self.kind, names=names))

    def _on_ticked(self, name: str, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.write("tailor_fields", partial(show_field if on else hide_field, kind=self.kind, name=name))


class _ListsPart(_Part):
    def __init__(self, context: Context, dialog: QWidget) -> None:
        super().__init__(context, dialog, _("Drop-down lists"))
        self.words = ArrangedList(_("Words of the list"), renamable=True)
        self.line = LineEdit()
        self.line.setPlaceholderText(_("New word"))
        self.line.setAccessibleName(_("New word"))
        self.line.entered.connect(self._on_add)
        self.right.addWidget(label(_("Words of the list"), "section"))
        hint = _("What is not ticked is offered no longer; records keep it. Drag to arrange, double-click to rename.")
        self.right.addWidget(label(hint, "soft", wrap=True))
        self.right.addWidget(self.words, 1)
        row = QHBoxLayout()
        row.setSpacing(context.theme.px(8))
        row.addWidget(self.line, 1)
        row.addWidget(button(_("Add word"), self._on_add))
        self._original = button(_("As the program brought it"), self._on_original)
        row.addWidget(self._original)
        self.right.addLayout(row)
        self.side.currentRowChanged.connect(self._show)
        self.words.arranged.connect(self._on_arranged)
        self.words.ticked.connect(self._on_ticked)
        self.words.renamed.connect(self._on_renamed)

    @property
    def shown(self) -> ChoiceList:
        """The list that is shown."""
        return edit_lists.list_named(self.chosen)

    def refresh(self) -> None:
        named = {name: _title(each) for name, each in edit_lists.lists().items() if each.open}
        self.fill_side([(name, _(title)) for name, title in named.items()])
        self._show()

    def _show(self, *_what: object) -> None:
        shown = self.shown
        self.words.show_rows(
            ArrangedRow(choice.code, shown.label_of(choice.code), not choice.hidden) for choice in shown.known
        )

    def _on_add(self) -> None:
        if word := self.line.text().strip():
            self.line.clear()
            self._write(edit_lists.add_choice, word=word)

    def _on_original(self) -> None:
        self._write(edit_lists.restore_list)

    def _on_arranged(self, codes: list[str]) -> None:
        self._write(edit_lists.order_choices, codes=codes)

    def _on_ticked(self, code: str, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._write(edit_lists.offer_choice if on else edit_lists.hide_choice, code=code)

    def _on_renamed(self, code: str, word: str) -> None:
        self._write(edit_lists.rename_choice, code=code, word=word)

    def _write(self, verb: Callable[..., Changes], **values: object) -> None:
        self.write("edit_list", partial(verb, choices=self.shown, **values))


class _ConfidentialPart(_Part):
    """Fields that are confidential in every record, old and new (P-04); those of one record are marked in its form."""

    def __init__(self, context: Context, dialog: QWidget) -> None:
        super().__init__(context, dialog, _("Kinds of record"))
        self.names = ArrangedList(_("Always confidential"), arrangeable=False)
        self.right.addWidget(label(_("Always confidential"), "section"))
        hint = _(
            "What is ticked is encrypted once more in every record, and left out of files and print. "
            "Without the tick it holds for new records no longer; what is marked stays so."
        )
        self.right.addWidget(label(hint, "soft", wrap=True))
        self.right.addWidget(self.names, 1)
        self.fill_side([(kind.value, _(TITLES[kind])) for kind in ROOMS])
        self.side.currentRowChanged.connect(self.refresh)
        self.names.ticked.connect(self._on_ticked)

    @property
    def kind(self) -> Kind:
        """The kind of record whose fields are shown."""
        return Kind(self.chosen)

    def refresh(self, *_what: object) -> None:
        room, always = ROOMS[self.kind], always_confidential(self.kind)
        fields = [field for field in room.fields.shown if room.can_be_confidential(field) or field.name in always]
        self.names.show_rows(ArrangedRow(field.name, _titled(field), field.name in always) for field in fields)

    def _on_ticked(self, name: str, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        known = always_confidential(self.kind)
        names = known | {name} if on else known - {name}
        self.write("keep_confidential", partial(keep_confidential, kind=self.kind, names=names))


def _titled(field: Field) -> str:
    return _(field.label)


def _title(choices: ChoiceList) -> str:
    return choices.title


def _described(field: Field) -> str:
    """The name of an own field, and what it is."""
    kind_of = TYPE_NAMES[field.type]
    parts = [field.label, _(kind_of)]
    if field.required:
        parts.append(_("Required"))
    if field.in_table:
        parts.append(_("A column of lists"))
    return " · ".join(parts)
