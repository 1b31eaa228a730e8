"""What an import would do, or did: counts by kind, and below them refused rows, doubts and likely duplicates."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.report import Counts, Report
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.transfer.table_models import Findings, findings_model
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.labels import label, rule, set_tone

_COLUMNS = (
    ("read", N_("Read"), Tone.INK),
    ("added", N_("New"), Tone.GREEN),
    ("updated", N_("Updated"), Tone.ACCENT),
    ("skipped", N_("Skipped"), Tone.INK),
    ("refused", N_("Refused"), Tone.RED),
)
_TABS = (N_("Refused"), N_("Doubts"), N_("Likely duplicates"))


class ReportView(QWidget):
    """Shows one report."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._findings: Findings = ([], [], [])
        self.model = findings_model(self)
        self._card = Card()
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(theme.px(24))
        self._counts.setVerticalSpacing(theme.px(6))
        self._card.body.addLayout(self._counts)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("What to look at"))
        for title in _TABS:
            self.tabs.addTab(_(title))
        self.tabs.currentChanged.connect(self._on_tab)
        self.table = PlainTable(theme, self.model)
        self.table.setAccessibleName(_("What to look at"))
        self._nothing = label(_("Nothing to look at here."), "soft")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._card)
        layout.addSpacing(theme.px(12))
        layout.addWidget(self.tabs)
        layout.addWidget(rule())
        layout.addWidget(self.table, 1)
        layout.addWidget(self._nothing, 1)

    def show_report(self, report: Report, findings: Findings) -> None:
        """Show it, with the tab that has something to say first."""
        self._fill_counts(report)
        self._findings = findings
        for place, (title, of_tab) in enumerate(zip(_TABS, findings, strict=True)):
            self.tabs.setTabText(place, f"{_(title)} {len(of_tab):,}")
        first = next((place for place, of_tab in enumerate(findings) if of_tab), 0)
        self.tabs.setCurrentIndex(first)
        self._on_tab(first)

    def show_nothing(self) -> None:
        """Drop the report."""
        self._findings = ([], [], [])
        self._on_tab(self.tabs.currentIndex())

    def _on_tab(self, place: int) -> None:
        self.model.show_rows(self._findings[place])
        self.table.setVisible(bool(self._findings[place]))
        self._nothing.setVisible(not self._findings[place])
        self.table.stretch(4, 3, 6)

    def _fill_counts(self, report: Report) -> None:
        while item := self._counts.takeAt(0):
            if old := item.widget():
                old.deleteLater()
        for column, (_name, title, _tone) in enumerate(_COLUMNS, start=1):
            self._counts.addWidget(_right(label(_(title), "caption")), 0, column)
        kinds = [kind for kind in Kind if _is_worth_a_line(report.counts.get(kind))]
        for row, kind in enumerate(kinds, start=1):
            self._counts.addWidget(label(_(TITLES[kind])), row, 0)
            for column, (name, _title, tone) in enumerate(_COLUMNS, start=1):
                number = getattr(report.counts[kind], name)
                shown = _right(label(f"{number:,}", "strong" if number else "soft"))
                if number:
                    set_tone(shown, tone)
                self._counts.addWidget(shown, row, column)
        self._counts.setColumnStretch(0, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.stretch(4, 3, 6)


def _right(widget: QLabel) -> QLabel:
    widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return widget


def _is_worth_a_line(counts: Counts | None) -> bool:
    return bool(counts and (counts.read or counts.added or counts.updated))
