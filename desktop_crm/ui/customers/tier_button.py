"""The tier of a customer as a chip that says why, and lets it be set by hand (G-04)."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import TIERS
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.tiers.standing import Standing, standing_of
from desktop_crm.core.workflows.save_record import save_customer
from desktop_crm.ui.customers.columns import TIER_TONES
from desktop_crm.ui.customers.plan_dialog import open_plan
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editors import editor_for
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label, restyle


class TierButton(QPushButton):
    """Hidden for a customer without a tier of its own or by hand."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._customer: Customer | None = None
        self.standing: Standing | None = None
        self.setProperty("role", "status")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_customer(self, customer: Customer) -> None:
        """Show the tier of this customer."""
        self._customer = customer
        work = partial(_standing, customer.id)
        self._context.operations.read(self, work, self._on_read, latest="standing")

    def _on_read(self, standing: Standing | None) -> None:
        self.standing = standing
        tier = standing.tier if standing else ""
        name = TIERS.label_of(tier) if tier else _("No tier")
        self.setText(name)
        self.setAccessibleName(_("Tier: {tier}").format(tier=name))
        self.setToolTip("\n".join(standing.words if standing else ()))
        self.setProperty("chip", TIER_TONES.get(tier, Tone.INK).value)
        restyle(self)
        self.setVisible(standing is not None)

    def _on_clicked(self) -> None:
        if self._customer and self.standing:
            TierDialog(self._context, self._customer, self.standing, self.window()).open()


class TierDialog(SheetDialog):
    """Says why a customer is in its tier; a tier set by hand holds until it is taken away, and needs a reason."""

    def __init__(self, context: Context, customer: Customer, standing: Standing, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Tier of {name}").format(name=customer.name), 520, 420)
        self._customer = customer
        name = TIERS.label_of(standing.tier) if standing.tier else _("No tier")
        self.body.addWidget(label(name, "strong"))
        for words in standing.words:
            self.body.addWidget(label(f"· {words}", wrap=True))
        self.tier = editor_for(FIELDS["tier_override"], context)
        self.reason = editor_for(FIELDS["tier_reason"], context)
        for editor, field in ((self.tier, "tier_override"), (self.reason, "tier_reason")):
            title = _(FIELDS[field].label)
            editor.set_value(getattr(customer, field) or None)
            editor.setAccessibleName(title)
            editor.edited.connect(self._on_edited)
            caption = QLabel(title)
            caption.setProperty("role", "caption")
            caption.setBuddy(editor)
            self.body.addWidget(caption)
            self.body.addWidget(editor)
        self.body.addStretch(1)
        self.plan_button = self.add_button(_("Plan from playbook…"), self._on_plan)
        self.add_button(_("Cancel"), self.reject)
        self.save_button = self.add_button(_("Save"), self.save, "primary")
        self._on_edited()

    def _on_edited(self) -> None:
        lacking = bool(self.tier.value()) and not self.reason.value()
        self.say(_("Say why, so that it can be looked up later.") if lacking else "")
        self.save_button.setEnabled(not lacking)

    def _on_plan(self) -> None:
        parent = self.parentWidget()
        self.reject()
        open_plan(self.context, self._customer.id, parent)

    def save(self) -> None:
        """Set the tier by hand, or let it be computed again where none is chosen."""
        tier = self.tier.value() or ""
        values = {"tier_override": tier, "tier_reason": (self.reason.value() or "") if tier else ""}
        self.save_button.setEnabled(False)
        work = partial(_set, self._customer.id, values)
        self.context.operations.write(self, "change_customers", work, self._on_saved, failed=self.say_error)

    def _on_saved(self, _changes: Changes) -> None:
        self.accept()


def _standing(customer_id: CustomerId, connection: Any) -> Standing | None:
    return standing_of(connection, customer_id)


def _set(customer_id: CustomerId, values: dict[str, Any], session: Session) -> Changes:
    return save_customer(session, customer_id, **values)
