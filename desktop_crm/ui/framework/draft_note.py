"""The words in the head of a form that say whether what is typed there is kept."""

from PySide6.QtWidgets import QLabel

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.draft_keeper import DraftKeeper
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import set_tone


class DraftNote(QLabel):
    """Says that a draft is kept, or that it could not be; nothing as long as there is none."""

    def __init__(self, keeper: DraftKeeper) -> None:
        super().__init__()
        self.setProperty("role", "soft")
        keeper.kept.connect(self.show_kept)
        keeper.failed.connect(self.show_failed)

    def show_kept(self) -> None:
        """Say that what stands in the form is kept."""
        self.setText(_("Draft kept, encrypted"))
        self.setToolTip("")
        set_tone(self, Tone.SOFT)

    def show_failed(self, error: CrmError) -> None:
        """Say that it could not be kept; the tooltip says why."""
        self.setText(_("The draft could not be kept"))
        self.setToolTip(error.message)
        set_tone(self, Tone.AMBER)
