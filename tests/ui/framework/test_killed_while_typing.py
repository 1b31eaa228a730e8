"""Habit 9: what was typed two seconds before the program was killed is there at the next start."""

import os
import subprocess
import sys
import time
from pathlib import Path

from desktop_crm.core import book as books
from desktop_crm.core.drafts.store import DraftStore

PASSPHRASE = "青山 prize lantern 42 水渠"
TEXT = "云帆信息科技(上海)有限公司"
WORKER = Path(__file__).with_name("killed_while_typing.py")


def test_a_draft_survives_a_kill(book, tmp_path):
    folder = book.vault.folder
    book.close()
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "APPDATA": str(home)}
    command = [sys.executable, str(WORKER), str(folder), PASSPHRASE, TEXT]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"typed"
        time.sleep(2)
        process.kill()
    with books.open_book(folder, PASSPHRASE) as again:
        (draft,) = DraftStore(again.vault).all()
        assert draft.values["fields"]["name"] == TEXT
        assert draft.form == "customers"
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert TEXT.encode() not in written
