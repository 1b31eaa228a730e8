import re

import pytest

from desktop_crm.core.i18n import _

KEY = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){8}")
NEW_PASSPHRASE = "灯塔 river mosaic 7 lantern"


@pytest.fixture
def new_passphrase_file(home):
    file = home.folder / "new-passphrase"
    file.write_text(NEW_PASSPHRASE + "\n", encoding="utf-8")
    return file


def everything_in(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_new_makes_a_book_and_prints_the_recovery_key_alone_on_standard_output(crm, tmp_path):
    folder = tmp_path / "parent" / "second"
    run = crm("--vault", folder, "new", "--user", "王芳")
    assert run.status == 0
    assert KEY.fullmatch(run.out.strip())
    assert str(folder) in run.err
    assert crm("--vault", folder, "due", "--json").json == {"items": []}
    crm("--vault", folder, "add", "明天 寄样品")
    assert crm("--vault", folder, "check").status == 0


def test_new_refuses_a_folder_that_holds_something_and_leaves_it_alone(crm, home, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("…", encoding="utf-8")
    assert crm("--vault", tmp_path / "full", "new").status == 1
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    before = everything_in(home.vault)
    assert crm("new").status == 1
    assert everything_in(home.vault) == before


@pytest.mark.parametrize("passphrase", ["short", "123456789012", ""])
def test_new_refuses_a_weak_passphrase_and_leaves_nothing(crm, home, tmp_path, passphrase):
    home.passphrase_file.write_text(passphrase, encoding="utf-8")
    run = crm("--vault", tmp_path / "second", "new")
    assert run.status == 1
    assert len(run.err.splitlines()) == 1
    assert not (tmp_path / "second").exists()


def test_check_says_that_the_book_is_whole(crm):
    run = crm("check", "--json")
    assert (run.status, run.json) == (0, {"ok": True, "problems": []})
    assert crm("check").err.strip() == "客户簿完好。"


def test_check_says_what_is_wrong_with_a_damaged_book(crm, home):
    database = home.vault / "data.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    run = crm("check", "--json")
    assert run.status == 4
    assert run.json["ok"] is False
    assert run.json["problems"]
    assert all(isinstance(problem, str) for problem in run.json["problems"])
    assert crm("check").status == 4


def test_check_answers_in_json_even_where_nothing_can_be_opened(crm, home):
    (home.vault / "data.db").write_bytes(b"no database" * 1000)
    run = crm("check", "--json")
    assert run.status == 4
    assert run.json["ok"] is False
    assert len(run.err.splitlines()) == 1


def test_a_book_that_is_older_than_it_was_is_read_only_until_it_is_accepted(crm, home):
    older = (home.vault / "data.db").read_bytes()
    crm("add", "明天 寄样品")
    (home.vault / "data.db").write_bytes(older)
    run = crm("due")
    assert run.status == 0
    assert "check --accept" in run.err
    assert crm("add", "后天 寄样品").status == 1
    assert crm("check").status == 4
    assert crm("check", "--accept").status == 0
    assert crm("add", "后天 寄样品").status == 0


def test_a_backup_brings_back_what_was_there(crm, home, tmp_path):
    file = tmp_path / "book.crmbackup"
    run = crm("backup", "--to", file)
    assert (run.status, run.out.strip()) == (0, str(file))
    crm("trash", "李超")
    run = crm("restore", file)
    assert run.status == 0
    assert "2026-11-23 09:30" in run.err
    assert crm("show", "李超").status == 0
    assert crm("check").status == 0


def test_a_backup_opens_in_a_new_place(crm, tmp_path):
    crm("backup", "--to", tmp_path / "book.crmbackup")
    assert crm("--vault", tmp_path / "copy", "restore", tmp_path / "book.crmbackup").status == 0
    shown = [crm("--vault", *vault, "show", "李超", "--json").json for vault in ([tmp_path / "copy"],)]
    assert shown == [crm("show", "李超", "--json").json]


def test_a_backup_without_a_place_lies_beside_the_book(crm, home):
    run = crm("backup")
    assert run.status == 0
    assert run.out.strip().startswith(str(home.vault / "backups"))


def test_a_damaged_backup_is_refused_and_the_book_is_as_it_was(crm, tmp_path):
    file = tmp_path / "book.crmbackup"
    crm("backup", "--to", file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    before = crm("show", "李超", "--json").json
    run = crm("restore", file)
    assert run.status == 1
    assert len(run.err.splitlines()) == 1
    assert crm("show", "李超", "--json").json == before


@pytest.mark.parametrize("name", ["missing.crmbackup", "passphrase"])
def test_what_is_no_backup_is_refused(crm, home, name):
    run = crm("restore", home.folder / name)
    assert run.status == 1
    assert len(run.err.splitlines()) == 1


def test_the_passphrase_can_be_changed(crm, home, new_passphrase_file):
    assert crm("passphrase", "--new-passphrase-file", new_passphrase_file).status == 0
    assert crm("due").status == 3
    assert crm("--passphrase-file", new_passphrase_file, "due", bare=True).status == 0


def test_a_weak_new_passphrase_changes_nothing(crm, home, new_passphrase_file):
    new_passphrase_file.write_text("password1234", encoding="utf-8")
    assert crm("passphrase", "--new-passphrase-file", new_passphrase_file).status == 1
    assert crm("due").status == 0


def test_the_recovery_key_opens_a_book_whose_passphrase_is_lost(crm, home, new_passphrase_file):
    keys = ("--recovery-key-file", home.folder / "recovery-key", "--new-passphrase-file", new_passphrase_file)
    run = crm("recover", *keys, bare=True)
    assert run.status == 0
    assert KEY.fullmatch(run.out.strip())
    assert crm("--passphrase-file", new_passphrase_file, "due", bare=True).status == 0
    assert crm("due").status == 3
    assert crm("recover", *keys, bare=True).status == 3, "the old recovery key opens nothing any more"


def test_a_mistyped_recovery_key_is_refused(crm, home, new_passphrase_file):
    (home.folder / "recovery-key").write_text("AAAA-BBBB", encoding="utf-8")
    keys = ("--recovery-key-file", home.folder / "recovery-key", "--new-passphrase-file", new_passphrase_file)
    run = crm("recover", *keys, bare=True)
    assert run.status == 3
    assert len(run.err.splitlines()) == 1


def test_sample_fills_a_book_alike_for_the_same_seed(crm, tmp_path):
    books = [tmp_path / "one", tmp_path / "two"]
    for folder in books:
        crm("--vault", folder, "new")
        assert crm("--vault", folder, "sample", "--customers", 3, "--interactions", 9, "--seed", 7).status == 0
    titles = [
        [item["customer"] + item["title"] for item in crm("--vault", folder, "due", "--json").json["items"]]
        for folder in books
    ]
    assert titles[0] == titles[1]
    assert titles[0]
    assert crm("--vault", books[0], "check").status == 0


@pytest.mark.parametrize("wrong", [("--customers", "0"), ("--interactions", "-1"), ("--seed", "x")])
def test_sample_refuses_numbers_that_make_no_sense(crm, wrong):
    assert crm("sample", *wrong).status == 2


def test_two_books_side_by_side_do_not_know_each_other(crm, tmp_path, monkeypatch):
    crm("--vault", tmp_path / "second", "new")
    crm("--vault", tmp_path / "second", "add", "明天 寄样品")
    assert "寄样品" not in crm("due").out
    monkeypatch.setenv("DESKTOP_CRM_VAULT", str(tmp_path / "second"))
    assert "寄样品" in crm("due").out
    assert crm("show", "李超").status == 1
    assert _("No vault here") in crm("--vault", tmp_path / "third", "due").err
