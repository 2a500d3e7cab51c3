"""`netback desk add`: folders, proposals from a file, and a language model."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from desk_samples import WITH, WITHOUT, call, two_articles
from typer.testing import CliRunner

from netback.case import read_case
from netback.case.load import SHIPPED
from netback.desk import __all__ as desk_names
from netback.desk import add_document, get_item, list_items, open_desk, read_log
from netback.desk.audit import verify_texts
from netback.desk.given import proposals_in
from netback.desk.reader import read_reports
from netback.errors import CaseError, NetbackError, UsageError
from netback.reading import import_document, read_document
from netback.reading.aliases import AliasTable
from netback.reading.document import Document
from netback.reading.records import Proposal
from netback.views.commands import desk as commands
from netback.views.commands import reading
from netback.views.commands.reports import asked_address, parts_of

Run = Callable[..., Result]
QUOTE = "The mediator called the state on Tuesday"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETBACK_DESK", raising=False)
    monkeypatch.setenv("NETBACK_DESK_BY", "ann")
    program = typer.Typer()
    reading.register(program)
    commands.register(program)
    return lambda *arguments: CliRunner().invoke(program, list(arguments))


def _add(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("desk", "add", *arguments, "--published", "2025-02-12", "--publisher", "P", "--json")
    assert not isinstance(done.exception, Exception), repr(done.exception)
    return dict(json.loads(done.stdout))


def _folder(tmp_path: Path) -> None:
    for name, text in (
        ("a/one.txt", WITH),
        ("b/one.txt", WITHOUT),
        ("b/two.pdf", "%PDF-1.4 nothing"),
        ("c.txt", " \n"),
    ):
        path = tmp_path / "press" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


# --- folders ------------------------------------------------------------------------------------------------------


def test_of_a_folder_what_can_be_taken_is_kept_and_the_rest_is_named(run: Run, tmp_path: Path) -> None:
    _folder(tmp_path)
    record = _add(run, "press")
    assert [d["id"] for d in record["documents"]] == ["a-one", "b-one"]
    assert [Path(p["file"]).name for p in record["problems"]] == ["two.pdf", "c.txt"]
    done = run("desk", "add", "press", "--published", "2025-02-12", "--publisher", "P")
    assert done.exit_code == 1
    assert "a-one was on the desk already" in done.stdout
    assert "two.pdf was not taken: " in done.stdout
    assert "reading/broken-pdf" in done.stdout


def test_a_single_file_that_cannot_be_taken_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_text("%PDF-1.4 nothing")
    done = run("desk", "add", "bad.pdf", "--published", "2025-02-12", "--publisher", "P")
    assert isinstance(done.exception, NetbackError)


def test_one_id_is_not_given_to_a_whole_folder(tmp_path: Path) -> None:
    _folder(tmp_path)
    with pytest.raises(UsageError, match="--doc-id is for one report"):
        parts_of(str(tmp_path / "press"), "x")
    (tmp_path / "none").mkdir()
    with pytest.raises(UsageError, match="holds no files"):
        parts_of(str(tmp_path / "none"))
    for nothing in ("", "  "):
        with pytest.raises(UsageError, match="name a report"):
            parts_of(nothing)
    assert parts_of("https://x.test/a") == [("https://x.test/a", "")]


def test_files_of_one_name_and_two_endings_are_told_apart(tmp_path: Path) -> None:
    for name in ("x.txt", "x.html", "y.txt"):
        (tmp_path / name).write_text("x")
    assert [key for _, key in parts_of(str(tmp_path))] == ["x.html", "x.txt", ""]


def test_read_goes_on_after_a_bad_file_too(run: Run, tmp_path: Path) -> None:
    _folder(tmp_path)
    done = run("read", "press", "--case", "starter", "--published", "2025-02-12", "--json")
    assert done.exit_code == 1
    record = json.loads(done.stdout)
    assert [d["doc_id"] for d in record["documents"]] == ["a-one", "b-one"]
    assert [Path(p["file"]).name for p in record["problems"]] == ["two.pdf", "c.txt"]
    assert "c.txt was not read: c holds no text" in done.stderr


def test_read_says_that_nothing_is_dated_without_a_day(run: Run, tmp_path: Path) -> None:
    (tmp_path / "with.txt").write_text(WITH)
    assert "give --published" in run("read", "with.txt", "--case", "starter").stdout
    assert (
        "give --published"
        not in run("read", "with.txt", "--case", "starter", "--published", "2025-02-12").stdout
    )


# --- proposals from a file ----------------------------------------------------------------------------------------


def test_what_read_prints_comes_onto_the_desk_as_it_would_have_been_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "with.txt").write_text(WITH + "\nThe line carried 450,000 barrels a day.\n")
    lines = run(
        "read", "with.txt", "--case", "starter", "--published", "2025-02-12", "--format", "jsonl"
    ).stdout
    (tmp_path / "found.jsonl").write_text(lines)
    (kept,) = _add(run, "with.txt", "--case", "starter", "--proposals", "found.jsonl")["documents"]
    assert (kept["id"], kept["how"]) == ("with", "new")
    with open_desk(f"sqlite:///{tmp_path}/netback-desk.db") as desk:
        given = {i.id: i.proposal for i in list_items(desk, case="starter")}
    (document,) = import_document(tmp_path / "with.txt")
    found = read_document(document, reading.alias_table_of("starter"), "2025-02-12")
    straight = {p.id: p for p in found}
    assert set(given) == set(straight) == set(kept["proposals"])
    assert {p.kind for p in given.values()} == {"event", "claim", "quantity"}
    for key, proposal in straight.items():
        if proposal.kind == "quantity":
            assert given[key].quantities == proposal.quantities
        else:
            assert given[key].model_copy(update={"quantities": ()}) == proposal.model_copy(
                update={"quantities": ()}
            )
    again = _add(run, "with", "--case", "starter", "--proposals", "found.jsonl")["documents"][0]
    assert again["proposals"] == kept["proposals"]


def test_a_short_record_gets_an_id_of_its_place() -> None:
    line = json.dumps(
        {"doc_id": "a", "kind": "event", "type": "CONSULT", "actor": ["us"], "target": [], "anchor": {"start": 0, "end": 3, "exact": "The"}}
    )  # fmt: skip
    (one,), (two,) = proposals_in(line, "f"), proposals_in("\n" + line + "\n", "f")
    assert one == two
    assert (one.actors, one.reader) == (("us",), "given")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "f.jsonl:1: the line is not JSON"),
        ("\n[]", "f.jsonl:2: the line is no object"),
        (
            '{"doc_id": "a", "kind": "dream", "id": "x", "anchor": {"start": 0, "end": 1, "exact": "x"}}',
            "f.jsonl:1: kind",
        ),
        (
            '{"doc_id": "a", "kind": "event", "colour": 1, "anchor": {"start": 0, "end": 1, "exact": "x"}}',
            "colour",
        ),
    ],
)
def test_a_line_that_is_no_proposal_is_refused_by_its_number(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        proposals_in(text, "f.jsonl")


def test_proposals_of_another_report_are_not_taken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "with.txt").write_text(WITH)
    found = run(
        "read",
        "with.txt",
        "--case",
        "starter",
        "--published",
        "2025-02-12",
        "--doc-id",
        "x",
        "--format",
        "jsonl",
    )
    (tmp_path / "found.jsonl").write_text(found.stdout)
    done = run(
        "desk",
        "add",
        "with.txt",
        "--proposals",
        "found.jsonl",
        "--published",
        "2025-02-12",
        "--publisher",
        "P",
    )
    assert "has proposals of x, and with.txt is with" in str(done.exception)
    done = run("desk", "add", "with", "--proposals", "found.jsonl")
    assert "the desk has no document 'with'" in str(done.exception)


# --- a language model ---------------------------------------------------------------------------------------------


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The local endpoint of the reader's own tests, named by the environment."""
    path = Path(__file__).parents[1] / "reading" / "conftest.py"
    spec = importlib.util.spec_from_file_location("fake_endpoint", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.FakeModel()
    item = {"quote": QUOTE, "type": "CONSULT", "mode": "phone", "actors": ["mediator"], "targets": ["owner"],
            "channel": "call", "date_words": "on Tuesday", "attribution": []}  # fmt: skip
    server.answer = lambda _: module.items([item | {"sentence": n} for n in range(4)])
    monkeypatch.setenv("NETBACK_LLM_URL", server.endpoint().url)
    monkeypatch.setenv("NETBACK_LLM_MODEL", "fake")
    yield server
    server.close()


def test_a_models_finds_reach_the_desk_with_a_record_of_what_it_was_asked(
    run: Run, tmp_path: Path, model: Any
) -> None:
    (tmp_path / "with.txt").write_text(WITH)
    (kept,) = _add(run, "with.txt", "--case", "starter", "--reader", "model")["documents"]
    assert len(model.asked) == 1
    with open_desk(f"sqlite:///{tmp_path}/netback-desk.db") as desk:
        (item,) = list_items(desk, case="starter", state="open")
        (line,) = [row for row in read_log(desk) if row.action == "read"]
    assert (item.proposal.reader, item.proposal.anchor.exact) == ("llm:fake", QUOTE)
    assert item.id in kept["proposals"]
    assert len(line.detail["prompt_sha256"]) == len(line.detail["reply_sha256"]) == 64
    assert line.detail["prompt_sha256"].startswith(item.proposal.rule)
    assert line.detail["unreadable"]
    assert "no-secret" not in json.dumps(line.detail)


def test_a_model_that_does_not_answer_is_named_and_nothing_is_kept(
    run: Run, tmp_path: Path, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "with.txt").write_text(WITH)
    monkeypatch.setenv("NETBACK_LLM_URL", "http://ann:secret@127.0.0.1:9/v1")
    for command in (
        ("desk", "add", "with.txt", "--publisher", "P"),
        ("read", "with.txt", "--case", "starter"),
    ):
        done = run(*command, "--published", "2025-02-12", "--reader", "model")
        assert "asked http://127.0.0.1:9/v1 (NETBACK_LLM_URL)" in str(done.exception)
        assert "secret" not in str(done.exception)
    assert json.loads(run("desk", "log", "--json").stdout)["lines"] == 0
    assert asked_address("https://x.test/v1") == "https://x.test/v1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x.txt", "--reader", "oracle"], "neither rules nor model"),
        (["x.txt", "--address", "javascript:alert(1)"], "is no web address"),
        ([""], "name a report"),
    ],
)
def test_wrong_use_of_add_says_what_to_do(run: Run, arguments: list[str], words: str) -> None:
    done = run("desk", "add", *arguments)
    assert isinstance(done.exception, UsageError)
    assert words in str(done.exception)


