"""The address at which the program that has a book's window listens, known without Qt.

It lies in the user's own configuration folder, so that it does not depend on where a command was started from, and
nobody else can listen there in its place. On Windows it is the name of a pipe.
"""

import hashlib
import os
import sys
from pathlib import Path

from desktop_crm.core.paths import config_folder

_MOST_BYTES = 100  # an address of a local socket has 104 to 108


def address(folder: Path) -> str:
    """What to listen at and connect to, for the book in `folder`."""
    name = "desktop-crm-" + hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    if sys.platform == "win32":
        return name
    path = str(config_folder() / name)
    return path if len(os.fsencode(path)) <= _MOST_BYTES else name  # Qt puts a mere name into the temporary folder


def may_be_open(folder: Path) -> bool:
    """Whether it is worth asking: False when nobody listens, True when somebody may."""
    place = address(folder)
    return sys.platform == "win32" or not os.path.isabs(place) or os.path.exists(place)  # noqa: PTH110, PTH117 - sockets
