"""Bodies for the addresses of who keeps centres, halls, desks and advisers, and of what a post may not say; care files."""

from __future__ import annotations

_DAY = "2026-10-12"

GOOD = {
    "/centres/{centre}/change": {"code": "X-1", "name_zh": "中心", "body": "PING", "area": "990101001001"},
    "/centres/{centre}/end": {"on": _DAY},
    "/centres/{centre}/closings": {"first": _DAY, "last": _DAY, "reason": "repairs"},
    "/closings/{closing}/end": {},
    "/rooms/{room}/change": {"code": "R", "kind": "meeting", "name_zh": "会议室", "places": 10},
    "/rooms/{room}/end": {},
    "/rooms/{room}/showings": {"day": _DAY, "start": "09:00", "end": "11:00", "title_zh": "老电影"},
    "/centres/{centre}/draws": {
        "family": "dance", "title_zh": "舞蹈班", "apply_until": "2026-12-20T18:00:00+08:00",
        "choices": [{"code": "tue", "name_zh": "周二", "places": 1}],
    },
    "/applications/{application}/moves": {"move": "give_back"},
    "/queues/{centre}/hall": {"opens": 510},
    "/queues/{centre}/businesses": {"letter": "A", "code": "social", "name_zh": "社保"},
    "/queues/{centre}/counters": {"sign": "1", "businesses": ["social"]},
    "/lending/{centre}/rules": {"loan_days": 30},
    "/lending/{centre}/titles": {"name": "平凡的世界"},
    "/lending/{centre}/copies": {"barcode": "B1", "state": "lost"},
    "/centres/{centre}/advisers": {"login": "x", "kind": "law", "name_zh": "沈律"},
    "/advisers/{adviser}/hours": {"hours": []},
    "/advisers/{adviser}/away": {"first": _DAY, "last": _DAY},
    "/advisers/{adviser}/wait": {"wants": True},
    "/consultation-codes": {"code": "1", "move": "arrive"},
    "/jobs/wording/editions": {"sort": "fees", "patterns": ["x"], "basis_zh": "x", "basis_en": "x"},
    "/jobs/wording/editions/{edition}/moves": {"move": "refuse"},
    "/jobs/workers/{worker}/papers": {"trade": "x"},
    "/care/files": {"resident": "x", "body": "PING", "consent": "self"},
    "/care/files/{file}/plans": {
        "needs": "x", "goals": "x", "lines": [{"service": "bath", "times": 1, "by": "carer"}], "review_on": "2027-01-01",
        "how": "self",
    },
    "/care/files/{file}/requirements": {"key": "bath", "parts": [{"service": "bath", "minutes": 30}], "opens": 540, "closes": 600},
    "/care/files/{file}/requirements/end": {"key": "bath"},
}  # fmt: skip


KEEPERS = (
    "/closings", "/rooms", "/advisers/{adviser}/hours", "/advisers/{adviser}/away", "/lending/{centre}/rules",
    "/queues/{centre}/hall", "/queues/{centre}/businesses", "/queues/{centre}/counters", "/jobs/wording",
)  # fmt: skip


def is_kept(path: str) -> bool:
    """Say whether only a county's administrator does this."""
    own = path.startswith("/centres/{centre}/") and not path.endswith(("/draws", "/activities", "/showings"))
    return own or path.startswith(KEEPERS)
