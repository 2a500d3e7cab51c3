"""Score a reader against the corpus: `python tests/corpus/score.py [tuning|test|fresh] [--json]`. The rules are in README.md."""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

HERE = Path(__file__).parent
HALVES = ("tuning", "test", "fresh")
"""The parts of the corpus: what rules are made on, what they are checked on, and what was written last and printed last."""
UNDIRECTED = frozenset({"CONSULT", "AGREE", "COOPERATE"})
CAUSES = ("missed", "spurious", "type", "direction", "actor/target", "date")
RESAMPLES, SEED = 1000, 20250325

Record = dict[str, Any]
Predict = Callable[["Doc"], Sequence[Record]]


# --- the one function a reader's author may edit ---------------------------------------------------------------------


class NoReader(RuntimeError):
    """There is nothing to score yet."""


def predictions(doc: Doc) -> list[Record]:
    """What netback's own reader finds in a document, in the interchange form."""
    from netback.reading import AliasTable, make_document, read_document

    document = make_document(doc.text, doc_id=doc.doc_id)
    found = read_document(document, AliasTable.from_records(doc.aliases), date.fromisoformat(doc.published))
    return [record for one in found for record in as_records(one)]


# --- documents -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doc:
    """One text with its labels."""

    doc_id: str
    half: str
    style: str
    dispute: str
    published: str
    issuer: str
    text: str
    aliases: list[Record] = field(repr=False)
    records: list[Record] = field(repr=False)

    @property
    def events(self) -> list[Record]:
        return [record for record in self.records if record["kind"] == "event"]

    @property
    def quantities(self) -> list[Record]:
        return [record for record in self.records if record["kind"] == "quantity"]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentences(self.text)

    @cached_property
    def names(self) -> Names:
        return Names(self.aliases)


def load(half: str) -> list[Doc]:
    """All documents of a half, by name."""
    docs = []
    for path in sorted((HERE / half).glob("*.json")):
        meta = json.loads(path.read_text(encoding="utf-8"))
        keys = ("doc_id", "style", "dispute", "published", "issuer", "aliases", "records")
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        docs.append(Doc(half=half, text=text, **{key: meta[key] for key in keys}))
    return docs


_STOP = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÖÜÄÇŞİÉÈ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|No|Inc|Ltd|Co|Jan|Feb|Aug|Sept|Oct|Nov|Dec|St|Gen|vs|approx|Art)|\b[A-Z](?:\.[A-Z])*)\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; a line end always ends one."""
    found = []
    offset = 0
    for line in text.split("\n"):
        start = 0
        for match in _STOP.finditer(line):
            if not _SHORT.search(line[start : match.start() + 1]):
                found.append((offset + start, offset + len(line[: match.end()].rstrip())))
                start = match.end()
        if line[start:].strip():
            found.append((offset + start, offset + len(line.rstrip())))
        offset += len(line) + 1
    return found


class Names:
    """The case's aliases: from a name to its id, and who acts for whom."""

    def __init__(self, aliases: Iterable[Record]) -> None:
        self.parent = {alias["id"]: alias.get("principal", "") for alias in aliases}
        self.by_name = {plain(name): alias["id"] for alias in aliases for name in alias["names"]}

    def id_of(self, name: str) -> str:
        """The id, or the name without its article when the table does not have it."""
        return name if name in self.parent else self.by_name.get(plain(name), plain(name))

    def above(self, one: str) -> set[str]:
        """An id with all its principals; for a free name also whoever it mentions ("SOMO's director")."""
        if one not in self.parent:
            words = f" {one} "
            held = {found for name, found in self.by_name.items() if f" {name} " in words}
            return {one}.union(*(self.above(name) for name in held))
        above = set()
        while one and one not in above:
            above.add(one)
            one = self.parent.get(one, "")
        return above

    def same(self, one: str, other: str) -> bool:
        """Strict: one id, or for free names one within the other word by word."""
        one, other = self.id_of(one), self.id_of(other)
        if one == other:
            return True
        if one in self.parent or other in self.parent:
            return False
        left, right = set(one.split()), set(other.split())
        return bool(left and right) and (left <= right or right <= left)

    def close(self, one: str, other: str) -> bool:
        """Lenient: the same, or one is the principal of the other."""
        if self.same(one, other):
            return True
        one, other = self.id_of(one), self.id_of(other)
        return one in self.above(other) or other in self.above(one)

    def equal(self, left: Sequence[str], right: Sequence[str]) -> bool:
        """Strict comparison of two sides, as sets."""
        return all(any(self.same(a, b) for b in right) for a in left) and all(
            any(self.same(a, b) for a in left) for b in right
        )


