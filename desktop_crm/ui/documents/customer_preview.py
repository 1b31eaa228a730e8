"""What is printed about a customer, before it is: which form, for whom, and how much of the past."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.documents.choosing import Choosable, choosable
from desktop_crm.core.documents.forms import Form, form_about, page_of
from desktop_crm.core.documents.printed_page import render_page
from desktop_crm.core.documents.questionnaire import blank_questionnaire
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, SurveyId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
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
    work = partial(_read, customer_id=customer_id, form=Form.SUMMARY, record_id=None)
    context.operations.read(parent, work, partial(_open, context, parent), latest="print summary")


def print_form(context: Context, customer_id: CustomerId, form: Form, parent: QWidget) -> None:
    """Open the preview of one form about a customer."""
    work = partial(_read, customer_id=customer_id, form=form, record_id=None)
    context.operations.read(parent, work, partial(_open, context, parent), latest="print summary")


def print_record(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Open the preview of the form that tells one record: a letter, a story, or a survey without a customer's name."""
    form = form_about(kind)
    if form is Form.QUESTIONNAIRE:
        preview = DocumentPreview(context, form.label, f"{form.label}.pdf", parent)
        author = context.book.database.author
        preview.make(partial(_blank, survey_id=SurveyId(record_id), printed_by=author))
        preview.open()
    elif form is not None:
        work = partial(_read, customer_id=None, form=form, record_id=record_id)
        context.operations.read(parent, work, partial(_open, context, parent), latest="print summary")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be printed first; `record_id` is the record that the form tells, None for the usual one."""

    customer: Customer
    form: Form
    record_id: int | None


def _read(connection: Any, *, customer_id: CustomerId | None, form: Form, record_id: int | None) -> _Wanted | None:
    if customer_id is None and form.about and record_id is not None:
        record = ROOMS[form.about].get(connection, record_id)
        customer_id = record.customer_id if record else None
    customer = CUSTOMERS.get(connection, customer_id) if customer_id is not None else None
    return _Wanted(customer, form, record_id) if customer else None


def _open(context: Context, parent: QWidget, wanted: _Wanted | None) -> None:
    if wanted is not None:
        CustomerPreview(context, wanted.customer, parent, wanted.form, wanted.record_id).open()


class CustomerPreview(DocumentPreview):
    """Shows and prints one customer's summary, or another form about the customer."""

    def __init__(
        self,
        context: Context,
        customer: Customer,
        parent: QWidget | None,
        form: Form = Form.SUMMARY,
        record_id: int | None = None,
    ) -> None:
        self._customer = customer
        super().__init__(context, customer.name or customer.number, "", parent)
        self.form.setCurrentIndex(self.form.findData(form))
        self._show_form(record_id)

    def add_options(self, bar: QHBoxLayout) -> None:
        preferences = self.context.preferences
        self.form = ComboBox(self.context.theme)
        self.form.setAccessibleName(_("What to print"))
        self.form.setMinimumWidth(self.context.theme.px(220))
        for form in Form:
            self.form.addItem(form.label, form)
        self.record = ComboBox(self.context.theme)
        self.record.setAccessibleName(_("Which record"))
        self.record.setMinimumWidth(self.context.theme.px(180))
        self.record.hide()
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
        self.interactions.setMinimumWidth(self.context.theme.px(110))
        for count, text in (
            (0, _("none")),
            *((number, _("the last {count}").format(count=number)) for number in (3, 5, 10, 20, 50)),
            (_ALL, _("all")),
        ):
            self.interactions.addItem(text, count)
        kept = self.interactions.findData(preferences.get("summary.interactions", _USUAL_INTERACTIONS))
        self.interactions.setCurrentIndex(max(kept, 0))
        bar.addWidget(self.form)
        bar.addWidget(self.record)
        bar.addWidget(label(_("For whom")))
        bar.addWidget(self.audience, 1)
        bar.addWidget(label(_("Interactions")))
        bar.addWidget(self.interactions)
        self.form.activated.connect(self._on_form)
        self.record.activated.connect(self._on_options)
        self.audience.edited.connect(self._on_options)
        self.interactions.activated.connect(self._on_options)

    def _on_form(self, _place: int) -> None:
        self._show_form(None)

    def _show_form(self, record_id: int | None) -> None:
        """Set the form that is chosen, once it is known which records it can tell."""
        form = Form(self.form.currentData())
        self.record.clear()
        self.record.hide()
        if form.about is None:
            self._make()
            return
        work = partial(choosable, form=form, customer_id=self._customer.id)
        then = partial(self._on_choosable, form, record_id)
        self.context.operations.read(self, work, then, latest="choosable", failed=self._on_not_made)

    def _on_choosable(self, form: Form, record_id: int | None, picks: Sequence[Choosable]) -> None:
        if form != self.form.currentData():
            return
        for each in picks:
            self.record.addItem(" · ".join(filter(None, (each.name, each.detail))), each.id)
        if record_id is not None and self.record.findData(record_id) < 0:
            self.record.addItem("", record_id)  # which the form will refuse, and say why
        self.record.setCurrentIndex(self.record.findData(record_id) if record_id is not None else 0)
        self.record.setVisible(len(picks) > 1)
        self._make()

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
                record_id=self.record.currentData(),
            )
        )


def _rendered(connection: Any, **chosen: Any) -> Printout:
    return render_page(page_of(connection, **chosen))


def _blank(connection: Any, **chosen: Any) -> Printout:
    return render_page(blank_questionnaire(connection, **chosen))
