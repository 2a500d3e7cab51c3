"""What holds for the repository as a whole: nothing of one machine in it, imports that point one way, pages in step."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netback.units import BY_UNIT

ROOT = Path(__file__).parents[2]

# Written so that no pattern matches its own text.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.-])/(?:work|farm|root|opt/(?:pypi|wheels))/"),
    "a registry host": re.compile(r"\bpypi\.org\b|\bfiles\.pythonhosted\.org\b|\bregistry\.npmjs\.org\b"),
    "an index address": re.compile(
        r"(?<!no-emit-)(?<!PIP_)\bindex-url\b|registry = \"http|\"resolved\": \"http"
    ),
}


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = [git, "-c", "safe.directory=*", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    found = []
    for name in _git("ls-files", "-z").split("\0"):
        path = ROOT / name
        if not name or not path.is_file() or path.suffix == ".svg":
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # not text
        for number, line in enumerate(lines, start=1):
            found += [
                f"{name}:{number}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(line)
            ]
    assert found == []


def test_no_lock_file_with_addresses_is_tracked() -> None:
    tracked = {Path(name).name for name in _git("ls-files").splitlines()}
    assert tracked & {"uv.lock", "poetry.lock", "Pipfile.lock"} == set()


def test_constraints_pin_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[a-z0-9-]+==[\w.!+]+( ; [\w.<>=!'\" ()]+)?")
    assert [line for line in lines if not pin.fullmatch(line)] == []
    names = [line.split("==")[0] for line in lines]
    assert names == sorted(names)


def test_constraints_cover_every_direct_dependency() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    wanted += project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=!~ ;]", text)[0].lower().replace("_", "-") for text in wanted} - {"netback"}
    pinned = {
        line.split("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    assert names - pinned == set()


def test_importing_netback_loads_no_heavy_library() -> None:
    loaded = json.loads(_python("import json, sys, netback; print(json.dumps(sorted(sys.modules)))"))
    heavy = {"numba", "scipy", "pandas", "xarray", "highspy", "fastapi", "matplotlib"}
    assert heavy & set(loaded) == set()


def test_every_module_imports_on_its_own_without_optional_extras() -> None:
    code = """
import importlib, pkgutil, sys

for absent in ("openai", "dask", "distributed", "psycopg", "xarray", "pyarrow"):
    sys.modules[absent] = None  # as if not installed
import netback

names = [found.name for found in pkgutil.walk_packages(netback.__path__, "netback.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    assert int(_python(code)) > 0


def test_imports_point_one_way(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"NO_COLOR": "1"}
    command = [str(program), "--config", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_units_page_lists_every_unit() -> None:
    page = (ROOT / "docs/reference/units.md").read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(): row for row in page.splitlines() if row.startswith("| ")}
    missing = [
        f"{unit.text} ({unit.dimension})"
        for unit in BY_UNIT.values()
        if f"`{unit.text}`" not in rows.get(unit.dimension, "")
    ]
    assert missing == []


def test_the_glossary_defines_each_term_once_in_order() -> None:
    page = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
    terms = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert len(terms) > 40
    assert terms == sorted(set(terms), key=str.casefold)


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_scripts_are_executable(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
