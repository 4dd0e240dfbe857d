"""The story of the engine's tests, with certificates in it and a key of its own."""

from __future__ import annotations

import pytest
from tests.apps.cases.conftest import Story
from tests.city import AT

from linli.apps.certificates import facts, service
from linli.apps.certificates.service import Wish


class Issuing(Story):
    """What a resident and the counter do with certificates."""

    def issue(self, case, who="resident", at=AT, kind="proof_of_intake", chosen=(), presence="account"):
        wish = Wish(case, kind, frozenset(chosen), presence)
        return service.issue(wish, **self.said(who, at))

    def signed(self, ref, who="resident"):
        return facts.certificate(self.actor(who), ref).signed

    def closed(self, **more):
        ref = self.checked(**more)
        self.go(ref, "confirm", "resident", satisfaction="satisfied")
        return ref


@pytest.fixture
def story(city, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    settings.CERTIFICATE_ISSUER = "https://fenan.example"
    return Issuing(city)
