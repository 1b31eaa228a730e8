"""Draws the icon of the program in every size, and writes the containers that Windows and macOS want of it."""

import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "resources" / "icons" / "app.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# The types of an .icns file that hold PNG, with their sizes in pixels.
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256} | {
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}


@dataclass(frozen=True, slots=True)
class Icons:
    """The icon as files: for Windows, for macOS, and as one picture."""

    ico: Path
    icns: Path
    png: Path

    def of_platform(self) -> Path:
        """The one that the programs of this platform carry."""
        return self.icns if sys.platform == "darwin" else self.ico


def draw_icons(folder: Path) -> Icons:
    """The files, written into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    icons = Icons(folder / "desktop-crm.ico", folder / "desktop-crm.icns", folder / "desktop-crm.png")
    pictures = {size: png(size) for size in {*ICO_SIZES, *ICNS_TYPES.values()}}
    icons.ico.write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    icons.icns.write_bytes(icns([(kind, pictures[size]) for kind, size in ICNS_TYPES.items()]))
    icons.png.write_bytes(pictures[256])
    return icons


def png(size: int) -> bytes:
    """The drawing as a PNG of `size` by `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An .ico file of PNGs by their size, at most 256, which its table writes as 0."""
    table, place = b"", 6 + 16 * len(pictures)
    for size, picture in pictures.items():
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + table + b"".join(pictures.values())


def icns(pictures: list[tuple[bytes, bytes]]) -> bytes:
    """An .icns file of PNGs, each with its type."""
    parts = b"".join(kind + struct.pack(">I", 8 + len(picture)) + picture for kind, picture in pictures)
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


if __name__ == "__main__":
    draw_icons(Path(sys.argv[1]))
