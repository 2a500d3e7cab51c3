"""Every paper and data source netback rests on, as data.

A result names the keys it used; `cite` turns keys into one line each, `bibtex` into an entry. A field that was
not seen in the work itself or in a catalogue is left empty: no page number here is a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netback.errors import UsageError, nearest

__all__ = ["CITATIONS", "Citation", "bibtex", "cite"]


@dataclass(frozen=True)
class Citation:
    """One work.

    Parameters
    ----------
    key : str
        Lower case, authors then year: ``merlo_wilson_1995``.
    kind : str
        BibTeX entry type: article, incollection, inproceedings, or misc for data and software.
    authors : tuple of str
        ``Family, Given``; an institution as it calls itself.
    year : int or None
        Of publication; None for data that is kept up to date.
    title, venue : str
        The work, and the journal, book or publisher that carries it.
    volume, number, pages, doi, url : str
        "" where it does not apply or was not verified.
    editor : str
        Of the book, for a chapter.
    used_for : str
        What netback takes from it.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    year: int | None
    title: str
    venue: str
    used_for: str
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    editor: str = ""

    def __str__(self) -> str:
        """One line, as in a list of references."""
        names = [_short(author) for author in self.authors]
        who = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
        where = self.venue
        if self.volume:
            where += f" {self.volume}" + (f"({self.number})" if self.number else "")
        if self.pages:
            where += f", {self.pages.replace('--', '-')}"
        tail = f" doi:{self.doi}" if self.doi else f" {self.url}" if self.url else ""
        when = f" ({self.year})" if self.year else ""
        return f"{who}{when}. {self.title}. {where}.{tail}"


def _short(author: str) -> str:
    """``Merlo, Antonio`` as ``A. Merlo``; an institution unchanged."""
    family, comma, given = author.partition(", ")
    if not comma:
        return author
    return " ".join(f"{name[0]}." for name in given.split()) + f" {family}"


_ECONOMETRICA = "Econometrica"
_JASA = "Journal of the American Statistical Association"

