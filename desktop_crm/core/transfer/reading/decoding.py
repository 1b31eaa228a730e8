"""Bytes to text without guessing: byte order mark, strict UTF-8, strict GB18030, else the user is asked."""

import codecs

from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.reading.unreadable import UnknownEncodingError, UnreadableFileError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB18030 reads everything that its predecessors can write, and more of what programs write in their name.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030"}


def decoded(file: str, data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of `data` without byte order mark, line ends untouched, and the name of its encoding.

    `encoding` is what the user says it is; without it only what is certain is taken. No character is ever replaced.

    Raises:
        UnknownEncodingError: no encoding fits, or the one named does not; it says from which line on.
        UnreadableFileError: the bytes are no text.
    """
    if encoding is not None:
        candidates = [_known(file, encoding)]
    else:
        mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
        candidates = [mark] if mark else ["utf-8", "gb18030"]
    line = 1
    for candidate in candidates:
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError as problem:
            line = max(line, data.count(b"\n", 0, problem.start) + 1)
        except (LookupError, ValueError):
            # A codec that is no encoding of text, such as "base64", or one that never decodes, such as "undefined".
            break
        else:
            if "\0" in text:
                raise UnreadableFileError(
                    file,
                    _("It is not a text file. If it is one in UTF-16, choose that encoding (--encoding utf-16-le)."),
                    text.count("\n", 0, text.index("\0")) + 1,
                )
            return text.removeprefix("\ufeff"), candidate.removesuffix("-sig")
    raise UnknownEncodingError(
        file,
        _(
            "Line {line} has characters that are not in {encodings}. "
            "Choose the encoding in which the file was saved (--encoding NAME), or save it again as UTF-8."
        ).format(line=line, encodings=", ".join(name.removesuffix("-sig").upper() for name in candidates)),
        line,
    )


def _known(file: str, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise UnknownEncodingError(
            file,
            _("There is no encoding named “{encoding}”. Known are for example utf-8, gb18030 and utf-16.").format(
                encoding=encoding
            ),
        ) from None
    return _SUPERSETS.get(name, name)
