"""The installer for Windows, as far as text can tell: its names, its languages, and how it is compiled and tried."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "packaging" / "windows"
SCRIPT = (FOLDER / "desktop-crm.iss").read_text(encoding="utf-8-sig")
CHINESE = (FOLDER / "ChineseSimplified.isl").read_text(encoding="utf-8")


def section(text, name):
    """The lines of a section, without comments."""
    found = text.partition(f"\n[{name}]\n")[2]
    found = re.split(r"^\[\w+\]$", found, maxsplit=1, flags=re.MULTILINE)[0]
    return [line for line in found.splitlines() if line and not line.startswith((";", "#"))]


def entry(line):
    """The parameters of an entry, by name."""
    pairs = re.findall(r'(\w+): ("(?:[^"]|"")*"|[^;]+)', line)
    return {name: value[1:-1].replace('""', '"') if value.startswith('"') else value for name, value in pairs}


SETUP = dict(line.split("=", 1) for line in section(SCRIPT, "Setup"))
REGISTRY = [entry(line) for line in section(SCRIPT, "Registry")]


@pytest.fixture(scope="module")
def installer():
    spec = importlib.util.spec_from_file_location("installer", FOLDER / "installer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def trial(installer):
    spec = importlib.util.spec_from_file_location("try_installer", FOLDER / "try_installer.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["installer"] = installer  # its neighbour, as when it is run as a script
    spec.loader.exec_module(module)
    del sys.modules["installer"]
    return module


def test_it_needs_no_administrator_and_stays_with_the_user():
    assert SETUP["PrivilegesRequired"] == "lowest"
    assert SETUP["DefaultDirName"].startswith(r"{localappdata}\Programs" + "\\")
    assert {found["Root"] for found in REGISTRY} == {"HKCU"}
    assert "PrivilegesRequiredOverridesAllowed" not in SETUP


def test_the_book_is_never_below_the_program_nor_among_what_is_removed():
    assert not SETUP["DefaultDirName"].endswith(r"\DesktopCRM")
    assert "[UninstallDelete]" not in SCRIPT
    assert [entry(line)["Name"] for line in section(SCRIPT, "InstallDelete")] == [r"{app}\_internal"]


def test_the_book_is_deleted_only_after_two_questions_whose_first_answer_is_no():
    code = SCRIPT.partition("[Code]")[2]
    questions = re.findall(r"CustomMessage\('(\w+)'\), \[Book\]\), \w+, MB_YESNO or MB_DEFBUTTON2\) = IDYES", code)
    assert questions == ["DeleteBook", "ReallyDelete"]
    assert "DeleteBook := (not UninstallSilent)\n" in code
    assert code.count("DelTree(") == 1
    assert re.search(r"if DeleteBook then\s+begin\s+if not DelTree\(Book", code)
    assert r"{localappdata}\DesktopCRM" in code


def test_what_starts_at_login_is_what_the_program_itself_would_write():
    (startup,) = (found for found in REGISTRY if found.get("Tasks") == "startup")
    assert startup["Subkey"] == r"Software\Microsoft\Windows\CurrentVersion\Run"
    assert startup["ValueName"] == "{#RunValue}"
    assert '#define RunValue "DesktopCRM"' in SCRIPT
    program = r"C:\Users\A B\AppData\Local\Programs\Desktop CRM\desktop-crm-window.exe"
    installed = startup["ValueData"].replace(r"{app}\{#Program}", program)
    assert installed == subprocess.list2cmdline([program, "--tray"])


def test_the_name_at_login_is_that_of_the_program():
    autostart = pytest.importorskip("desktop_crm.app.autostart.base")
    assert f'#define RunValue "{autostart.NAME}"' in SCRIPT


def test_tasks_are_a_choice_of_the_first_installation_only():
    tasks = {found["Name"]: found for found in map(entry, section(SCRIPT, "Tasks"))}
    assert tasks.keys() == {"startup", "openwith"}
    assert all((task["Flags"], task["Check"]) == ("unchecked", "IsFirst") for task in tasks.values())
    assert SETUP["UsePreviousTasks"] == "no"


def test_every_trace_in_the_registry_goes_with_the_program():
    for found in REGISTRY:
        key, value = found["Subkey"], found.get("ValueName")
        assert any(
            ("uninsdeletekey" in other.get("Flags", "") and key.startswith(other["Subkey"]))
            or (
                "uninsdeletevalue" in other.get("Flags", "")
                and (key, value) == (other["Subkey"], other.get("ValueName"))
            )
            for other in REGISTRY
            if "Tasks" not in other
        ), found


def test_file_types_keep_the_program_they_belong_to():
    extensions = [found for found in REGISTRY if re.search(r"Classes\\\.", found["Subkey"])]
    assert {found["Subkey"] for found in extensions} == {
        rf"Software\Classes\.{suffix}\OpenWithProgids" for suffix in ("vcf", "csv")
    }


def test_a_program_that_runs_is_waited_for_with_words_that_name_the_tray():
    assert SETUP["AppMutex"] == "{#RunningMutex}"
    messages = dict(line.split("=", 1) for line in section(SCRIPT, "Messages"))
    for name in ("SetupAppRunningError", "UninstallAppRunningError"):
        assert "tray" in messages[f"en.{name}"]
        assert "托盘" in messages[f"zh.{name}"]


def test_every_text_is_there_in_both_languages_with_the_same_places():
    texts = dict(line.split("=", 1) for line in [*section(SCRIPT, "CustomMessages"), *section(SCRIPT, "Messages")])
    english = {name.removeprefix("en."): text for name, text in texts.items() if name.startswith("en.")}
    chinese = {name.removeprefix("zh."): text for name, text in texts.items() if name.startswith("zh.")}
    assert english.keys() == chinese.keys()
    assert len(english) + len(chinese) == len(texts)
    for name, text in english.items():
        assert set(re.findall(r"%\d", text)) == set(re.findall(r"%\d", chinese[name])), name
    used = set(re.findall(r"\{cm:(\w+)\}", SCRIPT)) | set(re.findall(r"CustomMessage\('(\w+)'\)", SCRIPT))
    assert used == {
        line.split("=")[0].removeprefix("en.") for line in section(SCRIPT, "CustomMessages") if line[:2] == "en"
    }


def test_the_chinese_messages_lie_over_the_english_ones():
    languages = {found["Name"]: found["MessagesFile"] for found in map(entry, section(SCRIPT, "Languages"))}
    assert languages == {
        "en": "compiler:Default.isl",
        "zh": r"compiler:Default.isl,packaging\windows\ChineseSimplified.isl",
    }
    assert "LanguageID=$0804" in CHINESE
    messages = [line.split("=", 1) for line in section(CHINESE, "Messages")]
    assert len(messages) > 100
    assert len({name for name, _text in messages}) == len(messages)
    assert [name for name, text in messages if not re.search("[一-鿿]", text)] == []


def test_signing_has_its_places():
    assert re.search(r"#ifdef Signed\nSignTool=signtool\nSignedUninstaller=yes\n#endif", SCRIPT)


def test_what_is_compiled_carries_the_version(installer):
    assert installer.compile_command("ISCC.exe", "1.2.0rc1", None) == [
        *("ISCC.exe", "/Qp", "/DAppVersion=1.2.0rc1", "/DNumericVersion=1.2.0.0"),
        str(Path("packaging", "windows", "desktop-crm.iss")),
    ]


def test_with_a_command_to_sign_the_installer_is_signed(installer):
    command = installer.compile_command("ISCC.exe", "1.2.3", "signtool sign /sha1 AB")
    assert command[4:6] == ["/DSigned", "/Ssigntool=signtool sign /sha1 AB $f"]


@pytest.mark.parametrize(
    ("version", "numeric"),
    [("0.1.0", "0.1.0.0"), ("2.0", "2.0.0.0"), ("1.2.3rc4", "1.2.3.0"), ("3.0.0.dev1", "3.0.0.0")],
)
def test_windows_gets_four_numbers(installer, version, numeric):
    assert installer.numeric(version) == numeric


def test_without_a_bundle_nothing_is_compiled(installer, monkeypatch, tmp_path):
    monkeypatch.setattr(installer, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match=r"desktop-crm\.exe: build the bundle first"):
        installer.main()


def test_the_trial_sees_no_python_and_asks_nothing(trial):
    environment = trial.environment(r"C:\Windows", {"TEMP": r"C:\Temp"})
    assert environment["PATH"] == r"C:\Windows\System32"
    command = trial.install(Path("setup.exe"), Path("log"))
    assert command[0] == "setup.exe"
    assert {"/VERYSILENT", "/CURRENTUSER", "/TASKS=startup,openwith"} <= set(command)


@pytest.mark.skipif(sys.platform == "win32", reason="there it would install")
def test_the_trial_touches_nothing_elsewhere(trial):
    with pytest.raises(SystemExit, match="on Windows"):
        trial.main()
