"""What every command owes its user: an example, JSON with documented keys, a light start, and no traceback."""

from __future__ import annotations

import inspect
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from netback.views.cli import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/cli.md"
KEYS = ROOT / "docs/reference/json.md"

COMMANDS = [info.name or "" for info in app.registered_commands]
GROUPS = {
    g.name or "": [c.name or "" for c in g.typer_instance.registered_commands]
    for g in app.registered_groups
    if g.typer_instance
}
EVERY = [*COMMANDS, *(f"{group} {name}" for group, names in GROUPS.items() for name in names)]
HEAVY = {"numpy", "numba", "scipy", "pandas", "pydantic", "highspy", "yaml", "rich"}

RECORDS: dict[str, list[str]] = {
    "netback-check/1": ["check", "starter"],
    "netback-flows/1": ["flows", "starter"],
    "netback-flows-ask/1": ["flows", "starter", "--ask", "trunk"],
    "netback-flows-reported/1": ["flows", "starter", "--reported"],
    "netback-money/1": ["money", "starter"],
    "netback-money-explain/1": ["money", "starter", "--explain"],
    "netback-deals/1": ["deals", "starter"],
    "netback-forecast/1": ["forecast", "starter", "--draws", "32"],
    "netback-compare/1": ["compare", "starter", "road_closed", "--draws", "32"],
    "netback-explain/1": ["explain", "starter", "trunk"],
    "netback-report/1": ["report", "starter", "--draws", "32", "-o", "{folder}/r.html"],
    "netback-new/1": ["new", "mine", "-o", "{folder}"],
    "netback-schema/1": ["schema"],
    "netback-cite/1": ["cite", "starter"],
    "netback-read/1": ["read", str(ROOT / "tests" / "corpus" / "tuning"), "--case", "starter"],
    "netback-error/1": ["explain", "starter", "nothing_of_that_name"],
}


def run(*arguments: str, columns: int = 80) -> Any:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": str(columns)}, prog_name="netback")


def netback(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """The real program, in a process of its own."""
    command = [sys.executable, "-m", "netback", *arguments]
    more.setdefault("env", os.environ | {"COLUMNS": "80"})
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, **more)


# --- help and documentation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_help_with_an_example(name: str) -> None:
    done = run(*name.split(), "--help")
    assert done.exit_code == 0
    assert f"  netback {name}" in done.stdout
    assert "--json" in done.stdout
    options = re.split(r"Options:\n", done.stdout)[1]
    for line in options.splitlines():
        assert not re.fullmatch(r"  --?[\w-]+( [A-Z=]+)?", line), f"an option of {name} without help: {line}"


@pytest.mark.parametrize("name", EVERY)
def test_the_examples_in_the_help_are_calls_the_command_takes(name: str) -> None:
    """Every example is parsed by the command's own options; what it would compute is not run."""
    command = typer.main.get_command(app)
    for word in name.split():
        command = command.get_command(None, word)  # type: ignore[attr-defined]
    import shlex

    examples = [
        line.strip()
        for line in run(*name.split(), "--help", columns=200).stdout.splitlines()
        if line.strip().startswith("netback ")
    ]
    assert examples
    start = 1 + len(name.split())
    for line in examples:
        words = shlex.split(re.split(r"\s{3,}", line)[0])
        assert " ".join(words[1:start]) == name
        with command.make_context(name, words[start:], resilient_parsing=False) as context:
            assert context.params


def reference_page() -> str:
    """The page of the commands, made from their help."""
    parts = [
        "# Commands",
        "Made from the help of each command (`tests/contracts/test_cli.py`, `NETBACK_REWRITE=1` writes it again).",
        "What `--json` prints is in [json.md](json.md). The same functions in Python are in [the tutorial](../tutorial/index.md).",
        "```\n" + run("--help", columns=100).stdout.strip() + "\n```",
    ]
    for name in [*COMMANDS, *GROUPS, *(n for n in EVERY if " " in n)]:
        level = "###" if " " in name else "##"
        parts.append(
            f"{level} {name}\n\n```\n{run(*name.split(), '--help', columns=100).stdout.strip()}\n```"
        )
    return "\n\n".join(parts) + "\n"


