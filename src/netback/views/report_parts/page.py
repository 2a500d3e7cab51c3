"""The page being written: numbered sources, numbers that carry theirs, charts with their tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from netback.case import Case
from netback.evidence import Statement
from netback.views.charts import Chart
from netback.views.report_parts import words
from netback.views.report_parts.html import Html, join, safe, tag
from netback.views.svg import Cell

__all__ = ["Page", "statement_words"]

CellFormat = Callable[[float], str]


def statement_words(statement: Statement) -> str:
    """What a statement says, in own words or quoted."""
    return statement.text or f"“{statement.quote}”"


class Page:
    """Numbers the statements in the order in which they are first cited, and writes what cites them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.numbers: dict[str, int] = {}
        self.made = {a.path: k for k, a in enumerate(case.assumptions, 1)}
        self.used_assumptions: set[str] = set()

    # --- where a number comes from ---------------------------------------------------------------

    def number_of(self, key: str) -> int:
        """The number of a statement in the list of sources."""
        return self.numbers.setdefault(key, len(self.numbers) + 1)

    def cite(self, *keys: str) -> Html:
        """Superscript links to statements; those the case does not hold are left out."""
        known = [k for k in dict.fromkeys(keys) if k in self.case.ledger]
        if not known:
            return Html("")
        marks = [
            tag("a", n, href=f"#s{n}", aria_label=f"source {n}") for n in (self.number_of(k) for k in known)
        ]
        return tag("sup", join(marks, ","))

    def computed(self, text: object, why: str = "how-forecast") -> Html:
        """A number netback worked out: a dotted link to how."""
        return tag("a", text, class_="c", href=f"#{why}")

    def value(self, path: str, text: str | None = None, month: int | None = None) -> Html:
        """A value of the case in force, with its sources or its place among the assumptions."""
        entry = self.case.entry(path, month)
        unit = self.case.value(path).unit
        return join([tag("b", text or words.amount(entry.central, unit)), self.mark(path, month)])

    def mark(self, path: str, month: int | None = None) -> Html:
        """The superscript of a value: its sources, or its place among the assumptions."""
        entry = self.case.entry(path, month)
        if entry.cites:
            return self.cite(*entry.cites)
        if path in self.made:
            n = self.made[path]
            return tag("sup", tag("a", f"A{n}", href=f"#a{n}", aria_label=f"assumption {n}"))
        return tag("sup", tag("a", "A", href="#assumptions", aria_label="assumption"))

    def dated(self, text: str) -> Html:
        """A date of the case with its citations."""
        from netback.case.case import date_and_cites

        when, cites = date_and_cites(text)
        return join([words.partial(str(when)), self.cite(*cites)])

    # --- lists and tables ------------------------------------------------------------------------

    def statement_line(self, statement: Statement, *, text: bool = True) -> Html:
        """One statement on one line: date, what it says, publisher, number."""
        source = self.case.ledger.source_of(statement)
        when = words.partial(statement.as_of) if statement.as_of else words.day(statement.published_on)
        n = self.number_of(statement.id)
        return join(
            [
                tag("span", when, class_="when"),
                " ",
                join([statement_words(statement), " "]) if text else "",
                tag("span", source.publisher, class_="who"),
                tag("sup", tag("a", n, href=f"#s{n}", aria_label=f"source {n}")),
            ]
        )

    def sources(self, keys: Iterable[str], note: object = "", most: int = 14) -> Html:
        """What a chart rests on: a remark, then the statements."""
        known = [k for k in dict.fromkeys(keys) if k in self.case.ledger]
        body = [tag("p", note)] if note else []
        if known:
            lines = [tag("li", self.statement_line(self.case.ledger.get(k))) for k in known[:most]]
            body.append(tag("ul", join(lines), class_="said"))
            if rest := known[most:]:
                body.append(tag("p", "Also: ", join([self._bare(k) for k in rest], ", "), "."))
        return join(body)

    def _bare(self, key: str) -> Html:
        n = self.number_of(key)
        return tag("a", n, href=f"#s{n}", aria_label=f"source {n}")

    def table(
        self,
        header: Sequence[object],
        rows: Iterable[Sequence[object]],
        *,
        caption: str,
        numeric: Iterable[int] = (),
        wide: Iterable[int] = (),
    ) -> Html:
        """A table that scrolls inside its own box where the screen is narrow."""
        right, roomy = set(numeric), set(wide)

        def style(k: int) -> str | None:
            return "n" if k in right else "wide" if k in roomy else None

        head = tag("tr", join(tag("th", h, scope="col", class_=style(k)) for k, h in enumerate(header)))
        body = [
            tag(
                "tr",
                join(
                    tag("th", cell, scope="row") if k == 0 else tag("td", cell, class_=style(k))
                    for k, cell in enumerate(row)
                ),
            )
            for row in rows
        ]
        inner = tag(
            "table",
            tag("caption", tag("span", caption)),
            tag("thead", head),
            tag("tbody", join(body)),
        )
        return tag("div", inner, class_="scroll", tabindex=0, role="region", aria_label=caption)

    # --- charts ----------------------------------------------------------------------------------

    def chart(
        self,
        anchor: str,
        chart: Chart,
        sources: Html,
        *,
        formats: Mapping[str, CellFormat] | None = None,
        after: Html | None = None,
    ) -> Html:
        """A chart with its table and what it rests on."""
        header, rows = chart.table
        written = [
            [cell_text(cell, column, formats) for cell, column in zip(row, header, strict=True)]
            for row in rows
        ]
        numbers = [
            k for k in range(len(header)) if rows and any(isinstance(row[k], int | float) for row in rows)
        ]
        table = self.table(header, written, caption=chart.title, numeric=numbers)
        return tag(
            "div",
            Html(chart.figure()),
            after or "",
            tag(
                "div",
                tag("details", tag("summary", f"Table ({words.counted(len(rows), 'row')})"), table),
                tag("details", tag("summary", "Sources"), tag("div", sources, class_="inside")),
                class_="twins",
            ),
            class_="chart",
            id=anchor,
        )


_SHARES = {
    "inside", "outside", "pooled", "low", "high", "probability", "cumulative", "probability at low",
    "probability at high", "swing",
}  # fmt: skip


def cell_text(cell: Cell, column: str, formats: Mapping[str, CellFormat] | None = None) -> str:
    """A cell of a chart's table as text; the empty string where nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return words.day(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if formats and column in formats:
            return formats[column](float(cell))
        if column in _SHARES:
            return (
                words.percent(float(cell))
                if column != "swing"
                else f"{words.plain(100 * float(cell))} points"
            )
        return words.plain(float(cell))
    return str(safe(cell)) if isinstance(cell, Html) else str(cell)
