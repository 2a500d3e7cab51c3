"""What-ifs, scenarios and copies of a case. A case is never edited in place: every change is a new case."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from netback.case.case import Case, _map_values, _plain
from netback.case.links import Links, check_numbers
from netback.case.series import write_series
from netback.case.text import YamlText
from netback.case.value import Value, ValueProblem, parse_flag, parse_value
from netback.dates import month_name
from netback.errors import CaseError, Problem, UnknownAsOf, UsageError, nearest
from netback.evidence import write_ledger

__all__ = ["apply_scenario", "diff_cases", "set_values", "write_case"]


def set_values(case: Case, changes: Mapping[str, str]) -> Case:
    """A case in which some values are others, from always on.

    Parameters
    ----------
    case : Case
    changes : mapping of str to str
        Path of a value to its new text, such as ``{"network.arcs.trunk.capacity": "200 (150..250) kb/d"}``. The unit
        must measure the same as the old one's; dated entries give way to the one new entry.

    Returns
    -------
    Case
        With the same places in the file.

    Raises
    ------
    CaseError
        Every path that leads to no value, every text that is no value of its dimension, every number out of range.
    """
    problems: list[Problem] = []
    found: dict[str, Value] = {}
    for path, text in changes.items():
        if path not in case.values:
            hint = nearest(path, case.values)
            what = f"{path!r} is not a value of this case"
            problems.append(Problem("", 0, 0, path, "case/unknown-path", what, hint or _some(case, path)))
            continue
        dimension = case.values[path].dimension
        try:
            value = parse_flag(text) if dimension == "flag" else parse_value(text, dimension)
        except ValueProblem as problem:
            problems.append(Problem("", 0, 0, path, problem.slug, problem.what, problem.fix))
            continue
        for cite in {c for entry in value.entries for c in entry.cites if c not in case.ledger}:
            what = f"no statement known on {case.as_of} has the id {cite!r}"
            fix = nearest(cite, [s.id for s in case.ledger.statements]) or "no citation"
            problems.append(Problem("", 0, 0, path, "case/unknown-statement", what, fix))
        found[path] = value
    if not problems:
        file = _map_values(case.file, lambda path, old: found.get(path, old))
        links = Links(file, YamlText("", None, {}, {}, {}, {}, ()), case.ledger, case.series, Path(), "")
        check_numbers(links)
        before = Links(case.file, links.text, case.ledger, case.series, Path(), "")
        check_numbers(before)
        known = {(p.path, p.what) for p in before.problems}
        problems = [replace(p, line=0, column=0) for p in links.problems if (p.path, p.what) not in known]
        if not problems:
            return replace(case, file=file)
    raise CaseError(problems)


def _some(case: Case, path: str) -> str:
    """Some paths that begin like a path that does not exist."""
    parts = path.split(".")
    for n in range(len(parts) - 1, 0, -1):
        head = ".".join(parts[:n]) + "."
        below = sorted(p for p in case.values if p.startswith(head))
        if below:
            return "one of " + ", ".join(below[:6]) + (", ..." if len(below) > 6 else "")
    return "the path of a value, such as " + next(iter(sorted(case.values)), "network.arcs.NAME.capacity")


def apply_scenario(case: Case, name: str) -> Case:
    """A case under one of its scenarios.

    Parameters
    ----------
    case : Case
    name : str
        Key below ``scenarios``.

    Returns
    -------
    Case
        Its values set; `Case.held` has the level (or price) of each driver held. A pressure driver whose score is
        multiplied is held at ``*2.0``: the level that follows from that many times its score.

    Raises
    ------
    UsageError
        No such scenario.
    CaseError
        A value the scenario sets is not one of the case as known on its day.
    UnknownAsOf
        A factor rests on a statement published later.
    """
    if name not in case.file.scenarios:
        known = case.file.scenarios
        hint = nearest(name, known)
        listed = f"did you mean {hint}?" if hint else f"it has {', '.join(known) or 'none'}"
        raise UsageError(f"{name!r} is not a scenario of {case.name}; {listed}")
    scenario = case.file.scenarios[name]
    held = {**(case.held or {}), **scenario.hold}
    for driver, factor in scenario.pressure_times.items():
        entry = factor.in_force(case.month)
        if entry is None:
            raise UnknownAsOf(
                f"scenarios.{name}.pressure_times.{driver} rests on a statement published after {case.as_of}"
            )
        held[driver] = f"*{entry.central!r}"
    changed = set_values(case, scenario.set) if scenario.set else case
    return replace(changed, held=held, scenario="+".join(filter(None, [case.scenario, name])))


def diff_cases(a: Case, b: Case) -> list[str]:
    """Paths of the values that differ between two cases, sorted.

    Parameters
    ----------
    a, b : Case

    Returns
    -------
    list of str
        Also the paths only one of them has.
    """
    left, right = a.values, b.values
    return sorted(
        path
        for path in {*left, *right}
        if path not in left or path not in right or _plain(left[path]) != _plain(right[path])
    )


def write_case(case: Case, folder: str | Path, *, overwrite: bool = False) -> Path:
    """Write a case as it was known on its day, into a folder of its own.

    Parameters
    ----------
    case : Case
    folder : path
        Must not exist, or be empty.
    overwrite : bool
        Replace a folder that holds a case.

    Returns
    -------
    Path
        The folder. It appears complete or not at all; `read_case` of it gives a case with the same hash.

    Raises
    ------
    UsageError
        The folder is in use, or drivers are held by a scenario: a file does not say that.
    """
    folder = Path(folder)
    if case.held:
        raise UsageError(
            "drivers are held by a scenario, which a case file does not say; write the case without it"
        )
    used = folder.is_file() or (folder.is_dir() and any(folder.iterdir()))
    if used and not (overwrite and (folder / "case.yaml").is_file()):
        raise UsageError(f"{folder} is in use; name a folder that does not exist or is empty")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        _write_parts(case, made)
        umask = os.umask(0)
        os.umask(umask)
        made.chmod(0o777 & ~umask)
        if used:
            old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.")) / "old"
            folder.rename(old)
            made.rename(folder)
            shutil.rmtree(old.parent)
        else:
            if folder.is_dir():
                folder.rmdir()
            made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder


def _write_parts(case: Case, folder: Path) -> None:
    body = _written(case.file, "", case.places)
    text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=110)
    (folder / "case.yaml").write_text(text, encoding="utf-8", newline="\n")
    write_ledger(case.ledger, folder)
    (folder / "series").mkdir()
    for name, series in case.series.items():
        (folder / "series" / f"{name}.csv").write_text(write_series(series), encoding="utf-8", newline="\n")
    data = case.file.reference_class.data
    for name in (data, str(Path(data).with_suffix(".yaml"))):  # a class, and the rules beside it
        if case.folder is not None and (case.folder / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(case.folder / name, folder / name)


def _written(item: Any, path: str, places: Mapping[str, Any] | None) -> Any:
    """A part of a case file as the text to write, without what is there by default only."""
    if isinstance(item, Value):
        return _value_text(item)
    if isinstance(item, BaseModel):
        found: dict[str, Any] = {}
        for name, info in type(item).model_fields.items():
            value = getattr(item, name)
            key = info.alias or name
            at = f"{path}.{key}" if path else key
            if value is None or (at not in (places or {}) and _is_default(value, info)):
                continue
            found[key] = _place_text(value, name) if name in ("at", "via") else _written(value, at, places)
        return found
    if isinstance(item, Mapping):
        return {key: _written(part, f"{path}.{key}", places) for key, part in item.items()}
    if isinstance(item, tuple):
        return [_written(part, f"{path}.{getattr(part, 'id', i)}", places) for i, part in enumerate(item)]
    return item


def _is_default(value: Any, info: Any) -> bool:
    if info.is_required():
        return False
    default = info.get_default(call_default_factory=True)
    if isinstance(value, Value):
        return isinstance(default, str) and _plain(value) == " ".join(default.split())
    return bool(_plain(value) == _plain(default))


def _place_text(value: Any, name: str) -> Any:
    return f"{value[0]!r}, {value[1]!r}" if name == "at" else [f"{lat!r}, {lon!r}" for lat, lon in value]


def _value_text(value: Value) -> Any:
    body: Any
    if not value.entries:
        body = f"unknown {value.unit}".rstrip()
    elif len(value.entries) == 1 and value.entries[0].begins is None:
        body = " ".join(value.entries[0].text.split())
    else:
        body = {month_name(e.begins or 0): " ".join(e.text.split()) for e in value.entries}
    return {"value": body, "note": value.note} if value.note else body
