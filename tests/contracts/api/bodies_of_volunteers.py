"""A body to vary for every address of volunteers, tasks, saved time and favours that takes JSON."""

from __future__ import annotations

GOOD = {
    "/volunteers": {
        "name": "王秀兰",
        "born": "1961-03-02",
        "area": "990101001001",
        "radius": 2000,
        "skills": [],
        "times": ["6am"],
        "languages": [],
        "guardian_phone": "",
        "code": "",
        "saves_time": True,
        "agrees": True,
        "courier": False,
        "platform": "",
    },
    "/volunteers/me": {"do": "pause"},
    "/time/bookings/{code}/undo": {},
    "/volunteer-tasks": {
        "kind": "escort",
        "title": "陪李奶奶去医院",
        "place": "三号楼门口",
        "area": "990101001001",
        "body": "x",
        "starts_at": "2099-10-12T08:00:00+08:00",
        "ends_at": "2099-10-12T10:00:00+08:00",
        "words": "走路十分钟",
        "safety": "",
        "wanted": 1,
        "skills": [],
        "care": "none",
        "insured": False,
        "details": "",
        "helped_phone": "13812345678",
        "case": "",
        "centre": "",
    },
    "/volunteer-tasks/{task}/take": {},
    "/engagements/{engagement}": {"do": "confirm", "code": "1234", "minutes": 60, "words": ""},
    "/time/gifts": {"to": "pool", "minutes": 30},
    "/favours": {
        "side": "ask",
        "kind": "shopping",
        "words": "帮我带一袋米上楼",
        "area": "990101001001",
        "days": 7,
        "knows": True,
        "phone": "",
        "name": "",
    },
    "/favours/{favour}/answer": {},
    "/favour-matches/{match}": {"do": "done", "text": "", "minutes": 30, "bank": False},
}


EMPTY = ("/take", "/undo", "{favour}/answer")
"""How addresses end that read no body."""
