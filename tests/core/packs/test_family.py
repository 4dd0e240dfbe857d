import pytest
from tests.core.packs.small import defined, said

from linli.core.packs.check import check
from linli.core.packs.family import resolve
from linli.core.packs.read import read_definition

FAMILY = {
    **said(texts=dict(defined(said()).texts)),
    "parameters": {"age": {"unit": "years", "values": {"2020-01-01": 60}, "source": {"title": "law"}}},
}
OWN = {"pack": "own", "version": 3, "extends": "base/small", "effective_from": "2026-02-01"}


def joined(**own):
    found = resolve({**OWN, **own}, FAMILY)
    assert isinstance(found, dict), found
    return found


def problems(**own):
    found = resolve({**OWN, **own}, FAMILY)
    assert isinstance(found, tuple), "joins without a problem"
    return {(one.field, one.code) for one in found}


def test_what_is_not_written_is_taken_over():
    whole = joined()
    assert whole["pack"] == "own"
    assert whole["stages"] == FAMILY["stages"]
    assert check(read_definition(whole)) == ()


def test_an_overlay_adds():
    whole = joined(
        legal_basis=[{"title": "county"}],
        stages={"tried": {"kind": "end", "holder": "nobody"}},
        moves={"try": {"from": ["submitted"], "to": "tried", "by": ["clerk"]}},
        ask={"more": {"type": "text"}},
        notices={"try": [{"to": ["resident"]}], "accept": [{"to": ["supervisors"], "text": "notice.seen"}]},
        texts={"zh": {"move.try": "试试"}, "en": {"move.try": "Try"}},
        opening=[{"flag": "new"}],
        routing=[{"from": "2026-01-01", "lead": "x"}],
    )
    service = read_definition(whole)
    assert [basis.title for basis in service.legal_basis] == ["local practice", "county"]
    assert service.text("move.try", "zh") == "试试"
    assert service.text("move.accept", "zh") == "move.accept zh"
    assert [notice.text for notice in service.notices["accept"]] == [
        "notice.accept",
        "notice.to_body",
        "notice.seen",
    ]
    assert [*service.lifecycle.stages][-1] == "tried"
    assert len(service.lifecycle.opening) == 2
    assert len(service.routing) == 1


def test_an_overlay_narrows():
    whole = joined(
        clocks={"promise": {"limit": "3 working_days"}, "handle": {"limit": "3 working_days"}},
        moves={
            "refuse": {
                "by": ["clerk"],
                "ask": {"reason": {"type": "text"}},
                "when": [{"holds": "actor_is_reporter", "else": "x"}],
                "do": [{"flag": "refused"}],
            },
            "report": {
                "ask": {"photos": {"required": True}, "outcome": {"type": "choice", "choices": ["solved"]}}
            },
            "redo": {"to": "handling"},
        },
        ask={"kind": {"required": True}},
        public={"list": False, "fields": ["stage"], "place": "none", "summary": "never"},
        evidence={"solved": 2},
        sensitivity="confidential",
        initial="submitted",
        stages={"closed": {"kind": "end", "holder": "nobody"}},
    )
    assert whole["clocks"]["promise"] == {**FAMILY["clocks"]["promise"], "limit": "3 working_days"}
    assert [*whole["moves"]["refuse"]["ask"]] == ["reason"]
    assert whole["moves"]["refuse"]["do"] == [{"outcome": "refused"}, "end", {"flag": "refused"}]
    assert whole["moves"]["report"]["ask"]["photos"]["required"] is True
    assert whole["evidence"] == {"solved": 2, "explained": 0}


def test_what_is_left_out_is_said_aloud_and_takes_its_notices_along():
    whole = joined(
        without={
            "moves": ["ask", "answer", "give_more_time"],
            "stages": ["waiting"],
            "evidence": ["explained"],
        }
    )
    assert "ask" not in whole["moves"]
    assert [*whole["notices"]] == ["accept"]
    assert "waiting" not in whole["stages"]
    assert [*whole["evidence"]] == ["solved"]


def test_a_move_that_starts_only_from_a_dropped_stage_goes_too():
    whole = joined(without={"stages": ["waiting"], "moves": ["ask"]})
    assert "answer" not in whole["moves"]


def test_a_move_written_anew_after_it_was_left_out_is_no_silent_change():
    whole = joined(
        without={"moves": ["accept"]},
        moves={"accept": {"from": ["submitted"], "to": "reported", "by": ["clerk"]}},
    )
    assert whole["moves"]["accept"]["to"] == "reported"


