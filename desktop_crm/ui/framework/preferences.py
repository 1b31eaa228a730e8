"""What this installation remembers of its windows: language, theme, zoom, sizes. No customer data is ever among it."""

import json
from typing import Any

from PySide6.QtCore import QByteArray, QObject, Signal

from desktop_crm.core.paths import config_folder
from desktop_crm.core.vault.files import write_durably


class Preferences(QObject):
    """A small JSON file in the user's configuration folder. Signals: `changed(name)`, after a value was kept."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._file = config_folder() / "window.json"
        try:
            self._values: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._values = {}

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under a name."""
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        if self._values.get(name) != value:
            self._values[name] = value
            write_durably(self._file, json.dumps(self._values, ensure_ascii=False).encode())
            self.changed.emit(name)

    def state(self, name: str) -> QByteArray:
        """The saved state of a header, splitter or window."""
        return QByteArray.fromBase64(str(self._values.get(name, "")).encode())

    def set_state(self, name: str, state: QByteArray) -> None:
        """Keep the state of a header, splitter or window."""
        self.set(name, bytes(state.toBase64().data()).decode())
