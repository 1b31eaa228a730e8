import shutil
import sys
from pathlib import Path

import pytest

from desktop_crm.core.documents import fonts as fonts_module
from desktop_crm.core.documents.fonts import FAMILIES, REPLACEMENT, NoChineseFontError, PrintFonts, print_fonts
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import language, use_language

UNASSIGNED = "\U0003fffd"


@pytest.fixture
def english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def path_of(fonts: PrintFonts) -> Path:
    return Path(next(font.path for font in fonts.fonts.fonts() if font.family == fonts.family and font.weight == 400))


def test_a_family_with_simplified_faces_is_found_and_kept(fonts):
    assert fonts.family in FAMILIES
    assert print_fonts() is fonts


@pytest.mark.parametrize(
    ("platform", "advice"),
    [
        ("linux", "sudo apt install fonts-noto-cjk"),
        ("win32", "Chinese (Simplified) Supplemental Fonts"),
        ("darwin", "Font Book"),
    ],
)
def test_a_machine_without_a_chinese_font_is_told_what_to_install(platform, advice, english, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(NoChineseFontError) as refused:
        print_fonts(system_fonts=False)
    assert isinstance(refused.value, RefusedError)
    assert advice in refused.value.message


def test_a_refusal_is_not_remembered_once_a_font_is_there(fonts, tmp_path):
    with pytest.raises(NoChineseFontError):
        print_fonts(tmp_path, system_fonts=False)
    shutil.copy(path_of(fonts), tmp_path)
    found = print_fonts(tmp_path, system_fonts=False)
    assert path_of(found).parent == tmp_path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Noto's collection holds the faces of every region")
def test_simplified_faces_are_taken_from_a_collection_of_all_regions(fonts, tmp_path):
    shutil.copy(path_of(fonts), tmp_path)
    found = print_fonts(tmp_path, system_fonts=False)
    assert "Noto Sans CJK HK" in {font.family for font in found.fonts.fonts()}
    assert found.family == "Noto Sans CJK SC"


def test_a_family_that_is_listed_but_has_no_chinese_is_not_taken(fonts, monkeypatch):
    monkeypatch.setattr(fonts_module, "FAMILIES", ("DejaVu Sans Mono", "Libertinus Serif", fonts.family))
    assert print_fonts.__wrapped__().family == fonts.family


def test_exactly_the_characters_without_a_glyph_are_missing(fonts):
    common = ["客", "𠮷", "㐱", "䶮", "é", "★", "—", "¥", "\u3000", "\u200b", REPLACEMENT, "A"]
    assert fonts.missing(common) == set()
    assert fonts.missing([*common, UNASSIGNED, "\ufffe"]) == {UNASSIGNED, "\ufffe"}
    assert fonts.missing([]) == set()
