"""What belongs to this installation of the program and to no vault: its device number."""

from contextlib import suppress

from desktop_crm.core.ids import DEVICE_BITS, new_device
from desktop_crm.core.paths import config_folder


def device() -> int:
    """The number of this installation in ids, 0 to 65,535; made and kept when it is first asked for."""
    file = config_folder() / "device"
    with suppress(FileNotFoundError, ValueError):
        kept = int(file.read_text(encoding="ascii"))
        if 0 <= kept < 1 << DEVICE_BITS:
            return kept
    number = new_device()
    file.write_text(str(number), encoding="ascii")
    return number
