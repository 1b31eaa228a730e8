"""Compile every resources/translations/*.po into the .mo beside it, when the wheel or the editable install is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook that hatchling finds in this file."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files; hatchling then packs them as artifacts."""
        for source in (Path(self.root) / "resources" / "translations").rglob("*.po"):
            with source.open("rb") as po:
                catalog = read_po(po, locale=source.parts[-3])
            with source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, catalog)
