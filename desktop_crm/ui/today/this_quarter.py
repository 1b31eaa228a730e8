"""How the quarter goes: three measures, each with what it is made of."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.clocks.periods import quarter
from desktop_crm.core.i18n import _
from desktop_crm.core.insight.measures import Measures, measures
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.labels import label, set_tone


class ThisQuarterCard(Card):
    """Hidden while nothing can be measured; a measure without anything to measure is left out."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("This quarter"))
        self._context = context
        self._shown: Measures | None = None
        self._row = QHBoxLayout()
        self.body.addLayout(self._row)
        self._figures: list[QWidget] = []
        self.hide()

    def refresh(self) -> None:
        """Measure again."""
        work = partial(measures, period=quarter(clock.today()))
        self._context.operations.read(self, work, self._on_read, latest="quarter")

    def _on_read(self, found: Measures) -> None:
        if found == self._shown:
            return
        self._shown = found
        for old in self._figures:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._figures = self._made(found)
        for figure in self._figures:
            self._row.addWidget(figure, 1, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(self._figures))

    def _made(self, found: Measures) -> list[QWidget]:
        figures = []
        if found.response.whole:
            told = _("{part} of {whole} needs whose date has come were answered by then")
            told = told.format(part=found.response.part, whole=found.response.whole)
            figures.append(_figure(f"{found.response.percent} %", _("Need response"), told))
        if found.satisfaction is not None:
            told, change = _("The mean of the scores given this quarter, of 5"), found.satisfaction_change
            if found.satisfaction_before is not None:
                told += "\n" + _("Last quarter: {score}").format(score=f"{found.satisfaction_before:.1f}")
            figures.append(_figure(f"{found.satisfaction:.1f}", _("Satisfaction"), told, change or 0.0))
        if found.repurchase.whole:
            told = _("{part} of {whole} customers with an order this quarter ordered more than once")
            told = told.format(part=found.repurchase.part, whole=found.repurchase.whole)
            figures.append(_figure(f"{found.repurchase.percent} %", _("Repurchase rate"), told))
        return figures


def _figure(value: str, caption: str, told: str, change: float = 0.0) -> QWidget:
    """A figure above its name; how it changed stands beside the name, as a shape and in a color."""
    figure = QWidget()
    figure.setToolTip(told)
    layout = QVBoxLayout(figure)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    number = label(value, "pageTitle")
    number.setAccessibleName(caption)
    number.setAccessibleDescription(f"{value}\n{told}")
    layout.addWidget(number)
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(label(caption, "caption", wrap=True), 0 if change else 1)
    if change:
        moved = label(f"{'▲' if change > 0 else '▼'}{abs(change):.1f}", "caption")
        set_tone(moved, Tone.GREEN if change > 0 else Tone.RED)
        row.addWidget(moved)
        row.addStretch(1)
    layout.addLayout(row)
    return figure
