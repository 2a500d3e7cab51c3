"""What `read` and `desk add` share: the files a person means by one word, and asking a language model."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from netback.desk.names import kept_offline
from netback.errors import NetbackError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from netback.reading.aliases import AliasTable
    from netback.reading.document import Document
    from netback.reading.model import ModelReading

__all__ = ["ask_model", "asked_address", "check_reader", "parts_of"]


def parts_of(where: str, doc_id: str = "") -> list[tuple[str, str]]:
    """Files to take, each with the id to give its document, "" for the file's own name.

    Files of one name in a folder's subfolders get ids of their own, of their path.

    Raises
    ------
    UsageError
        Nothing is named, or one id for a whole folder.
    """
    if not where.strip():
        raise UsageError("name a report: a file, a folder, or an address beginning with https://")
    folder = Path(where)
    if "://" in where or not folder.is_dir():
        return [(where, doc_id)]
    if doc_id:
        raise UsageError(
            f"--doc-id is for one report; {where} is a folder, whose files are called by their names"
        )
    from netback.reading.document import Limits
    from netback.reading.importers.folder import folder_files

    files = folder_files(folder, Limits())
    if not files:
        raise UsageError(f"the folder {where} holds no files")
    plain = Counter(_id(f.stem) for f in files)
    path = Counter(_id("-".join(f.relative_to(folder).with_suffix("").parts)) for f in files)
    out = []
    for file in files:
        within = file.relative_to(folder)
        own = _id("-".join(within.with_suffix("").parts))
        whole = _id("-".join(within.parts))
        key = "" if plain[_id(file.stem)] == 1 else own if path[own] == 1 else whole
        out.append((str(file), key))
    return out


def check_reader(reader: str, case: str | None) -> None:
    """Refuse a reader there is none of, and a language model for a case that is marked offline.

    Raises
    ------
    UsageError
        The message says what to do instead.
    """
    if reader not in ("rules", "model", "llm"):
        raise UsageError(f"--reader {reader!r} is neither rules nor model")
    if reader != "rules" and case is not None and kept_offline(case):
        raise UsageError(
            f"the case {case} is marked offline, so no report is sent to a language model; use --reader rules, or remove "
            "`offline: true` from its case.yaml"
        )


def _id(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.:-]+", "-", text).strip("-._:")[:120] or "document"


def asked_address(url: str) -> str:
    """Where a model was asked, without a name or password in it.

    Examples
    --------
    >>> asked_address("http://ann:secret@127.0.0.1:8080/v1")
    'http://127.0.0.1:8080/v1'
    """
    return re.sub(r"//[^@/]*@", "//", url)


def ask_model(document: Document, names: AliasTable, day: dt.date | None) -> ModelReading:
    """What a language model finds in a report.

    Raises
    ------
    UsageError
        The day of publication is not known.
    NetbackError
        It did not answer, or not what was asked for; the message has the address.
    """
    from netback.reading.model import endpoint_from_environment, read_with_model

    endpoint = endpoint_from_environment()
    if day is None:
        raise UsageError("the language-model reader needs --published: the document does not say its day")
    run = read_with_model(document, names, day, endpoint)
    if run.fault:
        raise NetbackError(
            f"{document.doc_id}: {run.fault}; asked {asked_address(endpoint.url)} (NETBACK_LLM_URL)"
        )
    return run
