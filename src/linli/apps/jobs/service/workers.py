"""Workers: enter themselves or by telephone through staff, pause, leave, and may ask for help with one tap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.cases import service as cases
from linli.apps.cases.facts import case_view
from linli.apps.grid import facts as grid
from linli.apps.jobs import events
from linli.apps.jobs.facts import tables
from linli.apps.jobs.models import WorkerProfile, WorkerTime, WorkerTrade
from linli.apps.jobs.models import workers as kept
from linli.apps.jobs.service.employers import who
from linli.core.clock.instants import BEIJING
from linli.core.matching.limits import LEAST_AGE, age_on
from linli.core.matching.people import HIGHEST_LEVEL, Free
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import index, read_phone, seal, unseal
from linli.kernel.identity.service import open_resident, phone_of
from linli.kernel.ui.text import t

NAME, BORN, GROUP = "jobs.name", "jobs.born", "jobs.group"
OLDEST = 90
FARTHEST = 60_000
MOST_TIMES = 28


@dataclass(frozen=True, slots=True)
class NewWorker:
    """What a worker says: trades with levels, hours, area and how far (metres). No CV.

    ``phone`` and ``consent`` (spoken, paper) are for staff who take it down for somebody.
    """

    name: str
    born: date
    area: str
    trades: tuple[tuple[str, int], ...]
    free: tuple[Free, ...]
    reach: int = 5_000
    helps: tuple[str, ...] = ()
    key_group: str = ""
    phone: str = ""
    consent: str = "own"


def enter_worker(new: NewWorker, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a worker, or write the entry anew; returns the ref.

    Raises:
        NotVisible: staff who take nobody down in this area.
        Refused: nobody is signed in.
        Invalid: below 16; what is missing or cannot be, by field.
    """
    if actor.is_stranger:
        raise Refused(Refusal("jobs.sign_in"))
    area, point = _area(new, at)
    for_other = new.consent != "own"
    if for_other and not actor.may(Permission.WORKER_ENTER, area_path=area.path):
        raise NotVisible
    account = (
        open_resident(new.phone, name=clean_text(new.name).strip()[:60], at=at)
        if for_other
        else _account(actor)
    )
    known = {one.code: one.id for one in tables.trades()}

    def work(acting: Acting) -> JsonValue:
        row = WorkerProfile.objects.select_related("stream").filter(account=account).first() or WorkerProfile(
            account=account, entered_at=at, waiting_since=at
        )
        by = "clerk" if for_other else "worker"
        items = [who(actor), Item("name", new.name, str(row.ref), "worker")]
        if row.pk is None:
            public: dict[str, JsonValue] = {"by": by, "consent": new.consent}
            row.stream = acting.open_stream("worker", events.WORKER_ENTERED, public, items, sealed=True)
        else:
            acting.enter(row.stream, events.WORKER_CHANGED, {"by": by}, items)
        _fill(row, new, area, point)
        row.by_phone = for_other
        row.save()
        _set_rows(row, new, known)
        return str(row.ref)

    return str(act("jobs.enter_worker", work, said=_said(new), actor=actor, act_id=act_id, at=at))


