"""What `check`, the starter and the JSON Schema say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from netback.case import case_schema, check_case, read_case, shipped_cases, write_starter
from netback.case.load import SHIPPED
from netback.case.text import read_yaml
from netback.errors import UsageError

ROOT = Path(__file__).parents[3]


def as_text(name: str) -> Any:
    return read_yaml((SHIPPED / name / "case.yaml").read_bytes(), name)[0].data


def test_check_counts_and_lists() -> None:
    found = check_case("starter")
    assert found.ok
    assert found.warnings == ()
    assert found.counts is not None
    assert (found.counts["parties"], found.counts["fields"], found.counts["drivers"]) == (3, 3, 3)
    assert found.cited_share == found.cited[0] / found.cited[1]
    assert any(a.path == "network.arcs.trunk.capacity" and a.line > 0 for a in found.assumptions)


def test_the_record_of_a_check_is_plain_data() -> None:
    record = json.loads(json.dumps(check_case("starter").as_record()))
    assert record["schema"] == "netback-check/1"
    assert record["case_hash"] == read_case("starter").hash
    assert record["cited"]["written"] > record["cited"]["with_citation"] > 0


def test_the_record_of_a_broken_case_has_its_problems() -> None:
    record = check_case("nowhere").as_record()
    assert record["ok"] is False
    assert record["problems"][0]["slug"] == "case/no-case"
    assert record["case_hash"] is None


def test_as_of_must_be_a_date() -> None:
    with pytest.raises(UsageError, match="not a date"):
        check_case("starter", as_of="soon")


def test_the_starter_passes_and_says_that_it_is_invented(tmp_path: Path) -> None:
    folder = write_starter("my_case", tmp_path)
    found = check_case(folder)
    assert (found.problems, found.warnings) == ((), ())
    case = read_case(folder)
    assert (case.name, case.title, case.file.illustrative) == ("my_case", "My case", True)
    assert [p.name for p in tmp_path.iterdir()] == ["my_case"]


def test_the_starter_teaches_every_block() -> None:
    lines = (SHIPPED / "starter" / "case.yaml").read_text("utf-8").splitlines()
    comments = [line for line in lines if "#" in line]
    assert len(comments) > 40
    blocks = {line.split(":")[0] for line in lines if re.match(r"^[a-z_]+:", line)}
    assert {"parties", "network", "streams", "contracts", "terms", "drivers", "calendar", "episodes",
            "resolution", "restart", "scenarios", "reported"} <= blocks  # fmt: skip


@pytest.mark.parametrize("name", ["", "My-Case", "../x", "a b", "1st", "x" * 80, "a\n"])
def test_a_name_that_cannot_name_a_case_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot name a case"):
        write_starter(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_starter_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    with pytest.raises(UsageError, match="there already"):
        write_starter("toy", tmp_path)


def test_the_schema_is_a_schema() -> None:
    schema = case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("name", shipped_cases())
def test_the_schema_accepts_shipped_cases_read_as_text(name: str) -> None:
    jsonschema.Draft202012Validator(case_schema()).validate(as_text(name))


def test_the_schema_accepts_the_starter_as_an_editor_reads_it() -> None:
    data = as_text("starter")
    data["illustrative"] = True
    data["drivers"]["benchmark"]["nodes"] = 5
    data["drivers"]["push"]["thresholds"] = [1]
    data["parties"]["transit"]["veto"] = False
    jsonschema.Draft202012Validator(case_schema()).validate(data)


def _without(data: Any) -> None:
    del data["parties"]


def _extra(data: Any) -> None:
    data["partys"] = {}


def _choice(data: Any) -> None:
    data["network"]["arcs"]["trunk"]["mode"] = "lorry"


def _shape(data: Any) -> None:
    data["restart"] = ["1 months"]


def _flag(data: Any) -> None:
    data["parties"]["owner"]["veto"] = "perhaps"


def _dated(data: Any) -> None:
    data["network"]["arcs"]["trunk"]["capacity"] = {"spring": "3 kb/d"}


def _name(data: Any) -> None:
    data["name"] = "My Case"


@pytest.mark.parametrize("harm", [_without, _extra, _choice, _shape, _flag, _dated, _name])
def test_the_schema_refuses_broken_cases(harm: Any) -> None:
    data = as_text("starter")
    harm(data)
    assert list(jsonschema.Draft202012Validator(case_schema()).iter_errors(data))


def test_every_slug_used_is_explained() -> None:
    used: set[str] = set()
    for path in (ROOT / "src" / "netback").rglob("*.py"):
        used |= set(re.findall(r'"((?:case|evidence)/[a-z0-9-]+)"', path.read_text("utf-8")))
    page = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")
    explained = set(re.findall(r"^### `([^`]+)`", page, re.MULTILINE))
    assert {s for s in used if not s.endswith(("/x",))} - explained == set()
    assert {s for s in explained if s.startswith(("case/", "evidence/"))} - used == set()


def test_the_python_of_the_how_to_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "how-to" / "make-a-case.md").read_text("utf-8")
    code = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(code) == 1
    exec(code[0], {})
    assert capsys.readouterr().out.startswith("['network.arcs.trunk.capacity']\n")


def test_the_statement_of_the_how_to_is_one() -> None:
    from netback.evidence import Statement

    page = (ROOT / "docs" / "how-to" / "make-a-case.md").read_text("utf-8")
    (line,) = re.findall(r"```json\n(.*?)\n```", page, re.DOTALL)
    assert Statement.model_validate_json(line).id == "north_2024"
