"""The decision chain of a customer as one line of words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.core.chain.commands import steps_of
from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.choices import DECISION_ROLES
from desktop_crm.core.ids import CustomerId
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import chip, label


class ChainLine(QWidget):
    """Who takes part in a decision, in order, with arrows between them."""

    def __init__(self, operations: Operations) -> None:
        super().__init__()
        self._operations = operations
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.contacts: dict[int, int] = {}  # step to the contact who takes it, where one is named
        self._holder: QWidget | None = None
        self._layout = layout

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show the steps of this customer, in order: who, and does what."""
        self._operations.read(self, partial(steps_of, customer_id=customer_id), self._on_read, latest="chain")

    def _on_read(self, steps: Sequence[DecisionStep]) -> None:
        if self._holder:
            self._layout.removeWidget(self._holder)
            self._holder.deleteLater()
        self.contacts = {step.id: step.contact_id for step in steps if step.contact_id is not None}
        self._holder, flow = flowing(spacing=4)
        for place, step in enumerate(steps):
            if place:
                flow.addWidget(label("→", "soft"))
            flow.addWidget(chip(" ".join(filter(None, (step.name, DECISION_ROLES.label_of(step.role))))))
        self._layout.addWidget(self._holder)
        words = " → ".join(f"{step.name}{DECISION_ROLES.label_of(step.role)}" for step in steps)
        self.setAccessibleName(words)