def test_an_address_inside_the_own_network_is_fetched_only_when_allowed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import http.server
    import threading

    (tmp_path / "with.txt").write_text(WITH)
    handler = http.server.SimpleHTTPRequestHandler
    monkeypatch.setattr(handler, "log_message", lambda *a: None)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/with.txt"
        given = ("--case", "starter", "--published", "2025-02-12", "--publisher", "P")
        assert isinstance(run("desk", "add", url, *given).exception, NetbackError)
        (kept,) = _add(run, url, "--case", "starter", "--allow-private")["documents"]
        server.shutdown()
    assert (kept["how"], bool(kept["proposals"])) == ("new", True)


@pytest.mark.skipif("reread" not in desk_names, reason="this desk cannot read again")
def test_a_report_is_read_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "with.txt").write_text(WITH)
    _add(run, "with.txt", "--case", "starter")
    record = json.loads(run("desk", "reread", "with", "--case", "starter", "--json").stdout)
    assert (record["id"], record["how"]) == ("with", "again")
    assert record["proposals"]


# --- one way in -----------------------------------------------------------------------------------------------------


def test_another_reader_is_asked_for_a_report_the_desk_has_and_leaves_the_rules_their_turn(
    tmp_path: Path,
) -> None:
    desk = open_desk(f"sqlite:///{tmp_path}/a.db")
    (tmp_path / "with.txt").write_text(WITH)
    case = read_case("starter")
    asked: list[tuple[str, str]] = []

    def reader(document: Document, names: AliasTable, day: dt.date) -> list[Proposal]:
        asked.append((document.doc_id, str(day)))
        assert "mediator" in names
        return [call(WITH, document.doc_id)]

    given: dict[str, Any] = {"by": "ann", "case": case, "published": "2025-02-12", "publisher": "P"}
    read_reports(desk, tmp_path / "with.txt", reader=reader, **given)
    ready = import_document(tmp_path / "with.txt", doc_id="other")
    (again,) = read_reports(desk, tmp_path / "with.txt", documents=ready, reader=reader, **given)
    assert asked == [("with", "2025-02-12"), ("other", "2025-02-12")]
    assert (again.id, again.how, len(again.proposals)) == ("with", "same", 1)
    (rules,) = read_reports(desk, tmp_path / "with.txt", **given)
    assert len(rules.proposals) > 1
    assert read_reports(desk, tmp_path / "with.txt", **given)[0].proposals == ()
    assert verify_texts(desk).loose == ()


