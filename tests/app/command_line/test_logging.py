import re

import pytest

from desktop_crm.app import logging

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \d+ [a-z-]+(\.[a-z]+)+( .*)?")
NAMES = ("云帆", "李超", "张三", "同名贸易", "13912345678", "寄样品", "蓝鲸", "客户-2023-015", "客户.xlsx")


@pytest.fixture
def log(home):
    """The text of the log so far."""
    return lambda: (home.folder / "state" / "DesktopCRM" / "log" / logging.NAME).read_text(encoding="utf-8")


def test_each_run_leaves_its_events(crm, log):
    crm("due")
    crm("backup")
    crm("check")
    codes = [line.split()[2] for line in log().splitlines()]
    assert codes == [
        *("vault.opened", "due.ended"),
        *("vault.opened", "backup.made", "backup.ended"),
        *("vault.opened", "vault.checked", "check.ended"),
    ]
    assert all(LINE.fullmatch(line) for line in log().splitlines())


def test_an_import_leaves_its_counts(crm, log, tmp_path):
    (tmp_path / "neu.csv").write_text("客户名称,公司电话\n振华贸易有限公司,010-66668888\n", encoding="utf-8")
    crm("import", tmp_path / "neu.csv")
    assert " import.done dry_run=0 files=1 warnings=0 customers_read=1 customers_added=1 " in log()


def test_a_refusal_leaves_its_class_and_place_and_no_message(crm, log):
    crm("show", "张无忌")
    assert " show.refused " in log()
    assert "RefusedError desktop_crm.app.exit_status:" in log()
    assert "张无忌" not in log()
    assert " show.ended status=1" in log()


def test_a_mistake_of_ours_leaves_its_chain_of_causes_without_their_messages(crm, log, monkeypatch):
    def broken(*_arguments):
        try:
            raise KeyError("云帆")
        except KeyError as error:
            raise ValueError("李超 13912345678") from error

    monkeypatch.setattr("desktop_crm.core.agenda.agenda._followups", broken)
    run = crm("due")
    (line,) = (line for line in log().splitlines() if "error.unexpected" in line)
    assert re.search(r"ValueError .*desktop_crm\.core\.agenda\.agenda:\d+ .* < KeyError ", line)
    assert str(logging.place()) in run.err


def test_nothing_that_belongs_to_a_customer_gets_into_the_log(crm, home, log, tmp_path):
    (tmp_path / "客户.xlsx").write_bytes(b"PK\x03\x04 broken")
    runs = (
        ("find", "云帆"),
        ("show", "李超", "--history"),
        ("show", "张三"),
        ("add", "明天 寄样品 #云帆"),
        ("add", "明天 寄样品 #同名"),
        ("import", tmp_path / "客户.xlsx"),
        ("summary", "客户-2023-015", "--to", tmp_path / "云帆.pdf"),
        ("summary", "李超", "--to", tmp_path / "missing" / "云帆.pdf"),
        ("trash", "李超"),
        ("bring-back", "李超"),
        ("backup", "--to", tmp_path / "missing" / "云帆"),
        ("restore", tmp_path / "客户.xlsx"),
    )
    for words in runs:
        crm(*words)
    home.passphrase_file.write_text("蓝鲸 is not the passphrase", encoding="utf-8")
    crm("due")
    assert len(log().splitlines()) > len(runs)
    assert [name for name in NAMES if name in log()] == []
    assert log().isascii()


def test_the_log_stays_small(crm, home, log, monkeypatch):
    monkeypatch.setattr(logging, "_MOST_BYTES", 2000)
    for _round in range(40):
        crm("done", "5")
    files = sorted(path.name for path in (home.folder / "state" / "DesktopCRM" / "log").iterdir())
    assert files == [logging.NAME, *(f"{logging.NAME}.{n}" for n in (1, 2, 3))]
    assert len(log()) <= 2000


def test_without_a_folder_for_the_log_the_program_works_all_the_same(crm, home):
    (home.folder / "state" / "DesktopCRM").write_text("in the way", encoding="utf-8")
    run = crm("due")
    assert (run.status, run.err) == (0, "")
    assert logging.place() is None


def test_a_log_that_cannot_be_written_disturbs_nobody(crm, home):
    (home.folder / "state" / "DesktopCRM" / "log" / logging.NAME).mkdir(parents=True)
    run = crm("due")
    assert (run.status, run.err) == (0, "")
