"""Bodies, their posts, and who is appointed to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.db.models import Q

from linli.apps.grid.events import APPOINTED, BODIES_IMPORTED
from linli.apps.grid.models import Appointment, Area, Body, Cell, Post
from linli.apps.grid.policy.offices import BodyRow, check_bodies, parents_first, read_bodies
from linli.apps.grid.policy.table import Reading, Table, clean, read_table
from linli.apps.grid.policy.visibility import demand_at, demand_everywhere
from linli.apps.grid.service.ground import digest, epoch, refuse, turn_page
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.vocabulary import register

_BODIES = register("grid.import_bodies", ("bodies", "new", "digest", "epoch"))
_POST = register("grid.open_post", ("body", "post", "shown", "cell_kind", "cell"))
_APPOINT = register("grid.appoint", ("body", "post", "appointment", "starts", "ends"))
_END = register("grid.end_appointment", ("body", "appointment", "ends"))
PLAIN = Reading()


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post as it is asked for; ``cell`` is (kind, code) for a grid worker's."""

    code: str
    title_zh: str
    title_en: str = ""
    phone: str = ""
    shown: bool = False
    cell: tuple[str, str] | None = None


def import_bodies(
    content: bytes,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    how: Reading = PLAIN,
    source: Source = Source.LIVE,
) -> JsonValue:
    """Add or change the bodies of a CSV file: code, kind, name, area, and name_en, office, parent, may_lead, phone.

    Raises:
        Invalid: with a problem for each line that is wrong; nothing was stored.
        NotVisible: the actor may not import there.
        Stale: the map changed while the file was checked.
    """
    seen = epoch()
    table = read_table(content, how, ("code", "kind", "name", "area"))
    if not isinstance(table, Table):
        raise Invalid(*table)
    bodies, problems = read_bodies(table)
    refuse(problems)
    areas = {area.code: area for area in _areas({one.area for one in bodies})}
    stored = set(Body.objects.values_list("code", flat=True))
    refuse(check_bodies(bodies, areas.keys(), stored))
    for path in {area.path for area in areas.values()}:
        demand_everywhere(actor, Permission.AREA_IMPORT, path)

    def work(acting: Acting) -> JsonValue:
        new = sum(one.code not in stored for one in bodies)
        shown: dict[str, JsonValue] = {"bodies": len(bodies), "new": new, "digest": digest(content)}
        now = turn_page(acting, _BODIES, shown, seen)
        _store_bodies(bodies, areas)
        acting.announce(BODIES_IMPORTED, {"epoch": now})
        return {"bodies": len(bodies), "new": new, "epoch": now}

    said: JsonValue = {"digest": digest(content), "columns": dict(how.columns)}
    return act(_BODIES, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def open_post(
    body_ref: str, post: NewPost, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> JsonValue:
    """Add a post to a body; returns its ref.

    Raises:
        Invalid: no code, no title, or a cell that is not there.
        NotVisible: the body is not there, or not the actor's to staff.
        Refused: the body has such a post.
    """

    def work(acting: Acting) -> JsonValue:
        body = find_body(body_ref)
        demand_at(actor, Permission.APPOINTMENT_EDIT, body)
        row = _post(body, post)
        if Post.objects.filter(body=body, code=post.code).exists():
            raise Refused(Refusal("grid.post_twice", {"code": post.code}))
        shown: dict[str, JsonValue] = {"body": str(body.ref), "post": str(row.ref), "shown": post.shown}
        if post.cell:
            shown |= {"cell_kind": post.cell[0], "cell": post.cell[1]}
        write_on_body(acting, body, _POST, shown)
        row.save(force_insert=True)
        return {"post": str(row.ref)}

    said: JsonValue = {
        "body": body_ref, "code": post.code, "title_zh": post.title_zh, "title_en": post.title_en,
        "phone": post.phone, "shown": post.shown, "cell": list(post.cell or ()),
    }  # fmt: skip
    return act(_POST, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def appoint(
    post_ref: str,
    account_ref: str,
    starts: date,
    ends: date | None = None,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> JsonValue:
    """Appoint somebody to a post until the day before ``ends``; returns the appointment's ref.

    Raises:
        Invalid: it would end before it starts, or the account is not a member of staff in use.
        NotVisible: the post is not there, or not the actor's to fill.
        Refused: that person holds the post then already.
    """
    if ends is not None and ends <= starts:
        raise Invalid(Problem("ends", "grid.ends_before_start"))

    def work(acting: Acting) -> JsonValue:
        post = Post.objects.select_related("body__area", "body__stream").filter(ref=post_ref).first()
        if post is None:
            raise NotVisible
        demand_at(actor, Permission.APPOINTMENT_EDIT, post.body)
        row = Appointment(post=post, account_id=_staff(account_ref), starts=starts, ends=ends)
        _refuse_second(row)
        shown: dict[str, JsonValue] = {
            "body": str(post.body.ref), "post": str(post.ref), "appointment": str(row.ref),
            "starts": starts.isoformat(), "ends": ends.isoformat() if ends else None,
        }  # fmt: skip
        who = Item("account", account_ref, f"account:{account_ref}", "appointment")
        write_on_body(acting, post.body, _APPOINT, shown, [who])
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Stale("grid.appointed_already") from error
        acting.announce(APPOINTED, {"body": str(post.body.ref), "appointment": str(row.ref)})
        return {"appointment": str(row.ref)}

    said: JsonValue = {
        "post": post_ref, "account": account_ref,
        "starts": starts.isoformat(), "ends": ends.isoformat() if ends else None,
    }  # fmt: skip
    return act(_APPOINT, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def end_appointment(
    appointment_ref: str, ends: date, *, actor: Actor, act_id: str, at: datetime
) -> JsonValue:
    """Let an appointment end; ``ends`` is the first day without.

    Raises:
        NotVisible: it is not there, or not the actor's to end.
        Refused: it would end before it starts, or later than it does already.
    """

    def work(acting: Acting) -> JsonValue:
        related = "post__body__area", "post__body__stream"
        row = Appointment.objects.select_related(*related).filter(ref=appointment_ref).first()
        if row is None:
            raise NotVisible
        body = row.post.body
        demand_at(actor, Permission.APPOINTMENT_EDIT, body)
        if ends <= row.starts or (row.ends is not None and ends > row.ends):
            raise Refused(Refusal("grid.end_out_of_term", {"starts": row.starts.isoformat()}))
        write_on_body(
            acting, body, _END,
            {"body": str(body.ref), "appointment": appointment_ref, "ends": ends.isoformat()},
        )  # fmt: skip
        row.ends = ends
        row.save(update_fields=["ends"])
        acting.announce(APPOINTED, {"body": str(body.ref), "appointment": appointment_ref})
        return {"ends": ends.isoformat()}

    said: JsonValue = {"appointment": appointment_ref, "ends": ends.isoformat()}
    return act(_END, work, said=said, actor=actor, act_id=act_id, at=at)


def find_body(ref: str) -> Body:
    """Return a body with its area and stream.

    Raises:
        NotVisible: there is none.
    """
    body = Body.objects.select_related("area", "stream").filter(ref=ref).first()
    if body is None:
        raise NotVisible
    return body


def write_on_body(
    acting: Acting, body: Body, name: str, public: Mapping[str, JsonValue], private: Sequence[Item] = ()
) -> None:
    """Write a body's next entry; its stream is opened by the first one.

    Raises:
        LostRaceError: somebody else opened it meanwhile; the act tries again.
    """
    if body.stream is not None:
        acting.enter(body.stream, name, public, private)
        return
    stream = acting.open_stream("body", name, public, private)
    if not Body.objects.filter(id=body.id, stream=None).update(stream=stream):
        raise LostRaceError


def _areas(codes: set[str]) -> list[Area]:
    return list(Area.objects.filter(code__in=codes).defer("boundary"))


def _store_bodies(bodies: Sequence[BodyRow], areas: Mapping[str, Area]) -> None:
    stored = {body.code: body for body in Body.objects.all()}
    fields = ["kind", "office", "name_zh", "name_en", "area", "may_lead", "phone"]
    known = set(stored)
    for one in bodies:
        body = stored.setdefault(one.code, Body(code=one.code))
        body.kind, body.office, body.area = one.kind.value, one.office, areas[one.area]
        body.name_zh, body.name_en = one.name_zh, one.name_en or body.name_en
        body.may_lead, body.phone = one.may_lead, one.phone or body.phone
    Body.objects.bulk_create([stored[one.code] for one in bodies if one.code not in known])
    Body.objects.bulk_update(
        [stored[one.code] for one in bodies if one.code in known], fields, batch_size=100
    )
    under = [one for one in parents_first(bodies) if one.parent]
    for one in under:
        stored[one.code].parent = stored[one.parent]
    Body.objects.bulk_update([stored[one.code] for one in under], ["parent"], batch_size=200)


def _post(body: Body, post: NewPost) -> Post:
    if not post.code.strip() or not clean(post.title_zh):
        raise Invalid(Problem("title_zh", "grid.post_without_title"))
    cell = None
    if post.cell:
        cell = Cell.objects.filter(kind=post.cell[0], code=post.cell[1]).only("id").first()
        if cell is None:
            raise Invalid(Problem("cell", "grid.cell_unknown", {"code": post.cell[1]}))
    return Post(
        body=body, code=clean(post.code)[:60], title_zh=clean(post.title_zh)[:60],
        title_en=clean(post.title_en)[:60], phone=clean(post.phone)[:30], shown=post.shown, cell=cell,
    )  # fmt: skip


def _staff(account_ref: str) -> int:
    accounts = get_user_model().objects.filter(ref=account_ref, kind="staff", is_active=True)
    found = accounts.values_list("id", flat=True).first()
    if found is None:
        raise Invalid(Problem("account", "grid.account_not_staff"))
    return int(found)


def _refuse_second(row: Appointment) -> None:
    later = Q() if row.ends is None else Q(starts__lt=row.ends)
    same = Appointment.objects.filter(later, post=row.post, account_id=row.account_id)
    if same.filter(Q(ends=None) | Q(ends__gt=row.starts)).exists():
        raise Refused(Refusal("grid.appointed_already"))
