"""A city, a program's key, and short words for asking the interface."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from tests.city import AT, MAKER, POINT, act_id

from linli.kernel.access.actors import Grant
from linli.kernel.access.tokens import Wanted, new_token
from linli.web.api import pace

TOLD = "柳溪南巷口的井盖碎了一半，晚上看不见。"
SUBJECT = "30428.2:component:01-02"
SCOPES = ("read", "open", "move", "note")
CASE = {"body": TOLD, "subject": SUBJECT, "lon": POINT[0], "lat": POINT[1]}


class Api:
    """Asks the interface as a stranger, as a person of the cast, or as a program."""

    def __init__(self, city, client=None, key=""):
        self.city = city
        self.client = client or Client(enforce_csrf_checks=True)
        self.key = key

    def as_(self, who):
        client = Client()
        client.force_login(self.city.people[who].account)
        return Api(self.city, client)

    def client_like(self):
        """Another browser with the same session."""
        client = Client()
        client.cookies = self.client.cookies.copy()
        return client

    def program(self, *scopes, role=None, code=None):
        return Api(self.city, key=key(self.city, *scopes, role=role, code=code))

    def _headers(self, more):
        shown = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return {**shown, **more}

    def get(self, path, headers=None, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self._headers(headers or {}))

    def post(self, path, body, *, act=None, headers=None, content_type="application/json"):
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        sent = {"Idempotency-Key": act or str(uuid.uuid4()), **(headers or {})}
        return self.client.post(f"/api/v1{path}", raw, content_type=content_type, headers=self._headers(sent))

    def tell(self, **more):
        answer = self.post("/cases", {**CASE, **more})
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()

    def move(self, ref, name, act=None, version=None, **inputs):
        body = {"move": name, "inputs": inputs, **({} if version is None else {"version": version})}
        return self.post(f"/cases/{ref}/moves", body, act=act)


def key(city, *scopes, role=None, code=None):
    """A key made for the tests."""
    body = city.bodies[code] if code else None
    grants = (
        (Grant(role, body.id if body else None, body.ref if body else None, "/9901/", AT),) if role else ()
    )
    wanted = Wanted("热线平台", scopes or SCOPES, grants)
    return new_token(wanted, actor=MAKER, act_id=act_id(), at=AT)[1]


@pytest.fixture
def api(city):
    return Api(city)


@pytest.fixture(autouse=True)
def _at_any_pace():
    pace.forget_all()
