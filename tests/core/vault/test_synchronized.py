import sys
from pathlib import Path

import pytest

from desktop_crm.core.vault.synchronized import file_system_of, linux_mounts, macos_mounts, synchronized_folder


@pytest.mark.parametrize(
    ("inside", "service"),
    [
        ("OneDrive/crm", "OneDrive"),
        ("OneDrive - 上海某某有限公司/文档/vault", "OneDrive"),
        ("Dropbox/vault", "Dropbox"),
        ("Dropbox (Acme)/vault", "Dropbox"),
        ("Library/CloudStorage/Dropbox-Personal/vault", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-rep@example.com/My Drive/vault", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/vault", "iCloud"),
        ("iCloudDrive/vault", "iCloud"),
        ("iCloud Drive/vault", "iCloud"),
        ("Nutstore Files/vault", "坚果云"),
        ("我的坚果云/vault", "坚果云"),
        ("BaiduSyncdisk/vault", "百度网盘"),
        ("WPSDrive/123/vault", "WPS 云盘"),
    ],
)
def test_folders_of_known_services_are_named(tmp_path, inside, service):
    assert synchronized_folder(tmp_path / inside) == service


@pytest.mark.parametrize("inside", ["vault", "dropboxes/vault", "my onedrive notes/vault", "boxes", "icloudy/vault"])
def test_other_folders_are_not(tmp_path, inside):
    assert synchronized_folder(tmp_path / inside) is None


def test_a_folder_that_a_service_marked_is_found(tmp_path):
    (tmp_path / "sync" / ".stfolder").mkdir(parents=True)
    assert synchronized_folder(tmp_path / "sync" / "deep" / "vault") == "Syncthing"


def test_onedrive_is_found_by_what_windows_says(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Firm"))
    assert synchronized_folder(tmp_path / "Firm" / "vault") == "OneDrive"
    assert synchronized_folder(tmp_path / "Firm2" / "vault") is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs a right on Windows")
def test_a_link_into_a_synchronized_folder_is_seen_through(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox")
    assert synchronized_folder(tmp_path / "link" / "vault") == "Dropbox"


LINUX = r"""rootfs / ext4 rw,relatime 0 0
server:/export /mnt/office\040share nfs4 rw 0 0
//server/share /mnt/win cifs rw 0 0
rep@host:/ /mnt/ssh fuse.sshfs rw 0 0
tmpfs /mnt/win/local tmpfs rw 0 0
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/rep/vault", None),
        ("/mnt/office share/vault", "nfs4"),
        ("/mnt/office", None),
        ("/mnt/win/vault", "cifs"),
        ("/mnt/win/local/vault", None),
        ("/mnt/ssh/vault", "fuse.sshfs"),
    ],
)
def test_linux_says_which_mounts_are_network_shares(path, kind):
    assert file_system_of(Path(path), linux_mounts(LINUX)) == kind


MACOS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//rep@nas._smb._tcp.local/Team%20Files on /Volumes/Team Files (smbfs, nodev, nosuid, mounted by rep)
nas:/export on /Volumes/nfs (nfs)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/rep/vault", None),
        ("/Volumes/Team Files/vault", "smbfs"),
        ("/Volumes/nfs/v", "nfs"),
        ("/Volumes/USB", None),
    ],
)
def test_macos_says_which_mounts_are_network_shares(path, kind):
    assert file_system_of(Path(path), macos_mounts(MACOS)) == kind
