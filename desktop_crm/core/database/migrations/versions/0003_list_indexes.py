"""An index that holds all by which customers are filtered, so that a list need not read their rows."""

from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = (
    "deleted_at",
    "account_type",
    "status",
    "churn_reason",
    "owner",
    "industry",
    "size",
    "gender",
    "age_band",
    "ownership",
    "source",
    "flags",
    "need_tags",
    "region",
    "id",
)


def upgrade() -> None:
    op.create_index("customers_by_choices", "customers", COLUMNS, unique=False)
