"""JSON Schema of a case file, so that editors complete and check it as it is typed."""

from __future__ import annotations

from typing import Any

from netback.case.schema import CaseFile

__all__ = ["case_schema"]


def case_schema() -> dict[str, Any]:
    """JSON Schema of ``case.yaml``.

    Returns
    -------
    dict
        Draft 2020-12. It accepts a file whose scalars were all read as text, as netback reads them, and one whose
        plain numbers, ``true`` and ``no`` a YAML reader has already turned into numbers and booleans. What only
        `netback check` can see (a party that does not exist, a unit that measures something else) is not in it.

    Examples
    --------
    >>> case_schema()["title"]
    'netback case'
    """
    schema = _loosened(CaseFile.model_json_schema(by_alias=True, mode="validation"))
    schema.pop("title", None)
    schema.pop("description", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "netback case",
        "description": "One stalled oil or gas export: parties, network, contracts, drivers and scenarios.",
        **schema,
    }


def _loosened(part: Any) -> Any:
    """A schema that takes numbers, booleans and dates as text too, and values as plain numbers."""
    if isinstance(part, list):
        return [_loosened(item) for item in part]
    if not isinstance(part, dict):
        return part
    part = {key: _loosened(item) for key, item in part.items()}
    kind = part.get("type")
    if kind == "boolean":
        del part["type"]
        return {**part, "enum": [True, False, "true", "false"]}
    if kind == "integer":
        return {**part, "type": ["integer", "string"], "pattern": r"^\s*[+-]?\d+\s*$"}
    if kind == "string" and str(part.get("description", "")).startswith("central (low..high)"):
        return {**part, "type": ["string", "number"]}
    if kind == "string" and "(yes|no)" in str(part.get("pattern", "")):
        flag = str(part["pattern"]).replace("(yes|no)", "(yes|no|unknown)")
        return {**part, "type": ["string", "boolean"], "pattern": flag}
    return part