def test_the_page_of_the_commands_is_fresh() -> None:
    made = reference_page()
    if os.environ.get("NETBACK_REWRITE") == "1":
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made


def _documented() -> dict[str, set[str]]:
    """Keys each section of the page on JSON lists."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in KEYS.read_text(encoding="utf-8").splitlines():
        head = re.match(r"## `(netback-[\w-]+/1)`", line)
        section = head[1] if head else "" if line.startswith("## ") else section
        row = re.match(r"\| ((?:`\w+`(?:, )?)+) \|", line)
        if section and row:
            found.setdefault(section, set()).update(re.findall(r"`(\w+)`", row[1]))
    return found


@pytest.mark.parametrize("schema", RECORDS)
def test_the_page_on_json_lists_every_key(schema: str, tmp_path: Path) -> None:
    done = run(*(a.format(folder=tmp_path) for a in RECORDS[schema]), "--json")
    record = json.loads(done.stdout)
    assert record["schema"] == schema
    assert _documented().get(schema, set()) | {"schema"} == set(record)


DESK = {
    "netback-desk-add/1": [
        "add",
        "a.txt",
        "--case",
        "starter",
        "--published",
        "2025-02-12",
        "--publisher",
        "P",
    ],
    "netback-desk-reread/1": ["reread", "a", "--case", "starter"],
    "netback-desk-list/1": ["list", "--case", "starter"],
    "netback-desk-show/1": ["show", "{first}"],
    "netback-desk-edit/1": ["edit", "{first}", "--set", "topics=exports"],
    "netback-desk-merge/1": ["merge", "{first}", "{second}"],
    "netback-desk-accept/1": ["accept", "{first}", "--case", "starter"],
    "netback-desk-sync/1": ["sync", "starter"],
    "netback-desk-claims/1": ["claims", "starter"],
    "netback-desk-export/1": ["export", "starter", "--format", "prov"],
    "netback-desk-refuse/1": ["refuse", "{first}", "--reason", "a test"],
    "netback-desk-forecasts/1": ["forecasts"],
    "netback-desk-log/1": ["log"],
}
"""One session at the desk, in this order."""
CALL = "The mediator met the state on Tuesday.\n\nThe mediator urged the state to reopen the trunk line.\n"


@pytest.fixture(scope="module")
def at_the_desk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each command of the desk prints, by schema."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "a.txt").write_text(CALL)
    found: dict[str, Any] = {}
    names: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for schema, arguments in DESK.items():
            done = run("desk", *(a.format(**names) for a in arguments), "--json")
            assert done.exit_code == 0, done.output
            found[schema] = json.loads(done.stdout)
            if not names:
                names["first"], names["second"], *_ = found[schema]["documents"][0]["proposals"]
    return found


@pytest.mark.parametrize("schema", DESK)
def test_the_page_on_json_lists_every_key_of_the_desk(schema: str, at_the_desk: dict[str, Any]) -> None:
    record = at_the_desk[schema]
    assert record["schema"] == schema
    documented = _documented().get(schema, set()) | {"schema"}
    if schema == "netback-desk-merge/1":  # one of three
        documented -= {"split", "ruled", "for"}
    assert documented == set(record)


def test_the_page_on_json_lists_no_other_record() -> None:
    assert set(_documented()) == {*RECORDS, *DESK}


def test_a_command_body_is_short() -> None:
    """Parse, call one function, print."""
    lengths = []
    for info in app.registered_commands:
        source = inspect.getsource(info.callback)  # type: ignore[arg-type]
        body = source.split('"""')[-1].strip().splitlines()
        lengths.append(len(body))
    assert statistics.median(lengths) <= 15
    assert max(lengths) <= 35


