"""A row of tabs in which those there is no room for lie in the menu of one more button, the less needed first."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QTabBar, QWidget

from desktop_crm.core.i18n import _


class _Bar(QTabBar):
    def width_of(self, place: int) -> int:
        """The width of a tab in pixels, also of one that is not shown."""
        return self.tabSizeHint(place).width()


class FoldingTabs(QWidget):
    """Put the tabs into `bar`; `order` has their places, those needed most first. The tab that is chosen is shown.

    After a change of their words call `fold`.
    """

    def __init__(self, name: str, titles: Sequence[str], order: Sequence[int]) -> None:
        super().__init__()
        self._order = tuple(order)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar = _Bar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setAccessibleName(name)
        for title in titles:
            self.bar.addTab(title)
        self.more = QPushButton(_("More ▾"))
        self.more.setProperty("role", "pick")
        self.more.setAccessibleName(_("More tabs"))
        self.more.clicked.connect(self._on_more)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self.bar.currentChanged.connect(self.fold)

    def folded(self) -> list[int]:
        """The places of the tabs that are in the menu."""
        return [place for place in range(self.bar.count()) if not self.bar.isTabVisible(place)]

    def fold(self, *_what: object) -> None:
        """Show as many tabs as there is room for."""
        widths = [self.bar.width_of(place) for place in range(self.bar.count())]
        room = self.width()
        fits = sum(widths) <= room
        shown = set(range(len(widths)))
        if not fits:
            room -= self.more.sizeHint().width()
            shown = set()
            for place in dict.fromkeys((self.bar.currentIndex(), *self._order)):
                room -= widths[place]
                if shown and room < 0:
                    break
                shown.add(place)
        for place in range(len(widths)):
            if self.bar.isTabVisible(place) != (place in shown):
                self.bar.setTabVisible(place, place in shown)
        self.more.setVisible(not fits)

    def menu(self) -> QMenu:
        """The tabs that are not in sight."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for place in self.folded():
            action = menu.addAction(self.bar.tabText(place).replace("&", "&&"))
            action.triggered.connect(partial(self._on_chosen, place))
        return menu

    def _on_more(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _on_chosen(self, place: int, *_checked: bool) -> None:
        self.bar.setCurrentIndex(place)
        self.bar.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.fold()
