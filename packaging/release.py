"""Small steps of a release: the tag fits, the sums of the files, the notes.

python packaging/release.py tag refs/tags/v1.2.0      does the tag name the version in pyproject.toml
python packaging/release.py sums dist                 SHA-256 of every file, into dist/SHA256SUMS
python packaging/release.py notes                     what the changelog says about this version
"""

import argparse
import hashlib
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"


def version() -> str:
    """The version of the project."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def check_tag(ref: str, version: str) -> None:
    """Raises SystemExit when a ref is a tag that names another version; a branch is built as it is."""
    if ref.startswith("refs/tags/") and ref.removeprefix("refs/tags/") != f"v{version}":
        raise SystemExit(f"The tag {ref.removeprefix('refs/tags/')} is not v{version} of pyproject.toml.")


def sums(folder: Path) -> str:
    """The lines that `sha256sum --check` reads in the folder, by name.

    Raises:
        SystemExit: there is no file.
    """
    lines = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != SUMS:
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    if not lines:
        raise SystemExit(f"{folder} holds no file.")
    return "".join(lines)


def notes(changelog: str, version: str) -> str:
    """The section of the changelog about a version.

    Raises:
        SystemExit: it has none, or is not dated yet.
    """
    found = re.search(rf"^## \[{re.escape(version)}\] - (.+)\n((?:(?!^## ).*\n?)*)", changelog, re.MULTILINE)
    if found is None:
        raise SystemExit(f"CHANGELOG.md says nothing about {version}.")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", found[1].strip()):
        raise SystemExit(f"CHANGELOG.md gives {version} no date.")
    return found[2].strip() + "\n"


def main() -> None:
    """Do the step that is named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("tag").add_argument("ref")
    steps.add_parser("sums").add_argument("folder", type=Path)
    steps.add_parser("notes")
    args = parser.parse_args()
    if args.step == "tag":
        check_tag(args.ref, version())
    elif args.step == "sums":
        text = sums(args.folder)
        (args.folder / SUMS).write_text(text, encoding="utf-8", newline="\n")
        print(text, end="")
    else:
        sys.stdout.write(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version()))


if __name__ == "__main__":
    main()