# --- a light start ----------------------------------------------------------------------------------------------------


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return {name.split(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


@pytest.mark.parametrize(
    "code",
    [
        "import netback",
        "import netback.views.cli",
        "import sys; sys.argv = ['netback', '--help']\ntry:\n import netback.__main__ as m; m.main()\nexcept SystemExit: pass",
        "import sys; sys.argv = ['netback', 'forecast', '--help']\ntry:\n import netback.__main__ as m; m.main()\nexcept SystemExit: pass",
        "import sys; sys.argv = ['netback', '--version']\ntry:\n import netback.__main__ as m; m.main()\nexcept SystemExit: pass",
    ],
    ids=["package", "command line", "help", "help of a command", "version"],
)
def test_help_loads_nothing_heavy(code: str) -> None:
    allowed = {"pydantic"} if "forecast" in code else set()  # typer itself reads ranges of numbers with it
    assert (_loaded(code) & HEAVY) <= allowed


# --- the real program -------------------------------------------------------------------------------------------------


def test_the_module_and_the_command_are_the_same_program() -> None:
    done = netback("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"netback \d+\.\d+\.\d+\n", done.stdout)


def test_users_faults_have_their_exit_codes_and_no_traceback() -> None:
    for code, arguments in (
        (1, ("check", "nowhere")),
        (2, ("flows", "starter", "--bogus")),
        (2, ("nonsense",)),
    ):
        done = netback(*arguments)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_debug_shows_the_traceback_and_keeps_the_code() -> None:
    done = netback("flows", "nowhere", env=os.environ | {"NETBACK_DEBUG": "1"})
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "case/no-case" in done.stderr


def test_no_colour_reaches_a_pipe_or_a_terminal_that_wants_none() -> None:
    plain = netback("check", "starter").stdout
    assert "\x1b" not in plain
    forced = netback("check", "starter", env=os.environ | {"FORCE_COLOR": "1", "COLUMNS": "80"}).stdout
    assert "\x1b[" in forced
    none = netback(
        "check", "starter", env=os.environ | {"FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "80"}
    ).stdout
    assert not re.search(r"\x1b\[[\d;]*3\dm", none)


def test_a_locale_without_unicode_stops_nothing() -> None:
    done = netback("flows", "starter", env=os.environ | {"PYTHONIOENCODING": "ascii", "COLUMNS": "80"})
    assert done.returncode == 0, done.stderr
    done.stdout.encode("ascii")


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f'"{sys.executable}" -m netback check kurdistan | head -1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.stdout.splitlines()[-1] in ("0", "141")


def _wait_for_work(pid: int, seconds: float) -> None:
    """Until a process has used so much processor time, on a busy machine too; elsewhere than on Linux a fixed while."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        time.sleep(5)
        return
    ticks = os.sysconf("SC_CLK_TCK")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        fields = stat.read_text().rsplit(")", 1)[1].split()
        if (int(fields[11]) + int(fields[12])) / ticks >= seconds:
            return
        time.sleep(0.1)


def test_ctrl_c_stops_long_work_in_one_line() -> None:
    command = [sys.executable, "-m", "netback", "forecast", "kurdistan", "--draws", "200000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        _wait_for_work(process.pid, seconds=4)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=180)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert out == ""
    assert err == "netback: stopped\n"


def test_progress_is_no_part_of_what_is_piped() -> None:
    done = run("forecast", "starter", "--draws", "64", "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["draws"] == 64


@pytest.mark.slow
def test_kurdistan_answers_every_question() -> None:
    day = ("--as-of", "2025-04-15")
    for arguments in (
        ("check", "kurdistan"), ("flows", "kurdistan", *day), ("money", "kurdistan", *day),
        ("deals", "kurdistan", *day, "--rule", "egalitarian"), ("forecast", "kurdistan", *day, "--draws", "16"),
        ("explain", "kurdistan", "money.krg", *day), ("cite", "kurdistan"),
    ):  # fmt: skip
        done = run(*arguments)
        assert done.exit_code == 0, done.output
        assert [line for line in done.stdout.splitlines() if len(line) > 80 and "http" not in line] == []
    for arguments in (
        ("check", "kurdistan"),
        ("flows", "kurdistan", *day),
        ("explain", "kurdistan", "erbil", *day),
    ):
        assert json.loads(run(*arguments, "--json").stdout)["case"] == "kurdistan"
