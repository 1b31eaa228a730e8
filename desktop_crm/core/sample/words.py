"""The words that sample data is made of, in one language: names, places, products and sentences with gaps."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from desktop_crm.core.i18n import LANGUAGES
from desktop_crm.core.paths import resource

Words = Mapping[str, Any]

_SPELLED = ("surnames", "male_names", "female_names", "brand_first", "brand_second")


@lru_cache
def words(language: str) -> Words:
    """The word lists of `resources/sample`; names come as pairs of the name and its plain Latin letters.

    Raises:
        ValueError: `language` is none of `i18n.LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    lists: dict[str, Any] = json.loads(resource(f"sample/{language}.json").read_text(encoding="utf-8"))
    return lists | {name: [tuple(entry.split()) for entry in lists[name]] for name in _SPELLED}
