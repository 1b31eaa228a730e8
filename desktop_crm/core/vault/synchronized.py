"""Whether a folder is copied elsewhere by another program or lies on another machine: a reason for a warning.

Such programs copy a database while it is written and bring older copies back.
"""

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop_crm.core.i18n import N_, _

NETWORK_SHARE = N_("a network share")
# The name of a folder on the way, beginning, in lower case -> the service. macOS puts them below Library/CloudStorage
# as "Dropbox-Personal", Windows names OneDrive "OneDrive - Firm".
_SERVICES = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("googledrive", "Google Drive"),
    ("google drive", "Google Drive"),
    ("nutstore", "坚果云"),
    ("坚果云", "坚果云"),
    ("我的坚果云", "坚果云"),
    ("baidusyncdisk", "百度网盘"),
    ("wpsdrive", "WPS 云盘"),
    ("wps云盘", "WPS 云盘"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
)
_MARKERS = ((".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing"), (".owncloudsync.log", "Nextcloud"))
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_FILE_SYSTEMS = re.compile(
    r"nfs\d?|cifs|smb(fs|\d)?|afpfs|webdav|davfs\d?|fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse)"
)
_WINDOWS_REMOTE_DRIVE = 4


def synchronized_folder(folder: Path) -> str | None:
    """The service that synchronises `folder`, or "a network share" in the user's language; None when neither is known.

    The folder need not exist yet. Nothing outside this machine is asked.
    """
    for path in {folder.absolute(), folder.resolve()}:
        service = _service(path)
        if service is not None:
            return service
    return _(NETWORK_SHARE) if _is_on_network(folder.resolve()) else None


def _service(path: Path) -> str | None:
    for place in (path, *path.parents):
        for beginning, service in _SERVICES:
            # "iCloud Drive" and "Dropbox (Firm)" are meant, "dropboxes" is not
            if re.match(re.escape(beginning) + r"($|[\W_]|drive)", place.name.casefold()):
                return service
        for marker, service in _MARKERS:
            if (place / marker).exists():
                return service
    roots = (os.environ.get(name) for name in _ONEDRIVE_VARIABLES)
    return "OneDrive" if any(root and path.is_relative_to(root) for root in roots) else None


def _is_on_network(path: Path) -> bool:
    if sys.platform == "win32":
        is_remote = ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _WINDOWS_REMOTE_DRIVE
        return path.drive.startswith("\\\\") or bool(is_remote)
    else:  # noqa: RET505 - mypy looks at one platform at a time
        return file_system_of(path, _mounts()) is not None


def file_system_of(path: Path, mounts: Iterable[tuple[str, str]]) -> str | None:
    """The network file system that `path` lies on, of `mounts` (mount point, type), or None when it is a local one."""
    around = [(point, kind) for point, kind in mounts if path.is_relative_to(point)]
    _point, kind = max(around, key=lambda mount: len(mount[0]), default=("", ""))
    return kind if _NETWORK_FILE_SYSTEMS.fullmatch(kind) else None


def _mounts() -> Iterator[tuple[str, str]]:
    if sys.platform == "darwin":
        listing = subprocess.run(["/sbin/mount"], capture_output=True, check=False, timeout=5)
        yield from macos_mounts(listing.stdout.decode("utf-8", "replace"))
    else:
        table = Path("/proc/self/mounts")
        if table.exists():
            yield from linux_mounts(table.read_text(encoding="utf-8", errors="surrogateescape"))


def linux_mounts(table: str) -> Iterator[tuple[str, str]]:
    """Mount point and type from the lines of /proc/self/mounts, where a space is written as \\040 (proc(5))."""
    for line in table.splitlines():
        _device, point, kind, *_rest = line.split(" ")
        yield re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point), kind


def macos_mounts(listing: str) -> Iterator[tuple[str, str]]:
    """Mount point and type from the lines of mount(8): `//rep@server/share on /Volumes/share (smbfs, nodev)`."""
    for match in re.finditer(r"^.+? on (/.*) \((\w+)[,)]", listing, re.MULTILINE):
        yield match[1], match[2]
