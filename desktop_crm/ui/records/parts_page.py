"""A page of several lists, each of one kind of record, chosen by chips beside the title."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.list_shown import ListShown
from desktop_crm.ui.framework.page import Figure, Page
from desktop_crm.ui.records.page import RecordsPage
from desktop_crm.ui.widgets.labels import label


class PartsPage(Page):
    """Shows one of `parts` at a time; each is made when it is first shown. The last one is remembered."""

    title: ClassVar[str]
    parts: ClassVar[tuple[type[RecordsPage], ...]]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._made: dict[Kind, RecordsPage] = {}
        px = context.theme.px
        self._chips = QButtonGroup(self)
        self._stack = QStackedWidget()
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(18), px(20), px(4))
        head.setSpacing(px(6))
        head.addWidget(label(_(self.title), "pageTitle"))
        head.addSpacing(px(12))
        for place, part in enumerate(self.parts):
            made = QPushButton(_(TITLES[part.kind]))
            made.setProperty("role", "pick")
            made.setCheckable(True)
            self._chips.addButton(made, place)
            head.addWidget(made)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._chips.idClicked.connect(self._on_chip)
        kept = context.preferences.get(self._remembered, "")
        self.show_part(next((kind for kind in self._kinds() if kind.value == kept), self.parts[0].kind))

    @classmethod
    def shows(cls, kind: Kind) -> bool:
        return kind in cls._kinds()

    @classmethod
    def _kinds(cls) -> list[Kind]:
        return [part.kind for part in cls.parts]

    @property
    def viewed_kind(self) -> Kind:
        return next(kind for kind, page in self._made.items() if page is self._stack.currentWidget())

    @property
    def part(self) -> RecordsPage:
        """The list that is shown."""
        return self._made[self.viewed_kind]

    def show_part(self, kind: Kind) -> RecordsPage:
        """Show the list of one of the kinds."""
        if kind not in self._made:
            page = self.parts[self._kinds().index(kind)](self.context, titled=False)
            page.setObjectName("part")
            page.view_shown.connect(self.view_shown)
            page.print_requested.connect(self.print_requested)
            self._made[kind] = page
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self._made[kind])
        self._chips.button(self._kinds().index(kind)).setChecked(True)
        self.context.preferences.set(self._remembered, kind.value)
        return self._made[kind]

    # What every page does; the lists follow changes by themselves

    def open_record(self, kind: Kind, record_id: int) -> None:
        self.show_part(kind).open_record(kind, record_id)

    @property
    def view_key(self) -> str:
        return self.part.view_key

    def show_view(self, kind: Kind, key: str) -> None:
        self.show_part(kind).show_view(kind, key)

    def listed(self) -> ListShown | None:
        return self.part.listed()

    def focus(self) -> None:
        self.part.focus()

    def selected_customer(self) -> CustomerId | None:
        return self.part.selected_customer()

    def view_state(self) -> Mapping[str, Any]:
        return {"part": self.viewed_kind, "state": self.part.view_state()}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self.show_part(state["part"]).restore_view(state["state"])

    def panes(self) -> Sequence[QWidget]:
        return self.part.panes()

    @property
    def _remembered(self) -> str:
        return f"{self.parts[0].kind.value}.part"

    def _on_chip(self, place: int) -> None:
        self.show_part(self.parts[place].kind)
        self.view_shown.emit(self.view_key)

    def _on_changed(self, changes: Changes, origin: QObject) -> None:  # noqa: ARG002 - the figure may be about anything
        self.context.operations.read(self, self.figure, self._on_figure, latest="figure")

    def _on_figure(self, figure: Figure) -> None:
        self.count_changed.emit(*figure)
