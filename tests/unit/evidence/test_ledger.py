"""The ledger: known_on, merge, and files read and written."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

import netback.case
from netback.errors import CaseError
from netback.evidence import Ledger, Source, Statement, read_ledger, write_ledger

SOURCE = Source(publisher="Argus", reliability="B")
SHIPPED = Path(netback.case.__file__).parent / "shipped" / "kurdistan"


def make(key, day="2025-02-02", **changes):
    data = {"id": key, "kind": "quantity", "text": "A.", "source": "argus", "published_on": day, **changes}
    return Statement.model_validate(data)


def ledger(*statements, **sources):
    return Ledger(statements, {"argus": SOURCE, **sources})


def write(folder, lines, sources="argus:\n  publisher: Argus\n  reliability: B\n"):
    text = "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines)
    (folder / "statements.jsonl").write_text(text, encoding="utf-8")
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")


def problems(folder):
    with pytest.raises(CaseError) as caught:
        read_ledger(folder)
    return caught.value.problems


GOOD = {"id": "a", "kind": "quantity", "text": "A.", "source": "argus", "published_on": "2025-02-02"}


def test_statements_are_kept_in_order_of_id():
    book = ledger(make("b"), make("a"))
    assert [s.id for s in book] == ["a", "b"]
    assert "a" in book
    assert "c" not in book
    assert book.get("b").id == "b"
    assert len(book) == 2


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(CaseError, match="comp_interim"):
        ledger(make("comp_interim")).get("comp_interin")


def test_what_is_said_about_a_subject():
    book = ledger(
        make("a", subject="trunk", property="capacity"), make("b", subject="trunk", property="length")
    )
    assert [s.id for s in book.by_subject("trunk")] == ["a", "b"]
    assert [s.id for s in book.by_subject("trunk", "length")] == ["b"]
    assert book.by_subject("nothing") == ()


def test_known_on_drops_what_came_later_with_its_sources():
    later = Source(publisher="MEES", reliability="B")
    book = ledger(make("a"), make("b", "2025-03-01", source="mees"), mees=later)
    past = book.known_on("2025-02-28")
    assert [s.id for s in past] == ["a"]
    assert list(past.sources) == ["argus"]
    assert list(book.known_on(dt.date(2025, 3, 1)).sources) == ["argus", "mees"]
    assert len(book.known_on("2025-02-01")) == 0


def test_known_on_hides_outcomes_and_links_known_only_later():
    claim = {
        "speaker": "M",
        "horizon_days": 2,
        "outcome": "late",
        "late_days": 1,
        "outcome_known_on": "2025-09-27",
    }
    book = ledger(make("a", claim=claim, same_as="b"), make("b", "2025-09-27"))
    past = book.known_on("2025-09-01").get("a")
    assert past.claim is not None
    assert past.claim.outcome == "open"
    assert past.claim.late_days is None
    assert past.same_as is None
    now = book.known_on("2025-09-27")
    assert now == book


def test_merging_keeps_both_and_refuses_a_clash():
    both = ledger(make("a")).merge(ledger(make("b"), mees=Source(publisher="MEES", reliability="B")))
    assert [s.id for s in both] == ["a", "b"]
    assert list(both.sources) == ["argus", "mees"]
    assert ledger(make("a")).merge(ledger(make("a"))) == ledger(make("a"))
    other = Ledger((make("a", text="B."),), {"argus": Source(publisher="Argus", reliability="C")})
    with pytest.raises(CaseError) as caught:
        ledger(make("a")).merge(other)
    assert [p.path for p in caught.value.problems] == ["a", "argus"]


def test_a_ledger_without_the_source_is_refused():
    with pytest.raises(CaseError, match="evidence/unknown-source"):
        Ledger((make("a"),), {})
    with pytest.raises(CaseError, match="evidence/duplicate-id"):
        ledger(make("a"), make("a", text="B."))


def test_an_empty_folder_is_an_empty_ledger(tmp_path):
    assert read_ledger(tmp_path) == Ledger((), {})


def test_every_problem_is_reported_at_once_with_its_place(tmp_path):
    write(
        tmp_path,
        [
            GOOD,
            '{"id": "b", ',
            {**GOOD, "id": "c", "sourze": "argus"},
            {**GOOD, "id": "d", "value": "450 kbd"},
            {**GOOD, "id": "e", "source": "argos"},
            {**GOOD, "id": "a"},
            {k: v for k, v in {**GOOD, "id": "g"}.items() if k != "published_on"},
            "[1, 2]",
            '{"id": "h", "id": "h"}',
            {**GOOD, "id": "i", "claim": {"speaker": "M", "horison_days": 2}},
            '{"id": "j", "value": NaN}',
        ],
        "argus:\n  publisher: Argus\n  reliabilty: B\nmees:\n  publisher: MEES\n  reliability: F\n",
    )
    found = {(Path(p.file).name, p.line, p.slug) for p in problems(tmp_path)}
    assert found == {
        ("sources.yaml", 1, "evidence/missing-field"),
        ("sources.yaml", 3, "evidence/unknown-key"),
        ("sources.yaml", 6, "evidence/bad-field"),
        ("statements.jsonl", 2, "evidence/bad-json"),
        ("statements.jsonl", 3, "evidence/unknown-key"),
        ("statements.jsonl", 4, "evidence/unknown-unit"),
        ("statements.jsonl", 7, "evidence/missing-field"),
        ("statements.jsonl", 8, "evidence/bad-json"),
        ("statements.jsonl", 9, "evidence/repeated-key"),
        ("statements.jsonl", 10, "evidence/unknown-key"),
        ("statements.jsonl", 11, "evidence/bad-json"),
        ("statements.jsonl", 1, "evidence/unknown-source"),
        ("statements.jsonl", 5, "evidence/unknown-source"),
        ("statements.jsonl", 6, "evidence/duplicate-id"),
    }


def test_a_misspelt_key_gets_the_nearest_known_one_and_the_column(tmp_path):
    write(tmp_path, [{**GOOD, "publishd_on": "2025-02-02"}])
    (problem,) = problems(tmp_path)
    assert problem.fix == "published_on"
    assert problem.source_line[problem.column - 1 :].startswith('"publishd_on"')


def test_a_nested_key_is_hinted_from_its_own_model(tmp_path):
    write(tmp_path, [{**GOOD, "observes": {"driver": "quota", "levle": "binds", "level": "binds"}}])
    assert problems(tmp_path)[0].fix == "level"


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        (b'{"id": "a"\x00}\n', "evidence/nul-byte"),
        (b'{"id": "\xff"}\n', "evidence/not-utf8"),
        (b"[" * 100_000 + b"\n", "evidence/bad-json"),
        (b'{"id": "' + b"a" * 1_000_001 + b'"}\n', "evidence/line-too-long"),
        (b'{"id": ' + b"9" * 5000 + b"}\n", "evidence/bad-json"),
    ],
)
def test_damaged_files_are_refused_not_crashed_on(tmp_path, raw, slug):
    (tmp_path / "statements.jsonl").write_bytes(raw)
    assert [p.slug for p in problems(tmp_path)] == [slug]


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "statements.jsonl").open("wb") as file:
        file.truncate(50_000_001)
    assert [p.slug for p in problems(tmp_path)] == ["evidence/too-large"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("argus: [1", "evidence/bad-yaml"),
        ("- argus", "evidence/bad-yaml"),
        ("argus: Argus", "evidence/bad-yaml"),
        ("argus:\n  publisher: [A]\n  reliability: B", "evidence/bad-yaml"),
        ("argus:\n  publisher: A\n  publisher: B\n  reliability: B", "evidence/repeated-key"),
        ("a b:\n  publisher: A\n  reliability: B", "evidence/bad-key"),
        ("a: {publisher: A, reliability: B}\na: {publisher: A, reliability: B}", "evidence/repeated-key"),
        ("[" * 5000, "evidence/bad-yaml"),
    ],
)
def test_broken_sources_are_refused(tmp_path, text, slug):
    (tmp_path / "sources.yaml").write_text(text)
    assert [p.slug for p in problems(tmp_path)] == [slug]


def test_windows_line_ends_a_byte_order_mark_and_blank_lines_are_read(tmp_path):
    (tmp_path / "statements.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n")
    (tmp_path / "sources.yaml").write_bytes(b"argus:\r\n  publisher: Argus\r\n  reliability: B\r\n")
    assert [s.id for s in read_ledger(tmp_path)] == ["a"]


def test_a_publication_before_the_fact_is_a_warning(tmp_path):
    write(tmp_path, [{**GOOD, "kind": "event", "as_of": "2026-07-27"}, {**GOOD, "id": "b", "same_as": "zz"}])
    assert [(w.slug, w.severity) for w in read_ledger(tmp_path).warnings] == [
        ("evidence/published-early", "warning"),
        ("evidence/dangling-link", "warning"),
    ]


def test_writing_replaces_files_whole(tmp_path):
    book = ledger(
        make("a", text='Ünï "quoted"\n\u2028'), yes=Source(publisher="\x85 \u2029 #", reliability="D")
    )
    write_ledger(book, tmp_path / "new")
    assert read_ledger(tmp_path / "new") == book
    write_ledger(ledger(), tmp_path / "new")
    assert sorted(os.listdir(tmp_path / "new")) == ["sources.yaml", "statements.jsonl"]
    assert len(read_ledger(tmp_path / "new")) == 0


def test_csv_shields_what_a_spreadsheet_would_run(tmp_path):
    book = ledger(make("a", text="=1+1", note="'quoted", value="-1.5 USD/bbl", topics=["a", "b"]))
    book.to_csv(tmp_path)
    text = (tmp_path / "statements.csv").read_text(encoding="utf-8")
    assert '"\'=1+1"' in text
    assert Ledger.from_csv(tmp_path) == book


@pytest.mark.parametrize("raw", [b"id,kind\n", b"\xff", b'"id'])
def test_a_broken_sheet_is_refused(tmp_path, raw):
    ledger(make("a")).to_csv(tmp_path)
    (tmp_path / "statements.csv").write_bytes(raw)
    with pytest.raises(CaseError):
        Ledger.from_csv(tmp_path)


def test_a_missing_sheet_is_named(tmp_path):
    with pytest.raises(CaseError, match=r"statements\.csv"):
        Ledger.from_csv(tmp_path)


def test_the_shipped_files_are_as_netback_writes_them(tmp_path):
    book = read_ledger(SHIPPED)
    write_ledger(book, tmp_path)
    for name in ("statements.jsonl", "sources.yaml"):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes()


def test_the_shipped_statements_keep_to_the_drivers_and_levels_of_the_case():
    levels = {
        "iran_route": {"open", "shut"},
        "quota": {"binds", "loose"},
        "conflict": {"calm", "strikes", "war"},
    }
    book = read_ledger(SHIPPED)
    for s in book:
        if s.observes:
            assert s.observes.level in levels[s.observes.driver], s.id
        for p in s.pressure:
            assert (p.by, p.on) in {("us", "baghdad"), ("us", "erbil")}, s.id
        if s.same_as:
            assert s.same_as in book, s.id
            assert not (s.pressure and book.get(s.same_as).pressure), f"{s.id} counts twice"
        assert (s.event == "claim_imminent") == (s.claim is not None), s.id
