"""The workflows are valid, do what is safe, and name commands that exist."""

import re
import subprocess
import sys
import sysconfig
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# What the machines of the workflows have besides the project's own environment.
OF_THE_MACHINE = {"sh", "sudo", "python3", "gh"}
OF_UV = {"sync", "run", "export", "build", "venv", "pip"}

with_tools = pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="needs uv sync --all-groups")
by_name = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def workflow(path):
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    found["on"] = found.pop(True)  # YAML 1.1 reads the word as a truth value
    return found


def steps(path):
    return [step for job in workflow(path)["jobs"].values() for step in job.get("steps", [])]


def lines(path):
    """Each command of each step."""
    return [line.strip() for step in steps(path) for line in step.get("run", "").splitlines() if line.strip()]


def words(path):
    """The words of each command, without variables set before it."""
    return [[word for word in line.split() if not re.match(r"[A-Z_]+=", word)] for line in lines(path)]


def test_there_are_three():
    assert [path.stem for path in WORKFLOWS] == ["audit", "check", "release"]


@with_tools
def test_they_are_valid():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@by_name
def test_every_action_is_pinned_by_its_commit_with_the_release_beside_it(path):
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    assert used
    for action, comment in used:
        if not action.startswith("./"):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_the_same_action_is_the_same_everywhere():
    used = {use for path in WORKFLOWS for use in re.findall(r"uses: (\S+@\S+ # \S+)", path.read_text(encoding="utf-8"))}
    assert len(used) == len({use.partition("@")[0] for use in used})


@by_name
def test_only_publishing_may_write(path):
    found = workflow(path)
    assert found["permissions"] in ({}, {"contents": "read"})
    for name, job in found["jobs"].items():
        allowed = job.get("permissions", found["permissions"])
        assert allowed == {"contents": "write" if (path.stem, name) == ("release", "publish") else "read"}


@by_name
def test_every_job_has_a_limit_and_leaves_no_token_behind(path):
    for job in workflow(path)["jobs"].values():
        assert "uses" in job or 0 < job["timeout-minutes"] <= 90
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@by_name
def test_only_one_run_at_a_time(path):
    assert workflow(path)["concurrency"]["group"]


def test_every_system_is_checked_with_the_oldest_and_the_newest_python():
    matrix = workflow(ROOT / ".github" / "workflows" / "check.yml")["jobs"]["check"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "windows", "macos"}
    assert matrix["python"] == ["3.11", "3.14"]


def test_the_checks_are_those_of_make_check():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    check = makefile.partition("\ncheck:")[2].partition("\n\n")[0]
    commands = re.findall(r"\$\(IN_PROJECT\) (.+)", check)
    run = {
        line.removeprefix("uv run --no-sync ").removesuffix(" --platform linux")
        for line in lines(ROOT / ".github" / "workflows" / "check.yml")
    }
    assert commands
    assert set(commands) < run


@by_name
def test_every_script_that_is_named_is_there(path):
    named = {
        word for command in words(path) for word in command if re.fullmatch(r"packaging/[\w/]+\.(py|sh|spec)", word)
    }
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


@with_tools
@by_name
def test_every_command_is_there(path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaging = {re.match(r"[\w-]+", each)[0] for each in project["dependency-groups"]["packaging"]}
    packaging.add("cyclonedx-py")  # what cyclonedx-bom installs
    scripts = Path(sysconfig.get_path("scripts"))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for command in words(path):
        first = command[0]
        if first == "uv":
            assert command[1] in OF_UV
            if command[1] == "run":
                tool = next(word for word in command[2:] if not word.startswith("--"))
                assert tool in packaging or list(scripts.glob(f"{tool}*")), tool
        elif first == "make":
            assert command[1] in targets
        else:
            assert first in OF_THE_MACHINE or first.startswith("build/"), first


def test_uv_is_of_a_release_that_the_checkout_takes_too():
    lowest, highest = re.search(
        r"uv>=([\d.]+),<([\d.]+)", (ROOT / "packaging" / "bootstrap.sh").read_text("utf-8")
    ).groups()
    versions = {
        version
        for path in WORKFLOWS
        for version in re.findall(r'(?i)(?:uv_)?version: "(0\.[\d.]+)"', path.read_text("utf-8"))
    }
    assert len(versions) == 1
    (version,) = (tuple(map(int, found.split("."))) for found in versions)
    assert tuple(map(int, lowest.split("."))) <= version < tuple(map(int, highest.split(".")))


def test_secrets_are_given_to_single_steps_only():
    release = workflow(ROOT / ".github" / "workflows" / "release.yml")
    assert "secrets." not in str(release["env"])
    for job in release["jobs"].values():
        # Whether there is an identity has to be known to the conditions of steps; it is no secret, but a name.
        assert re.findall(r"secrets\.(\w+)", str(job.get("env", {}))) in ([], ["SIGNING_IDENTITY"])
