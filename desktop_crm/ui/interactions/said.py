"""What a talk brings beside its words: needs that were mentioned, what was promised, and how satisfied they are."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.core import clock
from desktop_crm.core.commitments.choices import OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.needs.choices import EXPLICIT, IMPLICIT
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_values import from_json, to_json
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.interactions.part import labeled
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.entry_edit import Entry, EntryEdit, Side
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.moment_edit import MomentEdit

_BEST_SCORE = 5
_MOMENT = Field("due", "", FieldType.MOMENT)
Kept = dict[str, Any]


class NeedsEdit(EntryEdit):
    """Needs, said or guessed, one after another."""

    def __init__(self, theme: Theme) -> None:
        sides = (
            Side(EXPLICIT, _("explicit"), Tone.GREEN, ("显性", "explicit")),
            Side(IMPLICIT, _("implicit"), Tone.VIOLET, ("隐性", "implicit")),
        )
        super().__init__(theme, _("Needs"), sides, _("Data export, by Friday"))

    def needs(self, owner: str, raised: Day | None, following: Moment | None) -> list[Need]:
        """The needs; every one has an owner and a date (N-11): the date said, else that of the next step."""
        return [
            Need(title=entry.text, kind=entry.side, owner=owner, raised=raised, due=day_of(entry.at or following))
            for entry in self.values()
        ]


class PromisesEdit(EntryEdit):
    """What either side promised, one after another."""

    def __init__(self, theme: Theme) -> None:
        sides = (
            Side(OURS, _("ours"), Tone.GREEN, ("我方", "我们", "ours", "we ")),
            Side(THEIRS, _("theirs"), Tone.AMBER, ("对方", "客户", "theirs", "they ")),
        )
        super().__init__(theme, _("Commitments"), sides, _("Tailored proposal next Tuesday"))

    def commitments(self, author: str, theirs: Sequence[str], made_on: Day | None) -> list[Commitment]:
        """The promises: ours are the author's, theirs that one's who alone was there."""
        person = {OURS: author, THEIRS: theirs[0] if len(theirs) == 1 else ""}
        return [
            Commitment(
                direction=entry.side,
                title=entry.text,
                due=entry.at,
                person=person.get(entry.side, ""),
                made_on=made_on,
            )
            for entry in self.values()
        ]


class ScoreEdit(ChoiceChips):
    """How satisfied the customer is; `reason_box` asks why when that is less than before (V-02).

    Signals: `reason_edited()` when the reason was typed.
    """

    reason_edited = Signal()

    def __init__(self) -> None:
        scores = [(str(score), str(score)) for score in range(1, _BEST_SCORE + 1)]
        super().__init__(_("Satisfaction"), scores, optional=True)
        self.set_value("")
        self.before: int | None = None  # the customer's last score
        self.reason = LineEdit()
        self.reason.setAccessibleName(_("Why did it fall?"))
        self.reason.textEdited.connect(self.reason_edited)
        self.reason_box = QWidget()
        box = labeled(_("Why did it fall?"), self.reason)
        box.setContentsMargins(0, 0, 0, 0)
        self.reason_box.setLayout(box)
        self.reason_box.hide()

    def fell(self) -> bool:
        """Whether the score is lower than the last one."""
        return bool(self.value()) and self.before is not None and int(self.value()) < self.before

    def satisfaction(self, scored_on: Day | None) -> Satisfaction | None:
        """The score, None where none was chosen."""
        if not self.value():
            return None
        reason = self.reason.text().strip() if self.fell() else ""
        return Satisfaction(score=int(self.value()), scored_on=scored_on, reason=reason, mode="talk")


def day_of(moment: Moment | None) -> Day | None:
    """The day of a moment in the user's zone."""
    return Day(moment.at.astimezone(clock.zone()).date().isoformat()) if moment else None


def kept_moment(edit: MomentEdit) -> Kept:
    """What stands in a field of time; the moment beside the words: tomorrow "tomorrow" will be another day."""
    return {"text": edit.text(), "moment": to_json(_MOMENT, edit.value())}


def restore_moment(edit: MomentEdit, kept: Kept) -> None:
    """Show what `kept_moment` gave."""
    moment = from_json(_MOMENT, kept["moment"])
    if isinstance(moment, Moment):
        edit.set_value(moment)
    else:
        edit.set_text(kept["text"])


def kept_entries(edit: EntryEdit) -> list[Kept]:
    """The entries, in types that JSON has."""
    return [{"side": entry.side, "text": entry.text, "at": to_json(_MOMENT, entry.at)} for entry in edit.values()]


def restore_entries(edit: EntryEdit, kept: list[Kept]) -> None:
    """Show what `kept_entries` gave."""
    moments = [from_json(_MOMENT, entry["at"]) for entry in kept]
    edit.set_values(
        [
            Entry(entry["side"], entry["text"], moment if isinstance(moment, Moment) else None)
            for entry, moment in zip(kept, moments, strict=True)
        ]
    )
