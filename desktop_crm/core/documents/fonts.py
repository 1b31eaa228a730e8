"""Finds the one font family in which documents are set: it must have simplified Chinese, or nothing is printed.

typst puts boxes or nothing in the place of characters that no font has, and says nothing. Under the rules of PDF/UA-1
(ISO 14289-1) it refuses instead; the probes below make use of that.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.paths import resource

# Families whose default faces are the simplified ones of the mainland, in order of preference. Some have only a
# Chinese name. PingFang comes after Hiragino: newer macOS ships it in a format that can be listed but not embedded.
FAMILIES = (
    "Microsoft YaHei",
    "Microsoft YaHei UI",
    "微软雅黑",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "思源黑体",
    "思源黑体 CN",
    "Hiragino Sans GB",
    "PingFang SC",
    "Heiti SC",
    "DengXian",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
    "Noto Serif CJK SC",
)

_OTHER_REGIONS = ("TC", "HK", "TW", "JP", "KR")  # how families with traditional, Japanese or Korean faces end

REPLACEMENT = "〓"  # the geta mark, with which Chinese and Japanese printers stand in for a type they lack

_PROBE = "客户关系应发头门·¥—2026Aa" + REPLACEMENT
_PROBE_SOURCE = b"""#set document(title: "probe")
#set text(font: sys.inputs.family, fallback: sys.inputs.fallback == "yes")
#sys.inputs.text"""


class NoChineseFontError(RefusedError):
    """No installed family has simplified Chinese faces; no document was made."""


@dataclass(frozen=True, slots=True)
class PrintFonts:
    """The fonts that were found, and the family among them in which documents are set."""

    fonts: typst.Fonts
    family: str

    def missing(self, texts: Sequence[str]) -> set[str]:
        """Those of `texts` (single characters, with their combining marks) that no font here can draw."""
        if not texts or _draws(texts, self.fonts, self.family, fallback=True):
            return set()
        if len(texts) == 1:
            return set(texts)
        middle = len(texts) // 2
        return self.missing(texts[:middle]) | self.missing(texts[middle:])


def _draws(texts: Sequence[str], fonts: typst.Fonts, family: str, *, fallback: bool) -> bool:
    inputs = {"family": family, "fallback": "yes" if fallback else "no", "text": "\n".join(texts)}
    compiler = typst.Compiler(_PROBE_SOURCE, root=resource("print"), font_paths=fonts)
    try:
        compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True


@lru_cache(maxsize=4)
def print_fonts(folder: Path | None = None, *, system_fonts: bool = True) -> PrintFonts:
    """The fonts of this machine, with those of the user's own `folder` first; scanned once, in about 0.1 s.

    Raises:
        NoChineseFontError: none of them has simplified Chinese; the message says what to install here.
    """
    fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=[folder] if folder else [])
    installed = {font.family for font in fonts.fonts()}
    own = {font.family for font in fonts.fonts() if folder and font.path and Path(font.path).is_relative_to(folder)}
    known = [family for family in FAMILIES if family in installed]
    unknown = sorted(family for family in own.difference(FAMILIES) if family.split()[-1] not in _OTHER_REGIONS)
    # A stable sort: of the user's own families first those that are known to be simplified, then those of the system.
    for family in sorted(known + unknown, key=lambda family: family not in own):
        if _draws(_PROBE, fonts, family, fallback=False):
            return PrintFonts(fonts, family)
    raise NoChineseFontError(_("No Chinese font"), _what_to_install())


def _what_to_install() -> str:
    if sys.platform == "win32":
        return _(
            "Nothing was printed, because this computer has no font with simplified Chinese. Add the optional feature "
            "“Chinese (Simplified) Supplemental Fonts” in Settings > System > Optional features, then try again."
        )
    if sys.platform == "darwin":
        return _(
            "Nothing was printed, because this computer has no font with simplified Chinese that can be embedded. "
            "Open Font Book and download Hiragino Sans GB or Heiti SC, or install Noto Sans SC, then try again."
        )
    return _(
        "Nothing was printed, because this computer has no font with simplified Chinese. Install the package "
        "fonts-noto-cjk (Debian, Ubuntu: “sudo apt install fonts-noto-cjk”; Fedora: google-noto-sans-cjk-fonts), "
        "then try again."
    )
