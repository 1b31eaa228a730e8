"""What macOS is told of the program, and the scripts that sign and pack it; the system's tools are played."""

import importlib.util
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "macos"
SCRIPTS = sorted(FOLDER.glob("*.sh"))
MACH_O = "cffaedfe"  # what the program `file` below recognizes

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")


@pytest.fixture(scope="module")
def complete():
    spec = importlib.util.spec_from_file_location("complete", FOLDER / "complete.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def app(tmp_path):
    """A program laid out as PyInstaller does it: two executables, libraries, a framework with links, data."""
    contents = tmp_path / "dist" / "Desktop CRM.app" / "Contents"
    framework = contents / "Frameworks" / "QtCore.framework"
    files = {
        "MacOS/desktop-crm-window": f"{MACH_O} executable",
        "MacOS/desktop-crm": f"{MACH_O} executable",
        "Frameworks/libsqlcipher.dylib": f"{MACH_O} library",
        "Frameworks/QtCore.framework/Versions/A/QtCore": f"{MACH_O} library",
        "Frameworks/PySide6/QtCore.abi3.so": f"{MACH_O} bundle",
        "Resources/icons/app.svg": "drawing",
    }
    for name, text in files.items():
        (contents / name).parent.mkdir(parents=True, exist_ok=True)
        (contents / name).write_text(text)
    (framework / "Versions" / "Current").symlink_to("A")
    (framework / "QtCore").symlink_to("Versions/Current/QtCore")
    info = {"CFBundleExecutable": "desktop-crm-window", "CFBundleShortVersionString": "1.2.3", "CFBundleName": "x"}
    (contents / "Info.plist").write_bytes(plistlib.dumps(info))
    return contents.parent


@pytest.fixture
def tools(tmp_path):
    """The tools of macOS, which write down how they are called, in a folder for the front of PATH."""
    folder = tmp_path / "tools"
    folder.mkdir()
    log = 'printf "%s" "${0##*/}" >> "$LOG"; for word; do printf "\\t%s" "$word" >> "$LOG"; done; echo >> "$LOG"\n'
    value = f'{sys.executable} -c "import plistlib, sys; print(plistlib.load(sys.stdin.buffer)[sys.argv[1]])"'
    bodies = {
        "codesign": "",
        "file": f'for last; do :; done; case $(cat "$last") in {MACH_O}*) '
        'echo "Mach-O 64-bit $(cut -d " " -f 2 "$last")" ;; *) echo text ;; esac\n',
        "plutil": f'for last; do :; done; {value} "$2" < "$last"\n',
        "ditto": 'cp -R "$1" "$2"\n',
        # create packs the folder behind -srcfolder, attach unpacks it at the mount point
        "hdiutil": 'for last; do :; done; case $1 in create) tar -C "$5" -cf "$last" . ;; '
        'attach) tar -C "$5" -xf "$last" ;; detach) rm -rf "$2"/* ;; esac\n',
    }  # fmt: skip
    for name, body in bodies.items():
        (folder / name).write_text("#!/bin/sh\n" + log + body)
        (folder / name).chmod(0o755)
    return folder


def run(script, tools, *words, **variables):
    log = tools / "log"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SIGNING_", "NOTARY_", "MACOS_"))
    }
    environment |= {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "LOG": str(log), **variables}
    ran = subprocess.run(
        ["sh", str(FOLDER / script), *map(str, words)], check=False, capture_output=True, text=True, env=environment
    )
    calls = [line.split("\t") for line in log.read_text().splitlines()] if log.exists() else []
    return ran, calls


def signed(calls):
    """What was signed, in order, with its options."""
    return [(Path(call[-1]), call[1:-1]) for call in calls if call[0] == "codesign" and "--sign" in call]


def test_the_pieces_say_what_macos_asks(complete):
    pieces = complete.pieces()
    assert pieces["LSMinimumSystemVersion"] == "14.0"
    assert pieces["CFBundleLocalizations"] == ["en", "zh-Hans"]
    assert pieces["NSHumanReadableCopyright"].startswith("Copyright")
    kinds = {kind for document in pieces["CFBundleDocumentTypes"] for kind in document["LSItemContentTypes"]}
    assert kinds == {"public.vcard", "public.comma-separated-values-text"}
    assert {document["LSHandlerRank"] for document in pieces["CFBundleDocumentTypes"]} == {"Alternate"}


def test_completing_keeps_what_the_recipe_wrote_and_changes_nothing_a_second_time(complete, app):
    info = app / "Contents" / "Info.plist"
    for _time in range(2):
        complete.complete(app)
        written = plistlib.loads(info.read_bytes())
        assert written["CFBundleExecutable"] == "desktop-crm-window"
        assert written["LSMinimumSystemVersion"] == "14.0"
    assert "客户簿" in (app / "Contents" / "Resources" / "zh-Hans.lproj" / "InfoPlist.strings").read_text(
        encoding="utf-8"
    )


