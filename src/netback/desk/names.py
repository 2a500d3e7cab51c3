"""Who is meant by a name: one table for `netback read` and the desk, and whom each person or office stands for.

A case's table is made of the parties of its case.yaml, of whoever its pressure drivers say presses whom, and of its
`aliases.yaml`: persons, offices with their holders by date, organisations, agencies. A ledger keeps the narrowest speaker;
whatever compares parties (pressure, same event, contradictions) goes by the party behind.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netback.desk.text import slug, tidy_name
from netback.errors import UsageError
from netback.reading.aliases import Alias, AliasTable

if TYPE_CHECKING:
    from netback.case.case import Case

__all__ = [
    "ALIASES",
    "NOBODY",
    "Names",
    "alias_records",
    "alias_table",
    "alias_table_of",
    "kept_offline",
    "names_from",
    "names_of",
]

ALIASES = "aliases.yaml"
"""File of a case with the names beside its parties."""
_ACTS = ("party", "person", "office", "organisation")
_NARROW = ("person", "office", "organisation")
_DATES = (dt.date, dt.datetime)
_SHIPPED = Path(__file__).parents[1] / "case" / "shipped"


class Names:
    """The names of a case, looked up in any spelling.

    Parameters
    ----------
    records : sequence of mapping
        As for `AliasTable.from_records`.

    Examples
    --------
    >>> names = Names([{"id": "us", "name": "United States", "kind": "party", "spellings": ["Washington"]},
    ...                {"id": "rubio", "name": "Marco Rubio", "kind": "person", "party": "us"}])
    >>> names.party("rubio"), names.party("washington"), names.party("Norway"), names.shown("rubio")
    ('us', 'us', '', 'Marco Rubio')
    """

    def __init__(self, records: Sequence[Mapping[str, Any]] = ()) -> None:
        self.records = tuple(dict(r) for r in records)

    @cached_property
    def table(self) -> AliasTable:
        """The table a reader takes."""
        return AliasTable.from_records(self.records)

    @cached_property
    def text(self) -> str:
        """The records as JSON, the same text for the same names; `names_from` reads it back."""
        return json.dumps(self.records, ensure_ascii=False, sort_keys=True, default=_iso)

    @cached_property
    def _loose(self) -> dict[str, Alias]:
        """Aliases by tidied spelling; of several with one spelling, the first that can act."""
        found: dict[str, Alias] = {}
        for alias in sorted(self.table.aliases, key=lambda a: a.kind not in _ACTS):
            for spelling in (alias.id, alias.name, *alias.spellings):
                found.setdefault(tidy_name(spelling), alias)
        return found

    @cached_property
    def _offices(self) -> tuple[Alias, ...]:
        return tuple(a for a in self.table.aliases if a.held)

    def alias(self, name: str, day: dt.date | None = None) -> Alias | None:
        """The alias of an id or a spelling; of an office, its holder on the day where one is given."""
        key = name if name in self.table else self.table.lookup(name.strip(), day)
        found = self.table.get(key) or self._loose.get(tidy_name(name))
        if found is not None and found.held and day is not None:
            holder = next((h.who for h in found.held if h.since <= day <= h.until), "")
            return self.table.get(holder) or found
        return found

    def who(self, name: str, day: dt.date | None = None) -> str:
        """What a name is compared by: the id of its alias, else the name as a slug."""
        found = self.alias(name, day)
        return found.id if found else slug(name)

    def party(self, name: str) -> str:
        """The party a name stands for; "" for nobody's, for an agency, and for a place."""
        found = self.alias(name)
        if found is None or found.kind not in _ACTS:
            return ""
        return found.party or (found.id if found.kind == "party" else "")

    def lifted(self, name: str) -> str:
        """The party a name stands for; the name itself, as `who`, where it is nobody's."""
        return self.party(name) or self.who(name)

    def narrow(self, name: str, day: dt.date | None = None) -> tuple[str, str, str] | None:
        """(party, kind, id) of a person, office or organisation; None for a party and for a name nobody knows."""
        found = self.alias(name, day)
        if found is None or found.kind not in _NARROW:
            return None
        return found.party or found.id, found.kind, found.id

    def kind(self, name: str) -> str:
        """See `netback.reading.aliases.Kind`; "" for a name nobody knows."""
        found = self.alias(name)
        return found.kind if found else ""

    def name(self, name: str) -> str:
        """As readers know it; what nobody knows stays as it is written."""
        found = self.alias(name)
        return found.name if found else name

    def office(self, name: str, day: dt.date | None) -> str:
        """The office a person held on a day; an office or ministry speaks as itself; "" where none is known."""
        found = self.alias(name)
        if found is None or found.kind == "office":
            return found.name if found else ""
        if found.kind != "person" or day is None:
            return ""
        return next(
            (
                office.name
                for office in self._offices
                for held in office.held
                if held.who == found.id and held.since <= day <= held.until
            ),
            "",
        )

    def shown(self, name: str, day: dt.date | None = None) -> str:
        """A name as a ledger writes it: a person with the office held that day, as "Iraqi Prime Minister … al-Sudani"."""
        found = self.alias(name, day)
        if found is None:
            return name
        office = self.office(found.id, day) if found.kind == "person" else ""
        return f"{office} {found.name}" if office else found.name

    def outlet(self, name: str) -> str:
        """What an outlet or agency is compared by: "Rudaw English" is Rudaw, where the case knows Rudaw."""
        found = self.alias(name)
        if found is None:
            first = next(iter(self.table.find(name)), None)
            if first is not None and first.start == 0 and first.kind == "agency":
                return first.id
        return found.id if found else tidy_name(name)

    def mentioned(self, text: str, day: dt.date | None = None) -> tuple[str, ...]:
        """Ids of everybody named in a text who can act, as in "State Department (Tammy Bruce)"."""
        whole = self.alias(text, day)
        if whole is not None and whole.kind in _ACTS:
            return (whole.id,)
        found = [m.id for m in self.table.find(text, day) if m.kind in _ACTS]
        return tuple(dict.fromkeys(found))


