"""The list of surveys, with the ways to fill one and to see what came of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.surveys.questions import default_questions, lines_of
from desktop_crm.ui.customers.record_windows import new_record
from desktop_crm.ui.records.page import RecordsPage
from desktop_crm.ui.surveys.analysis_dialog import AnalysisDialog
from desktop_crm.ui.widgets.cards import button


class SurveysPage(RecordsPage):
    """All surveys."""

    kind = Kind.SURVEYS

    def head_buttons(self) -> list[QWidget]:
        self._fill = button(_("Fill in"), self.fill)
        self._analyse = button(_("Results"), self.analyse)
        for made in (self._fill, self._analyse):
            made.setEnabled(False)
        self.table.current_changed.connect(self._on_survey_changed)
        return [self._fill, self._analyse]

    def preset(self) -> dict[str, str]:
        """A new survey begins with the usual questions."""
        return {"questions": lines_of(default_questions())}

    def fill(self) -> None:
        """Open the form of what a customer answers to the current survey."""
        if self.table.current_id is not None:
            new_record(self.context, Kind.SURVEY_ANSWERS, {"survey_id": self.table.current_id}, self.window())

    def analyse(self) -> None:
        """Show what came of the current survey."""
        if self.table.current_id is not None:
            AnalysisDialog(self.context, self.table.current_id, self.window()).open()

    def add_more_actions(self, menu: QMenu, record_id: int) -> None:
        menu.addAction(_("Fill in")).triggered.connect(partial(self._on_act, self.fill, record_id))
        menu.addAction(_("Results")).triggered.connect(partial(self._on_act, self.analyse, record_id))
        super().add_more_actions(menu, record_id)

    def _on_survey_changed(self, survey_id: int | None) -> None:
        for made in (self._fill, self._analyse):
            made.setEnabled(survey_id is not None)

    def _on_act(self, act: Callable[[], None], record_id: int, *_checked: bool) -> None:
        if self.table.go_to(record_id):
            act()