_WORKS = (
    # --- bargaining
    Citation(
        "nash_1950",
        "article",
        ("Nash, John F.",),
        1950,
        "The bargaining problem",
        _ECONOMETRICA,
        "the Nash rule: the deal that maximises the weighted product of gains over disagreement",
        volume="18",
        number="2",
        pages="155--162",
    ),
    Citation(
        "kalai_smorodinsky_1975",
        "article",
        ("Kalai, Ehud", "Smorodinsky, Meir"),
        1975,
        "Other solutions to Nash's bargaining problem",
        _ECONOMETRICA,
        "the Kalai-Smorodinsky rule: gains in proportion to each party's best feasible gain",
        volume="43",
        number="3",
        pages="513--518",
    ),
    Citation(
        "kalai_1977",
        "article",
        ("Kalai, Ehud",),
        1977,
        "Proportional solutions to bargaining situations: interpersonal utility comparisons",
        _ECONOMETRICA,
        "the egalitarian rule: equal or proportional gains",
        volume="45",
        number="7",
        pages="1623--1630",
    ),
    Citation(
        "rubinstein_1982",
        "article",
        ("Rubinstein, Ariel",),
        1982,
        "Perfect equilibrium in a bargaining model",
        _ECONOMETRICA,
        "alternating offers: patience as bargaining power",
        volume="50",
        number="1",
        pages="97--109",
    ),
    Citation(
        "binmore_rubinstein_wolinsky_1986",
        "article",
        ("Binmore, Ken", "Rubinstein, Ariel", "Wolinsky, Asher"),
        1986,
        "The Nash bargaining solution in economic modelling",
        "The RAND Journal of Economics",
        "the limit of alternating offers, which fixes what the disagreement point must mean",
        volume="17",
        number="2",
        pages="176--188",
    ),
    Citation(
        "baron_ferejohn_1989",
        "article",
        ("Baron, David P.", "Ferejohn, John A."),
        1989,
        "Bargaining in legislatures",
        "American Political Science Review",
        "division where a majority decides",
        volume="83",
        number="4",
        pages="1181--1206",
    ),
    Citation(
        "abreu_gul_2000",
        "article",
        ("Abreu, Dilip", "Gul, Faruk"),
        2000,
        "Bargaining and reputation",
        _ECONOMETRICA,
        "the war of attrition between two parties who may be stubborn",
        volume="68",
        number="1",
        pages="85--117",
    ),
    # --- positions on issues
    Citation(
        "bueno_de_mesquita_1997",
        "article",
        ("Bueno de Mesquita, Bruce",),
        1997,
        "A decision making model: its structure and form",
        "International Interactions",
        "the expected-utility model of issue positions",
        volume="23",
        number="3-4",
        pages="235--266",
        doi="10.1080/03050629708434909",
    ),
    Citation(
        "scholz_calbert_smith_2011",
        "inproceedings",
        ("Scholz, Jason B.", "Calbert, Gregory J.", "Smith, Glen A."),
        2011,
        "Unravelling Bueno de Mesquita's group decision model",
        "Proceedings of ICAART 2011",
        "the published reconstruction of the expected-utility model that netback follows",
        pages="18--30",
        doi="10.5220/0003121500180030",
    ),
    Citation(
        "ktab",
        "misc",
        ("KAPSARC",),
        2019,
        "KTAB: the KAPSARC Toolkit for Behavioral Analysis",
        "software, MIT licence, commit 3b5b0635",
        "the Spatial Model of Politics, and the reference run it is checked against",
        url="https://github.com/KAPSARC/KTAB",
    ),
    Citation(
        "arregui_perarnaud_2021",
        "article",
        ("Arregui, Javier", "Perarnaud, Clément"),
        2021,
        "A new dataset on legislative decision-making in the European Union: the DEU III dataset",
        "Journal of European Public Policy",
        "resolved issues on which spatial models are scored and their error term is fitted",
    ),
    Citation(
        "deu_iii",
        "misc",
        ("Arregui, Javier", "Perarnaud, Clément"),
        None,
        "Decision-making in the European Union (DEU III)",
        "data set, CC BY 4.0",
        "the positions, saliences and outcomes themselves",
        doi="10.34810/data53",
    ),
    # --- when to settle
    Citation(
        "merlo_wilson_1995",
        "article",
        ("Merlo, Antonio", "Wilson, Charles"),
        1995,
        "A stochastic model of sequential bargaining with complete information",
        _ECONOMETRICA,
        "why delay can be efficient when the surplus moves; the structure of the game stage",
        volume="63",
        number="2",
        pages="371--399",
    ),
    Citation(
        "merlo_1997",
        "article",
        ("Merlo, Antonio",),
        1997,
        "Bargaining over governments in a stochastic environment",
        "Journal of Political Economy",
        "estimating such a game from how long negotiations last",
        volume="105",
        number="1",
        pages="101--131",
    ),
    Citation(
        "rust_1987",
        "article",
        ("Rust, John",),
        1987,
        "Optimal replacement of GMC bus engines: an empirical model of Harold Zurcher",
        _ECONOMETRICA,
        "smoothing a dynamic choice by unobserved shocks, so that its chance is a logit",
        volume="55",
        number="5",
        pages="999--1033",
        doi="10.2307/1911259",
    ),
    Citation(
        "rouwenhorst_1995",
        "incollection",
        ("Rouwenhorst, K. Geert",),
        1995,
        "Asset pricing implications of equilibrium business cycle models",
        "Frontiers of Business Cycle Research",
        "the Markov chain that stands for a mean-reverting price",
        pages="294--330",
        editor="Cooley, Thomas F.",
    ),
    Citation(
        "kopecky_suen_2010",
        "article",
        ("Kopecky, Karen A.", "Suen, Richard M. H."),
        2010,
        "Finite state Markov-chain approximations to highly persistent processes",
        "Review of Economic Dynamics",
        "the proof that Rouwenhorst's chain keeps mean, variance and persistence",
        volume="13",
        number="3",
        pages="701--714",
    ),
    # --- base rates, draws, scores
    Citation(
        "kaplan_meier_1958",
        "article",
        ("Kaplan, E. L.", "Meier, Paul"),
        1958,
        "Nonparametric estimation from incomplete observations",
        _JASA,
        "survival of past stoppages when some have not ended",
        volume="53",
        number="282",
        pages="457--481",
    ),
    Citation(
        "malcolm_et_al_1959",
        "article",
        ("Malcolm, D. G.", "Roseboom, J. H.", "Clark, C. E.", "Fazar, W."),
        1959,
        "Application of a technique for research and development program evaluation",
        "Operations Research",
        "the PERT distribution drawn between a least, a central and a greatest value",
        volume="7",
        number="5",
        pages="646--669",
    ),
    Citation(
        "sobol_1967",
        "article",
        ("Sobol, I. M.",),
        1967,
        "The distribution of points in a cube and the accurate evaluation of integrals",
        "Zhurnal Vychislitel'noi Matematiki i Matematicheskoi Fiziki",
        "the sequence the draws come from",
        volume="7",
        pages="784--802",
    ),
    Citation(
        "owen_1998",
        "article",
        ("Owen, Art B.",),
        1998,
        "Scrambling Sobol and Niederreiter-Xing points",
        "Journal of Complexity",
        "scrambling, so that draws are unbiased and their error can be seen",
        volume="14",
        number="4",
        pages="466--489",
    ),
    Citation(
        "saltelli_et_al_2010",
        "article",
        ("Saltelli, A.", "Annoni, P.", "Azzini, I.", "Campolongo, F.", "Ratto, M.", "Tarantola, S."),
        2010,
        "Variance based sensitivity analysis of model output. "
        "Design and estimator for the total sensitivity index",
        "Computer Physics Communications",
        "which inputs the forecast is most sensitive to",
        volume="181",
        number="2",
        pages="259--270",
    ),
    Citation(
        "kong_liu_wong_1994",
        "article",
        ("Kong, Augustine", "Liu, Jun S.", "Wong, Wing Hung"),
        1994,
        "Sequential imputations and Bayesian missing data problems",
        _JASA,
        "the effective sample size of weighted draws",
        volume="89",
        number="425",
        pages="278--288",
    ),
    Citation(
        "brier_1950",
        "article",
        ("Brier, Glenn W.",),
        1950,
        "Verification of forecasts expressed in terms of probability",
        "Monthly Weather Review",
        "the Brier score",
        volume="78",
        number="1",
        pages="1--3",
    ),
    Citation(
        "gneiting_raftery_2007",
        "article",
        ("Gneiting, Tilmann", "Raftery, Adrian E."),
        2007,
        "Strictly proper scoring rules, prediction, and estimation",
        _JASA,
        "the log score and CRPS, and why only proper scores are used",
        volume="102",
        number="477",
        pages="359--378",
    ),
    # --- programmes and data
    Citation(
        "huangfu_hall_2018",
        "article",
        ("Huangfu, Q.", "Hall, J. A. J."),
        2018,
        "Parallelizing the dual revised simplex method",
        "Mathematical Programming Computation",
        "HiGHS, the referee of every flow programme and its fallback",
        volume="10",
        number="1",
        pages="119--142",
        doi="10.1007/s12532-017-0130-5",
    ),
    Citation(
        "eia_brent",
        "misc",
        ("US Energy Information Administration",),
        None,
        "Europe Brent spot price FOB, daily (series RBRTE, USD per barrel)",
        "public domain",
        "the benchmark price series",
        url="https://www.eia.gov/dnav/pet/hist/LeafHandler.ashx?n=PET&s=RBRTE&f=D",
    ),
    Citation(
        "natural_earth",
        "misc",
        ("Natural Earth",),
        None,
        "1:50m cultural vectors, countries, version 4.1.0",
        "public domain",
        "the base map; borders as it draws them, which is de facto",
        url="https://www.naturalearthdata.com/",
    ),
    Citation(
        "plover",
        "misc",
        ("Open Event Data Alliance",),
        None,
        "PLOVER: Political Language Ontology for Verifiable Event Records",
        "manual, CC BY-SA 4.0",
        "the names and codes of event types",
        url="https://github.com/openeventdata/PLOVER",
    ),
)