def _account(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def _area(new: NewWorker, at: datetime) -> tuple[grid.AreaFact, grid.Point]:
    area = grid.area(new.area)
    point = grid.middle(area) if area else None
    problems = [*_wrong(new, at), *_wrong_rows(new)]
    if point is None:
        problems.append(Problem("area", "jobs.no_such_area"))
    if problems or area is None or point is None:
        raise Invalid(*problems)
    return area, point


def _wrong(new: NewWorker, at: datetime) -> Iterator[Problem]:
    if not clean_text(new.name).strip():
        yield Problem("name", "jobs.name_missing")
    age = age_on(new.born, at.astimezone(BEIJING).date())
    if not 0 <= age <= OLDEST:
        yield Problem("born", "jobs.born_when")
    elif age < LEAST_AGE:
        yield Problem("born", "jobs.below_sixteen", {"age": age})
    if new.consent not in kept.CONSENTS:
        yield Problem("consent", "jobs.consent_missing")
    elif new.consent != "own" and isinstance(wrong := read_phone(new.phone), Problem):
        yield wrong
    if not 100 <= new.reach <= FARTHEST:  # noqa: PLR2004 - metres
        yield Problem("reach", "jobs.reach", {"most": FARTHEST // 1000})


def _wrong_rows(new: NewWorker) -> Iterator[Problem]:
    known = {one.code for one in tables.trades()}
    if not new.trades:
        yield Problem("trades", "jobs.trades_missing")
    if any(code not in known for code, _ in new.trades):
        yield Problem("trades", "jobs.no_such_trade")
    if any(not 1 <= level <= HIGHEST_LEVEL for _, level in new.trades):
        yield Problem("trades", "jobs.no_such_level")
    if not new.free:
        yield Problem("free", "jobs.free_missing")
    if len(new.free) > MOST_TIMES or any(
        not (1 <= one.weekday <= 7 and 0 <= one.start < one.end <= 1440)  # noqa: PLR2004 - days, minutes
        for one in new.free
    ):
        yield Problem("free", "jobs.free_when")
    if set(new.helps) - set(kept.HELPS) or (new.key_group and new.key_group not in kept.KEY_GROUPS):
        yield Problem("helps", "jobs.not_a_choice")


def _fill(row: WorkerProfile, new: NewWorker, area: grid.AreaFact, point: grid.Point) -> None:
    row.name_sealed = seal(clean_text(new.name).strip()[:60], NAME)
    row.born_sealed = seal(new.born.isoformat(), BORN)
    row.area_id, row.area_path = area.id, area.path
    row.lon, row.lat = point
    row.reach, row.helps, row.consent, row.state = new.reach, ",".join(new.helps), new.consent, kept.ACTIVE
    row.key_group_sealed = seal(new.key_group, GROUP) if new.key_group else None


def _set_rows(row: WorkerProfile, new: NewWorker, known: dict[str, int]) -> None:
    seen = set(row.trades.filter(paper_seen=True).values_list("trade_id", "level"))
    row.trades.all().delete()
    row.times.all().delete()
    WorkerTrade.objects.bulk_create(
        WorkerTrade(worker=row, trade_id=known[code], level=level, paper_seen=(known[code], level) in seen)
        for code, level in dict(new.trades).items()
    )
    WorkerTime.objects.bulk_create(
        WorkerTime(worker=row, weekday=one.weekday, start=one.start, end=one.end)
        for one in dict.fromkeys(new.free)
    )


def _said(new: NewWorker) -> JsonValue:
    return [
        index(new.name, "said"), index(new.born.isoformat(), "said"), new.area, [[*one] for one in new.trades],
        [[one.weekday, one.start, one.end] for one in new.free], new.reach, [*new.helps],
        index(new.key_group, "said"), index(new.phone, "said"), new.consent,
    ]  # fmt: skip


def pause(ref: UUID | str, *, wants: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Stop being offered shifts for a while, or be offered them again; without a reason."""
    own_worker(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_worker(ref, actor)
        wanted = kept.PAUSED if wants else kept.ACTIVE
        if row.state == wanted:
            raise Stale("jobs.so_already")
        acting.enter(row.stream, events.WORKER_PAUSED, {"by": "worker"}, [who(actor)])
        row.state = wanted
        row.save(update_fields=["state"])
        return None

    act("jobs.pause", work, said=[str(ref), wants], actor=actor, act_id=act_id, at=at)


def leave(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take one's entry off the list: trades, hours, name and day of birth go; sums of past shifts stay nameless.

    Raises:
        NotVisible: not one's own entry.
        Refused: a shift that was agreed is still to come or to be paid.
    """
    own_worker(ref, actor)
    take_off(ref, "worker", actor=actor, act_id=act_id, at=at)


def take_off(ref: UUID | str, by: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Empty an entry, by the worker or by an erasure."""
    from linli.apps.jobs.models import Engagement

    def work(acting: Acting) -> JsonValue:
        row = WorkerProfile.objects.select_related("stream").get(ref=ref)
        running = Engagement.objects.filter(worker=row, state__in=("agreed", "confirmed", "paid_said"))
        if by == "worker" and running.exists():
            raise Refused(Refusal("jobs.still_running"))
        acting.enter(row.stream, events.WORKER_LEFT, {"by": by}, [who(actor)])
        row.trades.all().delete()
        row.times.all().delete()
        row.state, row.account, row.name_sealed, row.born_sealed = kept.LEFT, None, None, None
        row.key_group_sealed, row.helps = None, ""
        row.save()
        Engagement.objects.filter(worker=row, state__in=("wished", "offered")).update(state="declined")
        return None

    act("jobs.leave", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def ask_for_help(
    ref: UUID | str,
    words: str,
    *,
    says_group: bool = False,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Ask for help with finding work, because the person wishes it: a confidential case of the general service.

    ``says_group`` is their wish that whoever helps learns the key group which they entered; else it stays unsaid.

    Raises:
        NotVisible: not one's own entry.
        Stale: it was asked for already.
    """
    own_worker(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_worker(ref, actor)
        if row.help_case_id is not None:
            raise Stale("jobs.help_asked_already")
        text = t("jobs.help_words", lang="zh", words=words.strip()[:500] or "—")
        if says_group and row.key_group_sealed:
            group = t(f"jobs.group.{unseal(bytes(row.key_group_sealed), GROUP)}", lang="zh")
            text = f"{text}\n{t('jobs.help_in_group', lang='zh', group=group)}"
        told = _help_told(row, text, actor)
        opened = cases.open_within(acting, told, actor)
        acting.enter(
            row.stream, events.HELP_ASKED, {"by": "worker" if _is_own(row, actor) else "clerk"}, [who(actor)]
        )
        # The clerk who writes for somebody does not read the confidential case that comes of it.
        row.help_case_id = case_view(system_actor("jobs"), str(opened["ref"]), at=at).case.pk
        row.save(update_fields=["help_case"])
        return opened

    said: JsonValue = [str(ref), index(words, "said"), says_group]
    answer = act("jobs.help", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    return dict(answer) if isinstance(answer, dict) else {}


def _help_told(row: WorkerProfile, text: str, actor: Actor) -> cases.Told:
    """Return the case as it is told: by the worker, or by staff for who came by telephone."""
    said = {"body": text, "kind": "help", "confidential": True, "answers": {"what": text}}
    area = row.area_path.strip("/").rpartition("/")[2]
    if _is_own(row, actor) or row.account is None:
        return cases.Told(**said, area=area)
    name = unseal(bytes(row.name_sealed), NAME) if row.name_sealed else ""
    contact = cases.Contact(name, phone_of(row.account))
    return cases.Told(**said, area=area, channel="phone", contact=contact, consent="spoken")


def _is_own(row: WorkerProfile, actor: Actor) -> bool:
    return actor.account_id is not None and row.account_id == actor.account_id


def own_worker(ref: UUID | str, actor: Actor) -> WorkerProfile:
    """Return one's own entry, or to staff that of somebody they took down; raises NotVisible for all others."""
    row = (
        WorkerProfile.objects.select_related("stream", "account")
        .filter(ref=ref)
        .exclude(state=kept.LEFT)
        .first()
    )
    if row is None:
        raise NotVisible
    if not _is_own(row, actor) and not (
        row.by_phone and actor.may(Permission.WORKER_ENTER, area_path=row.area_path)
    ):
        raise NotVisible
    return row