@pytest.mark.parametrize(
    ("own", "where", "code"),
    [
        ({"clocks": {"promise": {"limit": "9 working_days"}}}, "clocks.promise.limit", "packs.replaces_limit"),
        (
            {"clocks": {"promise": {"limit": "5 calendar_days"}}},
            "clocks.promise.limit",
            "packs.replaces_limit_unit",
        ),
        ({"clocks": {"promis": {"limit": "1 working_days"}}}, "clocks.promis", "packs.no_clock_of_family"),
        ({"clocks": {"promise": {"limit": "soon"}}}, "clocks.promise.limit", "clock.not_a_limit"),
        ({"clocks": {"promise": {"limit": "x working_days"}}}, "clocks.promise.limit", "clock.not_a_limit"),
        ({"clocks": {"promise": {"kind": "holder"}}}, "clocks.promise.kind", "packs.replaces"),
        ({"clocks": {"promise": {"max_extensions": 4}}}, "clocks.promise.max_extensions", "packs.replaces"),
        ({"stages": {"closed": {"kind": "open", "holder": "body"}}}, "stages.closed", "packs.replaces"),
        ({"initial": "handling"}, "initial", "packs.replaces"),
        ({"moves": {"accept": {"to": "closed"}}}, "moves.accept.to", "packs.replaces"),
        ({"moves": {"accept": {"by": ["clerk", "officer"]}}}, "moves.accept.by[1]", "packs.wider"),
        ({"moves": {"accept": {"from": ["handling"]}}}, "moves.accept.from[0]", "packs.wider"),
        ({"moves": {"accept": {"form": ["handling"]}}}, "moves.accept.form", "packs.unknown_key_near"),
        ({"moves": {"accept": "x"}}, "moves.accept", "packs.not_a_mapping"),
        ({"moves": {"report": {"ask": {"outcome": {"type": "text"}}}}}, "moves.report.ask.outcome.type", "packs.replaces"),
        ({"moves": {"report": {"ask": {"outcome": {"choices": ["x"]}}}}}, "moves.report.ask.outcome.choices[0]", "packs.wider"),
        ({"ask": {"what": {"required": False}}}, "ask.what.required", "packs.looser"),
        ({"public": {"fields": ["stage", "body"]}}, "public.fields[1]", "packs.wider"),
        ({"public": {"summary": "chosen_and_reviewed"}}, "public.summary", "packs.looser"),
        ({"evidence": {"solved": 0}}, "evidence.solved", "packs.looser"),
        ({"parameters": {"age": {"values": {"2020-01-01": 70}}}}, "parameters.age", "packs.replaces"),
        ({"without": {"moves": ["fly"]}}, "without.moves[0]", "packs.nothing_to_drop"),
        ({"without": {"texts": ["x"]}}, "without.texts", "packs.unknown_key"),
    ],
)  # fmt: skip
def test_nothing_is_replaced_in_silence(own, where, code):
    assert (where, code) in problems(**own)


def test_a_longer_limit_and_another_figure_name_their_source():
    whole = joined(
        clocks={"promise": {"limit": "9 working_days", "max_extensions": 2, "source": "county rule 3"}},
        parameters={"age": {"values": {"2020-01-01": 70}, "source": {"title": "county rule 4"}}},
    )
    assert whole["clocks"]["promise"]["limit"] == "9 working_days"
    assert whole["parameters"]["age"]["unit"] == "years"


def test_a_family_is_not_sealed_by_one_and_opened_by_another():
    found = resolve(
        {**OWN, "sensitivity": "normal", "public": {"list": True}},
        {**FAMILY, "sensitivity": "sealed", "public": {}},
    )
    assert {(one.field, one.code) for one in found} == {
        ("sensitivity", "packs.looser"),
        ("public.list", "packs.looser"),
    }


def test_what_a_family_says_of_itself_alone_is_not_taken_over():
    joined = resolve(OWN, {**FAMILY, "extends": "base/older", "family": True, "without": {"moves": []}})
    assert not {"family", "without"} & {*joined}
    assert joined["extends"] == OWN["extends"]


def test_a_limit_that_is_none_is_told_as_such_and_not_as_longer():
    found = resolve({**OWN, "clocks": {"promise": {"limit": "2 days"}}}, FAMILY)
    assert [(one.field, one.code) for one in found] == [("clocks.promise.limit", "clock.unknown_unit")]
