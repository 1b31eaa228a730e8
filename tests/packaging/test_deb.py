"""The Debian package, made of a bundle that is not one and read back with dpkg-deb."""

import importlib.util
import shutil
import stat
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "linux"

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="Debian and its kin")


@pytest.fixture(scope="module")
def deb():
    spec = importlib.util.spec_from_file_location("deb", FOLDER / "deb.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bundle_in(folder):
    licences = folder / "_internal" / "licences"
    licences.mkdir(parents=True)
    (licences / "Qt.txt").write_text("a license")
    for name in ("desktop-crm", "desktop-crm-window"):
        (folder / name).write_bytes(b"\x7fELF ... GLIBC_2.4 ... GLIBC_2.34")
        (folder / name).chmod(0o700)
    (folder / "_internal" / "libQt6Core.so.6.11").write_bytes(b"\x7fELF GLIBC_2.17")
    (folder / "_internal" / "libQt6Core.so.6").symlink_to("libQt6Core.so.6.11")
    return folder


@pytest.fixture(scope="module")
def package(deb, tmp_path_factory):
    folder = tmp_path_factory.mktemp("deb")
    return deb.build(bundle_in(folder / "desktop-crm"), folder / "dist")


@pytest.fixture(scope="module")
def tree(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tree")
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder / "all"], check=True)
    return folder / "all"


def output(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def field(package, name):
    return output("dpkg-deb", "--field", package, name).strip()


def test_the_package_says_what_it_is_and_needs(package, deb):
    assert field(package, "Package") == "desktop-crm"
    assert package.name == f"desktop-crm_{field(package, 'Version')}_{field(package, 'Architecture')}.deb"
    needs = field(package, "Depends").split(", ")
    assert needs == ["libc6 (>= 2.34)", *deb.DEPENDS]
    assert "fonts-noto-cjk" in field(package, "Recommends")
    assert int(field(package, "Installed-Size")) > 0


def test_it_needs_what_a_checkout_needs_to_show_windows(deb):
    packages = (ROOT / "packaging" / "bootstrap.sh").read_text(encoding="utf-8").partition("system_packages='")[2]
    named = packages.partition("'")[0].split()
    assert set(deb.DEPENDS) - set(deb.WAYLAND) == {name for name in named if name.startswith("lib")}


def test_everything_belongs_to_root_and_can_be_read_by_all(package):
    for line in output("dpkg-deb", "--contents", package).splitlines():
        rights, owner, *_rest = line.split()
        assert owner == "root/root"
        assert rights.startswith("l") or rights in {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--"}, line


def test_the_commands_lead_to_the_program(tree):
    for name in ("desktop-crm", "desktop-crm-window"):
        link = tree / "usr" / "bin" / name
        assert link.is_symlink()
        assert link.resolve() == tree / "opt" / "desktop-crm" / name
        assert link.stat().st_mode & stat.S_IXOTH
    assert (tree / "opt" / "desktop-crm" / "_internal" / "libQt6Core.so.6").is_symlink()


def test_menus_find_the_program_with_its_icon_in_both_languages(tree):
    share = tree / "usr" / "share"
    lines = (share / "applications" / "desktop-crm.desktop").read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    assert (values["Name"], values["Name[zh_CN]"]) == ("Desktop CRM", "客户簿")
    assert (tree / "usr" / "bin" / values["Exec"].split()[0]).is_symlink()
    if shutil.which("desktop-file-validate"):
        checked = share / "applications" / "desktop-crm.desktop"
        assert subprocess.run(["desktop-file-validate", checked], check=False, capture_output=True).returncode == 0
    icons = share / "icons" / "hicolor"
    assert (icons / "scalable" / "apps" / f"{values['Icon']}.svg").read_bytes().lstrip().startswith(b"<svg")
    assert (icons / "256x256" / "apps" / f"{values['Icon']}.png").read_bytes().startswith(b"\x89PNG")


def test_software_centers_find_its_description(tree, deb):
    path = tree / "usr" / "share" / "metainfo" / deb.METAINFO
    component = ET.parse(path).getroot()
    assert component.findtext("id") == path.name.removesuffix(".metainfo.xml")
    assert component.findtext("launchable") == "desktop-crm.desktop"
    if shutil.which("appstreamcli"):
        ran = subprocess.run(
            ["appstreamcli", "validate", "--no-net", path], check=False, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stdout


def test_its_identifier_is_that_of_the_program_on_macos(deb):
    recipe = (ROOT / "packaging" / "file_information.py").read_text(encoding="utf-8")
    assert f'IDENTIFIER = "{deb.METAINFO.removesuffix(".metainfo.xml")}"' in recipe


def test_the_licenses_come_along(tree):
    doc = tree / "usr" / "share" / "doc" / "desktop-crm"
    assert (doc / "licences" / "Qt.txt").read_text() == "a license"
    copyright_text = (doc / "copyright").read_text(encoding="utf-8")
    assert "License: Expat" in copyright_text
    assert "Permission is hereby granted" in copyright_text


def test_the_checksums_are_right(tree):
    sums = (tree / "DEBIAN" / "md5sums").read_text(encoding="utf-8")
    assert len(sums.splitlines()) == sum(
        path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts for path in tree.rglob("*")
    )
    subprocess.run(["md5sum", "--check", "--quiet", "DEBIAN/md5sums"], cwd=tree, check=True)


def test_the_scripts_of_the_package_never_touch_a_home(tree):
    scripts = [path for path in (tree / "DEBIAN").iterdir() if path.name not in {"control", "md5sums"}]
    assert {path.name for path in scripts} == {"postinst", "postrm"}
    for path in scripts:
        assert path.stat().st_mode & stat.S_IXOTH
        assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
        assert "/home" not in path.read_text()
        assert "rm " not in path.read_text()


def test_a_bundle_that_is_not_whole_is_refused(deb, tmp_path):
    bundle = bundle_in(tmp_path / "desktop-crm")
    shutil.rmtree(bundle / "_internal" / "licences")
    with pytest.raises(SystemExit, match="licences: make bundle first"):
        deb.build(bundle, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    ("older", "newer"), [("1.0rc1", "1.0"), ("1.0a2", "1.0b1"), ("1.0.dev3", "1.0a1"), ("1.9", "1.10")]
)
def test_versions_are_sorted_as_python_sorts_them(deb, older, newer):
    words = ["dpkg", "--compare-versions", deb.debian_version(older), "lt", deb.debian_version(newer)]
    assert subprocess.run(words, check=False).returncode == 0
