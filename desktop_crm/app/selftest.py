"""`--selftest`: whether the program as it is installed here works, without touching the user's book or settings.

Each check does a piece of real work on a book that is thrown away. What the system lacks is told as a hint and is no
failure.
"""

import importlib
import json
import os
import sys
import tempfile
import zoneinfo
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_crm.app import logging
from desktop_crm.app.exit_status import DONE, REFUSED
from desktop_crm.core import licences, paths
from desktop_crm.core.i18n import LANGUAGES, N_, _, language, ngettext, translate

if TYPE_CHECKING:  # a check may be there to find that one of them is missing
    from PySide6.QtCore import QtMsgType
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from desktop_crm.core.book import Book

_PASSPHRASE = "a trial book that nobody keeps 7"  # noqa: S105 - of a book that is gone a moment later
_CUSTOMER = "杭州云帆科技有限公司"
_NOTE = "谈了预算与交付时间"
_CSV = f"客户名称,电话,统一社会信用代码,备注\n{_CUSTOMER},13800138000,91330106MA2CFLDG4R,{_NOTE}\n"
_LIKE_PAPER = 4  # colors; a page or window that was drawn has more


class FailedError(Exception):
    """A check found something wrong; the message says what."""


class Missing(Exception):  # noqa: N818 - a hint, not an error
    """This system lacks something that the program can do without; the message says what to do."""


@dataclass(slots=True)
class Trial:
    """What the checks hand on: the folder of the trial, what is to be closed, and the open book."""

    folder: Path
    closing: ExitStack = field(default_factory=ExitStack)
    made: "Book | None" = None

    @property
    def book(self) -> "Book":
        """The trial book.

        Raises:
            FailedError: there is none, because an earlier check failed.
        """
        if self.made is None:
            raise FailedError(_("there is no book to try it on"))
        return self.made


def run() -> int:
    """Print a line for each check, and give the exit status: 0 when all went well, 1 when one failed."""
    failed = 0
    print(f"desktop-crm {logging.program_version()} · Python {sys.version.split()[0]} · {sys.platform}", flush=True)
    with tempfile.TemporaryDirectory(prefix="desktop-crm-", ignore_cleanup_errors=True) as name:
        paths.live_in(Path(name) / "user")
        trial = Trial(Path(name))
        with trial.closing:
            for title, check in CHECKS:
                failed += not _passes(title, check, trial)
    if failed:
        print(ngettext("{count} check failed", "{count} checks failed", failed).format(count=failed))
    else:
        print(_("All is well"))
    return REFUSED if failed else DONE


def _passes(title: str, check: Callable[[Trial], str], trial: Trial) -> bool:
    """Whether a check went well; its line is printed."""
    mark, passes = _("ok"), True
    try:
        told = check(trial)
    except Missing as hint:
        mark, told = _("hint"), str(hint)
    except Exception as error:  # noqa: BLE001 - anything that goes wrong is what is looked for
        mark, told, passes = _("FAILED"), f"{type(error).__name__}: {error}", False
        if isinstance(error, FailedError):
            told = str(error)
    print("  ".join(filter(None, (f"[{mark}]", _(title), " ".join(told.split())))), flush=True)
    return passes


def _expect(held: object, otherwise: str) -> None:
    if not held:
        raise FailedError(otherwise)


# --- The installation


def _files(_trial: Trial) -> str:
    """Every file and module that belongs to a bundle is there, in its size."""
    folder = paths.bundle_folder()
    if folder is None:
        return _("not a bundle")
    content = json.loads((folder / paths.INVENTORY).read_text(encoding="utf-8"))
    lacking = [name for name, size in content["files"].items() if not _is_there(folder / name, size)]
    lacking = lacking or [name for name in content["modules"] if not _is_found(name)]
    if lacking:
        raise FailedError(_("missing or damaged: {names}").format(names=", ".join(lacking[:5])))
    return _("{files} files, {modules} modules").format(files=len(content["files"]), modules=len(content["modules"]))


def _is_there(path: Path, size: int | None) -> bool:
    return path.is_file() and (path.stat().st_size == size if size is not None else path.stat().st_size > 0)


def _is_found(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # ValueError: a module that is running has no description of itself
        return name in sys.modules


def _commands(_trial: Trial) -> str:
    """Every command can be carried out."""
    from desktop_crm.app.arguments import command_names

    names = command_names()
    for name in names:
        importlib.import_module(f"desktop_crm.app.commands.{name.replace('-', '_')}_command")
    return str(len(names))


def _words(_trial: Trial) -> str:
    """The translations are there, and the lists of words."""
    from desktop_crm.core.vault.errors import WeakPassphraseError
    from desktop_crm.core.vault.passphrase import checked, suggest_passphrase

    _expect(translate(N_("Customers"), "zh") == "客户", _("the Chinese translation is missing"))
    checked(suggest_passphrase())
    try:
        checked("password12345")
    except WeakPassphraseError:
        return ""
    raise FailedError(_("the list of common passphrases is missing"))


def _calendars(_trial: Trial) -> str:
    """Zones, working days with their exchanges, lunar days."""
    from desktop_crm.core.calendar.anniversaries import lunar_date
    from desktop_crm.core.calendar.working_days import is_working_day

    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())  # as on Windows, where the system has none
    try:
        zoneinfo.ZoneInfo.no_cache("Asia/Shanghai")
    finally:
        zoneinfo.reset_tzpath(to=before)
    _expect(not is_working_day(date(2026, 10, 1)), "2026-10-01")
    _expect(is_working_day(date(2026, 10, 10)), "2026-10-10")  # a Saturday that is worked
    _expect(lunar_date(date(2026, 2, 17)), "2026-02-17")
    return ""


