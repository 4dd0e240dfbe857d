from linli.core.lifecycle.definition import (
    Effect,
    EffectKind,
    Holder,
    Input,
    InputKind,
    Lifecycle,
    Move,
    Stage,
    StageKind,
)


def test_moves_from_a_stage_come_in_declared_order():
    moves = [
        Move("close", frozenset({"open"}), "closed", frozenset({"clerk"})),
        Move("note", frozenset({"open", "closed"}), None, frozenset({"clerk"})),
        Move("reopen", frozenset({"closed"}), "open", frozenset({"clerk"})),
    ]
    course = Lifecycle(
        "open",
        {
            "open": Stage("open", StageKind.OPEN, Holder.INTAKE),
            "closed": Stage("closed", StageKind.END, Holder.NOBODY),
        },
        {move.name: move for move in moves},
    )
    assert [move.name for move in course.moves_from("open")] == ["close", "note"]
    assert [move.name for move in course.moves_from("closed")] == ["note", "reopen"]
    assert course.moves_from("elsewhere") == ()


def test_what_nothing_says_otherwise_is_private_and_required():
    said = Input("reason", InputKind.TEXT)
    assert (said.private, said.required, said.told) == (True, True, False)
    assert Effect(EffectKind.END).options == {}
