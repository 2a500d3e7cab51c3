"""The desk under load, and under kill -9, on SQLite and on a real PostgreSQL.

    python benchmarks/bench_desk.py [--decisions 500] [--processes 4] [--kills 50] [--only sqlite|postgresql]

Load: each process takes that many decisions at the same time as the others. Half are accepted or refused proposals, each
offered to two processes, so that one of the two comes too late; half are edits of forty proposals everybody edits. Kill: a
process that decides, and writes accepted statements into a case's folder, is killed with SIGKILL at a random moment, again
and again. Afterwards every decision a process was told of must be there once, no edit may have undone another, the log's
chain must hold, and the case's file must have each accepted statement once. Ends with exit code 1 where that is not so.

PostgreSQL is started from its Debian package (initdb, pg_ctl) in a temporary folder, on 127.0.0.1 and a free port, and is
stopped at the end; as root it runs as an unprivileged user. Its fsync stays on.
"""

from __future__ import annotations

import argparse
import contextlib
import glob
import json
import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOT = 40
BY_KIND = ("accept", "refuse")


# --- a PostgreSQL of our own -----------------------------------------------------------------------------------------


def find_postgres() -> Path | None:
    """Folder of initdb and pg_ctl, newest first; None where the package is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: float(Path(p).parts[-3]))
    here = shutil.which("initdb")
    if here and shutil.which("pg_ctl"):
        found.insert(0, here)
    return Path(found[-1]).parent if found else None


@contextlib.contextmanager
def postgres(*, fsync: bool = True) -> Iterator[str]:
    """The address of an empty database on a server of our own."""
    tools = find_postgres()
    if tools is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    user: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="netback-pg-"))
    password = secrets.token_hex(16)
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        name = next(n for n in ("postgres", "nobody") if n in {p.pw_name for p in pwd.getpwall()})
        user = {"user": name, "extra_groups": []}
        for path in (folder, folder / "password"):
            shutil.chown(path, name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")
    quiet: dict[str, Any] = {
        "check": True,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.PIPE,
        "cwd": folder,
    } | user
    try:
        subprocess.run(
            [tools / "initdb", "-D", data, "-U", "netback", "-A", "scram-sha-256", "--pwfile", folder / "password",
             "-E", "UTF8", "--locale", "C", "--no-sync"], **quiet,
        )  # fmt: skip
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync={'on' if fsync else 'off'}"
        subprocess.run(
            [tools / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start"],
            **quiet,
        )
        try:
            yield f"postgresql://netback:{password}@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- what is on the desk ---------------------------------------------------------------------------------------------


def fill(url: str, count: int) -> None:
    """Put one document with HOT + count proposals on the desk."""
    from netback.desk import add_document, add_proposals, open_desk
    from netback.reading.records import Anchor, Proposal

    desk = open_desk(url)
    lines = [f"Report {i}: the mediator spoke of matter {i}." for i in range(HOT + count)]
    text = "\n".join(lines)
    add_document(desk, text, doc_id="load", publisher="Load Wire", published="2025-02-12", by="setup")
    found, start = [], 0
    for i, line in enumerate(lines):
        key = ("hot" if i < HOT else "cold") + f"-{i:05d}"
        anchor = Anchor(start=start, end=start + len(line), exact=line)
        found.append(
            Proposal(
                id=key,
                doc_id="load",
                kind="event",
                type="ACCUSE",
                actors=("mediator",),
                anchor=anchor,
                reader="load@1",
            )
        )
        start += len(line) + 1
    for i in range(0, len(found), 1000):
        add_proposals(desk, "load", found[i : i + 1000], by="setup", case="starter")


def worker(
    url: str, folder: str, number: int, processes: int, decisions: int, sync_every: int, acks: str
) -> None:
    """Take decisions until there are enough; write a line for each one after it is done."""
    from netback.case import read_case
    from netback.desk import Stale, accept, edit, get_item, open_desk, refuse, sync

    rng = random.Random(number)
    desk, case = open_desk(url), read_case(folder)
    from netback.desk import list_items

    cold = [i.id for i in list_items(desk, case="starter", state="open") if i.id.startswith("cold")]
    mine = [c for i, c in enumerate(cold) if number % processes in (i % processes, (i + 1) % processes)]
    rng.shuffle(mine)
    done = late = again = 0
    took: list[float] = []
    me = f"worker {number}"
    out = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    start = time.time()
    while done < decisions:
        began = time.perf_counter()
        if done % 2 == 0 and mine:
            key = mine.pop()
            verb = BY_KIND[rng.random() < 0.2]
            try:
                if verb == "accept":
                    made = accept(desk, key, case=case, by=me, version=1)
                    ack = ["accept", key, made.statement.id]
                else:
                    refuse(desk, key, by=me, version=1, reason="load")
                    ack = ["refuse", key, ""]
            except Stale:
                late += 1
                continue
        else:
            key, tag = f"hot-{rng.randrange(HOT):05d}", f"{number}.{done}"
            while True:
                item = get_item(desk, key)
                try:
                    edit(desk, key, {"topics": (*item.proposal.topics, tag)}, by=me, version=item.version)
                    break
                except Stale:
                    again += 1
            ack = ["edit", key, tag]
        os.write(out, (json.dumps(ack) + "\n").encode())
        took.append(time.perf_counter() - began)
        done += 1
        if sync_every and done % sync_every == 0:
            sync(desk, folder, by=me)
    print(json.dumps({"late": late, "again": again, "took": took, "span": [start, time.time()]}), flush=True)


# --- what must be true afterwards ------------------------------------------------------------------------------------


def check(url: str, folder: Path, acks: Path, unheard: int) -> dict[str, int]:
    """Compare what processes were told with what there is.

    Parameters
    ----------
    unheard : int
        Most decisions that can stand on the desk though nobody lived to hear of them: one a kill.
    """
    from sqlalchemy import select

    from netback.desk import list_items, open_desk, sync, verify_log
    from netback.desk.database import Decision, Entry, reading
    from netback.evidence import read_ledger

    desk = open_desk(url)
    told = [json.loads(line) for line in acks.read_text().splitlines()]
    log = verify_log(desk)
    sync(desk, folder, by="check")
    sync(desk, folder, by="check")
    items = {i.id: i for i in list_items(desk)}
    with reading(desk.engine) as session:
        decisions = [(d.proposal, d.version, d.action) for d in session.execute(select(Decision)).scalars()]
        entries = {e.proposal: e.statement_id for e in session.execute(select(Entry)).scalars()}
    problems: list[str] = []

    def must(fine: bool, what: str) -> None:
        if not fine:
            problems.append(what)

    by_key: dict[tuple[str, str], int] = {}
    for proposal, _, action in decisions:
        by_key[proposal, action] = by_key.get((proposal, action), 0) + 1
    tags = {t for i in items.values() for t in i.proposal.topics}
    for verb, key, extra in told:
        if verb == "edit":
            must(extra in tags, f"edit {extra} of {key} is lost")
        else:
            must(by_key.get((key, verb)) == 1, f"{verb} {key}: {by_key.get((key, verb), 0)} times")
            must(
                items[key].state == ("accepted" if verb == "accept" else "refused"),
                f"{key} is {items[key].state}",
            )
            must(verb != "accept" or entries.get(key) == extra, f"the statement of {key} is lost")
    for key, item in items.items():
        edits = by_key.get((key, "edit"), 0)
        must(
            len(item.proposal.topics) == len(set(item.proposal.topics)) == edits,
            f"{key}: topics against {edits} edits",
        )
        must(
            item.version == 1 + sum(n for (k, _), n in by_key.items() if k == key) if edits else True,
            f"{key}: version",
        )
    extra_n = len(decisions) - len(told)
    must(0 <= extra_n <= unheard, f"{len(decisions)} decisions, {len(told)} told")
    lines = [json.loads(line)["id"] for line in (folder / "statements.jsonl").read_text().splitlines()]
    ours = [i for i in lines if i in set(entries.values())]
    must(
        sorted(ours) == sorted(entries.values()),
        f"{len(ours)} statements in the file, {len(entries)} accepted",
    )
    must(len(lines) == len(set(lines)), "a statement stands in the file twice")
    read_ledger(folder)
    if problems:
        raise SystemExit("NOT TRUE: " + "; ".join(problems[:10]))
    return {"decisions": len(decisions), "told": len(told), "accepted": len(entries), "log": log.lines}


def _start(
    url: str, folder: Path, n: int, processes: int, decisions: int, every: int, acks: Path
) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        __file__,
        "--worker",
        json.dumps([url, str(folder), n, processes, decisions, every, str(acks)]),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@contextlib.contextmanager
def place(url: str | None) -> Iterator[tuple[str, Path, Path]]:
    """A desk's address, a copy of the starter case, and a file for what processes were told."""
    from netback.desk import case_folder

    with tempfile.TemporaryDirectory(prefix="netback-desk-") as name:
        folder, _ = case_folder("starter", name)
        yield url or f"sqlite:///{name}/desk.db", folder, Path(name) / "acks"


