"""Runs in the bundle before everything else."""

import os
import sys
from types import ModuleType

# alembic imports its dialects one and all, and with them SQLAlchemy's; only that of SQLite is in the bundle.
for _name in ("mssql", "mysql", "oracle", "postgresql"):
    sys.modules[f"alembic.ddl.{_name}"] = ModuleType(f"alembic.ddl.{_name}")

# Other programs that this one opens, for an attachment or a link, are to find their own libraries and not the bundle's.
if sys.platform == "linux":
    _before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if _before:
        os.environ["LD_LIBRARY_PATH"] = _before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)
