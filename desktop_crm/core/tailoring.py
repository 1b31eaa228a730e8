"""What the user made of the program's fields and lists in his book: own fields, hidden fields, edited lists (C-38).

It belongs to a book and is kept in it. Reads and writes of a database see that database's own (`using`); everything
else in the process, such as a form under way, sees that of the book in use (`use`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_crm.core.choices import Choice, edited_lists
from desktop_crm.core.fields import Additions, Field, FieldType, additions
from desktop_crm.core.kinds import Kind

# What an own field can be, in the order in which it is offered.
TYPES = (
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.NUMBER,
    FieldType.MONEY,
    FieldType.DAY,
    FieldType.CHOICE,
    FieldType.CHOICES,
    FieldType.YES_NO,
    FieldType.TAGS,
)


@dataclass(frozen=True, slots=True)
class Tailoring:
    """`fields` are the user's own fields of each kind, `hidden` the names of built-in ones that are not shown, `lists`
    the edited drop-down lists by name, `confidential` the names of fields whose values always are (P-04)."""

    fields: Mapping[Kind, tuple[Field, ...]] = field(default_factory=dict)
    hidden: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    confidential: Mapping[Kind, frozenset[str]] = field(default_factory=dict)


def use(tailoring: Tailoring) -> None:
    """Let it hold from now on in this thread, as of the book in use."""
    additions.set(Additions(tailoring.fields, tailoring.hidden, tailoring.confidential))
    edited_lists.set(tailoring.lists)


@contextmanager
def using(tailoring: Tailoring) -> Iterator[None]:
    """Let it hold in the block, on this thread alone."""
    fields_before = additions.set(Additions(tailoring.fields, tailoring.hidden, tailoring.confidential))
    lists_before = edited_lists.set(tailoring.lists)
    try:
        yield
    finally:
        edited_lists.reset(lists_before)
        additions.reset(fields_before)
