"""What `make run` does: the program's main job on a sample vault, from outside, as a user would at a terminal.

With a display it opens the window instead. It lies here and not in the program because it is no part of it: it only
calls `desktop-crm`, so it proves as well that the command line is enough to do the work.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "run"
PASSPHRASE = "a sample vault holds no secrets"  # noqa: S105 - of the sample vault, which this script makes
CUSTOMERS, INTERACTIONS, SEED = 60, 600, 7


class Tour:
    """Calls the program on one vault after the other, and shows each call with its time and answer."""

    def __init__(self, folder: Path) -> None:
        self.passphrase_file = folder / "passphrase.txt"
        self.passphrase_file.write_text(PASSPHRASE, encoding="utf-8")

    def __call__(self, vault: Path, *arguments: str | Path, language: str = "en", quiet: bool = False) -> str:
        """What the program printed; it is shown as well, shortened, unless `quiet`.

        Raises:
            SystemExit: it refused or failed; the tour ends with its exit status.
        """
        words = [str(argument) for argument in arguments]
        print(f"\n$ desktop-crm --vault {vault.relative_to(ROOT)} {' '.join(map(_quoted, words))}", flush=True)
        options = ["--vault", str(vault), "--passphrase-file", str(self.passphrase_file), "--lang", language]
        started = time.monotonic()
        ran = subprocess.run(  # noqa: S603 - our own program, with the arguments below
            [sys.executable, "-m", "desktop_crm", *options, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
            check=False,
        )
        seconds = time.monotonic() - started
        if ran.returncode != 0:
            print(ran.stderr + ran.stdout, end="")
        elif not quiet:
            print(_shortened(ran.stderr + ran.stdout), end="")
        print(f"  [exit status {ran.returncode}, {seconds:.1f} s]", flush=True)
        if ran.returncode != 0:
            raise SystemExit(ran.returncode)
        return ran.stdout

    def json(self, vault: Path, *arguments: str | Path) -> Any:
        """What the program answered with --json; not shown, since it is meant for other programs."""
        return json.loads(self(vault, *arguments, "--json", quiet=True))


def _quoted(word: str) -> str:
    shown = word.replace(f"{ROOT}{os.sep}", "")
    return f'"{shown}"' if " " in shown else shown


def _shortened(output: str, most_lines: int = 12, most_characters: int = 180) -> str:
    lines = [line if len(line) <= most_characters else f"{line[:most_characters]}…" for line in output.splitlines()]
    if len(lines) > most_lines:
        lines = [*lines[:most_lines], f"… {len(lines) - most_lines} more lines"]
    return "".join(f"  {line}\n" for line in lines)


def _expect(held: bool, what: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not held:
        raise SystemExit(f"The tour expected {what}.")


def tour(folder: Path) -> list[tuple[str, Path]]:
    """What was made, each with a word on what it is; every file lies below `folder`, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    call = Tour(folder)
    sample, second, restored = folder / "sample-vault", folder / "imported-vault", folder / "restored-vault"

    call(sample, "new")
    amount = ("--customers", str(CUSTOMERS), "--interactions", str(INTERACTIONS), "--seed", str(SEED))
    call(sample, "sample", *amount, language="zh")

    workbook = folder / "customers.xlsx"
    call(sample, "export", "--to", workbook)
    call(second, "new")
    counts = call.json(second, "import", workbook)["counts"]
    print("".join(f"  {kind}: {numbers['added']} added\n" for kind, numbers in counts.items()), end="")
    _expect(counts["customers"]["added"] == CUSTOMERS, f"{CUSTOMERS} customers in the second vault, not {counts}")

    call(sample, "find", "公司", "--limit", "5")
    found = call.json(sample, "find", "公司")["results"]
    numbers = [result["number"] for result in found if result["kind"] == "customers"]
    _expect(numbers != [], "to find a customer")
    customer = numbers[0]
    call(sample, "due", "--days", "7")
    call(sample, "add", "下周三 14:00 回访 报价")

    pages = []
    for language, title in (("zh", "客户摘要.pdf"), ("en", "customer-summary.pdf")):
        call(sample, "summary", customer, "--to", folder / title, language=language)
        pages.append((f"customer summary ({language})", folder / title))

    call(sample, "check")
    backup = folder / "sample.crmbackup"
    call(sample, "backup", "--to", backup)
    call(restored, "restore", backup)
    again = call.json(restored, "find", "公司")["results"]
    _expect([hit["number"] for hit in again] == [hit["number"] for hit in found], "the same customers after restoring")

    results = [("export", workbook), *pages, ("backup", backup)]
    for what, path in results:
        _expect(path.is_file() and path.stat().st_size > 0, f"the {what} at {path}")
    vaults = [("sample vault", sample), ("vault made by import", second), ("vault made by restoring", restored)]
    return [*results, *vaults]


def _has_display() -> bool:
    always = sys.platform in {"win32", "darwin"}
    return always or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> None:
    """Run the tour and say where its results are."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # the answers are Chinese, whatever the terminal was set to
    if _has_display():
        sys.exit(subprocess.call([sys.executable, "-m", "desktop_crm"]))
    results = tour(FOLDER)
    subprocess.run([sys.executable, ROOT / "packaging" / "pictures.py", "--quick"], check=True)  # noqa: S603 - our own script
    results.append(("pictures of the window", ROOT / "build" / "pictures"))
    width = max(len(what) for what, _ in results)
    print("\nDone. The results:")
    for what, path in results:
        print(f"  {what:<{width}}  {path}")
    print(f"  The passphrase of the three vaults stands in {FOLDER / 'passphrase.txt'}")


if __name__ == "__main__":
    main()
