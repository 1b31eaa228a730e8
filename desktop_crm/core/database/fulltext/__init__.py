"""The full-text index over all rooms: Chinese from the first character, pinyin and initials, any part of a number."""

from desktop_crm.core.database.fulltext.index import (
    CHUNK_ROWS,
    Document,
    Hit,
    RankGroup,
    add,
    count_up_to,
    create,
    drop,
    optimize,
    put,
    remove,
    search,
    sounding_like,
)
from desktop_crm.core.database.fulltext.snippet import snippet

__all__ = [
    "CHUNK_ROWS",
    "Document",
    "Hit",
    "RankGroup",
    "add",
    "count_up_to",
    "create",
    "drop",
    "optimize",
    "put",
    "remove",
    "search",
    "snippet",
    "sounding_like",
]
