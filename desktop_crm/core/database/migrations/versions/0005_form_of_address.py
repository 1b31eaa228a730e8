"""How a contact is addressed, such as 王总."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("form_of_address", sa.Text(), nullable=True))
