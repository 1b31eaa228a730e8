from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.calendar.words import Reading, read_words

SHANGHAI = ZoneInfo("Asia/Shanghai")
CASES = Path(__file__).parents[1] / "cases.tsv"


@dataclass(frozen=True)
class Case:
    now: datetime
    text: str
    expected: str
    rest: str


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        rows = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]
        cases = [Case(datetime.fromisoformat(row[0]).replace(tzinfo=SHANGHAI), *row[1:]) for row in rows]
        metafunc.parametrize("case", cases, ids=[f"{case.text}@{case.now:%m-%d}" for case in cases])


@pytest.fixture
def read():
    """Reads a text on the evening of Saturday, November 21, 2026, in Shanghai unless told otherwise."""

    def reading(text: str, now: str = "2026-11-21T21:00", zone: str = "Asia/Shanghai", **options) -> Reading:
        return read_words(text, datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone)), ZoneInfo(zone), **options)

    return reading
