"""A small sound service to break in one place."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.read import read_definition
from linli.core.packs.sentences import needed

SMALL: dict[str, Any] = {
    "pack": "small",
    "version": 1,
    "kind": "request",
    "effective_from": "2026-01-01",
    "legal_basis": [{"title": "local practice", "url": "https://example.org", "note": "example"}],
    "ask": {
        "what": {"type": "long_text", "required": True},
        "kind": {"type": "choice", "choices": ["lamp", "cover"]},
        "keep_name": {"type": "yes_no"},
    },
    "clocks": {
        "promise": {"kind": "promise", "limit": "5 working_days", "max_extensions": 1, "approvals": 2},
        "intake": {"kind": "holder", "limit": "2 working_hours"},
        "handle": {"kind": "holder", "limit": "3 working_days", "from_condition": True, "max_extensions": 2, "approvals": 2},
        "check": {"kind": "holder", "limit": "2 working_hours"},
    },
    "opening": [{"start_clock": "intake"}],
    "initial": "submitted",
    "stages": {
        "submitted": {"kind": "open", "holder": "intake"},
        "handling": {"kind": "open", "holder": "body"},
        "waiting": {"kind": "waiting", "holder": "resident"},
        "reported": {"kind": "open", "holder": "checker"},
        "closed": {"kind": "end", "holder": "nobody"},
    },
    "moves": {
        "accept": {
            "from": ["submitted"],
            "to": "handling",
            "by": ["clerk"],
            "ask": {"lead": {"type": "body", "public": True}, "helpers": {"type": "bodies", "required": False}},
            "do": [
                {"assign": {"lead": "lead", "supporting": "helpers"}},
                {"stop_clock": "intake"},
                {"start_clock": "promise"},
                {"start_clock": "handle"},
            ],
        },
        "refuse": {"from": ["submitted"], "to": "closed", "by": ["clerk"], "do": [{"outcome": "refused"}, "end"]},
        "ask": {
            "from": ["handling"],
            "to": "waiting",
            "by": ["lead_officer"],
            "ask": {"question": {"type": "text"}},
            "do": [{"pause_clock": "handle"}, {"pause_clock": "promise"}],
        },
        "answer": {
            "from": ["waiting"],
            "to": "handling",
            "by": ["resident"],
            "do": [{"resume_clock": "handle"}, {"resume_clock": "promise"}],
        },
        "want_more_time": {
            "from": ["handling"],
            "by": ["lead_officer"],
            "when": [{"holds": "not extension_requested", "else": "pending"}],
            "do": [{"flag": "extension_requested"}],
        },
        "give_more_time": {
            "from": ["handling"],
            "by": ["supervisor"],
            "when": [{"holds": "case.flag.extension_requested", "else": "not_asked"}],
            "ask": {"limit": {"type": "limit"}},
            "do": [
                {"extend_clock": {"clock": "handle", "by": "limit"}},
                {"extend_clock": {"clock": "promise", "by": "limit"}},
                {"unflag": "extension_requested"},
            ],
        },
        "report": {
            "from": ["handling"],
            "to": "reported",
            "by": ["lead_officer"],
            "ask": {
                "outcome": {"type": "choice", "choices": ["solved", "explained"], "public": True},
                "photos": {"type": "files", "required": False},
            },
            "do": [
                {"require_evidence": {"input": "photos", "outcome": "outcome"}},
                {"outcome": {"input": "outcome"}},
                {"stop_clock": "handle"},
                {"start_clock": "check"},
                {"count": "reports"},
            ],
        },
        "redo": {
            "from": ["reported"],
            "to": "handling",
            "by": ["checker"],
            "when": [{"holds": "not actor_body_is_handler", "else": "own_work"}],
            "do": [{"stop_clock": "check"}, {"start_clock": "handle"}, "return"],
        },
        "close": {
            "from": ["reported"],
            "to": "closed",
            "by": ["checker"],
            "when": [{"holds": "not actor_body_is_handler", "else": "own_work"}],
        },
    },
    "notices": {
        "accept": [{"to": ["resident", "joined"]}, {"to": ["lead"], "text": "notice.to_body"}],
        "give_more_time": [{"to": ["resident"]}],
    },
    "public": {"list": True, "fields": ["number", "stage"], "place": "grid", "summary": "never"},
    "evidence": {"solved": 1, "explained": 0},
}  # fmt: skip


def said(path: str = "", value: Any = None, **more: Any) -> dict[str, Any]:
    """Return the small service with the value at a dotted path replaced; None takes it out."""
    whole = copy.deepcopy(SMALL)
    for where, what in ({path: value} if path else {}).items():
        put(whole, where, what)
    return {**whole, **more}


def put(whole: dict[str, Any], path: str, value: Any) -> None:
    """Replace, add or take out what stands at a dotted path."""
    *way, last = path.split(".")
    place = whole
    for step in way:
        place = place.setdefault(step, {})
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value


def defined(whole: Mapping[str, Any]) -> ServiceDefinition:
    """Read a service, with a sentence for every key that it needs."""
    read = read_definition(whole)
    assert isinstance(read, ServiceDefinition), read
    texts = {lang: {key: f"{key} {lang}" for key in needed(read)} for lang in LANGUAGES}
    told = read_definition({**whole, "texts": texts})
    assert isinstance(told, ServiceDefinition)
    return told
