"""Sets a document: a typst template from resources/print and data become a tagged PDF, wholly in memory.

The data reaches the template as one JSON string among typst's inputs. It never touches the disk, and what users typed
stays a string there: nothing of it is read as markup or code.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import typst

from desktop_crm.core import clock
from desktop_crm.core.documents.fonts import REPLACEMENT, PrintFonts
from desktop_crm.core.i18n import ngettext
from desktop_crm.core.paths import resource

# Characters that were never visible: control characters other than line breaks, and the byte order mark.
_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_JOINER = "\u200d"  # makes one picture of the emoji on both its sides
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


@dataclass(frozen=True, slots=True)
class Printout:
    """A finished PDF, and the characters that are printed as 〓 because no font of this machine has them."""

    pdf: bytes
    missing: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        """What to tell the user before the PDF is used; empty when every character was printed."""
        if not self.missing:
            return ""
        return ngettext(
            "{count} character is in no font of this computer and is printed as 〓: {characters}. "
            "Install a font that has it to print it.",
            "{count} characters are in no font of this computer and are printed as 〓: {characters}. "
            "Install a font that has them to print them.",
            len(self.missing),
        ).format(count=len(self.missing), characters=" ".join(self.missing))


def render(template: str, data: Mapping[str, object], fonts: PrintFonts) -> Printout:
    """The document that `template`, a name below resources/print without its suffix, makes of `data`.

    The PDF conforms to PDF/UA-1; its date is `clock.now()`. The same data, fonts and moment give the same bytes.

    Raises:
        typst.TypstError: the template and the data do not fit each other, which is a mistake of ours.
    """
    content = _with_strings(data, _without_invisible)
    try:
        return Printout(_compile(template, content, fonts))
    except typst.TypstError:
        # Under PDF/UA-1 a character without a glyph is an error, not a silent gap.
        clusters = _clusters_in(content)
        missing = fonts.missing(sorted(clusters | {cluster[0] for cluster in clusters}))
        if not missing:
            raise
    shown = _with_strings(content, lambda text: "".join(_stand_in(cluster, missing) for cluster in _clusters(text)))
    return Printout(_compile(template, shown, fonts), tuple(sorted(clusters & missing)))


def _compile(template: str, data: object, fonts: PrintFonts) -> bytes:
    folder = resource("print")
    compiler = typst.Compiler(folder / f"{template}.typ", root=folder, font_paths=fonts.fonts)
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "family": fonts.family},
        pdf_standards="ua-1",
        timestamp=int(clock.now().timestamp()),
    )
    assert isinstance(pdf, bytes)  # noqa: S101 - a PDF without an output path always comes back as bytes
    return pdf


def _with_strings(value: object, change: Callable[[str], str]) -> object:
    """`value` with `change` made to every string in it, at any depth."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _with_strings(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_strings(item, change) for item in value]
    return value


def _without_invisible(text: str) -> str:
    # typst gives a tab no width: the words beside it would run together.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _INVISIBLE.sub("", text)
    return _SURROGATE.sub(REPLACEMENT, text)


def _clusters(text: str) -> Iterator[str]:
    """What is drawn as one sign: a character with the marks, skin tones and joined emoji that follow it."""
    cluster = ""
    for character in text:
        if cluster and (
            cluster.endswith(_JOINER)
            or character == _JOINER
            or character in _SKIN_TONES
            or unicodedata.category(character).startswith("M")
        ):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = character
    if cluster:
        yield cluster


def _clusters_in(data: object) -> set[str]:
    found: set[str] = set()

    def collect(text: str) -> str:
        found.update(_clusters(text))
        return text

    _with_strings(data, collect)
    return found


def _stand_in(cluster: str, missing: set[str]) -> str:
    """The cluster, or 〓 for it; a character whose marks alone are missing stays, with 〓 behind it."""
    if cluster not in missing:
        return cluster
    return REPLACEMENT if cluster[0] in missing else cluster[0] + REPLACEMENT
