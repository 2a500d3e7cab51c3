"""What every test can count on: fixed hypothesis settings, a private cache, a browser or a clear reason why not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# The first call of a kernel compiles it, so neither a deadline nor "too slow" says anything about the code.
_common = {"deadline": None, "max_examples": 50, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("local", **_common)  # type: ignore[arg-type]
settings.register_profile("ci", derandomize=True, print_blob=True, **_common)  # type: ignore[arg-type]
settings.load_profile("ci" if CI else "local")


def find_chromium() -> str | None:
    """Path of a Chromium: NETBACK_CHROMIUM first, then what is on PATH."""
    named = os.environ.get("NETBACK_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test where there is no browser; in CI that is a failure, not a skip."""
    if item.get_closest_marker("browser") is None or find_chromium() is not None:
        return
    reason = "no Chromium: set NETBACK_CHROMIUM to its path, or put chromium on PATH"
    if CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium to drive; use with ``@pytest.mark.browser``."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium")
    return found


@pytest.fixture
def private_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of its own for the test, instead of the user's."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder
