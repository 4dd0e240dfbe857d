"""A good body for every address of activities, rounds, childcare and meetings that takes one."""

from __future__ import annotations

NAMES = (
    "{activity}",
    "{sign_up}",
    "{group}",
    "{circuit}",
    "{meeting}",
    "{suggestion}",
    "{reply}",
    "{session}",
    "{stop}",
)
"""What their addresses name."""
EMPTY = (
    "/publish",
    "/call-off",
    "/sessions/{session}/close",
    "/accept",
    "/give-up",
    "/leave",
    "/drop",
    "/undo",
    "/meetings/{meeting}/close",
)
"""How those end that read no body."""
GOOD = {
    "/activities": {
        "kind": "holiday_care",
        "centre": "PING-1",
        "title_zh": "托管班",
        "first": "2099-10-17",
        "last": "2099-10-31",
        "weekdays": [6],
        "starts": "09:00",
        "ends": "11:00",
        "places": 20,
        "age_from": 6,
        "age_to": 12,
        "closes_at": "2099-10-16T18:00",
    },
    "/activities/{activity}/call-off": {},
    "/activities/{activity}/helpers": {"who": "13900000088", "part": "teacher"},
    "/activities/{activity}/publish": {},
    "/activities/{activity}/sessions/{session}/attendance": {"code": "", "sign_up": "x", "came": True},
    "/activities/{activity}/sessions/{session}/close": {},
    "/activities/{activity}/sign-ups": {
        "name": "陈小雨",
        "born": "2018-05-01",
        "mode": "room",
        "agrees": True,
    },
    "/sign-ups/{sign_up}/accept": {},
    "/sign-ups/{sign_up}/give-up": {},
    "/childcare": {
        "centre": "PING-1",
        "name_zh": "小小班",
        "months_from": 12,
        "months_to": 24,
        "places": 10,
        "staff": 2,
        "fee_fen": 120_000,
        "hours": "周一至周五 8:00-17:30",
    },
    "/childcare/applications/{application}/accept": {},
    "/childcare/applications/{application}/leave": {},
    "/childcare/{group}/applications": {
        "name": "赵小天",
        "born": "2025-06-01",
        "wants_from": "2026-12-07",
        "priority": "none",
        "agrees": True,
    },
    "/circuits": {
        "title_zh": "健康巡诊",
        "body": "PING",
        "team": "健康巡诊队",
        "stops": [
            {
                "area": "990101001001",
                "starts": "2099-10-19T09:00",
                "ends": "2099-10-19T11:00",
                "place": "居委会",
            }
        ],
    },
    "/circuits/{circuit}/stops/{stop}/drop": {},
    "/circuits/{circuit}/stops/{stop}/reached": {"reached": 12},
    "/meetings": {
        "question_zh": "小区里的空地拿来做什么？",
        "body": "PING",
        "area": "990101001001",
        "ends_at": "2099-10-31T18:00",
    },
    "/meetings/{meeting}/ask": {"about": "x", "body": "PING", "promised_on": "2099-11-15"},
    "/meetings/{meeting}/close": {},
    "/meetings/{meeting}/group": {"suggestions": ["x"], "theme": ""},
    "/meetings/{meeting}/suggestions": {"text": "放两张长椅。", "channel": "online"},
    "/meetings/{meeting}/suggestions/{suggestion}/look-over": {"reason": ""},
    "/meetings/{meeting}/themes": {"title_zh": "长椅", "title_en": "Benches"},
    "/meetings/{meeting}/undo": {},
    "/replies/{reply}/answer": {"text_zh": "年底前装好。"},
}
