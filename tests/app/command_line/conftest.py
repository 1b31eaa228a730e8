"""The program as a user types it: in this process where speed counts, in one of its own where the system takes part."""

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop_crm.app import command_line
from desktop_crm.core import book, clock, i18n
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.vault import slots
from desktop_crm.core.vault.slots import FLOOR

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # half past nine on a Monday in Shanghai
PASSPHRASE = "云帆 蓝鲸 correct horse 2026"
FOLDERS = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR")

SHEETS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "客户": (
        ("客户编号", "客户名称", "客户类型", "合作状态", "公司电话", "备注"),
        ("客户-2023-015", "云帆信息科技(上海)有限公司", "企业客户", "成交", "021-58881234", "付款周期较长"),
        ("客户-2023-016", "同名贸易有限公司", "企业客户", "潜在", "010-88886666", ""),
        ("客户-2023-017", "同名贸易有限公司", "企业客户", "潜在", "010-77775555", ""),
        ("个人-2024-001", "李超", "个人客户", "意向", "13912345678", ""),
    ),
    "联系人": (
        ("客户名称", "姓名", "职位", "手机", "邮箱"),
        ("云帆信息科技(上海)有限公司", "张三", "采购经理", "13800002211", "zhang@yunfan.example.com"),
    ),
    "跟进记录": (
        ("客户名称", "互动时间", "沟通方式", "互动内容摘要", "下一步计划", "跟进时间节点"),
        ("云帆信息科技(上海)有限公司", "2026-11-19 15:30", "拜访", "讨论数据导出功能", "安排演示", "2026-11-25 14:00"),
    ),
    "订单": (
        ("客户名称", "购买日期", "产品或服务", "交易金额"),
        ("云帆信息科技(上海)有限公司", "2026-10-22", "年度维保", 120000),
    ),
}


def write_workbook(path: Path, sheets: Mapping[str, tuple[tuple[Any, ...], ...]]) -> Path:
    """A workbook with these sheets, each a table of rows."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


@dataclass(frozen=True)
class Run:
    """How a run of the program ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Home:
    """The folders of one user: everything that the program may write by itself lies in `folder`."""

    folder: Path

    @property
    def vault(self) -> Path:
        return self.folder / "data" / "DesktopCRM" / "vault"

    @property
    def passphrase_file(self) -> Path:
        return self.folder / "passphrase"

    @property
    def environment(self) -> dict[str, str]:
        """Where the system's folders lie, in Shanghai."""
        names = dict(zip(FOLDERS, ("home", "data", "config", "state", "cache", "tmp"), strict=True))
        return {name: str(self.folder / place) for name, place in names.items()} | {"TZ": "Asia/Shanghai"}


@pytest.fixture(scope="session", autouse=True)
def _remembered_derivations() -> Iterator[None]:
    """Each derivation of a key is the real one, but the same one is not made twice: 0.2 s each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "derive", functools.cache(slots.derive))
        yield


@contextlib.contextmanager
def _at_home(home: Home) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in home.environment.items():
            if name in FOLDERS:
                Path(value).mkdir(parents=True, exist_ok=True)
            patch.setenv(name, value)
        patch.setenv("LANG", "zh_CN.UTF-8")
        patch.setenv("LANGUAGE", "")
        patch.delenv("LC_ALL", raising=False)
        patch.delenv("LC_MESSAGES", raising=False)
        patch.delenv("DESKTOP_CRM_VAULT", raising=False)
        before = i18n.language()
        i18n.use_language("zh")
        with clock.fixed(NOW, "Asia/Shanghai"):
            yield
        i18n.use_language(before)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a customer book that opens as quickly as a book may; the records came in as a user's would."""
    home = Home(tmp_path_factory.mktemp("home"))
    workbook = write_workbook(tmp_path_factory.mktemp("files") / "客户.xlsx", SHEETS)
    with _at_home(home):
        made, recovery_key = book.make(home.vault, PASSPHRASE, "李主管", cost=FLOOR)
        with made:
            import_documents(made.database, [read_file(workbook)], Options())
    home.passphrase_file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    (home.folder / "recovery-key").write_text(recovery_key + "\n", encoding="utf-8")
    return home


@pytest.fixture
def home(_template: Home, tmp_path: Path) -> Iterator[Home]:
    """A home of the test's own with the book in it, at half past nine on Monday, November 23, 2026, in Shanghai."""
    shutil.copytree(_template.folder, tmp_path / "user")
    home = Home(tmp_path / "user")
    with _at_home(home):
        yield home


@pytest.fixture
def crm(home: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs the program in this process with the passphrase in a file; `bare` leaves that out."""

    def run(*arguments: object, bare: bool = False) -> Run:
        capsys.readouterr()
        words = [] if bare else ["--passphrase-file", str(home.passphrase_file)]
        try:
            status = command_line.main([*words, *map(str, arguments)])
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Run(status, said.out, said.err)

    return run


@pytest.fixture
def started(home: Home) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts the program in a process of its own; it is ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: object, **environment: str) -> "subprocess.Popen[bytes]":
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop_crm", *map(str, arguments)],
            env=kept | home.environment | {"LANG": "zh_CN.UTF-8"} | environment,
            cwd=home.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        with process:
            process.kill()


@pytest.fixture
def program(started: Callable[..., "subprocess.Popen[bytes]"], home: Home) -> Callable[..., Run]:
    """Runs the program in a process of its own to its end."""

    def run(*arguments: object, **environment: str) -> Run:
        process = started("--passphrase-file", home.passphrase_file, *arguments, **environment)
        out, err = process.communicate(timeout=60)
        return Run(process.returncode, out.decode(), err.decode())

    return run


# Makes the terminal on standard input the controlling one, as a shell's would be, and becomes the program.
_ON_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "desktop_crm", *sys.argv[1:]])
"""


class Terminal:
    """The program on a terminal of its own, and what stands on the screen."""

    def __init__(self, home: Home, arguments: Iterable[object]) -> None:
        self._master, slave = os.openpty()
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _ON_TERMINAL, *map(str, arguments)],
            env=kept | home.environment | {"LANG": "zh_CN.UTF-8"},
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        os.close(slave)
        self.screen = b""

    def answer(self, prompt: str, typed: str) -> None:
        """Wait for the prompt, then type."""
        while not self.screen.endswith(prompt.encode()):
            self.screen += os.read(self._master, 1)
        os.write(self._master, typed.encode())

    def end(self) -> Run:
        """How it ended; standard output and error are not on the screen."""
        out, err = self.process.communicate(timeout=60)
        with contextlib.suppress(OSError):  # Linux reports the other end's closing so
            while more := os.read(self._master, 4096):
                self.screen += more
        return Run(self.process.returncode, out.decode(), err.decode())

    def close(self) -> None:
        with self.process:
            self.process.kill()
        os.close(self._master)


@pytest.fixture
def on_terminal(home: Home) -> Iterator[Callable[..., Terminal]]:
    """Starts the program on a terminal, where it asks; not on Windows."""
    running: list[Terminal] = []

    def start(*arguments: object) -> Terminal:
        running.append(Terminal(home, arguments))
        return running[-1]

    yield start
    for terminal in running:
        terminal.close()