def _licences(_trial: Trial) -> str:
    """The licence of every library, and in a bundle its text."""
    known = licences.libraries()
    _expect(known, _("the list of libraries is missing"))
    for library in known:
        _expect(not paths.bundle_folder() or library.text().strip(), library.name)
    return ngettext("{count} library", "{count} libraries", len(known)).format(count=len(known))


# --- The book


def _book(trial: Trial) -> str:
    """A new book is encrypted, has today's schema, and is whole."""
    from desktop_crm.core import book as books
    from desktop_crm.core.database import migrate
    from desktop_crm.core.database.engine import connect
    from desktop_crm.core.database.integrity import problems
    from desktop_crm.core.database.migrations import HEAD
    from desktop_crm.core.vault.slots import FLOOR

    trial.made, _recovery_key = books.make(trial.folder / "book", _PASSPHRASE, "self-test", cost=FLOOR)
    trial.closing.callback(trial.made.close)
    path, key = trial.made.vault.database_path, trial.made.vault.keys.data_key
    connection = connect(path, key, read_only=True)
    try:
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
        version = migrate.schema_version(connection)
    finally:
        connection.close()
    _expect(version == HEAD, f"{version} != {HEAD}")
    _expect(not path.read_bytes().startswith(b"SQLite format"), _("the file is not encrypted"))
    _expect(not (found := problems(path, key)), "; ".join(found))
    return f"SQLCipher {cipher}"


def _import(trial: Trial) -> str:
    """A file is read in the process of its own that reads files, and taken in."""
    from desktop_crm.core.kinds import Kind
    from desktop_crm.core.transfer.importing import import_documents
    from desktop_crm.core.transfer.options import Options
    from desktop_crm.core.transfer.reading.sandbox import read_file

    path = trial.folder / "客户.csv"
    path.write_text(_CSV, encoding="gb18030")
    report = import_documents(trial.book.database, [read_file(path)], Options(Kind.CUSTOMERS))
    _expect(report.counts[Kind.CUSTOMERS].added == 1, _("the customer was not taken"))
    _expect(not report.warnings, "; ".join(doubt.reason for doubt in report.warnings))
    return ""


def _sample(trial: Trial) -> str:
    """Made-up customers with all that belongs to them, in both languages."""
    from desktop_crm.core.kinds import Kind
    from desktop_crm.core.sample.generator import fill

    records = 0
    for code in LANGUAGES:
        counts = fill(trial.book.database, customers=4, interactions=12, seed=1, language=code)
        _expect(counts[Kind.CUSTOMERS] == 4, code)
        records += sum(counts.values())
    return str(records)


def _search(trial: Trial) -> str:
    """The text index finds words, pieces of Chinese, and names by their pinyin."""
    from desktop_crm.core.search.finding import find

    for words in ("云帆", "交付", "yunfan", "8000"):
        found = trial.book.read(partial(find, query=words))
        _expect(any(hit.title == _CUSTOMER for hit in found), _("“{words}” was not found").format(words=words))
    return ""


def _export(trial: Trial) -> str:
    """Every format that can be exported can be written; workbooks can be read again."""
    from desktop_crm.core.transfer.reading.sandbox import read_file
    from desktop_crm.core.transfer.writing.exporting import FORMATS, export

    for suffix in FORMATS:
        target = trial.folder / f"export{suffix}"
        export(trial.book.database, target)
        _expect(target.stat().st_size, target.name)
    tables = read_file(trial.folder / "export.xlsx").tables
    _expect(any(_CUSTOMER in map(str, row.cells) for table in tables for row in table.rows), "export.xlsx")
    return " ".join(FORMATS)


