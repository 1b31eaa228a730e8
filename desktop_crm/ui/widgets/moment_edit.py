"""A time typed in words, with the date that was understood below it before anything is saved."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.calendar.words import Reading, in_words, read_words
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language
from desktop_crm.core.values.moment import Moment, parse_moment, whole_day
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import LineEdit, mark_invalid
from desktop_crm.ui.widgets.labels import set_tone


class Expects(Enum):
    """Where a time should lie; elsewhere it is kept, with a notice."""

    ANY = auto()
    FUTURE = auto()
    PAST = auto()


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text says: the moment, or why it is none; `notice` is a doubt about the moment."""

    moment: Moment | None = None
    problem: str = ""
    notice: str = ""


def understand(text: str, expects: Expects = Expects.ANY) -> Understood:
    """The moment that a text in words, or an exact date, means to the user now."""
    if not text.strip():
        return Understood()
    zone = clock.zone()
    try:
        return _with_notice(parse_moment(text, zone), expects)
    except ValueError:
        pass
    reading = _read(text)
    if expects is Expects.PAST and reading.moment and reading.moment > clock.now():
        earlier = _read(f"今天 {text}")  # of a mere time of day the one that has passed is meant here
        if earlier.moment and not earlier.rest and earlier.moment <= clock.now():
            reading = earlier
    if reading.moment is None:
        return Understood(problem=_("This is not understood as a time. Try: tomorrow 14:00, Wednesday, 2026-11-25"))
    if reading.rest:
        return Understood(problem=_("“{rest}” is not understood as a time").format(rest=reading.rest))
    local = reading.moment
    moment = whole_day(local.date(), zone) if reading.all_day else Moment(local.astimezone(UTC), zone.key)
    if reading.recurrence:
        return Understood(moment, notice=_("Only the first of these times is kept"))
    return _with_notice(moment, expects)


def _read(text: str) -> Reading:
    return read_words(text, clock.now(), clock.zone())


def _with_notice(moment: Moment, expects: Expects) -> Understood:
    now = clock.now()
    if expects is Expects.FUTURE and moment.end() < now:
        return Understood(moment, notice=_("This is in the past"))
    if expects is Expects.PAST and moment.at > now:
        return Understood(moment, notice=_("This is in the future"))
    return Understood(moment)


def words_for(moment: Moment) -> str:
    """The moment as a person would type it: 今天 10:30, 下周三 11月25日 14:00."""
    now, zone = clock.now(), clock.zone()
    at = moment.local() if moment.all_day else moment.at
    brief = short(at, now, zone, language(), all_day=moment.all_day)
    near = (at.astimezone(zone).date() - clock.today()).days in {-1, 0, 1}
    if near and understand(brief).moment == moment:
        return brief
    return in_words(at, now, zone, language(), all_day=moment.all_day)


def date_in_full(moment: Moment) -> str:
    """2026 年 11 月 25 日 星期三 14:00; a whole day without the time."""
    local = moment.local() if moment.all_day else moment.at.astimezone(clock.zone())
    chinese = QLocale.Language.Chinese, QLocale.Country.China
    english = QLocale.Language.English, QLocale.Country.UnitedStates
    locale = QLocale(*(chinese if language() == "zh" else english))
    day = locale.toString(QDate(local.year, local.month, local.day), _("dddd, MMMM d, yyyy"))
    return day if moment.all_day else _("{day}, {time}").format(day=day, time=f"{local:%H:%M}")


class MomentEdit(QWidget):
    """A line for a time in words. Signals: `edited()` when the user typed.

    Below the line stands the date in full: green, amber with a notice, or red with what is wrong.
    """

    edited = Signal()

    def __init__(self, name: str, expects: Expects = Expects.ANY, *, always_in_full: bool = False) -> None:
        super().__init__()
        self._expects = expects
        self._always_in_full = always_in_full
        self._given: tuple[str, Moment] | None = None
        self.line = LineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(_("Tomorrow 14:00, next Wednesday …"))
        self.resolved = QLabel()
        self.resolved.setProperty("role", "caption")
        self.resolved.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.resolved)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self._show()

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def understood(self) -> Understood:
        """What the line means now."""
        if self._given and self.line.text() == self._given[0]:
            return _with_notice(self._given[1], self._expects)
        return understand(self.line.text(), self._expects)

    def value(self) -> Moment | None:
        """The moment, None when the line is empty or not understood."""
        return self.understood().moment

    def set_value(self, moment: Moment | None) -> None:
        """Show a moment in words; as long as nobody types, `value` gives exactly this one back."""
        text = words_for(moment) if moment else ""
        self._given = (text, moment) if moment else None
        self.line.setText(text)
        self._show()

    def set_text(self, text: str) -> None:
        """Show words as if they had been typed."""
        self._given = None
        self.line.setText(text)
        self._show()

    def _on_edited(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        found = self.understood()
        untouched = bool(self._given and self.line.text() == self._given[0])
        if found.moment:
            full = date_in_full(found.moment)
            text = f"→ {full} · {found.notice}" if found.notice else f"→ {full}"
            if untouched and not found.notice and not self._always_in_full:
                text = ""
        else:
            text = found.problem
        self.resolved.setText(text)
        self.resolved.setVisible(bool(text))
        set_tone(self.resolved, Tone.AMBER if found.notice else Tone.RED if found.problem else Tone.GREEN)
        self.line.setAccessibleDescription(text)
        mark_invalid(self.line, invalid=bool(found.problem))


def at_present() -> Moment:
    """The present minute, where the user is."""
    now: datetime = clock.now().replace(second=0, microsecond=0)
    return Moment(now, clock.zone().key)
