"""Names of cases, which report was read for which case, warnings of importers, and contradictions of a case's ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_names",
        sa.Column("case", sa.String(200), primary_key=True),
        sa.Column("records", sa.Text, nullable=False),
        sa.Column("folder", sa.Text, nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document", sa.String(120), sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("case", sa.String(200), nullable=False),
        sa.Column("reader", sa.String(120), nullable=False),
        sa.UniqueConstraint("document", "case"),
    )
    # Reports of which something was proposed have been read; the others are read when they are added again.
    op.execute(
        'INSERT INTO readings (document, "case", reader) SELECT DISTINCT document, "case", \'\' FROM proposals'
    )
    op.add_column("documents", sa.Column("warnings", sa.Text, nullable=False, server_default="[]"))
    told = (
        sa.Column("statement", sa.String(120), nullable=False, server_default=""),
        sa.Column("told", sa.Text, nullable=False, server_default=""),
    )
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("contradictions", recreate="always") as batch:
            batch.alter_column("b", existing_type=sa.String(120), nullable=True)
            for column in told:
                batch.add_column(column)
        return
    op.alter_column("contradictions", "b", existing_type=sa.String(120), nullable=True)
    for column in told:
        op.add_column("contradictions", column)


def downgrade() -> None:
    raise NotImplementedError("steps are not taken back: keep a copy of the database before an update")
