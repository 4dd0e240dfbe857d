"""Sets the stage for the figures over HTTP: a small city, stored cases, people signed in, keys for programs.

Runs in a process of its own (`python -m benchmarks.stage CASES`), in the database that the settings name, and
prints one JSON: cookies, keys, the cases that may be moved. Most stored cases are copies of real ones, row by
row, because what is measured is what they cost when they lie there.
"""

from __future__ import annotations

import json
import secrets
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import django

TOLD = "柳溪南巷口的井盖碎了一半，晚上看不见。"
SUBJECT = "30428.2:component:01-02"
REAL = 200  # cases that went through the engine; the others are copies of them
AT_ONCE = 100


def main(cases: int) -> dict[str, Any]:
    """Build everything and return what the client needs to know."""
    from linli.site.preparing import count_rows, prepare_database

    prepare_database()
    from tests.city import POINT, tiny_city

    from linli.kernel.audit.act import batch

    city = tiny_city("city-fault")
    at = datetime.now(UTC)
    with batch():
        refs = [_tell(city, POINT, at) for _ in range(REAL)]
    _copy(cases - REAL)
    count_rows()
    return {
        "point": POINT,
        "subject": SUBJECT,
        "told": TOLD,
        "resident": _cookie(city, "resident"),
        "clerk": _cookie(city, "clerk"),
        "dispatcher": _cookie(city, "dispatcher"),
        "keys": {
            "resident": [_key(city, "open", None) for _ in range(8)],
            "clerk": [_key(city, "move", "clerk") for _ in range(8)],
            "dispatcher": [_key(city, "read", "dispatcher") for _ in range(8)],
        },
        "refs": refs,
    }


def _tell(city: Any, point: tuple[float, float], at: datetime) -> str:
    from linli.apps.cases import service

    told = service.Told(body=TOLD, lon=point[0], lat=point[1], subject=SUBJECT)
    resident = city.people["resident"].actor
    return service.open_case(told, actor=resident, act_id=str(uuid.uuid4()), at=at)["ref"]


def _copy(count: int) -> None:
    """Store ``count`` more cases like the real ones: each with a stream, an entry, a text and a teller."""
    from django.db import transaction

    from linli.apps.cases.models import Case, CaseText, Participant
    from linli.core.shared.numbers import case_number
    from linli.kernel.audit.models import Entry, Stream
    from linli.kernel.audit.prepared import Insert

    entries, texts, people = Insert(Entry), Insert(CaseText), Insert(Participant)
    streams, rows = Insert(Stream), Insert(Case)
    pattern = Case.objects.select_related("stream", "text").order_by("id").first()
    entry = Entry.objects.get(stream=pattern.stream)
    teller = Participant.objects.get(case=pattern)
    for start in range(0, count, AT_ONCE):
        with transaction.atomic():
            kept = []
            for n in range(start, min(start + AT_ONCE, count)):
                pattern.stream.id, pattern.stream.sid = None, secrets.token_hex(16)
                streams(pattern.stream)
                pattern.id, pattern.ref = None, uuid.uuid4()
                pattern.number = case_number(secrets.randbelow(10**10))
                pattern.stream_id = pattern.stream.id
                pattern.opened_at = pattern.recorded_at = pattern.recorded_at - timedelta(seconds=30)
                if n % 10:  # one in ten stays open, as in a city at work
                    pattern.closed_at, pattern.stage, pattern.desk = pattern.opened_at, "closed", ""
                else:
                    pattern.closed_at, pattern.stage, pattern.desk = None, "submitted", "intake"
                kept.append((rows(pattern).id, pattern.stream_id))
            entries.many([_as(Entry, entry, stream_id=stream) for _, stream in kept])
            texts.many([_as(CaseText, pattern.text, case_id=case) for case, _ in kept])
            people.many([_as(Participant, teller, case_id=case) for case, _ in kept])


def _as(model: Any, row: Any, **changes: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}  # noqa: SLF001
    return model(**values | {"id": None} | changes if "id" in values else values | changes)


def _cookie(city: Any, who: str) -> str:
    from django.test import Client

    client = Client()
    client.force_login(city.people[who].account)
    return client.cookies["sessionid"].value


def _key(city: Any, scope: str, role: str | None) -> str:
    from tests.city import AT, MAKER, act_id

    from linli.kernel.access.actors import Grant
    from linli.kernel.access.tokens import Wanted, new_token

    body = city.bodies["CENTRE"]
    grants = (Grant(role, body.id, body.ref, "/9901/", AT),) if role else ()
    return new_token(Wanted("benchmark", (scope,), grants), actor=MAKER, act_id=act_id(), at=AT)[1]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
