"""`/queues`, `/queue-numbers`, `/counters`: take a number, watch it, call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_counter import CounterMoveIn, NumberIn
from linli.web.api.told_counter import Counters, CounterSeat, Queue, QueueNumberMade, QueueNumberTold

router = Router(tags=["counter"])
SERVE = (Permission.COUNTER_SERVE,)


@router.get("/queues/{centre}", response={200: Queue, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_queue(request: HttpRequest, centre: CaseName) -> HttpResponse:
    """Tell what a hall's screen shows: who is called where, how many wait for what, and for how long."""
    board = facts.board(centre, asking(request).at)
    return answer(
        {
            "centre": board.centre,
            "name": both(board.name_zh, board.name_en or board.name_zh),
            "open": board.is_open,
            "gives_numbers": board.takes,
            "opens_next": instant(board.opens_next),
            "reasons": [*board.reasons],
            "called": [
                {"number": one.label, "counter": one.counter, "called_at": instant(one.called_at)}
                for one in board.called
            ],
            "businesses": [
                {
                    "business": one.code,
                    "letter": one.letter,
                    "name": both(one.name_zh, one.name_en or one.name_zh),
                    "waiting": one.waiting,
                    "counters": one.counters,
                    "wait": asdict(one.wait),
                }
                for one in board.businesses
            ],
        }
    )


@router.post(
    "/queues/{centre}/numbers",
    response={201: QueueNumberMade, **SAYS_NO},
    **opens(Open.EVERYBODY, Scope.OPEN),
)
def take_number(request: HttpRequest, centre: CaseName, sent: NumberIn, act_id: ActId) -> HttpResponse:
    """Take a number, without an account; its ref is the key to it."""
    asked = asking(request)
    made = service.take_number(
        centre, sent.business, priority=sent.priority, channel=sent.channel,
        actor=asked.actor, act_id=act_id, at=asked.at,
    )  # fmt: skip
    return answer(made, status=CREATED)


@router.get(
    "/queue-numbers/{number}", response={200: QueueNumberTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY)
)
def show_number(request: HttpRequest, number: CaseName) -> HttpResponse:
    """Tell how a number stands: how many are ahead and how long it is likely to take, or where to go."""
    return answer(_number(facts.number(number, asking(request).at)))


@router.post(
    "/queue-numbers/{number}/end",
    response={200: QueueNumberTold, **SAYS_NO},
    **opens(Open.EVERYBODY, Scope.OPEN),
)
def give_number_back(request: HttpRequest, number: CaseName, act_id: ActId) -> HttpResponse:
    """Give a number back."""
    asked = asking(request)
    service.give_back(number, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_number(facts.number(number, asked.at)))


@router.get("/counters", response={200: Counters, **READ_SAYS_NO}, **opens(SERVE))
def list_counters(request: HttpRequest) -> HttpResponse:
    """List the counters at which the asker may sit."""
    return answer({"counters": [_counter(one) for one in facts.counters(asking(request).actor)]})


@router.get("/counters/{counter}", response={200: CounterSeat, **READ_SAYS_NO}, **opens(SERVE))
def show_counter(request: HttpRequest, counter: CaseName) -> HttpResponse:
    """Tell who stands at a counter and who waits for it."""
    asked = asking(request)
    return answer(_seat(facts.seat(counter, asked.actor, asked.at)))


@router.post("/counters/{counter}/moves", response={200: CounterSeat, **SAYS_NO}, **opens(SERVE, Scope.MOVE))
def move_at_counter(
    request: HttpRequest, counter: CaseName, sent: CounterMoveIn, act_id: ActId
) -> HttpResponse:
    """Call the next number, call it again, end the visit, say that nobody came, pass it on; open or close the counter."""
    asked = asking(request)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    moves: dict[str, Callable[[], object]] = {
        "next": lambda: service.call_next(counter, **said),
        "again": lambda: service.call_again(sent.number, **said),
        "done": lambda: service.finish(sent.number, **said),
        "absent": lambda: service.not_here(sent.number, **said),
        "pass": lambda: service.pass_on(sent.number, sent.counter, **said),
        "open": lambda: service.turn_counter(counter, opens=True, **said),
        "close": lambda: service.turn_counter(counter, opens=False, **said),
    }
    moves[sent.move]()
    return answer(_seat(facts.seat(counter, asked.actor, asked.at)))


def _number(one: facts.NumberFact) -> Json:
    return {
        "ref": one.ref,
        "number": one.label,
        "centre": one.centre,
        "business": both(one.business_zh, one.business_en or one.business_zh),
        "state": one.state,
        "priority": one.priority,
        "counter": one.counter,
        "wait": asdict(one.wait) if one.wait else None,
    }


def _counter(one: facts.CounterFact) -> Json:
    return {
        "ref": one.ref,
        "centre": one.centre,
        "sign": one.sign,
        "open": one.is_open,
        "businesses": [code for code, _zh, _en in one.businesses],
    }


def _seat(one: facts.SeatFact) -> Json:
    return {
        "counter": _counter(one.counter),
        "now": {"ref": one.now.ref, "number": one.now.label} if one.now else None,
        "waiting": [
            {"ref": each.ref, "number": each.label, "priority": each.priority, "passed": each.passed}
            for each in one.waiting
        ],
    }
