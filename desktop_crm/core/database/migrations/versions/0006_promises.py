"""Clocks: marks, what a customer reported as changed, and what lets the clocks be read without reading every record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "clock_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("clock_marks_by_clock", "clock_marks", ["clock", "record_id", "period"], unique=True)
    op.create_index("clock_marks_by_record", "clock_marks", ["record_id"])
    op.add_column("interactions", sa.Column("changes_reported", sa.Text(), nullable=True))
    _index_what_clocks_look_for()
    _widen_standing()


def _index_what_clocks_look_for() -> None:
    def some(name: str, table: str, columns: list[str], condition: str) -> None:
        op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(condition))

    some("actions_of_imports", "actions", ["sequence"], "verb = 'import'")
    some("interactions_with_changes", "interactions", ["occurred"], "changes_reported IS NOT NULL")
    some("interactions_reviewing", "interactions", ["occurred", "customer_id"], "purpose = 'review'")
    some("needs_rolled_out", "needs", ["rolled_out"], "rolled_out IS NOT NULL AND value_checked IS NULL")
    some("contacts_by_birthday", "contacts", ["birthday", "birthday_lunar", "customer_id"], "birthday IS NOT NULL")
    some("contacts_primary_left", "contacts", ["left_on"], "is_primary = 1 AND left_on IS NOT NULL")
    some("customers_by_anniversary", "customers", ["anniversary"], "anniversary IS NOT NULL")
    some("customers_on_demand", "customers", ["id"], "on_demand = 1")
    op.create_index("needs_by_status", "needs", ["deleted_at", "status", "due", "owner", "customer_id", "id"])
    op.create_index("commitments_by_status", "commitments", ["deleted_at", "status", "due", "id"])
    op.drop_index("customers_by_name", "customers")
    op.create_index("customers_by_name", "customers", ["deleted_at", "name_key", "id", "name", "status"])
    op.drop_index("customers_by_status", "customers")
    op.create_index("customers_by_status", "customers", ["deleted_at", "status", "id", "status_since"])


def _widen_standing() -> None:
    """The table is filled by the program only when records change, so what is new in it is filled here."""
    for name in ("met_at", "touched_at", "cadence_days"):
        op.add_column("standing", sa.Column(name, sa.Integer(), nullable=True))
    op.execute(
        """
        UPDATE standing SET
            met_at = (
                SELECT max(i.occurred) FROM interactions i
                WHERE i.customer_id = standing.customer_id AND i.deleted_at IS NULL
            ),
            touched_at = (
                SELECT a.at FROM journal j JOIN actions a ON a.id = j.action_id
                WHERE j.record_id = standing.customer_id AND j.table_name = 'customers' ORDER BY j.id DESC LIMIT 1
            ),
            cadence_days = (
                SELECT iif(c.on_demand = 1, 0, nullif(c.cadence_days, 0)) FROM customers c
                WHERE c.id = standing.customer_id
            )
        """
    )
    op.create_index("standing_by_contact", "standing", ["tier", "cadence_days", "met_at", "customer_id"])
    op.create_index("standing_by_touch", "standing", ["tier", "touched_at", "customer_id"])
