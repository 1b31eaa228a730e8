"""Draw every page of the window, in both languages and themes, from a sample book: `make pictures`.

Draws offscreen into build/pictures, named page-language-theme-zoom.png; and where Xvfb is installed, once more on a
real X server into build/pictures-x11, for what another platform plugin draws in another way. With --quick only the
light ones at 100 %; with --x11 only the second set, on the display there is.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ON_X11 = "--x11" in sys.argv
os.environ["QT_QPA_PLATFORM"] = "xcb" if ON_X11 else "offscreen"
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "build" / ("pictures-x11" if ON_X11 else "pictures")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="pictures-")  # the user's own window settings stay untouched

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - the platform has to be chosen first
from PySide6.QtWidgets import QApplication  # noqa: E402

from desktop_crm.core import book as books  # noqa: E402
from desktop_crm.core.customers.listing import Order, ordered_ids  # noqa: E402
from desktop_crm.core.ids import CustomerId  # noqa: E402
from desktop_crm.core.kinds import Kind  # noqa: E402
from desktop_crm.core.sample.generator import fill  # noqa: E402
from desktop_crm.core.vault.slots import FLOOR  # noqa: E402
from desktop_crm.ui.framework.language import use_language  # noqa: E402
from desktop_crm.ui.framework.preferences import Preferences  # noqa: E402
from desktop_crm.ui.interactions.log_dialog import LogDialog  # noqa: E402
from desktop_crm.ui.look.theme import Mode, Theme  # noqa: E402
from desktop_crm.ui.main_window.main_window import MainWindow  # noqa: E402
from desktop_crm.ui.pages import LOWER_PAGES, PAGES  # noqa: E402
from desktop_crm.ui.unlock.setup_page import SetupPage  # noqa: E402
from desktop_crm.ui.unlock.unlock_page import UnlockPage  # noqa: E402

PASSPHRASE = "made for pictures only 2026"  # noqa: S105 - of a book that is thrown away
SIZE = (1360, 850)
LOOKS = [(mode, 1.0) for mode in (Mode.LIGHT, Mode.DARK)] + [(Mode.LIGHT, 1.5)]


def main(looks: list[tuple[Mode, float]]) -> int:
    """Exit status 0; the pictures that were there before are gone."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    application = QApplication(["desktop-crm"])
    theme = Theme(application)
    for language in ("zh", "en"):
        use_language(application, language)
        folder = Path(tempfile.mkdtemp(prefix="pictures-")) / "vault"
        book, _recovery_key = books.make(folder, PASSPHRASE, "李主管" if language == "zh" else "Alex Reed", cost=FLOOR)
        fill(book.database, customers=612, interactions=6120, seed=7, language=language)
        for mode, scale in looks:
            theme.use(mode, scale)
            draw(book, theme, f"{language}-{mode.value}-{round(scale * 100)}")
        book.close()
        shutil.rmtree(folder.parent)
    print(f"{len(list(TARGET.iterdir()))} pictures in {TARGET}")
    return 0


def draw(book: books.Book, theme: Theme, look: str) -> None:
    """Every page and the dialogs, in one look."""
    for name, entry in (
        ("setup", SetupPage(Path("/home/rep/vault"), "Alex", theme, None)),
        ("unlock", UnlockPage(Path("/home/rep/vault"), theme, None, None)),
    ):
        entry.resize(1000, 700)
        entry.show()
        settle(0.1)
        entry.grab().save(str(TARGET / f"{name}-{look}.png"))
        entry.close()
    window = MainWindow(book, theme, Preferences())
    window.resize(*SIZE)
    window.show()
    newest = book.read(lambda connection: ordered_ids(connection, Order.LAST_INTERACTION, descending=True))
    first = CustomerId(newest[0])
    for entry in (*PAGES, *LOWER_PAGES):
        window.open_page(entry.key)
        if entry.key == "customers":
            window.open_record(Kind.CUSTOMERS, first)
        settle()
        window.grab().save(str(TARGET / f"{entry.key}-{look}.png"))
    dialog = LogDialog(window.context, first, window)
    dialog.show()
    settle()
    dialog.grab().save(str(TARGET / f"log-{look}.png"))
    dialog.close()
    window.context.operations.close()
    window.close()
    window.deleteLater()


def settle(seconds: float = 0.8) -> None:
    """Let what was asked for arrive and be drawn."""
    loop = QEventLoop()  # QTest.qWait would keep the interpreter to itself, and no worker could finish
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def main_on_x11() -> int:
    """The exit status of this program on an X server of its own; 0 where there is none."""
    program = shutil.which("Xvfb")
    if program is None:
        print("Xvfb is missing (Debian: the package xvfb), so there are no pictures on X11")
        return 0
    reading, writing = os.pipe()
    words = [program, "-displayfd", str(writing), "-screen", "0", "2560x1600x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
    os.close(writing)
    try:
        with os.fdopen(reading) as line:
            display = f":{line.readline().strip()}"
        again = [sys.executable, __file__, "--x11", *sys.argv[1:]]
        return subprocess.run(again, env=os.environ | {"DISPLAY": display}, check=False).returncode  # noqa: S603 - as above
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    status = main(LOOKS[:1] if "--quick" in sys.argv else LOOKS)
    sys.exit(status if ON_X11 else status or main_on_x11())
