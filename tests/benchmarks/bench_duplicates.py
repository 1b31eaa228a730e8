"""How long it takes to find the duplicates of a whole book, and how many of the named pairs are right.

Made-up customers, some of them entered twice in ways that careless hands have, go into an encrypted vault; then every
pair is looked for, and one customer after the other is typed again.
"""

import importlib.util
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from types import ModuleType

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database.database import Database
from desktop_crm.core.duplicates.pairs import COMPARED, all_pairs
from desktop_crm.core.duplicates.while_typing import while_typing
from desktop_crm.core.kinds import Kind
from desktop_crm.core.tiers import standing

_PLANTED = Path(__file__).parents[1] / "support" / "planted_duplicates.py"
_BATCH = 10_000
_TYPED_AGAIN = 200


def find_duplicates(vault: Database, say: Callable[[str], None], *, customers: int, twins: int, seed: int) -> None:
    """Fill an empty vault and print seconds, recall and precision of finding all pairs, and the time while typing."""
    people, contacts, planted = _planting().planted(
        _planting().maker(), customers=customers - twins, twins=twins, seed=seed
    )
    for start in range(0, len(people), _BATCH):
        chunk = people[start : start + _BATCH]
        vault.write("add", lambda session, chunk=chunk: customer_commands.add_numbered(session, chunk))
    for start in range(0, len(contacts), _BATCH):
        chunk = contacts[start : start + _BATCH]
        vault.write("add", lambda session, chunk=chunk: CONTACTS.add(session, chunk))
    started = time.perf_counter()
    found = {(pair.first, pair.second) for pair in vault.read(all_pairs)}
    seconds = time.perf_counter() - started
    right = len(found & planted.keys())
    missed = Counter(how for pair, how in planted.items() if pair not in found)
    say(f"duplicates among {customers} customers: {seconds:.1f} s")
    say(f"  planted {len(planted)}, named {len(found)}, recall {right / len(planted):.4f}")
    say(f"  precision {right / len(found):.4f}, missed {dict(missed)}")
    chosen = Random(seed).sample(people, min(_TYPED_AGAIN, len(people)))
    times = []
    for customer in chosen:
        values = {name: getattr(customer, name) for name in COMPARED}
        started = time.perf_counter()
        vault.read(lambda connection, values=values: while_typing(connection, Kind.CUSTOMERS, values))
        times.append(time.perf_counter() - started)
    say(f"  while typing: median {median(times) * 1000:.1f} ms, 95 of 100 below {_percentile(times) * 1000:.1f} ms")
    started = time.perf_counter()
    standing.refresh_all(vault)
    say(f"tiers and completeness of {customers} customers: {time.perf_counter() - started:.1f} s")


def _percentile(times: list[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]


def _planting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted_duplicates", _PLANTED)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
