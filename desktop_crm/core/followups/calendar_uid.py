"""The name by which calendars know a follow-up (UID, RFC 5545, section 3.8.4.7): it is the same for ever."""

import re

_OURS = re.compile(r"followup-\d{1,19}@desktop-crm")


def uid_of(followup_id: int, imported: str) -> str:
    """The UID: the one it came with, else one made of its id, which holds the number of this installation."""
    return imported or f"followup-{followup_id}@desktop-crm"


def is_ours(uid: str) -> bool:
    """Whether the UID was made of an id."""
    return _OURS.fullmatch(uid) is not None