def _iso(value: Any) -> str:
    if isinstance(value, _DATES):
        return str(value)
    raise UsageError(f"{ALIASES} holds {value!r}, which is neither text nor date")


NOBODY = Names()
"""No names at all."""


@lru_cache(maxsize=16)
def names_from(text: str) -> Names:
    """Names of what `Names.text` gave."""
    return Names(json.loads(text)) if text else NOBODY


def names_of(case: Case) -> Names:
    """The names of a case, made once."""
    if "desk names" not in case.memo:
        case.memo["desk names"] = Names(alias_records(case))
    found: Names = case.memo["desk names"]
    return found


def alias_records(case: Case) -> list[dict[str, Any]]:
    """The records behind `alias_table`."""
    parties = {
        k: {"name": p.name, "kind": p.kind, "aliases": p.aliases} for k, p in case.file.parties.items()
    }
    drivers = [
        d.model_dump(include={"kind", "by", "on"}) for d in case.file.drivers.values() if d.kind == "pressure"
    ]
    return _records(parties, drivers, Path(case.folder) / ALIASES if case.folder else None)


def alias_table(case: Case | None) -> AliasTable:
    """Names to look for in a case: its parties and their aliases, and what its `aliases.yaml` adds.

    Raises
    ------
    UsageError
        `aliases.yaml` is not a list of aliases.
    """
    return NOBODY.table if case is None else names_of(case).table


def alias_table_of(where: str | Path) -> AliasTable:
    """The same, straight from a case's files, without solving or checking the case.

    Raises
    ------
    CaseError
        There is no such case.
    UsageError
        `aliases.yaml` is not a list of aliases.
    """
    found, folder = _plain_case(where)
    drivers = found.get("drivers")
    pressing = [
        # An unquoted `on` is true to a YAML reader.
        {"by": d.get("by"), "on": d.get("on", d.get(True))}
        for d in (drivers.values() if isinstance(drivers, dict) else ())
        if isinstance(d, dict) and d.get("kind") == "pressure"
    ]
    parties = found.get("parties")
    known = (
        {str(k): p for k, p in parties.items() if isinstance(p, dict)} if isinstance(parties, dict) else {}
    )
    return AliasTable.from_records(_records(known, pressing, folder / ALIASES))


def kept_offline(where: str | Path) -> bool:
    """Whether a case is marked `offline: true`: no report read for it goes to a language model.

    Raises
    ------
    CaseError
        There is no such case.
    """
    return _plain_case(where)[0].get("offline") not in (None, False)


def _plain_case(where: str | Path) -> tuple[dict[Any, Any], Path]:
    """What stands in a case's case.yaml, unchecked, and its folder."""
    path = Path(where)
    if not path.exists():
        path = _SHIPPED / str(where) if str(where).isidentifier() else path
    if not path.exists():
        from netback.case.load import find_case  # slow to import, and says it best

        path, _ = find_case(where)
    folder = path if path.is_dir() else path.parent
    file = path if path.is_file() else folder / "case.yaml"
    found = _yaml(file) if file.is_file() else {}
    return (found if isinstance(found, dict) else {}), folder


def _yaml(file: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file.name} cannot be read ({type(error).__name__})") from None


def _records(
    parties: Mapping[str, Mapping[str, Any]], drivers: Iterable[Mapping[str, Any]], file: Path | None
) -> list[dict[str, Any]]:
    extra = _yaml(file) if file is not None and file.is_file() else []
    if extra is None:
        extra = []  # a file of comments only
    if not isinstance(extra, list) or not all(isinstance(r, dict) for r in extra):
        raise UsageError(f"{ALIASES} is not a list of aliases")
    listed = {str(r.get("id")): r for r in extra}
    if len(listed) < len(extra):
        raise UsageError(f"{ALIASES} has one id twice, or an entry without id")
    taken = {str(s) for r in extra for s in (r.get("name"), *_list(r, "spellings"))}
    records: list[dict[str, Any]] = []
    for key, party in parties.items():
        own = listed.pop(key, None)
        name = str(party.get("name", key))
        spellings = [str(a) for a in _list(party, "aliases") if str(a) not in taken]
        given = own or {"metonym": not _in_a_sentence(name) and party.get("kind") != "companies"}
        records.append(
            {"id": key, "kind": "party", "party": key, **given, "name": given.get("name", name),
             "spellings": [*_list(given, "spellings"), *spellings, *([] if own else _in_a_sentence(name))]}
        )  # fmt: skip
    records += listed.values()
    known = {tidy_name(str(s)) for r in records for s in (r["id"], r.get("name", ""), *_list(r, "spellings"))}
    for name in dict.fromkeys(str(d.get(role) or "") for d in drivers for role in ("by", "on")):
        if name and tidy_name(name) not in known:
            records.append({"id": name, "name": name.replace("_", " "), "kind": "party", "party": name})
    return records


def _list(record: Mapping[str, Any], key: str) -> Sequence[Any]:
    found = record.get(key) or ()
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise UsageError(f"{record.get('id', '?')!r}: {key} is not a list")
    return found


def _in_a_sentence(name: str) -> list[str]:
    """ "The state" as it stands within a sentence: "the state"."""
    return ["the " + name[4:]] if name.startswith("The ") else []
