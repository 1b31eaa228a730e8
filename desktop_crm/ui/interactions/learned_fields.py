"""Fields of a record that a talk is about, beside those of the talk: the customer's, of the need, of the request."""

from collections.abc import Mapping
from typing import Any

from desktop_crm.core.fields import FieldType
from desktop_crm.core.interactions.purposes import asked_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import FieldEditor, empty_value
from desktop_crm.ui.framework.field_editors import editor_for
from desktop_crm.ui.interactions.part import Key, Part, title_of

_HALF, _THIRD = 3, 2


class LearnedFields:
    """The fields of one record for which purposes ask. Of a customer only those are asked that are empty."""

    def __init__(self, context: Context, kind: Kind) -> None:
        self.kind = kind
        self.record_id: int | None = None
        shown = {field.name: field for field in ROOMS[kind].fields.shown}
        self.editors = {name: editor_for(shown[name], context) for name in asked_of(kind) if name in shown}
        self._states = {name: editor.state() for name, editor in self.editors.items()}
        self.parts = [self._part(editor) for editor in self.editors.values()]

    def about(self, record: Any) -> None:
        """Show a record of the kind, None for none; what was typed stays."""
        typed = self.state()
        self.record_id = record.id if record else None
        for part, (name, editor) in zip(self.parts, self.editors.items(), strict=True):
            value = getattr(record, name) if record else empty_value(editor.field)
            editor.set_value(value)
            self._states[name] = editor.state()
            fits = editor.field.account_type in {None, getattr(record, "account_type", None)}
            is_open = self.kind is not Kind.CUSTOMERS or value == empty_value(editor.field)
            part.applies = record is not None and fits and is_open
        self.restore(typed)

    def values(self) -> dict[str, Any]:
        """Field name to value of what was typed."""
        return {name: self.editors[name].value() for name in self.state()}

    def state(self) -> dict[str, Any]:
        """What was typed, by field name, in types that JSON has."""
        return {name: editor.state() for name, editor in self.editors.items() if self._is_typed(editor)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what was typed when `state` was asked."""
        for name in state.keys() & self.editors.keys():
            self.editors[name].restore(state[name])

    def _is_typed(self, editor: FieldEditor) -> bool:
        state: Any = editor.state()
        return bool(state != self._states[editor.field.name])

    def _part(self, editor: FieldEditor) -> Part:
        name = editor.field.name
        width = _HALF if editor.field.type is FieldType.LONG_TEXT else _THIRD
        key, title = Key(self.kind, name), title_of(editor.field)
        return Part(key, title, editor, width, lambda: not self._is_typed(editor), only_asked=True)
