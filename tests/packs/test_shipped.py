"""Every shipped pack passes its check, plays its scenarios, and can be told to both readers."""

import functools
import json

import pytest

from linli.core.clock.limits import Unit
from linli.core.forms.questions import QuestionType
from linli.core.lifecycle.definition import EffectKind, Holder, InputKind, StageKind
from linli.core.packs.definition import LANGUAGES, Audience
from linli.core.packs.frozen import freeze
from linli.core.packs.read import OPTIONAL, REQUIRED
from linli.core.packs.sentences import BLANKS
from linli.core.packs.ways import FACTS, ROLES, STAFF_ROLES
from linli.kernel.access import permissions as access
from linli.packs import telling
from linli.packs.checking import check_folder, check_tree, play_folder, same_names
from linli.packs.folder import SHIPPED, packs_below, services_below
from linli.packs.schema import schema
from linli.packs.service import fingerprint, frozen
from linli.packs.skeletons import families

check_folder = functools.cache(check_folder)
SERVICES = [str(path.relative_to(SHIPPED)) for path in packs_below(SHIPPED)]


def test_the_four_services_are_there():
    assert {"base/request", "city-fault", "mediation", "wage-arrears"} <= {*SERVICES}


@pytest.mark.parametrize("service", SERVICES)
def test_a_shipped_pack_has_no_findings_and_its_scenarios_go_as_written(service):
    checked = check_folder(SHIPPED / service)
    assert [telling.told(one) for one in (*checked.found, *play_folder(checked))] == []


def test_at_least_twenty_services_of_a_neighbourhood_are_shipped():
    services = services_below(SHIPPED / "services")
    assert len(services) >= 20
    for path in services:
        checked = check_folder(path)
        assert len(checked.folder.scenarios) >= 3
        assert checked.definition.extends in {*families(), "base/part"}, path.name
        assert checked.definition.routing, path.name


def test_a_service_is_a_short_folder():
    for path in services_below(SHIPPED / "services"):
        assert len((path / "pack.yaml").read_text(encoding="utf-8").splitlines()) <= 60, path.name


def test_families_are_not_services():
    services = {path.name for path in services_below(SHIPPED)}
    assert "request" in services
    assert not {"application", "permit", "cash-benefit", "registration", "report", "selection"} & services


def test_no_two_shipped_packs_have_one_name():
    assert [*same_names(check_tree(SHIPPED))] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_move_of_a_shipped_pack_is_shown_by_a_scenario(service):
    checked = check_folder(SHIPPED / service)
    own = checked.folder.said.get("moves", {})
    shown = {step["move"] for one in checked.folder.scenarios.values() for step in one.value["steps"]}
    assert {*own} - shown == set()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_shipped_pack_explains_itself_in_both_languages(service, lang):
    definition = check_folder(SHIPPED / service).definition
    told = telling.course(definition, lang)
    assert definition.text("title", lang) in told[0]
    assert not [line for line in told if "packs." in line or "notice." in line or "input." in line]


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_published_has_one_fingerprint_whatever_the_order_of_keys(service):
    whole = frozen(check_folder(SHIPPED / service))
    assert fingerprint(whole) == fingerprint(json.loads(json.dumps(whole, sort_keys=True)))
    assert fingerprint(whole) != fingerprint({**whole, "version": 99})
    assert whole["order"] == freeze(whole)["order"]


def test_a_service_without_an_own_change_differs_in_nothing_for_residents():
    definition = check_folder(SHIPPED / "base/request").definition
    assert telling.changes(definition, definition, "en") == ("Nothing changes for residents.",)


def test_city_faults_tell_residents_what_is_new_about_them():
    old, new = (check_folder(SHIPPED / name).definition for name in ("base/request", "city-fault"))
    told = telling.changes(old, new, "zh")
    assert "多问一句：现在会不会伤到人？" in told


def test_mediation_shows_nothing_to_anybody_else():
    definition = check_folder(SHIPPED / "mediation").definition
    assert definition.sensitivity.value == "sealed"
    assert not definition.public.listed
    assert all(one.private for move in definition.lifecycle.moves.values() for one in move.inputs)
    for party in ("resident", "joined", "party"):
        stoppable = definition.lifecycle.moves["stop"]
        assert party in stoppable.roles
        assert {"submitted", "invited", "choosing", "appointed", "meeting"} == stoppable.sources


def test_wages_are_kept_from_the_list_and_the_name_from_the_employer():
    definition = check_folder(SHIPPED / "wage-arrears").definition
    assert not definition.public.listed
    assert definition.confidential_if.text == "answers.keep_name"
    assert definition.lifecycle.clocks["promise"].limit == "60 working_days"
    assert definition.lifecycle.clocks["promise"].max_extensions == 1
    assert not [move for move in definition.lifecycle.moves.values() if "employer" in move.roles]


def test_nobody_checks_or_calls_back_their_own_work():
    for service in SERVICES:
        moves = check_folder(SHIPPED / service).definition.lifecycle.moves
        for name in {"pass_check", "fail_check", "record_call_back", "confirm_payment", "deny_payment"} & {
            *moves
        }:
            assert any("actor_body_is_handler" in guard.condition.names for guard in moves[name].guards), name


def test_every_role_of_a_pack_is_one_that_is_granted_or_held_towards_a_case():
    used = {
        role
        for service in SERVICES
        for move in check_folder(SHIPPED / service).definition.lifecycle.moves.values()
        for role in move.roles
    }
    assert used <= ROLES


def test_the_schema_for_editors_is_the_one_in_docs():
    committed = json.loads((SHIPPED.parent / "docs" / "pack.schema.json").read_text(encoding="utf-8"))
    assert committed == schema(), "run: linli pack schema > docs/pack.schema.json"


def test_the_handbook_names_every_word_that_a_pack_can_use():
    handbook = (SHIPPED.parent / "docs" / "packs.md").read_text(encoding="utf-8")
    words = {
        *REQUIRED, *OPTIONAL, "without", *ROLES, *FACTS, *(kind.value for kind in EffectKind),
        *(one.value for one in (*Audience, *InputKind, *QuestionType, *Holder, *StageKind, *Unit)), *BLANKS,
    } - {"texts"}  # fmt: skip
    assert sorted(word for word in words if word not in handbook) == []


def test_staff_roles_are_those_that_the_house_grants():
    granted = {*access.ROLES}
    assert {*STAFF_ROLES} - {"lead_officer"} <= granted


@pytest.mark.parametrize("family", ["request", "report", "permit", "cash-benefit", "registration"])
def test_what_a_family_calls_its_clocks_stages_and_moves_is_in_the_handbook(family):
    course = check_folder(SHIPPED / "base" / family).definition.lifecycle
    moves = {
        f"{move.name}({', '.join(one.name + '?' * (not one.required) for one in move.inputs)})"
        for move in course.moves.values()
    }
    handbook = " ".join((SHIPPED.parent / "docs/packs.md").read_text(encoding="utf-8").split())
    assert [one for one in (*course.clocks, *course.stages, *moves) if f"`{one}`" not in handbook] == []
