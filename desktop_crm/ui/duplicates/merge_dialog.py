"""Two records become one: field by field whose value holds, with the result beside it (D-04, D-05)."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QScrollArea, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows import merge_contacts, merge_customers
from desktop_crm.core.workflows.combining import Difference, Take, combined
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import ElidedLabel, label

_MOST_CHARACTERS = 26
_TAKES = {Take.SURVIVOR: N_("The one that stays"), Take.OTHER: N_("The other one"), Take.BOTH: N_("Both")}


class Compared(NamedTuple):
    """Two records and the fields in which they differ."""

    survivor: Any
    other: Any
    differences: tuple[Difference, ...]


def compare(connection: Any, kind: Kind, survivor_id: int, other_id: int) -> Compared:
    """The two records side by side.

    Raises:
        RefusedError: they cannot be merged.
    """
    survivor, other = ROOMS[kind].get_many(connection, [survivor_id, other_id])
    if kind is Kind.CUSTOMERS:
        found = merge_customers.proposal(connection, CustomerId(survivor_id), CustomerId(other_id))
    else:
        found = merge_contacts.proposal(connection, ContactId(survivor_id), ContactId(other_id))
    return Compared(survivor, other, found)


class MergeDialog(SheetDialog):
    """Merges `other_id` into `survivor_id`, two customers or two contacts of one customer."""

    def __init__(self, context: Context, kind: Kind, survivor_id: int, other_id: int, parent: QWidget | None) -> None:
        title = _("Merge two customers") if kind is Kind.CUSTOMERS else _("Merge two contacts")
        super().__init__(context, parent, title, 980, 640)
        self._kind, self._survivor_id, self._other_id = kind, survivor_id, other_id
        self._compared: Compared | None = None
        self.groups: dict[str, QButtonGroup] = {}
        self._results: dict[str, ElidedLabel] = {}
        self._words = label("", wrap=True)
        self.body.addWidget(self._words)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addWidget(self._scroll, 1)
        self.head.addWidget(button(_("Let the other one stay"), self._on_swap))
        self.add_button(_("Cancel"), self.reject)
        self.merge_button = self.add_button(_("Merge"), self.merge, "primary")
        self._read()

    def _read(self) -> None:
        self.merge_button.setEnabled(False)
        work = partial(compare, kind=self._kind, survivor_id=self._survivor_id, other_id=self._other_id)
        self.context.operations.read(self, work, self._on_read, latest="compared", failed=self.say_error)

    def _on_swap(self) -> None:
        self._survivor_id, self._other_id = self._other_id, self._survivor_id
        self._read()

    def _on_read(self, compared: Compared) -> None:
        self._compared = compared
        self.groups, self._results = {}, {}
        self._words.setText(_words_of(self._kind, compared))
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, self.context.theme.px(8), 0)
        grid.setHorizontalSpacing(self.context.theme.px(12))
        grid.setVerticalSpacing(self.context.theme.px(4))
        titles = (_("Field"), *(_(words) for words in _TAKES.values()), _("Result"))
        for column, title in enumerate(titles):
            grid.addWidget(label(title, "caption"), 0, column)
        for row, difference in enumerate(compared.differences, start=1):
            self._add_row(grid, row, difference)
        grid.setRowStretch(len(compared.differences) + 1, 1)
        grid.setColumnStretch(len(titles) - 1, 1)
        self._scroll.setWidget(content)
        self.merge_button.setEnabled(True)
        self.say("" if compared.differences else _("They differ in nothing but their number."))

    def _add_row(self, grid: QGridLayout, row: int, difference: Difference) -> None:
        field = difference.field
        title = _(field.label)
        grid.addWidget(label(title), row, 0)
        group = QButtonGroup(self)
        for column, take in enumerate(_TAKES, start=1):
            if take not in difference.takes:
                continue
            shown = _shown(difference, take) if take is not Take.BOTH else _("Both")
            choice = QRadioButton(_short(shown) or _("(empty)"))
            choice.setToolTip(shown)
            choice.setAccessibleName(f"{title}: {_(_TAKES[take])}: {shown}")
            choice.setChecked(take is difference.default)
            group.addButton(choice, list(Take).index(take))
            grid.addWidget(choice, row, column, Qt.AlignmentFlag.AlignLeft)
        result = ElidedLabel(_shown(difference, difference.default), "strong")
        grid.addWidget(result, row, len(_TAKES) + 1)
        self.groups[field.name], self._results[field.name] = group, result
        group.idClicked.connect(partial(self._on_chosen, difference))

    def _on_chosen(self, difference: Difference, place: int) -> None:
        self._results[difference.field.name].setText(_shown(difference, list(Take)[place]))

    @property
    def choices(self) -> Mapping[str, Take]:
        """Whose value holds, by field."""
        return {name: list(Take)[group.checkedId()] for name, group in self.groups.items()}

    def merge(self) -> None:
        """Merge them as chosen; it can be undone, and customers can be separated again at any time."""
        self.merge_button.setEnabled(False)
        work = partial(_merge, self._kind, self._survivor_id, self._other_id, self.choices)
        self.context.operations.write(self, f"merge_{self._kind.value}", work, self._on_merged, failed=self.say_error)

    def _on_merged(self, _changes: Changes) -> None:
        self.accept()


def _words_of(kind: Kind, compared: Compared) -> str:
    names = {"survivor": compared.survivor.name, "other": compared.other.name}
    if kind is Kind.CUSTOMERS:
        names["survivor"] = f"{compared.survivor.name} {compared.survivor.number}".strip()
        names["other"] = f"{compared.other.name} {compared.other.number}".strip()
        words = _(
            "{survivor} stays. Everything that belongs to {other} moves there, and its number is kept as a former one."
        )
    else:
        words = _("{survivor} stays. Everything that names {other} names {survivor} afterwards.")
    return words.format(**names)


def _shown(difference: Difference, take: Take) -> str:
    value = combined(difference.field, take, difference.survivor, difference.other)
    return " ".join(show(difference.field, value).split("\n"))


def _short(text: str) -> str:
    short = text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
    return short.replace("&", "&&")  # no shortcut


def _merge(kind: Kind, survivor_id: int, other_id: int, choices: Mapping[str, Take], session: Session) -> Changes:
    if kind is Kind.CUSTOMERS:
        return merge_customers.merge(session, CustomerId(survivor_id), CustomerId(other_id), choices)
    return merge_contacts.merge_contacts(session, ContactId(survivor_id), ContactId(other_id), choices)
