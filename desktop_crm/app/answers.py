"""How commands answer: one JSON document, or lines for people."""

import json
import sys
from typing import Any


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def say(sentence: str) -> None:
    """A message for people, on standard error."""
    print(sentence, file=sys.stderr)
