"""What came of a survey: how many answered, the means, each question with its answers, problems and suggestions."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import SurveyId
from desktop_crm.core.surveys.analysis import Analysis, QuestionResult, Said
from desktop_crm.core.surveys.questions import TOPICS
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.workflows.analyse_survey import analyse_survey
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import chip, label, rule

_WIDTH, _HEIGHT = 760, 680
_BAR_WIDTH = 200
_LOW_MEAN = 3.5


class AnalysisDialog(SheetDialog):
    """Shows what all answered to one survey together."""

    def __init__(self, context: Context, survey_id: int, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Results"), _WIDTH, _HEIGHT)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._scroll)
        self.add_button(_("Close"), self.accept, "primary")
        context.operations.read(self, partial(_read, SurveyId(survey_id)), self._on_read)

    def _on_read(self, found: tuple[str, Analysis]) -> None:
        title, analysis = found
        self.setWindowTitle(" · ".join(filter(None, (_("Results"), title))))
        filled = ngettext("{count} filled survey", "{count} filled surveys", analysis.filled)
        self.say(filled.format(count=analysis.filled))
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, self.context.theme.px(8), 0)
        layout.setSpacing(self.context.theme.px(12))
        layout.addWidget(label(title, "section", wrap=True))
        for part in self._parts(analysis):
            layout.addWidget(part)
        layout.addStretch(1)
        self._scroll.setWidget(content)

    def _parts(self, analysis: Analysis) -> Iterable[QWidget]:
        if not analysis.filled:
            yield label(_("Nobody has answered yet."), "soft")
            return
        yield self._means(analysis)
        if analysis.weak:
            yield label(_("Where customers are dissatisfied"), "section")
            for result in analysis.weak:
                yield label(f"{_mean(result.mean)} · {result.question.text}", "", wrap=True)
        for title, said in ((_("Main problems"), analysis.problems), (_("Suggestions"), analysis.suggestions)):
            if said:
                yield label(title, "section")
                for each in said:
                    yield _saying(each)
        yield rule()
        yield label(_("Question by question"), "section")
        for result in analysis.results:
            yield self._question(result)

    def _means(self, analysis: Analysis) -> QWidget:
        holder, flow = flowing(spacing=8)
        if analysis.mean is not None:
            text = _("Satisfaction {mean} of 5").format(mean=_mean(analysis.mean))
            flow.addWidget(chip(text, _tone(analysis.mean)))
        for topic, mean in analysis.dimensions.items():
            flow.addWidget(chip(f"{TOPICS.label_of(topic)} {_mean(mean)}", _tone(mean)))
        return holder

    def _question(self, result: QuestionResult) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        answered = ngettext("{count} answer", "{count} answers", result.answered).format(count=result.answered)
        mean = _("mean {mean}").format(mean=_mean(result.mean)) if result.mean is not None else ""
        layout.addWidget(label(result.question.text, "strong", wrap=True))
        layout.addWidget(label(" · ".join(filter(None, (answered, mean))), "caption"))
        if result.distribution:
            layout.addWidget(self._bars(result.distribution))
        return holder

    def _bars(self, distribution: Mapping[int | bool | str, int]) -> QWidget:
        """A bar for each answer; the number stands beside it."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        most = max(*distribution.values(), 1)
        for row, (answer, count) in enumerate(distribution.items()):
            words = (_("Yes") if answer else _("No")) if isinstance(answer, bool) else str(answer)
            bar = QProgressBar()
            bar.setRange(0, most)
            bar.setValue(count)
            bar.setTextVisible(False)
            bar.setFixedWidth(self.context.theme.px(_BAR_WIDTH))
            bar.setAccessibleName(f"{words}: {count}")
            grid.addWidget(label(words, "caption"), row, 0)
            grid.addWidget(bar, row, 1)
            grid.addWidget(label(str(count), "caption"), row, 2)
        grid.setColumnStretch(3, 1)
        return holder


def _saying(said: Said) -> QLabel:
    return label(f"{said.text} — {said.customer}" if said.customer else said.text, "", wrap=True)


def _mean(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.1f}"


def _tone(mean: float) -> Tone:
    return Tone.AMBER if mean < _LOW_MEAN else Tone.GREEN


def _read(survey_id: SurveyId, connection: Any) -> tuple[str, Analysis]:
    survey = SURVEYS.get(connection, survey_id)
    return (survey.title if survey else ""), analyse_survey(connection, survey_id)
