"""The command line: one command a question, and what every command does about faults.

Exit codes: 0 done, 1 problems in the input, 2 wrong use, 3 a solver refuses, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from netback.errors import CaseError, NetbackError, SolverError, UsageError
from netback.views.commands import bargaining, checking, desk, files, flowing, forecasting, reading, tracing
from netback.views.commands.common import to_json, wants_json
from netback.views.tables import clean

__all__ = ["app", "main"]

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
CLOSED = 141
"""Exit code when the reader of our output went away, as shells have it."""


class _Group(TyperGroup):
    """The group of commands; every fault of a user ends in a message and an exit code, never in a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
            return found
        except KeyboardInterrupt:
            _say("netback: stopped")
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(CLOSED) from None
        except (NetbackError, OSError) as error:
            if os.environ.get("NETBACK_DEBUG") == "1":
                traceback.print_exc()
            raise typer.Exit(_report(ctx, error)) from None


def _report(ctx: typer.Context, error: NetbackError | OSError) -> int:
    """Say what is wrong, on stderr, and as JSON on stdout where that was asked for; the exit code."""
    code = 2 if isinstance(error, UsageError) else 3 if isinstance(error, SolverError) else 1
    text = str(error)
    if isinstance(error, OSError):
        text = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    shown = text if isinstance(error, CaseError) else f"netback: {text}"
    _say("\n".join(clean(line) for line in shown.split("\n")))
    if wants_json(ctx):
        problems = error.problems if isinstance(error, CaseError) else ()
        record = {
            "schema": "netback-error/1",
            "error": type(error).__name__,
            "exit_code": code,
            "message": text,
            "problems": [p.as_record() for p in problems],
        }
        print(to_json(record))
    return code


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _forget_stdout() -> None:
    """Keep the interpreter from complaining, as it ends, about a pipe nobody reads."""
    with contextlib.suppress(OSError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


app = typer.Typer(
    name="netback",
    cls=_Group,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(value: bool) -> None:
    if value:
        import netback

        print(f"netback {netback.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Stalled oil and gas exports: who said what, where the barrels go, who earns what, which deals are
    feasible, and when exports resume.

    CASE is a folder with a case.yaml, or the name of a case that comes with netback. Every command takes --json.

    \b
      netback check starter
      netback forecast kurdistan --as-of 2025-04-15

    Exit codes: 0 done, 1 problems in the input, 2 wrong use, 3 a solver refuses to answer.
    """


_COMMANDS = (
    ("check", checking.check, "What is wrong in a case, and what it rests on."),
    ("flows", flowing.flows, "Where the barrels go, and what they are worth there."),
    ("money", flowing.money, "Who earns what, by party, stream and contract."),
    ("deals", bargaining.deals, "Which deals are feasible, and who is blocking."),
    ("forecast", forecasting.forecast, "When exports resume, and how sure that is."),
    ("compare", forecasting.compare, "What scenarios change, on the same draws."),
    ("explain", tracing.explain, "The chain from a number to its quotes."),
    ("report", forecasting.report, "All of it in one HTML file that opens offline."),
    ("new", files.new, "Start a case of your own."),
    ("schema", files.schema, "The JSON Schema of case.yaml, for editors."),
    ("cite", files.cite, "The papers and data behind a run."),
)

for _name, _command, _short in _COMMANDS:
    app.command(_name, short_help=_short)(_command)
reading.register(app)
desk.register(app)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="netback")
    except KeyboardInterrupt:
        _say("netback: stopped")
        sys.exit(STOPPED)
