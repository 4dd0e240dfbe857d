"""Every shipped service has its pages at the county: no word a pack may use is without its sentence there."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from itertools import cycle

import pytest
from tests import cast
from tests.journeys import county_town as town

from linli.apps.catalogue import service as catalogue
from linli.core.clock.limits import Unit
from linli.core.forms.questions import Question, QuestionType, Shifted
from linli.core.lifecycle.definition import ClockKind, Holder, InputKind, StageKind
from linli.core.packs.definition import Audience, Place, Sensitivity, Summary
from linli.core.packs.guide import LifeEvent, Paper
from linli.core.packs.ways import ROLES
from linli.kernel.ui.text import LANGUAGES, has
from linli.packs.checking import check_folder
from linli.packs.drafting import shipped_files
from linli.packs.folder import SHIPPED, services_below
from linli.packs.scenarios import KINDS
from linli.packs.service import frozen
from linli.web.county import pack_ground

SERVICES = services_below(SHIPPED)
WORDS = {
    "county.clock_": ClockKind,
    "county.type_": QuestionType,
    "county.public_place_": Place,
    "county.public_summary_": Summary,
    "county.scenario_": (*KINDS, "branch"),
    "county.status_": ("current", "proposed", "superseded", "retired"),
    "packs.told_": (*Sensitivity, *(f"stage_{kind}" for kind in StageKind if kind is not StageKind.END)),
    "packs.told_clock_": (
        *ClockKind,
        *(f"{kind}_condition" for kind in ClockKind if kind is not ClockKind.PERIOD),
    ),
    "packs.holder_": Holder,
    "packs.role_": ROLES,
    "packs.audience_": Audience,
    "show.unit.": Unit,
    "services.event.": LifeEvent,
    "cases.paper.": Paper,
    "desk.hint.": (InputKind.BODY, InputKind.CASE),
}


def test_every_word_a_pack_may_use_has_its_sentence():
    keys = [f"{prefix}{word}" for prefix, words in WORDS.items() for word in words]
    assert [key for key in keys if not has(key)] == []


@pytest.mark.django_db
@pytest.mark.one_database
def test_every_shipped_service_opens_at_the_county_and_in_the_workshop(client, settings, tmp_path):
    settings.PACKS_DIR = tmp_path  # scenarios are played elsewhere
    client.force_login(cast.county_administrator(area=town.CITY).account)
    client.raise_request_exception = False
    bad, pages = [], {}
    for path, lang in zip(SERVICES, cycle(LANGUAGES), strict=False):  # the languages have the same sentences
        catalogue.publish_pack(path.name, frozen(check_folder(path)), **town.said())
        catalogue.open_draft(path.name, shipped_files(path.name) or {}, **town.said())
        for page in (f"/county/packs/of/{path.name}", f"/county/workshop/{path.name}/form"):
            answer = client.get(page, headers={"Accept-Language": lang})
            bad += [page] if answer.status_code != HTTPStatus.OK else []
            pages[page] = " ".join(answer.content.decode().split())
    assert len(SERVICES) > 30
    assert bad == []
    money_is_seen(pages["/county/packs/of/occupy-road"], pages["/county/packs/of/elder-allowance"])


def money_is_seen(road, allowance):
    """Whoever approves a service sees its figures with their sources, its sums, who gets it, what answers may be."""
    definition = check_folder(SHIPPED / "services/occupy-road").definition
    for name, parameter in definition.parameters.items():
        label = {definition.text(f"parameter.{name}", lang) for lang in LANGUAGES}
        assert any(one in road for one in (*label, name)), name
        assert parameter.values[0].source.title in road
    assert ("示例或未核实" in road) or ("an example, or not confirmed" in road)
    shown = road[road.index('id="figures"') : road.index('id="questions"')]
    assert 'class="formula"' in shown
    assert "answers." not in shown
    assert "parameters." not in shown
    assert "最早 " in road or "not before " in road
    assert 'id="ways"' in allowance
    assert "$district_dept" not in allowance[allowance.index('id="ways"') :]


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (
            Shifted("days_after", "today", 1),
            date(2026, 12, 1),
            "最早 交件那天往后 1 天、最晚 2026 年 12 月 1 日",
        ),
        (Shifted("years_after", "today", -2), "today", "最早 交件那天往前 2 年、最晚 交件那天"),
    ],
)
def test_bounds_are_said_in_words(least, most, said):
    definition = check_folder(SHIPPED / "services/occupy-road").definition
    assert pack_ground.bounds(definition, Question("x", QuestionType.DATE, least=least, most=most)) == said
