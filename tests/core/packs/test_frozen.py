import json

from tests.core.packs.small import said

from linli.core.packs.frozen import freeze, thaw
from linli.core.packs.read import read_definition


def sorted_keys(value):
    return json.loads(json.dumps(value, sort_keys=True))


def test_order_outlives_storage_that_sorts_keys():
    whole = said(
        "ask.crew", {"type": "members", "fields": {"name": {"type": "text"}, "days": {"type": "number"}}}
    )
    kept = thaw(sorted_keys(freeze(whole)))
    assert [*kept["moves"]] == [*whole["moves"]]
    assert [*kept["moves"]["accept"]["ask"]] == ["lead", "helpers"]
    assert [*kept["stages"]] == [*whole["stages"]]
    assert [*kept["ask"]["crew"]["fields"]] == ["name", "days"]
    assert kept == whole


def test_a_frozen_service_reads_the_same():
    assert read_definition(sorted_keys(freeze(said()))) == read_definition(said())


def test_what_was_never_frozen_stays_as_it_is():
    assert thaw(said()) == said()


def test_an_order_that_fits_badly_loses_nothing():
    frozen = {**said(), "order": {"stages": ["closed", "gone"], "moves": None}}
    kept = thaw(frozen)
    assert next(iter(kept["stages"])) == "closed"
    assert {*kept["moves"]} == {*said()["moves"]}


def test_a_service_without_moves_is_frozen_too():
    assert thaw(freeze({"pack": "x", "moves": 5})) == {"pack": "x", "moves": 5}
    assert thaw({"moves": {"a": 1}, "order": {}}) == {"moves": {"a": 1}}
