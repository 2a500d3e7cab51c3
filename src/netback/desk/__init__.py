"""Who decided what: the shared database of documents, proposals, decisions and forecasts.

>>> import netback.desk
>>> sorted(netback.desk.STATES)
['accepted', 'merged', 'open', 'refused']
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "Accepted": "decide",
    "Added": "keep",
    "Attested": "corroborate",
    "DEFAULT_URL": "database",
    "Desk": "store",
    "Dispute": "contradict",
    "Group": "merge",
    "Item": "store",
    "STATES": "store",
    "Stale": "decide",
    "Synced": "casefile",
    "TrackRecord": "claims",
    "Wording": "wording",
    "accept": "decide",
    "add_document": "keep",
    "add_proposals": "keep",
    "alias_table": "names",
    "alias_table_of": "names",
    "attested": "corroborate",
    "case_folder": "casefile",
    "claims_of": "claims",
    "disputes": "contradict",
    "edit": "decide",
    "export_desk": "export",
    "get_item": "store",
    "group_of": "merge",
    "groups": "merge",
    "history": "decide",
    "issue_forecast": "issued",
    "issued_forecasts": "issued",
    "judge_claim": "claims",
    "list_items": "store",
    "read_log": "audit",
    "merge_proposals": "merge",
    "open_desk": "store",
    "pressure_moves": "pressure",
    "record_outcome": "issued",
    "reread": "reader",
    "refuse": "decide",
    "rule_on": "contradict",
    "split_proposal": "merge",
    "sync": "casefile",
    "track_record": "claims",
    "verify_log": "audit",
    "wording_of": "wording",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'netback.desk' has no attribute {name!r}")
    return getattr(importlib.import_module(f"netback.desk.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
