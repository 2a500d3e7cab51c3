"""`netback desk`: documents and proposals, who decided what, and what came of it."""

from __future__ import annotations

import typer

from netback.desk import __all__ as desk_names
from netback.views.commands.desk import adding, claiming, deciding, looking, passing, records

__all__ = ["app", "register"]

app = typer.Typer(
    name="desk",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The shared desk: documents, proposals, decisions. Nothing enters a case that nobody accepted.",
)

_COMMANDS = (
    ("add", adding.add),
    *((("reread", adding.reread),) if "reread" in desk_names else ()),
    ("list", looking.list_),
    ("show", looking.show),
    ("accept", deciding.accept),
    ("edit", deciding.edit),
    ("refuse", deciding.refuse),
    ("merge", deciding.merge_),
    ("sync", passing.sync),
    ("claims", claiming.claims),
    ("export", passing.export),
    ("forecasts", records.forecasts),
    ("log", records.log),
)

for _name, _command in _COMMANDS:
    app.command(_name)(_command)


def register(parent: typer.Typer) -> None:
    """Make `desk` a command of the given program."""
    parent.add_typer(app, name="desk")
