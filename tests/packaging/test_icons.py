"""The icon is drawn at every size the systems ask for, in containers that are read as written."""

import importlib.util
import struct
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture(scope="module")
def icons():
    spec = importlib.util.spec_from_file_location("icons", PACKAGING / "icons.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["icons"] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawn(icons, tmp_path_factory):
    return icons.draw_icons(tmp_path_factory.mktemp("icons"))


def test_the_icon_of_windows_has_every_size_from_16_to_256(icons, drawn):
    content = drawn.ico.read_bytes()
    assert struct.unpack_from("<HHH", content) == (0, 1, len(icons.ICO_SIZES))
    sizes = []
    for place in range(len(icons.ICO_SIZES)):
        width, height, *_, length, start = struct.unpack_from("<BBBBHHII", content, 6 + 16 * place)
        picture = QImage.fromData(content[start : start + length], "PNG")
        assert (width, height) == (picture.width() % 256, picture.height() % 256)
        sizes.append(picture.width())
    assert tuple(sizes) == icons.ICO_SIZES
    assert (min(sizes), max(sizes)) == (16, 256)


def test_the_icon_of_macos_has_its_sizes_twice_as_dense_too(icons, drawn):
    content = drawn.icns.read_bytes()
    assert struct.unpack_from(">4sI", content) == (b"icns", len(content))
    found, place = {}, 8
    while place < len(content):
        kind, length = struct.unpack_from(">4sI", content, place)
        found[kind] = QImage.fromData(content[place + 8 : place + length], "PNG").width()
        place += length
    assert found == icons.ICNS_TYPES
    assert {16, 32, 128, 256, 512, 1024} <= set(found.values())


def test_the_drawing_fills_the_middle_and_leaves_the_corners_clear_even_when_small(icons):
    for size in (16, 256):
        picture = QImage.fromData(icons.png(size), "PNG")
        assert all(picture.pixelColor(*corner).alpha() == 0 for corner in ((0, 0), (size - 1, 0), (0, size - 1)))
        assert picture.pixelColor(size // 2, size // 2).alpha() == 255
        colors = {picture.pixelColor(x, y).name() for x in range(size) for y in range(size)}
        assert {"#ffffff", "#0b6bcb", "#f5b301"} <= colors
