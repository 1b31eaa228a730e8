import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

_PLANTED = Path(__file__).parents[2] / "support" / "planted_duplicates.py"


@pytest.fixture(scope="session")
def planting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted_duplicates", _PLANTED)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
