"""What a check finds in a record before it is saved: which field, what is the matter, and whether it may stay so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` are translated. What is `blocking` must be put right before the record is saved; the rest is advice."""

    field: str
    words: str
    blocking: bool = False