def test_the_names_in_both_languages_are_those_of_the_program(complete):
    for language, name in (("en", "Desktop CRM"), ("zh-Hans", "客户簿")):
        text = (FOLDER / f"{language}.lproj" / "InfoPlist.strings").read_text(encoding="utf-8")
        assert dict(re.findall(r'^"(\w+)" = "(.+)";$', text, re.MULTILINE)) == {
            "CFBundleName": name,
            "CFBundleDisplayName": name,
        }


def test_the_hardened_runtime_has_no_exception_but_for_signatures_without_a_team():
    assert plistlib.loads((FOLDER / "entitlements.plist").read_bytes()) == {}
    assert plistlib.loads((FOLDER / "entitlements-adhoc.plist").read_bytes()) == {
        "com.apple.security.cs.disable-library-validation": True
    }


@on_unix
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_plain_shell(script):
    for checker in (["sh", "-n"], ["shellcheck"]):
        if shutil.which(checker[0]):
            ran = subprocess.run([*checker, script], check=False, capture_output=True, text=True)
            assert (ran.returncode, ran.stdout) == (0, "")


@on_unix
def test_signing_goes_from_the_inside_out_and_leaves_links_and_data(app, tools):
    ran, calls = run("sign.sh", tools, app)
    assert ran.returncode == 0, ran.stderr
    order = [path.relative_to(app).as_posix() for path, _options in signed(calls)]
    contents = "Contents/Frameworks/"
    assert order[-2:] == [f"{contents}QtCore.framework", "."]
    assert sorted(order[:-2]) == [
        f"{contents}PySide6/QtCore.abi3.so",
        f"{contents}QtCore.framework/Versions/A/QtCore",
        f"{contents}libsqlcipher.dylib",
        "Contents/MacOS/desktop-crm",
    ]
    depths = [path.count("/") for path in order[:-2]]
    assert depths == sorted(depths, reverse=True)
    assert calls[-1][:2] == ["codesign", "--verify"]


@on_unix
def test_programs_get_the_entitlements_and_libraries_none(app, tools):
    _ran, calls = run("sign.sh", tools, app, SIGNING_IDENTITY="Developer ID Application: Somebody")
    for path, options in signed(calls):
        assert "runtime" in options
        assert "--timestamp" in options
        assert options[options.index("--sign") + 1] == "Developer ID Application: Somebody"
        is_program = path == app or path.parent.name == "MacOS"
        assert (str(FOLDER / "entitlements.plist") in options) is is_program


@on_unix
def test_without_an_identity_the_signature_is_ad_hoc_and_libraries_load_all_the_same(app, tools):
    ran, calls = run("sign.sh", tools, app)
    assert "ad hoc" in ran.stderr
    for path, options in signed(calls):
        assert options[options.index("--sign") + 1] == "-"
        assert "--timestamp" not in options
        is_program = path == app or path.parent.name == "MacOS"
        assert (str(FOLDER / "entitlements-adhoc.plist") in options) is is_program


@on_unix
def test_signing_says_when_there_is_no_program(tools, tmp_path):
    ran, _calls = run("sign.sh", tools, tmp_path / "nothing.app")
    assert ran.returncode == 1
    assert "build the bundle first" in ran.stderr


@on_unix
def test_the_image_is_named_by_the_version_and_keeps_the_links(app, tools, tmp_path):
    ran, _calls = run("dmg.sh", tools, app)
    assert ran.returncode == 0, ran.stderr
    image = app.parent / "desktop-crm-1.2.3-macos-arm64.dmg"
    assert ran.stdout.splitlines()[-1] == str(image)
    packed = subprocess.run(["tar", "-tvf", image], check=True, capture_output=True, text=True).stdout
    assert "Applications -> /Applications" in packed
    assert "QtCore.framework/QtCore -> Versions/Current/QtCore" in packed


@on_unix
def test_an_image_without_the_links_is_refused(app, tools):
    (tools / "ditto").write_text('#!/bin/sh\ncp -RL "$1" "$2"\n')
    ran, _calls = run("dmg.sh", tools, app)
    assert ran.returncode == 1
    assert "not the one that was packed" in ran.stderr


@on_unix
def test_notarization_without_credentials_says_what_is_missing(tools, tmp_path):
    ran, _calls = run("notarize.sh", tools, tmp_path / "image.dmg")
    assert ran.returncode == 1
    assert "NOTARY_PROFILE" in ran.stderr
