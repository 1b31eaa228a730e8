"""What the purpose of a talk asks for: the fields that matter for it, in their order, each with a short prompt.

I-16: a first talk draws the customer's profile, upkeep looks for changed needs, a problem wants its solution, a need
its budget and who decides, a review its result. I-22: a few prompts rather than a wall of fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind

FIRST_CONTACT, UPKEEP, PROBLEM, NEEDS = "first_contact", "upkeep", "problem", "needs"
REVIEW, VALUE_SHARE = "review", "value_share"

# What a talk by this method is for, unless the user says something else.
_BY_METHOD = {"demo": NEEDS}


@dataclass(frozen=True, slots=True)
class Matter:
    """A field that matters, and what it asks (to be translated). It belongs to the talk, or to a record of another kind
    that the talk is about: its customer, or the need or request chosen in it."""

    name: str
    prompt: str
    kind: Kind = Kind.INTERACTIONS


@dataclass(frozen=True, slots=True)
class Steering:
    """What the summary asks (to be translated), and the fields that matter, in their order."""

    summary: str
    matters: tuple[Matter, ...]


_PROMISED = Matter("commitments", N_("Who promised what, by when?"))
_STEERING: Mapping[str, Steering] = {
    FIRST_CONTACT: Steering(
        N_("Who are they, what do they do, what brought you together?"),
        (
            Matter("industry", N_("In which trade?"), Kind.CUSTOMERS),
            Matter("size", N_("How many people?"), Kind.CUSTOMERS),
            Matter("source", N_("How did they come to you?"), Kind.CUSTOMERS),
            Matter("feedback", N_("What are they interested in?")),
            Matter("needs_said", N_("What do they lack today?")),
            _PROMISED,
        ),
    ),
    UPKEEP: Steering(
        N_("What is new with them?"),
        (
            Matter("feedback", N_("How content are they?")),
            Matter("changes_reported", N_("What has changed there: people, plans, how they are reached?")),
            Matter("needs_said", N_("What do they need now that they did not before?")),
            _PROMISED,
        ),
    ),
    PROBLEM: Steering(
        N_("What goes wrong, since when, whom does it hinder?"),
        (
            Matter("service_id", N_("Which request is it about?")),
            Matter("progress", N_("How far is it?"), Kind.SERVICE),
            Matter("solution", N_("What solves it?"), Kind.SERVICE),
            Matter("agreements", N_("Which way out was agreed?")),
            Matter("open_issues", N_("What is left, and who sees to it?")),
            _PROMISED,
        ),
    ),
    NEEDS: Steering(
        N_("What do they want to reach, and what is in the way?"),
        (
            Matter("need_id", N_("Which need is it about?")),
            Matter("budget", N_("How much may it cost?"), Kind.NEEDS),
            Matter("decision_cycle", N_("Who decides, and how long does that take?"), Kind.NEEDS),
            Matter("feedback", N_("What do they say to the proposal?")),
            Matter("needs_said", N_("Which other needs came up?")),
            _PROMISED,
        ),
    ),
    REVIEW: Steering(
        N_("What was done since the last review?"),
        (
            Matter("outcome", N_("What came of it, in figures?")),
            Matter("feedback", N_("What went well?")),
            Matter("open_issues", N_("What should get better?")),
            Matter("needs_said", N_("What comes next?")),
            _PROMISED,
        ),
    ),
    VALUE_SHARE: Steering(
        N_("What was shared, and why with them?"),
        (
            Matter("material_id", N_("Which material?")),
            Matter("feedback", N_("Was it of use to them?")),
            Matter("needs_said", N_("Which need came up?")),
        ),
    ),
}


def steering(purpose: str) -> Steering | None:
    """What a purpose asks for; None for none, or for one of the user's own, which steers nothing."""
    return _STEERING.get(purpose)


def proposed(method: str, *, is_first: bool) -> str:
    """The purpose that a talk by this method has most likely, empty where that cannot be told; `is_first` says that
    nobody talked with this prospect before."""
    return FIRST_CONTACT if is_first else _BY_METHOD.get(method, "")


def asked_of(kind: Kind) -> tuple[str, ...]:
    """The fields of this kind of record for which any purpose asks, each once."""
    asked = (matter.name for each in _STEERING.values() for matter in each.matters if matter.kind is kind)
    return tuple(dict.fromkeys(asked))