def test_a_scan_and_an_empty_text_are_said_to_be_what_they_are(tmp_path: Path) -> None:
    desk = open_desk(f"sqlite:///{tmp_path}/a.db")
    given: dict[str, Any] = {"doc_id": "a", "publisher": "P", "published": "2025-02-12", "by": "ann"}
    for raw, words in ((b"%PDF-1.4 ...", "is a scan, pictures without text"), (b" ", "holds no text")):
        with pytest.raises(CaseError, match=words) as stopped:
            add_document(desk, " ", raw=raw, **given)
        assert "at most" not in str(stopped.value)


def test_an_id_too_short_is_said_to_be_so(tmp_path: Path) -> None:
    desk = open_desk(f"sqlite:///{tmp_path}/a.db")
    key = two_articles(desk)["deal"]
    with pytest.raises(CaseError, match="too short for the beginning of an id; it takes 4 letters"):
        get_item(desk, key[:3])
    assert get_item(desk, key[:8]).id == key


@pytest.mark.parametrize("command", [("read",), ("desk", "add", "--publisher", "P")])
def test_a_case_marked_offline_sends_no_report_to_a_model(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NETBACK_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("NETBACK_LLM_MODEL", "m")
    (tmp_path / "with.txt").write_text(WITH)
    shutil.copytree(SHIPPED / "starter", tmp_path / "own")
    before = read_case(tmp_path / "own").hash
    file = tmp_path / "own" / "case.yaml"
    file.write_text(file.read_text().replace("\nas_of:", "\noffline: true\nas_of:", 1))
    assert read_case(tmp_path / "own").file.offline is True
    arguments = (*command, "with.txt", "--case", "own", "--published", "2025-02-12")
    done = run(*arguments, "--reader", "model")
    assert isinstance(done.exception, UsageError)
    assert "own is marked offline, so no report is sent to a language model" in str(done.exception)
    assert run(*arguments).exit_code == 0
    file.write_text(file.read_text().replace("offline: true\n", ""))
    assert read_case(tmp_path / "own").hash == before
    assert "Error" in type(run(*arguments, "--reader", "model").exception).__name__  # nobody answers there
