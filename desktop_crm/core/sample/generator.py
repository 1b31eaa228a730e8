"""Filling a vault with sample data that repeats for a seed."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.sample.beside import Beside
from desktop_crm.core.sample.chance import uneven_shares
from desktop_crm.core.sample.stories import Story, Storyteller
from desktop_crm.core.sample.times import Times
from desktop_crm.core.sample.words import words

_BATCH = 20_000  # records in one transaction: as many as the text index takes at once, few enough for the memory


class NoCustomersError(RefusedError):
    """Interactions were asked for, but no customers to have them with; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("No sample data was made"), _("Interactions belong to customers: ask for at least one customer.")
        )


def fill(
    database: Database,
    *,
    customers: int,
    interactions: int,
    seed: int,
    language: str = "zh",
    report: Callable[[int, int], None] | None = None,
) -> Mapping[Kind, int]:
    """How many records of each kind were added to the vault: exactly so many customers and interactions.

    The same seed, clock and author give the same data, but for the ids and, in a vault that holds customers already,
    the customer numbers. One transaction and action for some 20,000 records; after each, `report` hears how many
    customers and interactions there are and how many there will be.

    Raises:
        NoCustomersError: there are to be interactions but no customers; nothing was written.
        DatabaseError: the transactions before stay written.
    """
    if interactions > 0 and customers <= 0:
        raise NoCustomersError
    random = Random(seed)  # noqa: S311 - nothing here is a secret
    shares = iter(uneven_shares(random, interactions, customers))
    times = Times(random, clock.now(), clock.zone())
    # Apart, so that who the customers are and what was said does not depend on what else is told of them.
    beside = Beside(Random(f"{seed} beside"), words(language), database.author)  # noqa: S311
    teller = Storyteller(random, words(language), times, database.author, beside)
    counts = dict.fromkeys(Kind, 0)
    while counts[Kind.CUSTOMERS] < customers:
        changes = database.write("sample", lambda session: _write(session, teller, shares))
        for kind, ids in changes.added.items():
            counts[kind] += len(ids)
        if report:
            report(counts[Kind.CUSTOMERS] + counts[Kind.INTERACTIONS], customers + interactions)
    return counts


def _write(session: Session, teller: Storyteller, shares: Iterator[int]) -> Changes:
    """Write the stories of the next customers, one for each of the next shares, until the batch is full."""
    changes = Changes()
    for kind, entities in teller.begin(session.new_id).items():
        changes |= ROOMS[kind].add(session, entities)
    stories: list[Story] = []
    records = 0
    while records < _BATCH and (share := next(shares, None)) is not None:
        stories.append(teller.story(session.new_id, share))
        records += len(stories[-1])
    changes |= customer_commands.add(session, [story.customer for story in stories])
    for kind, room in ROOMS.items():
        if kind is not Kind.CUSTOMERS:
            changes |= room.add(session, [record for story in stories for record in story.of(kind)])
    return changes
