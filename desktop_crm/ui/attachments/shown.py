"""What the viewer shows of a content: pages, an image, a text, or nothing; made off the GUI thread."""

from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSizeF
from PySide6.QtGui import QImage, QImageReader

from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.ui.documents.page_images import page_sizes

MOST_BYTES = 64 * 1024 * 1024
MOST_CHARACTERS = 1_000_000
_MOST_PIXELS = 50_000_000
_IMAGES = {b"png", b"jpeg", b"gif", b"bmp", b"webp"}
_TEXTS = ("utf-8-sig", "gb18030")
_TEXT_TYPES = {"application/json", "application/xml", "message/rfc822"}


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF with the size of each of its pages."""

    pdf: bytes
    sizes: list[QSizeF]


@dataclass(frozen=True, slots=True)
class Text:
    """A text; `cut` says that there is more of it."""

    text: str
    cut: bool


Shown = Pages | QImage | Text | None


def shown_of(contents: ContentStore, attachment: Attachment) -> Shown:
    """What can be shown of an attachment; None when the program cannot show it.

    Raises:
        ContentMissingError: the content is not here, or not as it was kept.
    """
    if (attachment.size_bytes or 0) > MOST_BYTES:
        return None
    data = contents.read(attachment.sha256, attachment.name)
    if data.startswith(b"%PDF"):
        return _pages(data)
    return _image(data) or _text(data, attachment.media_type)


def _pages(data: bytes) -> Pages | None:
    try:
        return Pages(data, page_sizes(data))
    except pypdfium2.PdfiumError:  # damaged, or it asks for a password
        return None


def _image(data: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # as the camera was held
    size = reader.size()
    if bytes(reader.format().data()) not in _IMAGES or size.width() * size.height() > _MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image


def _text(data: bytes, media_type: str) -> Text | None:
    if not (media_type.startswith("text/") or media_type in _TEXT_TYPES) and b"\0" in data[:4096]:
        return None
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _TEXTS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return None
        return Text(text[:MOST_CHARACTERS], len(text) > MOST_CHARACTERS)
    return None
