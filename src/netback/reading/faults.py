"""Why a document was refused: one error with a slug, so that every refusal can be looked up."""

from __future__ import annotations

from netback.errors import CaseError, Problem

__all__ = ["ReadingError", "missing_extra"]


class ReadingError(CaseError):
    """A document or address that netback refuses to read.

    Parameters
    ----------
    slug : str
        Such as ``reading/too-large``.
    what : str
    fix : str
    file : str
    """

    def __init__(self, slug: str, what: str, fix: str = "", file: str = "") -> None:
        self.slug, self.what, self.fix, self.file = slug, what, fix, file
        super().__init__([Problem(file=file, line=0, column=0, path="", slug=slug, what=what, fix=fix)])

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str, str, str]]:
        return type(self), (self.slug, self.what, self.fix, self.file)


def missing_extra(library: str, extra: str = "reading") -> ReadingError:
    """The error for a library of an extra that is not installed, with the exact command."""
    return ReadingError(
        "reading/missing-extra",
        f"reading this needs {library}, which is not installed",
        f"pip install 'netback[{extra}]'",
    )
