"""Turns a row into what was told, when, and what became of it; or says what is wrong, all at once."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from linli.core.shared.outcomes import Problem
from linli.web.importing.table import Row, Table

FIELDS = (
    "key", "body", "title", "at", "reply", "replied_at", "lon", "lat", "place", "town", "subject", "condition",
    "area", "kind", "name", "phone", "agency", "likes", "dislikes",
)  # fmt: skip
"""What --map may name; `body` or `title`, and `at`, must be there."""

FIRST_YEAR = 2004
TITLE_LENGTH, PLACE_LENGTH, BODY_LIMIT = 80, 200, 20_000
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: our fields and its columns, its time zone, what is known of each row."""

    source: str
    fields: Mapping[str, str]
    timezone: str = "Asia/Shanghai"
    course: str = "open"
    kind: str = "help"
    agency_pattern: str = ""
    agency_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One request as it was told, with the answer if there is one."""

    line: int
    key: str
    body: str
    title: str
    at: datetime
    reply: str = ""
    replied_at: datetime | None = None
    point: tuple[float, float] | None = None
    place: str = ""
    subject: str = ""
    condition: str = ""
    area: str = ""
    kind: str = "help"
    name: str = ""
    phone: str = ""
    agency: str = ""
    extra: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken, and why; each reason has a remedy under ``<code>_remedy``."""

    line: int
    key: str
    problems: tuple[Problem, ...]


def check_columns(table: Table, how: Reading) -> tuple[Problem, ...]:
    """Say which wanted columns the file does not have, and whether enough is mapped."""
    problems = [
        Problem(ours, "import.unknown_field", {"field": ours, "fields": ", ".join(FIELDS)})
        for ours in how.fields
        if ours not in FIELDS
    ]
    problems += [
        Problem(
            ours, "import.no_column", {"column": theirs, "columns": ", ".join(filter(None, table.columns))}
        )
        for ours, theirs in how.fields.items()
        if theirs not in table.columns
    ]
    if "body" not in how.fields and "title" not in how.fields:
        problems.append(Problem("body", "import.no_body_mapped"))
    if "at" not in how.fields:
        problems.append(Problem("at", "import.no_time_mapped"))
    return tuple(problems)


def read_records(table: Table, how: Reading, now: datetime) -> Iterator[Record | Rejected]:
    """Yield a record or a rejection for each row, in the file's order."""
    seen: Counter[str] = Counter()
    for row in table.rows:
        said = {ours: row.cells.get(theirs, "") for ours, theirs in how.fields.items()}
        key = said.get("key") or _fingerprint(row.cells)
        seen[key] += 1
        if said.get("key") and seen[key] > 1:
            yield Rejected(row.line, key, (Problem("key", "import.key_twice", {"key": key[:40]}),))
            continue
        yield _record(row, f"{key}#{seen[key]}" if seen[key] > 1 else key, said, how, now)


def _record(row: Row, key: str, said: Mapping[str, str], how: Reading, now: datetime) -> Record | Rejected:
    if row.wrong is not None:
        return Rejected(row.line, key, (row.wrong,))
    zone = ZoneInfo(how.timezone)
    told, answered = read_moment(said.get("at", ""), zone), read_moment(said.get("replied_at", ""), zone)
    point = _point(said)
    problems = [
        *_words(said),
        *_moments(told, answered, said, now),
        *([point] if isinstance(point, Problem) else []),
    ]
    if (
        problems
        or not isinstance(told, datetime)
        or isinstance(answered, Problem)
        or isinstance(point, Problem)
    ):
        return Rejected(row.line, key, tuple(problems))
    return Record(
        line=row.line, key=key, body=said.get("body") or said.get("title", ""), title=_title(said), at=told,
        reply=said.get("reply", ""), replied_at=answered, point=point, place=_place(said),
        subject=said.get("subject", ""), condition=said.get("condition", ""), area=said.get("area", ""),
        kind=said.get("kind") or how.kind, name=said.get("name", "")[:60], phone=said.get("phone", ""),
        agency=_agency(said, how), extra=_counts(said),
    )  # fmt: skip


def read_moment(text: str, zone: ZoneInfo) -> datetime | Problem | None:
    """Read a moment as spreadsheets write it, in the zone unless it names its own; None for nothing."""
    if not text:
        return None
    day = _day(text)
    clock = _clock(text)
    if day is None or clock is None:
        return Problem("at", "import.time_unreadable", {"text": text[:40]})
    named = _ZONE.search(text) if ":" in text else None
    if named:
        offset = named[1].replace("Z", "+00:00")
        return datetime.fromisoformat(f"{day}T{clock}{offset[:3]}:{offset[-2:]}").astimezone(UTC)
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _day(text: str) -> date | None:
    if found := _DATE.match(text):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif found := _AMERICAN.match(text):
        parts = (int(found[3]), int(found[1]), int(found[2]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    found = _TIME.search(_ZONE.sub("", text))
    if found is None:
        return time(0) if ":" not in text else None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _words(said: Mapping[str, str]) -> Iterator[Problem]:
    body = said.get("body") or said.get("title", "")
    if not body:
        yield Problem("body", "import.nothing_told")
    if len(body) > BODY_LIMIT:
        yield Problem("body", "import.body_too_long", {"length": len(body), "limit": BODY_LIMIT})
    if len(said.get("reply", "")) > BODY_LIMIT:
        yield Problem("reply", "import.body_too_long", {"length": len(said["reply"]), "limit": BODY_LIMIT})


def _moments(
    told: datetime | Problem | None,
    answered: datetime | Problem | None,
    said: Mapping[str, str],
    now: datetime,
) -> Iterator[Problem]:
    if told is None:
        yield Problem("at", "import.no_time")
    for name, moment in (("at", told), ("replied_at", answered)):
        if isinstance(moment, Problem):
            yield Problem(name, moment.code, moment.params)
        elif moment is not None and moment.year < FIRST_YEAR:
            yield Problem(name, "import.too_early", {"text": said[name][:40], "year": FIRST_YEAR})
        elif moment is not None and moment > now:
            yield Problem(name, "import.in_the_future", {"text": said[name][:40]})
    if isinstance(told, datetime) and isinstance(answered, datetime) and answered < told:
        yield Problem("replied_at", "import.answered_before_told")


def _point(said: Mapping[str, str]) -> tuple[float, float] | Problem | None:
    texts = said.get("lon", ""), said.get("lat", "")
    if not any(texts):
        return None
    try:
        lon, lat = float(texts[0]), float(texts[1])
    except ValueError:
        return Problem("lon", "import.point_unreadable", {"text": " ".join(texts)[:40]})
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
        return Problem("lon", "import.point_unreadable", {"text": " ".join(texts)[:40]})
    return lon, lat


def _title(said: Mapping[str, str]) -> str:
    line = said.get("title", "").split("\n", 1)[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _place(said: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (said.get("place", ""), said.get("town", ""))))[:PLACE_LENGTH]


def _agency(said: Mapping[str, str], how: Reading) -> str:
    """Return who answered: as the file says, or as the words name it."""
    if said.get("agency"):
        return said["agency"][:80]
    texts: Sequence[str] = [said.get(name, "") for name in how.agency_in]
    found = (re.search(how.agency_pattern, text) for text in texts) if how.agency_pattern else iter(())
    return next((one[0] for one in found if one), "")


def _counts(said: Mapping[str, str]) -> dict[str, int]:
    return {name: int(said[name]) for name in ("likes", "dislikes") if said.get(name, "").isdecimal()}


def _fingerprint(cells: Mapping[str, str]) -> str:
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
