"""The README tells the truth about the command line, and the index of docs/ about the decisions."""

import argparse
import re
from pathlib import Path

import pytest

from desktop_crm.app.arguments import parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    (subparsers,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(subparsers.choices)


def rows() -> dict[str, str]:
    """The first cell of each row of the table of commands, by the command it begins with."""
    table = README.partition("| Command | What it does |")[2].partition("\n\n")[0].replace("\\|", "/")
    cells = (cell for line in table.splitlines()[2:] for cell in re.findall(r"`([^`]+)`", line.split(" | ")[0]))
    return {cell.split()[0]: cell for cell in cells}


def test_the_readme_lists_exactly_the_commands_there_are():
    assert rows().keys() == commands().keys()


@pytest.mark.parametrize("command", sorted(commands()))
def test_an_option_in_the_readme_is_one_of_the_command(command):
    known = {option for action in commands()[command]._actions for option in action.option_strings}
    assert set(re.findall(r"--[a-z-]+", rows()[command])) <= known


def test_the_index_of_the_documentation_names_every_decision():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    decisions = {f"decisions/{path.name}" for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert set(re.findall(r"decisions/[^)]+\.md", index)) == decisions