_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their|our|some)\s+")


def plain(name: str) -> str:
    """Lower case, no article in front, no punctuation at the ends of words, no possessive s."""
    words = re.sub(r"[’']s\b", "", name.casefold().strip())
    words = re.sub(r"[^\w\s&-]", " ", _ARTICLE.sub("", words))
    return " ".join(words.split())


# --- predictions -----------------------------------------------------------------------------------------------------


def as_records(found: Any) -> list[Record]:
    """A proposal (or a record that is in the interchange form already) as interchange records."""
    record: Record = dict(found) if isinstance(found, Mapping) else found.model_dump(mode="json")
    if record.get("refused"):
        return []
    inner = [dict(one, kind="quantity", doc_id=record["doc_id"]) for one in record.get("quantities") or ()]
    if record["kind"] == "quantity":
        return inner or [record]
    inner = [dict(one, _inner=True) for one in inner]
    record.pop("quantities", None)
    for old, new in (("actors", "actor"), ("targets", "target"), ("imminent", "is_claim_imminent")):
        if old in record:
            record[new] = record.pop(old)
    record["kind"] = "event"
    return [record, *inner]


def from_jsonl(path: Path) -> Predict:
    """Predictions kept in a file, one JSON object a line, told apart by `doc_id`."""
    by_doc: dict[str, list[Record]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            for record in as_records(json.loads(line)):
                by_doc[record["doc_id"]].append(record)
    return lambda doc: by_doc.get(doc.doc_id, [])


def _span(record: Mapping[str, Any]) -> tuple[int, int]:
    anchor = record.get("anchor") or {}
    return int(anchor.get("start", -1)), int(anchor.get("end", -1))


def _overlap(left: tuple[int, int], right: tuple[int, int]) -> int:
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


# --- events ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """How one prediction compares with one gold event."""

    on_span: bool
    near: bool
    type_equal: bool
    type_close: bool
    parties_equal: bool
    parties_close: bool
    turned: bool
    date_equal: bool
    date_close: bool
    shared: float

    @property
    def strict(self) -> bool:
        return self.on_span and self.type_equal and self.parties_equal and self.date_equal

    @property
    def lenient(self) -> bool:
        return self.strict or (self.near and self.type_close and self.parties_close and self.date_close)

    @property
    def eligible(self) -> bool:
        return self.on_span or (self.near and self.type_close)

    @property
    def weight(self) -> float:
        exact = (
            100 * self.type_equal + 50 * self.type_close + 10 * self.parties_equal + 5 * self.parties_close
        )
        return (
            1e5 * self.strict
            + 1e3 * self.lenient
            + exact
            + 3 * self.date_equal
            + 2 * self.on_span
            + self.shared
        )

    def cause(self) -> str:
        """Why a pair that is not strictly right is wrong."""
        if not self.type_equal:
            return "type"
        if not self.parties_equal:
            return "direction" if self.turned else "actor/target"
        return "date" if not self.date_equal else ""


def _dates(gold: str, found: str, published: str) -> tuple[bool, bool]:
    """Equal at the coarser precision; in the same month or either side undated."""

    def agree(left: str, right: str, size: int) -> bool:
        size = min(size, len(left), len(right))
        return left[:size] == right[:size]

    if not gold:
        return (not found or agree(found, published, 10)), True
    if not found:
        return False, True
    return agree(gold, found, 10), agree(gold, found, 7)


def compare(doc: Doc, gold: Record, found: Record) -> Pair:
    """All the comparisons of one pair."""
    names = doc.names
    span = _span(found)
    mentions = [_span(gold), *(_span({"anchor": also}) for also in gold.get("also", ()))]
    shared = max(
        (_overlap(span, one) / max(1, max(span[1], one[1]) - min(span[0], one[0])) for one in mentions),
        default=0.0,
    )
    same_sentence = any(
        _overlap(span, sentence) and _overlap(one, sentence) for sentence in doc.sentences for one in mentions
    )
    sides = (list(gold["actor"]), list(gold["target"]))
    got = (list(found.get("actor") or ()), list(found.get("target") or ()))

    def close(left: Sequence[str], right: Sequence[str]) -> bool:
        return not left or any(names.close(a, b) for a in left for b in right)

    turned = False
    if gold["type"] in UNDIRECTED:
        equal = names.equal(sides[0] + sides[1], got[0] + got[1])
        near = close(sides[0] + sides[1], got[0] + got[1])
    else:
        equal = all(names.equal(a, b) for a, b in zip(sides, got, strict=True))
        near = all(close(a, b) for a, b in zip(sides, got, strict=True))
        crossed = list(zip(sides, reversed(got), strict=True))
        turned = any(got) and (
            all(names.equal(a, b) for a, b in crossed)
            or (not near and any(sides) and all(close(a, b) for a, b in crossed))
        )
    when = _dates(gold["date"], found.get("date") or "", doc.published)
    kind = found.get("type", "")
    return Pair(
        on_span=shared > 0,
        near=shared > 0 or same_sentence,
        type_equal=kind == gold["type"],
        type_close=kind == gold["type"] or kind in gold.get("accept_types", ()),
        parties_equal=equal,
        parties_close=equal or near,
        turned=turned,
        date_equal=when[0],
        date_close=when[1],
        shared=shared,
    )


def _assign(weights: np.ndarray) -> list[tuple[int, int]]:
    """One-to-one pairs of largest total weight; zero is no pair."""
    if not weights.size:
        return []
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


def match_events(
    doc: Doc, found: Sequence[Record]
) -> tuple[list[tuple[int, int, Pair]], list[int], list[int]]:
    """Pairs of gold and prediction, gold events without one, and predictions without one that are no repeats."""
    gold = doc.events
    pairs = [[compare(doc, event, one) for one in found] for event in gold]
    weights = np.array([[pair.weight if pair.eligible else 0.0 for pair in row] for row in pairs]).reshape(
        len(gold), len(found)
    )
    chosen = [(i, j, pairs[i][j]) for i, j in _assign(weights)]
    taken, used = {i: j for i, j, _ in chosen}, {j for _, j, _ in chosen}
    spare = []
    told: set[tuple[int, int]] = set()
    for j, one in enumerate(found):
        if j in used:
            continue
        for i, other in taken.items():
            mentions = [_span(gold[i]), *(_span({"anchor": also}) for also in gold[i].get("also", ()))]
            fresh = [
                k for k, mention in enumerate(mentions)
                if _overlap(_span(one), mention) and not _overlap(_span(found[other]), mention) and (i, k) not in told
            ]  # fmt: skip
            if fresh and pairs[i][j].type_close:
                told.add((i, fresh[0]))
                break
        else:
            spare.append(j)
    return chosen, [i for i in range(len(gold)) if i not in taken], spare


def _chain(record: Record) -> list[Record]:
    links = record.get("attribution") or ()
    links = [{"who": link, "kind": ""} if isinstance(link, str) else dict(link) for link in links]
    return [
        link for link in links if link.get("kind") != "own voice" and plain(link.get("who", "")) != "outlet"
    ]


# --- quantities ------------------------------------------------------------------------------------------------------


def same_quantity(gold: Record, found: Record) -> bool:
    """Unit equal and value within 0.5 %, or both ends of the range right, or one of the accepted readings."""

    def near(left: Any, right: Any) -> bool:
        return left is not None and right is not None and abs(left - right) <= 0.005 * abs(left)

    if found.get("unit") == gold["unit"]:
        if near(gold["value"], found.get("value")):
            return True
        if near(gold.get("low"), found.get("low")) and near(gold.get("high"), found.get("high")):
            return True
    return any(
        found.get("unit") == other["unit"] and near(other["value"], found.get("value"))
        for other in gold.get("accept", ())
    )


def match_quantities(doc: Doc, found: Sequence[Record]) -> list[tuple[int, int]]:
    """One-to-one pairs; among equals the one that overlaps, then the one in the same sentence."""

    def weight(gold: Record, one: Record) -> float:
        if not same_quantity(gold, one):
            return 0.0
        place = 2.0 * bool(_overlap(_span(gold), _span(one))) + 1.0 * (
            one.get("sentence") == gold["sentence"]
        )
        return 10.0 + place

    gold = doc.quantities
    return _assign(np.array([[weight(g, one) for one in found] for g in gold]).reshape(len(gold), len(found)))


def _once(found: Iterable[Record]) -> list[Record]:
    """A number that stands alone and again within an event is one find; exact copies of a record are not."""
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for one in found:
        key = (one.get("value"), one.get("unit"), _span(one), one.get("sentence"))
        if one.get("_inner") and key in seen:
            continue
        seen.add(key)
        kept.append(one)
    return kept


# --- the score -------------------------------------------------------------------------------------------------------


def score_doc(doc: Doc, found: Sequence[Record]) -> tuple[Counter[str], list[Record]]:
    """Counts of one document, and what went wrong in words."""
    n: Counter[str] = Counter()
    wrong: list[Record] = []
    records = [record for one in found for record in as_records(one)]
    events = [record for record in records if record["kind"] == "event"]
    numbers = _once(
        sorted((one for one in records if one["kind"] == "quantity"), key=lambda one: bool(one.get("_inner")))
    )
    gold = doc.events

    for one in records:
        start, end = _span(one)
        if start >= 0:
            n["anchors"] += 1
            n["anchors right"] += 0 <= start < end <= len(doc.text) and doc.text[start:end] == one[
                "anchor"
            ].get("exact")

    chosen, missed, spare = match_events(doc, events)
    n["gold"], n["found"] = len(gold), len(chosen) + len(spare)
    n["repeats"] = len(events) - n["found"]
    for i in missed:
        n["cause missed"] += 1
        wrong.append({"doc": doc.doc_id, "cause": "missed", "gold": gold[i]})
    for j in spare:
        n["cause spurious"] += 1
        wrong.append({"doc": doc.doc_id, "cause": "spurious", "found": events[j]})
        n["imminent found"] += bool(events[j].get("is_claim_imminent"))
    for event in gold:
        n[f"gold {event['type']}"] += 1
        n["imminent gold"] += event["is_claim_imminent"]
    for j in (*spare, *(j for _, j, _ in chosen)):
        n[f"found {events[j].get('type', '')}"] += 1

    for i, j, pair in chosen:
        event, one = gold[i], events[j]
        n["strict"] += pair.strict
        n["lenient"] += pair.lenient
        n[f"strict {event['type']}"] += pair.strict
        n[f"lenient {event['type']}"] += pair.lenient
        imminent = bool(one.get("is_claim_imminent"))
        n["imminent found"] += imminent
        n["imminent right"] += imminent and event["is_claim_imminent"] and pair.type_close
        if not pair.strict:
            cause = pair.cause() or "actor/target"
            n[f"cause {cause}"] += 1
            wrong.append({"doc": doc.doc_id, "cause": cause, "gold": event, "found": one})
        if pair.type_equal:
            _attributes(doc, event, one, n)

    pairs = match_quantities(doc, numbers)
    n["quantities gold"], n["quantities found"], n["quantities right"] = (
        len(doc.quantities),
        len(numbers),
        len(pairs),
    )
    for i in set(range(len(doc.quantities))) - {i for i, _ in pairs}:
        wrong.append({"doc": doc.doc_id, "cause": "quantity missed", "gold": doc.quantities[i]})
    for j in set(range(len(numbers))) - {j for _, j in pairs}:
        wrong.append({"doc": doc.doc_id, "cause": "quantity spurious", "found": numbers[j]})
    return n, wrong


def _attributes(doc: Doc, event: Record, one: Record, n: Counter[str]) -> None:
    """Everything judged only where span and type are right."""
    names = doc.names
    n["pairs"] += 1
    told, heard = _chain(event), _chain(one)
    inner = (not told and not heard) or (told and heard and names.close(told[-1]["who"], heard[-1]["who"]))
    n["speaker right"] += bool(inner)
    for link in told[:-1]:
        n["links"] += 1
        n["links right"] += any(names.close(link["who"], other["who"]) for other in heard)
    n["channel right"] += (one.get("channel") or "none") == event["channel"]
    if event["channel"] != "none":
        n["channel told"] += 1
        n["channel told right"] += one.get("channel") == event["channel"]
    n["polarity right"] += one.get("polarity", 0) == event["polarity"]
    older = bool(one.get("background"))
    n["background right"] += older == event.get("background", False)
    n["background gold"] += event.get("background", False)
    n["background hit"] += older and event.get("background", False)
    n["auxiliary right"] += set(one.get("auxiliary") or ()) == set(event.get("auxiliary", ()))
    n["absence gold"] += event.get("absence", False)
    n["absence right"] += event.get("absence", False) and one.get("mode") == "absence"


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def prf(right: float, gold: float, found: float) -> dict[str, float | None]:
    """Precision, recall, F1; nothing asked and nothing found is right."""
    if not gold and not found:
        return {"precision": None, "recall": None, "f1": 1.0}
    return {
        "precision": _share(right, found),
        "recall": _share(right, gold),
        "f1": 2 * right / (gold + found),
    }


def summary(n: Mapping[str, int]) -> Record:
    """Figures from summed counts."""
    kinds = sorted({key.split(" ", 1)[1] for key in n if re.match(r"(gold|found) [A-Z]+$", key)})
    of = lambda key: n.get(key, 0)  # noqa: E731
    return {
        "strict": prf(of("strict"), of("gold"), of("found")),
        "lenient": prf(of("lenient"), of("gold"), of("found")),
        "failures": {cause: of(f"cause {cause}") for cause in CAUSES},
        "repeats": of("repeats"),
        "quantities": prf(of("quantities right"), of("quantities gold"), of("quantities found")),
        "attribution": {"speaker": _share(of("speaker right"), of("pairs")), "links": _share(of("links right"), of("links")), "n": of("pairs"), "n_links": of("links")},
        "channel": {"all": _share(of("channel right"), of("pairs")), "told": _share(of("channel told right"), of("channel told"))},
        "polarity": _share(of("polarity right"), of("pairs")),
        "background": {"accuracy": _share(of("background right"), of("pairs")), "recall": _share(of("background hit"), of("background gold"))},
        "auxiliary": _share(of("auxiliary right"), of("pairs")),
        "absence": {"right": of("absence right"), "n": of("absence gold")},
        "imminence": prf(of("imminent right"), of("imminent gold"), of("imminent found")),
        "anchors": _share(of("anchors right"), of("anchors")),
        "types": {
            kind: {"gold": of(f"gold {kind}"), "found": of(f"found {kind}"), "strict": of(f"strict {kind}"), "lenient": of(f"lenient {kind}")}
            for kind in kinds
        },
    }  # fmt: skip


def score(docs: Sequence[Doc], predict: Predict) -> Record:
    """The whole report over some documents. `failures_in_words` lists every miss."""
    counts, wrong, took = [], [], []
    for doc in docs:
        began = time.perf_counter()
        found = list(predict(doc))
        took.append(1000 * (time.perf_counter() - began))
        n, bad = score_doc(doc, found)
        counts.append(n)
        wrong += bad
    report = summary(sum(counts, Counter()))
    report["documents"] = len(docs)
    report["ms"] = (
        {"median": statistics.median(took), "mean": statistics.fmean(took), "max": max(took)} if took else {}
    )
    report["interval"] = intervals(counts)
    for group in ("style", "dispute"):
        parts: dict[str, Counter[str]] = defaultdict(Counter)
        for doc, n in zip(docs, counts, strict=True):
            parts[getattr(doc, group)].update(n)
        report[group] = {
            name: {
                "gold": n["gold"],
                "strict_f1": prf(n["strict"], n["gold"], n["found"])["f1"],
                "lenient_f1": prf(n["lenient"], n["gold"], n["found"])["f1"],
            }
            for name, n in sorted(parts.items())
        }
    report["failures_in_words"] = wrong
    return report


def intervals(counts: Sequence[Counter[str]]) -> dict[str, tuple[float, float]]:
    """5th and 95th percentile of each F1 when documents are drawn again with replacement."""
    keys = (("strict", "strict", "gold", "found"), ("lenient", "lenient", "gold", "found"),
            ("quantities", "quantities right", "quantities gold", "quantities found"))  # fmt: skip
    if not counts:
        return {}
    rng = np.random.default_rng(SEED)
    draws = rng.integers(0, len(counts), size=(RESAMPLES, len(counts)))
    found = {}
    for name, *columns in keys:
        table = np.array([[n[column] for column in columns] for n in counts], dtype=float)
        right, gold, got = table[draws].sum(axis=1).T
        f1 = np.divide(2 * right, gold + got, out=np.ones_like(right), where=gold + got > 0)
        found[name] = (float(np.percentile(f1, 5)), float(np.percentile(f1, 95)))
    return found


# --- the command -----------------------------------------------------------------------------------------------------


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def show(report: Record, half: str) -> str:
    """The report as text."""
    lines = [f"{half}: {report['documents']} documents"]
    for name in ("strict", "lenient", "quantities"):
        one, (low, high) = report[name], report["interval"][name]
        lines.append(
            f"{name:11} P {_figure(one['precision'])}  R {_figure(one['recall'])}  F1 {_figure(one['f1'])}  90% {low:.3f} to {high:.3f}"
        )
    lines.append(
        "failures    " + ", ".join(f"{cause} {count}" for cause, count in report["failures"].items())
    )
    lines.append(f"            repeats left out {report['repeats']}")
    told, channel, older, near = (
        report[name] for name in ("attribution", "channel", "background", "imminence")
    )
    lines += [
        f"attribution speaker {_figure(told['speaker'])} of {told['n']}, links {_figure(told['links'])} of {told['n_links']}",
        f"channel     {_figure(channel['all'])}, where the text tells one {_figure(channel['told'])}",
        f"polarity    {_figure(report['polarity'])}   auxiliary {_figure(report['auxiliary'])}",
        f"background  {_figure(older['accuracy'])}, recall {_figure(older['recall'])}   absence {report['absence']['right']} of {report['absence']['n']}",
        f"imminence   P {_figure(near['precision'])}  R {_figure(near['recall'])}",
        f"anchors     {_figure(report['anchors'])} exact",
        "time        median {median:.1f} ms, mean {mean:.1f}, max {max:.1f}".format(**report["ms"]),
        "",
        f"{'type':11}{'gold':>6}{'found':>7}{'strict':>8}{'lenient':>9}",
    ]
    lines += [
        f"{kind:11}{n['gold']:6}{n['found']:7}{n['strict']:8}{n['lenient']:9}"
        for kind, n in report["types"].items()
    ]
    for group in ("style", "dispute"):
        lines += ["", f"{group:24}{'gold':>6}{'strict':>8}{'lenient':>9}"]
        lines += [
            f"{name:24}{n['gold']:6}{_figure(n['strict_f1']):>8}{_figure(n['lenient_f1']):>9}"
            for name, n in report[group].items()
        ]
    return "\n".join(lines)


def _words(failure: Record) -> str:
    def tell(side: str) -> str:
        one = failure.get(side)
        if one is None:
            return ""
        exact = (one.get("anchor") or {}).get("exact", one.get("sentence", ""))
        if one["kind"] == "quantity":
            return f"\n  {side:5} {one.get('value')} {one.get('unit')} | {exact}"
        return f"\n  {side:5} {one.get('type')} {one.get('date')} {one.get('actor')} > {one.get('target')} | {exact}"

    return f"{failure['doc']}: {failure['cause']}{tell('gold')}{tell('found')}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score a reader against the corpus.")
    parser.add_argument("half", nargs="?", choices=HALVES, default="tuning")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--predictions", type=Path, help="JSON lines to score instead of netback's reader")
    parser.add_argument("--failures", action="store_true", help="print every failure (tuning only)")
    options = parser.parse_args(arguments)
    if options.failures and options.half != "tuning":
        print(
            "the failures of the unseen parts are not shown: a reader tuned on them has no test left",
            file=sys.stderr,
        )
        return 2
    try:
        report = score(
            load(options.half), from_jsonl(options.predictions) if options.predictions else predictions
        )
    except NoReader as error:
        print(error, file=sys.stderr)
        return 2
    wrong = report.pop("failures_in_words")
    print(json.dumps(report, indent=1, ensure_ascii=False) if options.json else show(report, options.half))
    if options.failures:
        print("\n" + "\n".join(map(_words, wrong)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
