"""Hostile formats are taken apart in a process of its own: the parent waits so long and no longer.

The other process limits its own memory and processor time where the system knows such limits. It is started as
``python -m netback.reading.importers._sandbox KIND``, reads one JSON job and writes one JSON answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from netback.reading.document import Limits
from netback.reading.faults import ReadingError, missing_extra

__all__ = ["run"]


def run(kind: str, job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The answer of the other process.

    Raises
    ------
    ReadingError
        It took too long, too much memory, or fell over.
    """
    job = {**job, "_seconds": limits.seconds, "_memory": limits.memory_bytes}
    command = [sys.executable, "-W", "ignore", "-m", "netback.reading.importers._sandbox", kind]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(job).encode("utf-8"),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        what = f"the {kind} was not taken apart within {limits.seconds:g} seconds"
        raise ReadingError("reading/too-slow", what, "the text, saved as .txt") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        what = f"the {kind} brought its reader down (exit {done.returncode}): too much memory or broken data"
        raise ReadingError("reading/too-heavy", what, "the text, saved as .txt") from None
    if answer.get("missing"):
        raise missing_extra(str(answer["missing"]))
    return dict(answer)


def _limit(seconds: float, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    whole = max(1, int(seconds) + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))


def main() -> None:
    """Entry of the other process."""
    job = json.loads(sys.stdin.buffer.read())
    _limit(float(job.pop("_seconds")), int(job.pop("_memory")))
    if sys.argv[1] == "html":
        from netback.reading.importers.html import extract
    else:
        from netback.reading.importers.pdf import extract
    sys.stdout.write(json.dumps(extract(job)))


if __name__ == "__main__":
    main()
