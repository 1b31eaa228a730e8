"""What is printed about a customer, before it is: which form, for whom, and how much of the past."""

import re
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.summary import render_summary
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import ComboBox
from desktop_crm.ui.widgets.labels import label

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_USUAL_INTERACTIONS = 10
_ALL = -1


def print_summary(context: Context, customer_id: CustomerId, parent: QWidget) -> None:
    """Open the preview of a customer's summary, from which it is printed."""
    context.operations.read(
        parent, partial(CUSTOMERS.get, record_id=customer_id), partial(_open, context, parent), latest="print summary"
    )


def _open(context: Context, parent: QWidget, customer: Customer | None) -> None:
    if customer is not None:
        SummaryPreview(context, customer, parent).open()


class SummaryPreview(DocumentPreview):
    """Shows and prints one customer's summary, or another form about the customer."""

    def __init__(self, context: Context, customer: Customer, parent: QWidget | None) -> None:
        self._customer = customer
        super().__init__(context, customer.name or customer.number, "", parent)
        self._make()

    def add_options(self, bar: QHBoxLayout) -> None:
        preferences = self.context.preferences
        self.form = ComboBox(self.context.theme)
        self.form.setAccessibleName(_("What to print"))
        self.form.setMinimumWidth(self.context.theme.px(220))
        for form in Form:
            self.form.addItem(form.label, form)
        self.audience = ChoiceChips(
            _("For whom"),
            (
                (Audience.INTERNAL, _("Internal")),
                (Audience.EXTERNAL, _("External, masked")),
                (Audience.CUSTOMER, _("For the customer")),
            ),
        )
        self.audience.set_value(preferences.get("summary.audience", Audience.INTERNAL))
        if not self.audience.value():
            self.audience.set_value(Audience.INTERNAL)
        self.interactions = ComboBox(self.context.theme)
        self.interactions.setAccessibleName(_("Interactions"))
        for count, text in (
            (0, _("none")),
            *((number, _("the last {count}").format(count=number)) for number in (3, 5, 10, 20, 50)),
            (_ALL, _("all")),
        ):
            self.interactions.addItem(text, count)
        kept = self.interactions.findData(preferences.get("summary.interactions", _USUAL_INTERACTIONS))
        self.interactions.setCurrentIndex(max(kept, 0))
        bar.addWidget(self.form)
        bar.addWidget(label(_("For whom")))
        bar.addWidget(self.audience, 1)
        bar.addWidget(label(_("Interactions")))
        bar.addWidget(self.interactions)
        self.form.activated.connect(self._on_options)
        self.audience.edited.connect(self._on_options)
        self.interactions.activated.connect(self._on_options)

    def _on_options(self, *_place: int) -> None:
        self.context.preferences.set("summary.audience", self.audience.value())
        self.context.preferences.set("summary.interactions", self.interactions.currentData())
        self._make()

    def _make(self) -> None:
        form = Form(self.form.currentData())
        self.audience.setEnabled(form.for_everybody)
        self.interactions.setEnabled(form.tells_interactions)
        self.setWindowTitle(" · ".join((form.label, self._customer.name)))
        stem = f"{self._customer.number} {self._customer.name}".strip()
        if form is not Form.SUMMARY:
            stem = f"{stem} {form.label}"
        self._file_name = f"{_NOT_IN_FILE_NAMES.sub('_', stem)}.pdf"
        count = self.interactions.currentData()
        self.make(
            partial(
                _rendered,
                form=form,
                customer_id=self._customer.id,
                audience=Audience(self.audience.value()),
                printed_by=self.context.book.database.author,
                interactions=None if count == _ALL else count,
            )
        )


def _rendered(connection: Any, **chosen: Any) -> Printout:
    return render_summary(page_of(connection, **chosen))
