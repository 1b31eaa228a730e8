"""`--selftest` tries the program as it is installed: it leaves nothing behind, and says what is wrong."""

import subprocess
import sys

import pytest

from desktop_crm.app.selftest import installation, running
from desktop_crm.app.selftest.trial import Missing
from desktop_crm.core import i18n, licences


def test_a_program_that_is_whole_passes_and_leaves_nothing_behind(environment, home):
    ran = subprocess.run(
        [sys.executable, "-m", "desktop_crm", "--lang", "en", "--selftest"],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    lines = ran.stdout.splitlines()
    assert lines[-1] == "All is well"
    assert len(lines) == len(running.CHECKS) + 2
    assert not any(line.startswith("[FAILED]") for line in lines)
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.fixture
def alone(monkeypatch):
    """Only these checks are done, in English."""
    i18n.use_language("en")
    monkeypatch.setattr(running.paths, "live_in", lambda _folder: None)
    yield lambda *checks: monkeypatch.setattr(running, "CHECKS", checks)
    i18n.use_language("zh")


def test_a_check_that_fails_is_told_and_the_others_are_done_all_the_same(alone, capsys):
    def breaks(_trial):
        raise KeyError("lost")

    def hints(_trial):
        raise Missing("install a font")

    alone(("Files", breaks), ("Print", hints), ("Tray", lambda _trial: "fine"))
    assert running.run() == 1
    told = capsys.readouterr().out
    assert "[FAILED]  Files  KeyError: 'lost'" in told
    assert "[hint]  Print  install a font" in told
    assert "[ok]  Tray  fine" in told
    assert "1 check failed" in told


def test_a_hint_alone_is_no_failure(alone):
    def hints(_trial):
        raise Missing("no tray")

    alone(("Tray", hints))
    assert running.run() == 0


def bundle(tmp_path, monkeypatch, content):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "contents.json").write_text(content, encoding="utf-8")


def test_a_file_of_the_bundle_that_is_gone_or_cut_short_is_named(tmp_path, monkeypatch, alone, capsys):
    alone(("Files", installation.check_files))
    bundle(
        tmp_path, monkeypatch, '{"files": {"a.svg": 3, "b.so": null, "c.txt": 9}, "modules": ["json", "no_such_one"]}'
    )
    for name, text in (("a.svg", "<a>"), ("b.so", "x"), ("c.txt", "cut")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert running.run() == 1
    assert "missing or damaged: c.txt" in capsys.readouterr().out
    (tmp_path / "c.txt").write_text("whole now", encoding="utf-8")
    assert running.run() == 1
    assert "missing or damaged: no_such_one" in capsys.readouterr().out
    bundle(tmp_path, monkeypatch, '{"files": {"a.svg": 3, "b.so": null, "c.txt": 9}, "modules": ["json"]}')
    assert running.run() == 0


def test_a_licence_of_the_bundle_that_is_gone_is_noticed(tmp_path, monkeypatch, alone):
    alone(("Licenses", installation.check_licences))
    bundle(tmp_path, monkeypatch, "{}")
    text = tmp_path / "licences" / "qt" / "LGPL-3.0.txt"
    text.parent.mkdir(parents=True)
    text.write_text("GNU LESSER GENERAL PUBLIC LICENSE", encoding="utf-8")
    index = '[{"name": "Qt", "version": "6", "licence": "LGPL-3.0-only", "files": ["qt/LGPL-3.0.txt"]}]'
    (tmp_path / "licences" / "index.json").write_text(index, encoding="utf-8")
    licences.libraries.cache_clear()
    assert running.run() == 0
    text.unlink()
    assert running.run() == 1
    licences.libraries.cache_clear()
