"""What a customer's book holds lies nowhere on the disk in the clear (trust.md): canaries, and every byte searched."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.core.book import open_book
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer

CANARIES = {
    "customer": "金丝雀航运有限公司",
    "contact": "雀无双",
    "note": "密谈 Kanarienvogel 预算",
    "title": "送 zitronenzeisig 样品",
    "phone": "13588776655",
    "mail": "grünfink@kanarie.example.com",
    "passphrase": "Distelfink 云上 蓝鲸 Turmfalke",
    "imported": "半路金丝雀物流有限公司",
}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
SHORTEST_BYTES = 6  # fewer come up in a megabyte of ciphertext by chance
FORMS = {
    form: name
    for name, canary in CANARIES.items()
    for word in (canary, canary.casefold(), *canary.split())
    for encoding in ENCODINGS
    if len(form := word.encode(encoding)) >= SHORTEST_BYTES
}


def found_in(folder: Path) -> Iterator[tuple[str, str]]:
    """File and canary, for each form of a canary in any file or name of a file below `folder`."""
    for path in folder.rglob("*"):
        content = path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b"")
        yield from ((str(path.relative_to(folder)), name) for form, name in FORMS.items() if form in content)


@pytest.fixture
def outside(tmp_path):
    """A folder of the user's own files, in the clear by his own will: imports come from here."""
    (tmp_path / "outside").mkdir()
    return tmp_path / "outside"


@pytest.fixture
def guarded(crm, home, outside):
    """A book full of canaries, whose passphrase is one as well; the passphrase file lies outside."""
    new = outside / "passphrase"
    new.write_text(CANARIES["passphrase"] + "\n", encoding="utf-8")
    assert crm("passphrase", "--new-passphrase-file", new).status == 0
    home.passphrase_file.unlink()
    c = CANARIES
    tables = {
        "customers.csv": f"客户名称,公司电话,备注,没有的栏\n{c['customer']},{c['phone']},{c['note']},{c['title']}\n",
        "contacts.csv": f"客户名称,姓名,邮箱,手机\n{c['customer']},{c['contact']},{c['mail']},{c['phone']}\n",
    }
    for name, text in tables.items():
        (outside / name).write_text(text, encoding="utf-8")
        assert run_with(crm, outside, "import", outside / name).status == 0
    assert run_with(crm, outside, "add", f"明天 {c['title']} #{c['customer']}").status == 0
    return crm


def run_with(crm, outside: Path, *words: object):
    return crm("--passphrase-file", outside / "passphrase", *words, bare=True)


def test_a_day_s_work_leaves_nothing_in_the_clear(guarded, home, outside):
    words = (
        ("find", CANARIES["customer"]),
        ("find", "Kanarienvogel"),
        ("show", CANARIES["customer"], "--history"),
        ("due",),
        ("backup",),
        ("backup", "--to", home.folder / "home" / "book.crmbackup"),
        ("summary", CANARIES["customer"], "--to", outside / "summary.pdf"),
        ("export", "--to", outside / "all.xlsx"),
        ("trash", CANARIES["customer"]),
        ("check",),
        ("restore", home.folder / "home" / "book.crmbackup"),
    )
    for command in words:
        assert run_with(guarded, outside, *command).status == 0, command
    assert list((home.vault / "backups").iterdir())
    assert list(found_in(home.folder)) == []


def test_while_the_book_is_open_its_log_holds_nothing_in_the_clear_either(guarded, home, outside):
    customer = Customer(name=CANARIES["imported"], notes=CANARIES["note"])
    with open_book(home.vault, CANARIES["passphrase"]) as book:
        book.write("add", lambda session: commands.add(session, [customer]))
        assert (home.vault / "data.db-wal").stat().st_size > 0
        assert list(found_in(home.folder)) == []


def test_failed_imports_leave_nothing_in_the_clear(guarded, home, outside):
    contents = {
        "broken.csv": f'客户名称,备注\n"{CANARIES["imported"]},never closed\n'.encode(),
        "broken.xlsx": b"PK\x03\x04" + CANARIES["imported"].encode(),
        "strange.csv": f"甲,乙\n{CANARIES['imported']},{CANARIES['note']}\n".encode(),
        "mixed.csv": b"\xff\xff\x81 \x00" + CANARIES["imported"].encode("gb18030"),
    }
    for name, content in contents.items():
        (outside / name).write_bytes(content)
        assert run_with(guarded, outside, "import", outside / name).status == 1, name
    assert list(found_in(home.folder)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_an_import_that_was_killed_leaves_nothing_in_the_clear(guarded, home, outside, started):
    rows = "".join(f"{CANARIES['imported']}{n},{CANARIES['note']}\n" for n in range(20_000))
    (outside / "many.csv").write_text("客户名称,备注\n" + rows, encoding="utf-8")
    for wait_seconds in (0.0, 0.4, 1.0):
        backups = len(list((home.vault / "backups").glob("*.crmbackup")))
        process = started("--passphrase-file", outside / "passphrase", "import", outside / "many.csv")
        deadline = time.monotonic() + 50
        while len(list((home.vault / "backups").glob("*.crmbackup"))) == backups and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(wait_seconds)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert list(found_in(home.folder)) == []
    assert run_with(guarded, outside, "check").status == 0
    assert run_with(guarded, outside, "find", CANARIES["imported"], "--json").json == {"results": []}
    assert list(found_in(home.folder)) == []


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", CANARIES)
def test_a_canary_in_the_clear_would_be_found(tmp_path, name, encoding):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.bin").write_bytes(b"\x00\x01" + CANARIES[name].encode(encoding) + b"\xff" * 100)
    assert (str(Path("deep") / "file.bin"), name) in set(found_in(tmp_path))


def test_a_canary_in_the_name_of_a_file_would_be_found(tmp_path):
    (tmp_path / f"{CANARIES['contact']}.tmp").touch()
    assert [name for _path, name in found_in(tmp_path)] == ["contact"]
