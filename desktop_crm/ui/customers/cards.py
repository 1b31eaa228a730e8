"""The cards above a customer's tabs: next step, whom to ask, the last twelve months, and how satisfied the customer is,
or, as long as nobody knows, the last time we spoke."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_crm.core.choices import FALLING, TRENDS
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.interactions.fields import FIELDS as INTERACTION_FIELDS
from desktop_crm.core.timeline.overview import Overview
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.money import show_money
from desktop_crm.core.values.phone import show_phone
from desktop_crm.ui.customers.columns import in_short, next_step_cell
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.labels import ElidedLabel, label, set_tone

_LOW_SCORE, _HIGH_SCORE = 2, 4


class _FactCard(Card):
    """A caption, one strong line, one soft line."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(0)
        self._title = title
        self._strong, self._soft = ElidedLabel(role="strong"), ElidedLabel(role="soft")
        for line in (label(title, "caption"), self._strong, self._soft):
            self.body.addWidget(line)

    def say(self, strong: str, soft: str = "", tone: Tone = Tone.INK) -> None:
        """Exchange the words."""
        self._strong.setText(strong or "—")
        set_tone(self._strong, tone)
        self._soft.setText(soft)
        self.setAccessibleName(": ".join((self._title, " ".join(filter(None, (strong or "—", soft))))))


class Cards(QWidget):
    """The four cards of the customer shown: the fourth says how satisfied it is, once that is known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._next, self._contact = _FactCard(_("Next step")), _FactCard(_("Primary contact"))
        self._year, self._last = _FactCard(_("Last 12 months")), _FactCard(_("Last interaction"))
        self._satisfaction = _FactCard(_("Satisfaction"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        for card in (self._next, self._contact, self._year, self._satisfaction, self._last):
            layout.addWidget(card, 1)

    def show_overview(self, overview: Overview) -> None:
        """Say what is known of this customer."""
        self._say_next_step(overview)
        contact = overview.contact
        if contact:
            phone = contact.mobile or contact.phone
            self._contact.say(
                " ".join(filter(None, (contact.name, contact.title))), show_phone(phone) if phone else contact.email
            )
        else:
            self._contact.say("")
        year = overview.year
        orders = ngettext("{count} order", "{count} orders", year.orders).format(count=year.orders)
        amounts = " + ".join(show_money(amount).removesuffix(".00") for amount in year.amounts)
        self._year.say(amounts or ("" if year.orders == 0 else orders), orders if amounts else "")
        self._say_satisfaction(overview)
        last = overview.last_interaction
        if last and last.occurred:
            self._last.say(
                in_short(last.occurred),
                " · ".join(
                    filter(
                        None, (show(INTERACTION_FIELDS[name], getattr(last, name)) for name in ("method", "purpose"))
                    )
                ),
            )
        else:
            self._last.say("", _("not yet"))

    def _say_satisfaction(self, overview: Overview) -> None:
        found = overview.satisfaction
        self._satisfaction.setVisible(found is not None)
        self._last.setVisible(found is None)
        if found is None or found.score is None:
            return
        low, high = found.score <= _LOW_SCORE, found.score >= _HIGH_SCORE
        falling = overview.trend == FALLING
        tone = Tone.RED if low else Tone.AMBER if falling else Tone.GREEN if high else Tone.INK
        reason = found.reason.partition("\n")[0] if falling or low else ""
        when = found.scored_on.text if found.scored_on else ""
        trend = TRENDS.label_of(overview.trend)
        self._satisfaction.say(f"{found.score} / 5", " · ".join(filter(None, (trend, reason or when))), tone)

    def _say_next_step(self, overview: Overview) -> None:
        step = overview.row.next_step
        cell = next_step_cell(step, churned=overview.customer.status == CHURNED)
        if step is None:
            self._next.say(cell.text, "" if cell.tone is Tone.SOFT else _("Plan the next step"), cell.tone)
        else:
            when = _("Overdue: {step}").format(step=cell.text) if step.overdue else cell.text
            self._next.say(step.title, when, cell.tone)