def run_load(url: str | None, processes: int, decisions: int) -> dict[str, Any]:
    """Many processes at once."""
    with place(url) as (address, folder, acks):
        fill(address, processes * decisions)
        running = [_start(address, folder, n, processes, decisions, 100, acks) for n in range(processes)]
        results = [json.loads(p.communicate()[0]) for p in running]
        if any(p.returncode for p in running):
            raise SystemExit("NOT TRUE: a process failed")
        seconds = max(r["span"][1] for r in results) - min(r["span"][0] for r in results)
        found = check(address, folder, acks, 0)
        took = sorted(t for r in results for t in r["took"])
        return found | {
            "seconds": seconds, "rate": found["told"] / seconds, "late": sum(r["late"] for r in results),
            "again": sum(r["again"] for r in results), "median_ms": 1e3 * took[len(took) // 2],
            "p95_ms": 1e3 * took[int(0.95 * len(took))],
        }  # fmt: skip


def run_kills(url: str | None, kills: int, seed: int = 1) -> dict[str, Any]:
    """One process after the other, each killed while it writes."""
    rng = random.Random(seed)
    with place(url) as (address, folder, acks):
        fill(address, 60 * kills)
        acks.touch()
        from netback.evidence import read_ledger

        for n in range(kills):
            before = acks.stat().st_size
            process = _start(address, folder, n, 1, 10**6, 3, acks)
            limit = time.monotonic() + 60
            while acks.stat().st_size == before and time.monotonic() < limit and process.poll() is None:
                time.sleep(0.005)
            time.sleep(rng.random() * 0.25)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
            if acks.stat().st_size == before:
                raise SystemExit("NOT TRUE: a process after a kill could not write")
            read_ledger(folder)  # a reader finds a whole file after each
        return check(address, folder, acks, kills) | {"kills": kills}


def main() -> None:
    """Run both on both, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--decisions", type=int, default=500)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker(*json.loads(options.worker))
        return
    for name in ("sqlite", "postgresql"):
        if options.only not in (None, name):
            continue
        for what in ("load", "kills"):
            with contextlib.nullcontext(None) if name == "sqlite" else postgres() as url:
                if what == "load":
                    r = run_load(url, options.processes, options.decisions)
                    print(
                        f"{name:<10} load   {options.processes} processes x {options.decisions} decisions: {r['seconds']:.1f} s, "
                        f"{r['rate']:.0f}/s, median {r['median_ms']:.0f} ms, 95% {r['p95_ms']:.0f} ms; too late {r['late']}, "
                        f"edits repeated {r['again']}; lost 0, doubled 0; log of {r['log']} lines holds", flush=True,
                    )  # fmt: skip
                else:
                    r = run_kills(url, options.kills)
                    print(
                        f"{name:<10} kills  {r['kills']} x SIGKILL: {r['told']} decisions told, {r['decisions']} there "
                        f"({r['decisions'] - r['told']} nobody lived to hear of), {r['accepted']} statements in the file once "
                        f"each; lost 0, doubled 0; log of {r['log']} lines holds", flush=True,
                    )  # fmt: skip


if __name__ == "__main__":
    main()
