"""Which years' days off and working weekends are known, and the user's own days, which win over them."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop_crm.core import clock
from desktop_crm.core.calendar.working_days import (
    NO_OVERRIDES,
    Overrides,
    knows_year,
    parse_overrides,
    statutory_days_off,
)
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import overrides_store
from desktop_crm.core.errors import CrmError, RefusedError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label

_LARGEST_BYTES = 1_000_000  # a day a line for far more years than anybody plans


class WorkingDaysCard(Card):
    """Says what deadlines in working days count with; a file with one day a line adds to it or corrects it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Working days"))
        self._context = context
        self.body.setSpacing(context.theme.px(8))
        self.years = label("", "soft", wrap=True)
        self.own = label("", "soft", wrap=True)
        form = _("A file has one day a line, as in: 2027-10-01 off, or 2027-10-09 work.")
        rule = _("A year without a notice counts as known once your days of it have at least {count} days off.")
        rule = rule.format(count=statutory_days_off(clock.today().year))
        for part in (self.years, self.own, label(f"{form}\n{rule}", "caption", wrap=True)):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(context.theme.px(8))
        self.take = button(_("Take days from a file…"), self._on_choose)
        self.forget = button(_("Forget own days"), partial(self._store, NO_OVERRIDES))
        for each in (self.take, self.forget):
            each.setEnabled(not context.book.database.read_only)
            row.addWidget(each)
        row.addStretch(1)
        self.body.addLayout(row)
        context.bus.settings_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the user's own days again."""
        self._context.operations.read(self, overrides_store.load, self._on_loaded, latest="working days")

    def take_file(self, path: Path) -> None:
        """Let the days of a file hold instead of those taken before."""
        self._context.operations.read(self, partial(_read, path), self._store, failed=self._on_failed)

    def _on_choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self.window(), _("Take days from a file"))
        if chosen:
            self.take_file(Path(chosen))

    def _store(self, overrides: Overrides) -> None:
        work = partial(overrides_store.store, overrides=overrides)
        self._context.operations.write(self, "change_setting", work, self._on_stored, failed=self._on_failed)

    def _on_stored(self, _changes: Changes) -> None:
        self._context.bus.settings_changed.emit()

    def _on_failed(self, error: CrmError) -> None:
        self._context.messages.error(error)

    def _on_loaded(self, overrides: Overrides) -> None:
        this_year = clock.today().year
        said = [
            _("{year}: days off and working weekends are known").format(year=year)
            if knows_year(year, overrides)
            else _("{year}: not published yet; Monday to Friday, less the statutory holidays").format(year=year)
            for year in (this_year, this_year + 1)
        ]
        self.years.setText("\n".join(said))
        count = len(overrides.days)
        days = ngettext("{count} day of your own", "{count} days of your own", count).format(count=count)
        self.own.setText(days)
        self.own.setVisible(bool(count))
        self.forget.setVisible(bool(count))


def _read(path: Path, _connection: Any) -> Overrides:
    try:
        data = path.read_bytes()[: _LARGEST_BYTES + 1]
    except OSError as error:
        raise RefusedError(_("The file cannot be read"), str(error.strerror or error)) from error
    if len(data) > _LARGEST_BYTES:
        raise RefusedError(_("The file cannot be read"), _("It is too large for a list of days."))
    return parse_overrides(data.decode("utf-8", errors="replace"))
