import io
from collections.abc import Callable, Iterator

import pypdf
import pypdfium2
import pytest

from desktop_crm.core.documents.fonts import PrintFonts, print_fonts


class Pdf:
    """A PDF as its readers see it: the text by two independent programs, the fonts, the metadata."""

    def __init__(self, content: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(content))
        document = pypdfium2.PdfDocument(content)
        self.pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
        document.close()
        self.pages_by_pypdf = [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def texts(self) -> tuple[str, str]:
        return self.text, "\n".join(self.pages_by_pypdf)

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """The name of each font, and whether it is embedded."""
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                descendant = font.get_object()["/DescendantFonts"][0].get_object()
                descriptor = descendant["/FontDescriptor"].get_object()
                yield descendant["/BaseFont"], any(key.startswith("/FontFile") for key in descriptor)


@pytest.fixture
def read_pdf() -> Callable[[bytes], Pdf]:
    return Pdf


@pytest.fixture
def fonts() -> PrintFonts:
    return print_fonts()
