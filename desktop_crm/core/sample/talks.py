"""What was said at a sample interaction: a sentence for each field, its gaps filled."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.sample.chance import pick
from desktop_crm.core.sample.words import Words
from desktop_crm.core.values.moment import Moment

FIRST_CONTACT, CONTRACT, ENDED = "first_contact", "contract", "ended"

# What the talks of a customer lead to, in their order, and what the others are about; a topic comes more than once
# where it is more likely.
_STEPS: Mapping[str, tuple[str, ...]] = {
    PROSPECT: (),
    INTERESTED: ("need_confirmed", "proposal"),
    WON: ("need_confirmed", "proposal", CONTRACT),
    CHURNED: ("need_confirmed", "proposal", CONTRACT),
}
_BEFORE = ("needs", "needs", "value_share")
_AFTER = ("upkeep", "upkeep", "upkeep", "upkeep", "problem", "problem", "review", "value_share", "needs", "needs")
_PURPOSES = {"need_confirmed": "needs", "proposal": "needs", CONTRACT: "needs", ENDED: "review"}

# How often a field is filled in where there is a sentence for it.
_FILLED = {"feedback": 0.6, "agreements": 0.3, "open_issues": 0.2, "commitments": 0.25, "outcome": 0.6}

_SUMMED_UP = {"visit", "meeting", "demo", "webinar", "phone"}  # after these the customer gets a summary
_FORGOTTEN = 0.01  # of the summaries
_AN_HOUR = timedelta(hours=1)


def topics(random: Random, status: str, count: int) -> list[str]:
    """The topics of `count` talks with a customer who has reached `status`, in the order of time."""
    if not count:
        return []
    ended = [ENDED] if status == CHURNED and count > 1 else []
    room = count - 1 - len(ended)
    steps = _STEPS[status][-room:] if room else ()
    gap = 1 + int(0.4 * room / 3)  # the contract is signed in the first half of the history
    places = {min(1 + index * gap, room - len(steps) + 1 + index): step for index, step in enumerate(steps)}
    signed = next((place for place, step in places.items() if step == CONTRACT), count)
    others = (places.get(place) or pick(random, _BEFORE if place < signed else _AFTER) for place in range(1, room + 1))
    return [FIRST_CONTACT, *others, *ended]


class Talk:
    """The gaps of sentences with one customer: whom one talks to and about what."""

    def __init__(self, random: Random, words: Words, *, individual: bool, contact: str, product: str) -> None:
        self._random = random
        self._words = words
        self._individual = individual
        self._talks = words["consumer_talks" if individual else "talks"]
        self._gaps: dict[str, Any] = {"contact": contact, "product": product}
        self.deal_cents = self.amount_cents()

    def fields(self, topic: str, occurred: Moment) -> dict[str, Any]:
        """The fields of an interaction about a topic, its method and place included."""
        random, sentences = self._random, self._talks[topic]
        self._fill_gaps(topic, occurred)
        method, _, summary = pick(random, sentences["summary"]).partition("|")
        fields = {
            "method": method,
            "purpose": _PURPOSES.get(topic, topic),
            "milestone": topic if topic in _PURPOSES or topic == FIRST_CONTACT else "",
            "summary": summary.format_map(self._gaps),
        }
        for name, probability in _FILLED.items():
            if name in sentences and random.random() < probability:
                fields[name] = pick(random, sentences[name]).format_map(self._gaps)
        if method in _SUMMED_UP and random.random() > _FORGOTTEN:
            fields["summary_sent"] = Moment(occurred.at + _AN_HOUR * (1 + int(random.random() * 20)), occurred.zone)
        if topic != FIRST_CONTACT and method in {"visit", "meeting", "demo"} and random.random() < 0.5:
            fields["place"] = pick(random, self._words["consumer_places" if self._individual else "places"])
        return fields

    def step(self) -> tuple[dict[str, Any], str]:
        """The title and methods of a follow-up, and its result if it is done."""
        step = pick(self._random, self._words["consumer_steps" if self._individual else "steps"])
        fields = {"title": step["title"].format_map(self._gaps), "methods": tuple(step["methods"])}
        return fields, pick(self._random, step["results"])

    def amount_cents(self) -> int:
        """The amount of a sale: in the thousands for an individual, up to a million yuan for a company."""
        low, high, rounded_to = (800, 9_000, 100) if self._individual else (8_000, 900_000, 1_000)
        yuan = low * (high / low) ** self._random.random()
        return int(yuan / rounded_to) * rounded_to * 100

    def _fill_gaps(self, topic: str, occurred: Moment) -> None:
        random = self._random
        yuan = (self.deal_cents if topic in _PURPOSES else self.amount_cents()) // 100
        amount = self._words["amount" if yuan >= 10_000 else "small_amount"]
        self._gaps["amount"] = amount.format(wan=yuan / 10_000, yuan=yuan)
        self._gaps["number"] = 3 + int(random.random() * 40)
        self._gaps["percent"] = 3 + int(random.random() * 26)
        self._gaps["day"] = self._words["day"].format(occurred.day() + timedelta(days=2 + int(random.random() * 12)))