def _print(trial: Trial) -> str:
    """A customer's summary becomes a PDF whose text can be read and whose page can be shown."""
    import pypdfium2  # type: ignore[import-untyped]  # it has no stubs

    from desktop_crm.core.documents.fonts import NoChineseFontError
    from desktop_crm.core.documents.forms import Form, page_of
    from desktop_crm.core.documents.printed_page import render_page
    from desktop_crm.core.documents.words import Audience
    from desktop_crm.core.ids import CustomerId
    from desktop_crm.core.search.finding import find
    from desktop_crm.ui.documents.page_images import page_image

    hit = trial.book.read(lambda connection: find(connection, "云帆"))[0]
    page = trial.book.read(
        lambda connection: page_of(
            connection, Form.SUMMARY, CustomerId(hit.id), audience=Audience.INTERNAL, printed_by="self-test"
        )
    )
    try:
        pdf = render_page(page).pdf
    except NoChineseFontError as error:
        raise Missing(error.message) from error
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    _expect(_CUSTOMER in text.replace("\r\n", ""), _("the text of the page cannot be read"))
    image = page_image(pdf, 0, 1.0)
    _expect(_colors(image) > _LIKE_PAPER, _("the page is empty"))
    return f"{len(pdf)} B"


# --- The window


def _window(trial: Trial) -> str:
    """The window opens on the book, off the screen, with its icons, and every page is drawn."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler, qVersion
    from PySide6.QtWidgets import QApplication

    from desktop_crm.ui.framework.language import use_language
    from desktop_crm.ui.framework.preferences import Preferences
    from desktop_crm.ui.look.theme import Theme
    from desktop_crm.ui.main_window.main_window import MainWindow
    from desktop_crm.ui.pages import LOWER_PAGES, PAGES
    from desktop_crm.ui.tray.tray import app_icon

    qInstallMessageHandler(_on_qt_message)
    application = QApplication.instance() or QApplication(["desktop-crm"])
    assert isinstance(application, QApplication)  # noqa: S101 - nothing else makes a QCoreApplication here
    spoken = language()
    for code in (*(code for code in LANGUAGES if code != spoken), spoken):
        use_language(application, code)
        if code == "zh":
            _expect(application.translate("QPlatformTheme", "Cancel") == "取消", "qtbase_zh_CN.qm")
    theme = Theme(application)
    _expect(not app_icon().pixmap(64, 64).isNull(), "app.svg")
    window = MainWindow(trial.book, theme, Preferences())
    trial.closing.callback(window.context.operations.close)
    trial.closing.callback(window.close)
    window.resize(1200, 800)
    window.show()
    for page in (*PAGES, *LOWER_PAGES):
        window.open_page(page.key)
        _settle(application)
        _expect(_colors(window.grab().toImage()) > _LIKE_PAPER, _("the page {page} is empty").format(page=page.key))
    return f"Qt {qVersion()}"


def _on_qt_message(kind: "QtMsgType", _context: object, message: str) -> None:
    """Tell what is fatal; what the platform for tests lacks is no news."""
    if kind.name in {"QtCriticalMsg", "QtFatalMsg"}:
        print(message, file=sys.stderr, flush=True)


def _settle(application: "QApplication") -> None:
    """Let what was asked for arrive and be drawn."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop(application)
    QTimer.singleShot(100, loop.quit)
    loop.exec()


def _colors(image: "QImage") -> int:
    """How many colors a grid of points of the image shows."""
    width, height = image.width(), image.height()
    return len({image.pixel(x, y) for x in range(2, width, 7) for y in range(2, height, 5)})


# --- The system


def _notifications(_trial: Trial) -> str:
    """Somebody shows notifications."""
    from desktop_notifier import DesktopNotifier, Icon
    from desktop_notifier.backends.dummy import DummyNotificationCenter

    made = DesktopNotifier(app_name="self-test", app_icon=Icon(path=paths.resource("icons/app.svg")))
    stands_in = isinstance(made._backend, DummyNotificationCenter)  # noqa: SLF001 - there is no public way to ask
    _expect(not stands_in or sys.platform == "darwin", "desktop_notifier.backends")  # macOS: in a signed bundle alone
    if stands_in or not _has_service("org.freedesktop.Notifications"):
        raise Missing(_("nobody shows notifications here; reminders appear in a window of the program instead"))
    return ""


def _tray(_trial: Trial) -> str:
    """There is a tray."""
    if not _has_service("org.kde.StatusNotifierWatcher"):
        raise Missing(_("there is no tray here; closing the window ends the program"))
    return ""


def _has_service(name: str) -> bool:
    """Whether a service of the session bus is there, or would be started; True where there is no such bus by design."""
    if sys.platform != "linux":
        return True
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    interface = bus.interface()
    startable = interface.activatableServiceNames().value() or []
    return bool(interface.isServiceRegistered(name).value()) or name in startable


CHECKS: tuple[tuple[str, Callable[[Trial], str]], ...] = (
    (N_("Files"), _files),
    (N_("Commands"), _commands),
    (N_("Languages and word lists"), _words),
    (N_("Calendars"), _calendars),
    (N_("Licenses"), _licences),
    (N_("Encrypted book"), _book),
    (N_("Import"), _import),
    (N_("Sample data"), _sample),
    (N_("Search"), _search),
    (N_("Export"), _export),
    (N_("Print"), _print),
    (N_("Window"), _window),
    (N_("System notifications"), _notifications),
    (N_("Tray"), _tray),
)
