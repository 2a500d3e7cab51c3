"""Run the steps on the connection the desk hands over."""

from __future__ import annotations

from alembic import context

from netback.desk.database import Base

config = getattr(context, "config", None)  # only there while Alembic runs this file
if config is not None:
    connection = config.attributes.get("connection")
    if connection is None:
        raise RuntimeError("the desk upgrades its own tables: open it with netback.desk.open_desk")
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
