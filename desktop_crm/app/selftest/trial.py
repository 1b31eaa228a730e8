"""What the checks share: the trial in which they are done, and how they say what they find."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_crm.core.i18n import _

if TYPE_CHECKING:  # a check may be there to find that one of them is missing
    from PySide6.QtGui import QImage

    from desktop_crm.core.book import Book

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


def expect(held: object, otherwise: str) -> None:
    """Go on if what a check looked at is true.

    Raises:
        FailedError: it is not; the message is `otherwise`.
    """
    if not held:
        raise FailedError(otherwise)


def is_drawn(image: "QImage") -> bool:
    """Whether a grid of points of the image shows more colors than an empty page or window has."""
    width, height = image.width(), image.height()
    colors = {image.pixel(x, y) for x in range(2, width, 7) for y in range(2, height, 5)}
    return len(colors) > _LIKE_PAPER
