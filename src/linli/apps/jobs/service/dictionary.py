"""Changes the dictionary of what a post may not say: one person proposes an edition, another puts it in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError

from linli.apps.jobs import events
from linli.apps.jobs.facts import dictionary as known
from linli.apps.jobs.facts.dictionary import Sort
from linli.apps.jobs.models import WordingEdition
from linli.apps.jobs.models.tables import IN_FORCE, REFUSED, REPLACED, WAITING, WITHDRAWN
from linli.apps.jobs.service.employers import who
from linli.core.matching.wording import unsafe
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

MOST_PATTERNS = 60
LONGEST_BASIS = 200
MOST = 2**31


@dataclass(frozen=True, slots=True)
class SortIn:
    """One sort as somebody wants it: patterns that refuse, excuses that do not count, and the law in both languages."""

    code: str
    patterns: tuple[str, ...]
    excuses: tuple[str, ...] = ()
    basis_zh: str = ""
    basis_en: str = ""
    confirmed: bool = False


def propose_wording(new: SortIn, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Propose an edition in which one sort of words is different; returns its number.

    Raises:
        NotVisible: the actor keeps no tables.
        Invalid: a sort that is not there, a pattern that is none or could read for ever, no law.
        Refused: nothing would be different, or a proposal waits already.
    """
    if not actor.may(Permission.JOB_TABLES):
        raise NotVisible
    now = known.wording()
    old = next((one for one in now.sorts if one.code == new.code), None)
    read = _read(new)
    problems = [] if old else [Problem("code", "jobs.no_such_sort")]
    problems += _wrong(read)
    if problems or old is None:
        raise Invalid(*problems)
    before = known.text_of(now.sorts)
    rules = known.text_of(read if one.code == new.code else one for one in now.sorts)

    def work(acting: Acting) -> JsonValue:
        if WordingEdition.objects.filter(state=WAITING).exists():
            raise Refused(Refusal("jobs.edition_waits"))
        if rules == before:
            raise Refused(Refusal("jobs.nothing_different"))
        last = WordingEdition.objects.order_by("-number").values_list("number", flat=True).first() or 0
        row = WordingEdition(
            number=last + 1, state=WAITING, rules=rules, before=before, proposed_by_id=actor.account_id, proposed_at=at
        )  # fmt: skip
        public: dict[str, JsonValue] = {"edition": row.number, "sort": new.code, "sha256": _hash(rules)}
        row.stream = acting.open_stream("wording", events.WORDING_PROPOSED, public, [who(actor)])
        row.save(force_insert=True)
        return row.number

    said: JsonValue = [
        new.code, [*new.patterns], [*new.excuses], new.basis_zh, new.basis_en, new.confirmed,
    ]  # fmt: skip
    try:
        return int(str(act("jobs.propose_wording", work, said=said, actor=actor, act_id=act_id, at=at)))
    except IntegrityError:  # another proposal was first
        raise Refused(Refusal("jobs.edition_waits")) from None


def decide_wording(number: int, *, yes: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Put a proposed edition in force as the second person, or refuse it; posts are read by it from now on.

    Raises:
        NotVisible: no such edition, or not the actor's to decide.
        Refused: the proposal is the actor's own.
        Stale: it was decided or taken back.
    """
    if not actor.may(Permission.JOB_WORDS_APPROVE) and not actor.may(Permission.JOB_TABLES):
        raise NotVisible
    _edition(number)

    def work(acting: Acting) -> JsonValue:
        row = _waiting(number)
        if row.proposed_by_id == actor.account_id:
            raise Refused(Refusal("jobs.edition_own"))
        event = events.WORDING_IN_FORCE if yes else events.WORDING_REFUSED
        acting.enter(row.stream, event, {"edition": number}, [who(actor)])
        if yes:
            WordingEdition.objects.filter(state=IN_FORCE).update(state=REPLACED)
        row.state, row.decided_at, row.decided_by_id = IN_FORCE if yes else REFUSED, at, actor.account_id
        row.save(update_fields=["state", "decided_at", "decided_by"])
        return None

    act("jobs.decide_wording", work, said=[number, yes], actor=actor, act_id=act_id, at=at)


def withdraw_wording(number: int, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take one's own proposal back before somebody decided.

    Raises:
        NotVisible: no such proposal of one's own.
        Stale: it was decided or taken back.
    """
    if _edition(number).proposed_by_id != actor.account_id or actor.account_id is None:
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = _waiting(number)
        acting.enter(row.stream, events.WORDING_WITHDRAWN, {"edition": number}, [who(actor)])
        row.state, row.decided_at = WITHDRAWN, at
        row.save(update_fields=["state", "decided_at"])
        return None

    act("jobs.withdraw_wording", work, said=number, actor=actor, act_id=act_id, at=at)


def read_sort(new: SortIn) -> Sort:
    """Return a sort as it would be kept, for trying it out.

    Raises:
        Invalid: a pattern that is none or could read for ever, no law.
    """
    read = _read(new)
    if problems := tuple(_wrong(read)):
        raise Invalid(*problems)
    return read


def _read(new: SortIn) -> Sort:
    basis = {"zh": clean_text(new.basis_zh).strip(), "en": clean_text(new.basis_en).strip()}
    return Sort(new.code, _lines(new.patterns), _lines(new.excuses), basis, new.confirmed)


def _lines(said: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that say something, each once; a pattern reads folded text, so blanks at its ends are slips."""
    return tuple(dict.fromkeys(one.strip() for one in said if one.strip()))


def _wrong(new: Sort) -> Iterator[Problem]:
    for name in ("patterns", "excuses"):
        lines: tuple[str, ...] = getattr(new, name)
        if len(lines) > MOST_PATTERNS:
            yield Problem(name, "jobs.patterns_many", {"most": MOST_PATTERNS})
        for one in lines:
            if code := unsafe(one):
                yield Problem(name, code, {"pattern": one[:60]})
    if not new.patterns and new.code != known.OWN:
        yield Problem("patterns", "jobs.patterns_missing")
    for spoken in ("zh", "en"):
        if not 0 < len(new.basis[spoken]) <= LONGEST_BASIS:
            yield Problem(f"basis_{spoken}", "jobs.basis_missing")


def _edition(number: int) -> WordingEdition:
    row = (
        WordingEdition.objects.select_related("stream").filter(number=number).first()
        if number < MOST
        else None
    )
    if row is None:
        raise NotVisible
    return row


def _waiting(number: int) -> WordingEdition:
    row = _edition(number)
    if row.state != WAITING:
        raise Stale("jobs.edition_decided")
    return row


def _hash(rules: str) -> str:
    return sha256(rules.encode()).hexdigest()
