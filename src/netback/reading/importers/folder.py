"""A folder of files, or a zip or tar of them, read in memory: nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from netback.reading.document import Limits
from netback.reading.faults import ReadingError

__all__ = ["folder_files", "members"]


def folder_files(folder: Path, limits: Limits) -> list[Path]:
    """Files of a folder and the folders in it, sorted; links that lead out of it are left alone.

    Raises
    ------
    ReadingError
        Too many, or too large together.
    """
    root = folder.resolve()
    out: list[Path] = []
    total = 0
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        if not path.resolve().is_relative_to(root):
            continue
        total += path.stat().st_size
        out.append(path)
        if len(out) > limits.members or total > limits.total_bytes:
            raise ReadingError(
                "reading/too-many",
                f"{folder} holds more than {limits.members} files or {limits.total_bytes:,} bytes",
                "smaller folders",
                str(folder),
            )
    return out


def _safe(name: str, shown: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":") or "\x00" in name:
        raise ReadingError(
            "reading/path-escape",
            f"the archive names a file outside itself: {name[:80]!r}",
            "an archive with plain relative names",
            shown,
        )
    return str(path)


def members(raw: bytes, shown: str, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files in a zip or tar.

    Raises
    ------
    ReadingError
        Broken, a path that escapes, a link, or an archive that unfolds too far.
    """
    budget = min(limits.total_bytes, max(len(raw), 10_000) * limits.ratio)
    try:
        yield from _zip(raw, shown, limits, budget) if raw[:2] == b"PK" else _tar(raw, shown, limits, budget)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise ReadingError(
            "reading/broken-archive", f"the archive cannot be read ({type(error).__name__})", "", shown
        ) from None


def _too_far(shown: str, limits: Limits) -> ReadingError:
    return ReadingError(
        "reading/archive-bomb",
        f"the archive unfolds to more than {limits.ratio} times its size or {limits.total_bytes:,} bytes",
        "",
        shown,
    )


def _zip(raw: bytes, shown: str, limits: Limits, budget: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = [e for e in archive.infolist() if not e.is_dir()]
        if len(entries) > limits.members:
            raise ReadingError(
                "reading/too-many", f"the archive holds more than {limits.members} files", "", shown
            )
        names = [_safe(e.filename, shown) for e in entries]
        for entry, name in zip(entries, names):
            if (entry.external_attr >> 16) & 0o170000 == 0o120000:
                raise ReadingError(
                    "reading/path-escape", f"the archive holds a link: {name[:80]!r}", "", shown
                )
            with archive.open(entry) as handle:
                data = handle.read(min(limits.raw_bytes, budget) + 1)
            budget -= len(data)
            if budget < 0 or len(data) > limits.raw_bytes:
                raise _too_far(shown, limits)
            yield name, data


def _tar(raw: bytes, shown: str, limits: Limits, budget: int) -> Iterator[tuple[str, bytes]]:
    count = 0
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r|*") as archive:
        for entry in archive:
            count += 1
            if count > limits.members:
                raise ReadingError(
                    "reading/too-many", f"the archive holds more than {limits.members} files", "", shown
                )
            name = _safe(entry.name, shown)
            if entry.isdir():
                continue
            if not entry.isreg():
                raise ReadingError(
                    "reading/path-escape", f"the archive holds a link or device: {name[:80]!r}", "", shown
                )
            budget -= entry.size
            if budget < 0 or entry.size > limits.raw_bytes:
                raise _too_far(shown, limits)
            handle = archive.extractfile(entry)
            if handle is not None:
                yield name, handle.read(limits.raw_bytes + 1)
