"""Today: the agenda in its groups, and beside it the next appointment, who matters, and how the quarter goes."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Agenda, Group
from desktop_crm.core.i18n import _
from desktop_crm.ui.agenda.agenda_page import AgendaPage
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.today.next_visit import NextVisitCard
from desktop_crm.ui.today.this_quarter import ThisQuarterCard
from desktop_crm.ui.today.why_them import WhyThemCard
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.labels import label

_BESIDE_WIDTH = 356
_BESIDE_FROM = 1000  # of the width of the page, at 100 %
_SHARE = 2  # of the height, for the agenda where the appointment lies below it; that one has 1
_NO_LIMIT = 16_777_215  # Qt's own
_REFRESH_MILLISECONDS = 60_000  # what is due becomes overdue while the page is open


class TodayPage(AgendaPage):
    """The start page."""

    folded = (Group.WEEK, Group.CONTACT, Group.TO_CHECK, Group.NO_NEXT_STEP)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._summary = label("", "soft")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(_("Today"), "pageTitle"))
        head.addWidget(self._summary)
        head.addStretch(1)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.list)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(head)
        left.addWidget(card, 1)
        left.addWidget(self.keys)
        self._next_visit = NextVisitCard(context)
        self._next_visit.print_requested.connect(self.print_requested)
        self._why = WhyThemCard(context)
        self._quarter = ThisQuarterCard(context)
        cards = QWidget()
        beside = QVBoxLayout(cards)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(14)
        beside.addWidget(self._next_visit)
        beside.addWidget(self._why)
        beside.addWidget(self._quarter)
        beside.addStretch(1)
        self._beside = QScrollArea()
        self._beside.setWidgetResizable(True)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setWidget(cards)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(16)
        layout.addLayout(left, _SHARE)
        layout.addWidget(self._beside, 1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._timer.start(_REFRESH_MILLISECONDS)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the appointment beside the agenda, or below it where both would be too narrow."""
        super().resizeEvent(event)
        px = self.context.theme.px
        narrow = self.width() < px(_BESIDE_FROM)
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._beside.setMinimumWidth(0 if narrow else px(_BESIDE_WIDTH))
        self._beside.setMaximumWidth(_NO_LIMIT if narrow else px(_BESIDE_WIDTH))

    def shown(self, found: Agenda) -> None:
        counts = {group: found.totals.get(group, 0) for group in Group}
        self._summary.setText(
            _("{day} · {overdue} overdue, {today} due today").format(
                day=_day(), overdue=counts[Group.OVERDUE], today=counts[Group.TODAY]
            )
        )
        self.count_changed.emit(counts[Group.OVERDUE] or counts[Group.TODAY], counts[Group.OVERDUE] > 0)
        self._next_visit.show_next(found.items)
        self._next_visit.setVisible(self._next_visit.has_visit)
        self._why.show_customers(found.items)
        self._quarter.refresh()


def _day() -> str:
    weekdays = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    today = clock.today()
    return _("{month}/{day}, {weekday}").format(month=today.month, day=today.day, weekday=weekdays[today.weekday()])
