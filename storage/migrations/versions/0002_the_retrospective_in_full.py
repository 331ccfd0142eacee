"""The retrospective in full"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chain_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))

    with op.batch_alter_table("retrospective", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.String(), server_default="long", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("retrospective", schema=None) as batch_op:
        batch_op.drop_column("form")

    with op.batch_alter_table("chain_step", schema=None) as batch_op:
        batch_op.drop_column("parent_id")