CITATIONS: dict[str, Citation] = {work.key: work for work in sorted(_WORKS, key=lambda work: work.key)}
"""Every work by key, in the order of the keys."""


def _find(key: str) -> Citation:
    try:
        return CITATIONS[key]
    except KeyError:
        near = nearest(key, CITATIONS)
        hint = f" Did you mean {near!r}?" if near else " `netback cite` without a case lists them all."
        raise UsageError(f"No work is filed under {key!r}.{hint}") from None


def cite(keys: Iterable[str]) -> tuple[Citation, ...]:
    """The works behind some keys: each once, in the order of the keys' names.

    Raises
    ------
    UsageError
        A key that is not filed; the message names the nearest one.

    Examples
    --------
    >>> [work.year for work in cite(["rust_1987", "nash_1950", "rust_1987"])]
    [1950, 1987]
    >>> print(cite(["brier_1950"])[0])
    G. W. Brier (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78(1), 1-3.
    """
    return tuple(_find(key) for key in sorted(set(keys)))


def bibtex(key: str) -> str:
    """One work as a BibTeX entry, empty fields left out.

    Raises
    ------
    UsageError
        The key is not filed; the message names the nearest one.

    Examples
    --------
    >>> print(bibtex("brier_1950"))
    @article{brier_1950,
      author = {Brier, Glenn W.},
      title = {Verification of forecasts expressed in terms of probability},
      journal = {Monthly Weather Review},
      year = {1950},
      volume = {78},
      number = {1},
      pages = {1--3}
    }
    """
    work = _find(key)
    venue = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
    fields = {
        # an institution is one name: a second pair of braces keeps BibTeX from splitting it
        "author": " and ".join(name if ", " in name else f"{{{name}}}" for name in work.authors),
        "title": work.title,
        venue.get(work.kind, "howpublished"): work.venue,
        "editor": work.editor,
        "year": str(work.year or ""),
        "volume": work.volume,
        "number": work.number,
        "pages": work.pages,
        "doi": work.doi,
        "url": work.url,
    }
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items() if text]
    return f"@{work.kind}{{{key},\n" + ",\n".join(lines) + "\n}"
