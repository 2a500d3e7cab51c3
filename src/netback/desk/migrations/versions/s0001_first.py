"""The first tables of the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEPT = ("audit", "decisions")
"""Tables to which lines are added and in which none is changed."""


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("raw_hash", sa.String(64), nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("raw", sa.LargeBinary),
        sa.Column("publisher", sa.String(500), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("address", sa.String(2000), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("reliability", sa.String(1), nullable=False),
        sa.Column("published_on", sa.String(10), nullable=False, index=True),
        sa.Column("published_basis", sa.String(10), nullable=False),
        sa.Column("retrieved_on", sa.String(10), nullable=False),
        sa.Column("origin", sa.String(500), nullable=False),
        sa.Column("reprint_of", sa.String(120), sa.ForeignKey("documents.id")),
        sa.UniqueConstraint("text_hash", "publisher"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("document", sa.String(120), sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("case", sa.String(200), nullable=False, index=True),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("proposal", sa.String(120), sa.ForeignKey("proposals.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("proposal", "version"),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("proposal", sa.String(120), sa.ForeignKey("proposals.id"), nullable=False, unique=True),
        sa.Column("case", sa.String(200), nullable=False, index=True),
        sa.Column("statement_id", sa.String(120), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("source_key", sa.String(120), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("earlier", sa.Text, nullable=False),
        sa.UniqueConstraint("case", "statement_id"),
    )
    op.create_index("ix_entries_waiting", "entries", ["case", "state"])
    op.create_table(
        "merges",
        sa.Column("member", sa.String(120), sa.ForeignKey("proposals.id"), primary_key=True),
        sa.Column("into", sa.String(120), sa.ForeignKey("proposals.id"), nullable=False, index=True),
        sa.Column("how", sa.String(20), nullable=False),
    )
    op.create_table(
        "contradictions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("a", sa.String(120), sa.ForeignKey("proposals.id"), nullable=False, index=True),
        sa.Column("b", sa.String(120), sa.ForeignKey("proposals.id"), nullable=False, index=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("ruling", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("kind", "a", "b"),
    )
    op.create_table(
        "forecasts",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("case", sa.String(200), nullable=False, index=True),
        sa.Column("case_hash", sa.String(64), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_table(
        "outcomes",
        sa.Column("forecast", sa.String(64), sa.ForeignKey("forecasts.id"), primary_key=True),
        sa.Column("resolved_on", sa.String(10), nullable=False),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("action", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False, index=True),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    _forbid_changes()


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _KEPT:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'lines of {table} are never changed'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION netback_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'lines of % are never changed', TG_TABLE_NAME; END $$"
    )
    for table in _KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION netback_append_only()"
        )


def downgrade() -> None:
    raise NotImplementedError("the first tables are not taken away: remove the database instead")
