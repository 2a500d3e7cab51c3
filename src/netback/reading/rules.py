"""The rules reader: sentences to proposals, offline and deterministic.

For each clause with a finite verb it asks in this order: does the verb report an act of `lexicon`; does the clause say that
somebody was silent; is it what somebody says, and then a forecast, a denial or a fact. Everything else is left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from netback.reading.acts import read_clause
from netback.reading.aliases import AliasTable
from netback.reading.attribution import link
from netback.reading.contacts import noun_contacts
from netback.reading.dates_in_text import counted_dates
from netback.reading.document import Document
from netback.reading.furniture import is_furniture, is_headline
from netback.reading.issuer import issuer_of
from netback.reading.posts import find_voices
from netback.reading.quantities import FoundQuantity, find_quantities
from netback.reading.records import Attribution, Proposal, Quantity
from netback.reading.roles import Memory
from netback.reading.sayings import read_claims
from netback.reading.scene import READER, Line, State, plain_of, proposal_id, take_apart
from netback.reading.sentences import Sentence, split_sentences

__all__ = ["READER", "issuer_of", "proposal_id", "read_rules"]


def read_rules(
    document: Document, aliases: AliasTable, published: dt.date, *, dated: bool = True
) -> list[Proposal]:
    """Proposals of the rules reader, in the order of the text.

    Parameters
    ----------
    document : Document
    aliases : AliasTable
    published : datetime.date
        Day of publication; all relative dates count from it.
    dated : bool
        False when nobody knows the day of publication: then nothing is dated by it.
    """
    issuer = issuer_of(document, aliases, published)
    memory = Memory(issuer=issuer)
    counted = counted_dates(document.text, published)
    state = State(document, aliases, published, dated, memory, issuer, counted)
    sentences = [
        s for s in split_sentences(document.text) if not is_furniture(s.text) or _LABELLED.match(s.text)
    ]
    voices = find_voices(sentences, aliases, published)
    skipped = {n for v in voices for n in v.skip}
    headlines: list[Sentence] = []
    for n, sentence in enumerate(sentences):
        if n in skipped:
            continue
        state.voice = next((v for v in voices if v.first <= n < v.last), None)
        memory.speaker = state.voice.who if state.voice else ""
        if sentence.first and is_headline(sentence.text, n) and state.voice is None and len(sentences) > 1:
            _quantities(state, sentence, find_quantities(plain_of(sentence)))
            memory.recent.extend(m.id for m in aliases.find(sentence.text, published))
            headlines.append(sentence)
            continue
        _read_sentence(state, sentence)
    for sentence in headlines:
        _read_headline(state, sentence)
    return sorted(state.out, key=lambda p: (p.anchor.start, p.anchor.end, p.type))


_LABELLED = re.compile(r"^[A-Z][A-Z.' -]{1,30}:\s")


def _read_headline(state: State, sentence: Sentence) -> None:
    """A headline counts only where the body does not repeat its act."""
    before = len(state.out)
    body = {p.type for p in state.out if p.kind != "quantity"}
    saved, state.seen = dict(state.seen), dict(state.seen)
    _read_sentence(state, sentence, quantities=False)
    fresh = [p for p in state.out[before:] if p.type not in body]
    state.out[before:] = fresh
    state.seen = saved


def _read_sentence(state: State, sentence: Sentence, quantities: bool = True) -> None:
    line = take_apart(state, sentence, headline=not quantities)
    _continue_quote(state, line)
    if quantities:
        _quantities(state, sentence, line.quantities)
    asked = sentence.text.rstrip("\"”' ").endswith("?")
    if not asked:
        taken: list[tuple[int, int]] = []
        noun_contacts(state, line)
        for n, part in enumerate(line.parts):
            read_clause(state, line, n, part, taken)
        if not (state.voice and state.voice.channel == "question"):
            read_claims(state, line, taken)
    state.memory.see(line.who)
    _remember_pair(state, line)
    if line.frames:
        state.last_frame = line.frames[-1]


def _continue_quote(state: State, line: Line) -> None:
    """A sentence that stands in quotes without a speaker goes on with the last one."""
    text = line.sentence.text
    if text[:1] in '"“' and not line.frames and state.last_frame is not None and not line.sentence.first:
        last = state.last_frame
        line.frames.append(replace(last, first=0, last=len(line.toks), verb=-1, clause=(-1, -1), told=""))


def _remember_pair(state: State, line: Line) -> None:
    """Two parties named together are "both sides" later."""
    ids: list[str] = []
    for who in line.who:
        if who.kind in ("pronoun", "place", "group", "agency") or not who.ids:
            continue
        if who.ids[0] not in ids:
            ids.append(who.ids[0])
    for a, b in zip(line.who, line.who[1:]):
        gap = [t.low for t in line.toks[a.last : b.first]]
        if state.contact[0] == line.sentence.start:
            break
        if gap in (["and"], ["and", "the"]) and a.ids and b.ids and "place" not in (a.kind, b.kind):
            state.memory.pair = (a.ids[0], b.ids[0])
    if len(ids) == 2 and not state.memory.pair:
        state.memory.pair = (ids[0], ids[1])


# ---------------------------------------------------------------------------------------------------- events


def _quantities(state: State, sentence: Sentence, quantities: Sequence[FoundQuantity]) -> None:
    chain: tuple[Attribution, ...] = (link(state.issuer, state.aliases, "office"),) if state.issuer else ()
    for found in quantities:
        anchor = state.document.anchor(sentence.start + found.start, sentence.start + found.end)
        state.out.append(
            Proposal(
                id=proposal_id(state.document, anchor.start, anchor.end, f"quantity/{found.unit}"),
                doc_id=state.document.doc_id,
                kind="quantity",
                attribution=chain,
                quantities=(
                    Quantity(
                        value=found.value,
                        low=found.low,
                        high=found.high,
                        unit=found.unit,
                        subject=found.subject,
                        anchor=anchor,
                    ),
                ),
                anchor=anchor,
                reader=READER,
                rule="quantity",
                confidence=0.8,
            )
        )
