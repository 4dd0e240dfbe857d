"""Published packs: frozen under a hash, in force after a second person agreed, left by a whole map of stages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from linli.apps.catalogue import events
from linli.apps.catalogue.facts.epoch import move_on
from linli.apps.catalogue.facts.packs import pack
from linli.apps.catalogue.models import PackMigration, PublishedPack
from linli.apps.catalogue.policy.refs import as_uuid
from linli.apps.catalogue.policy.stage_map import check_stages
from linli.apps.catalogue.service.allowed import require, require_second
from linli.core.ledger.canonical import canonical
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


def publish_pack(
    name: str,
    definition: Mapping[str, JsonValue],
    texts: Mapping[str, JsonValue] | None = None,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> str:
    """Store a resolved definition of a service under its hash and return that.

    What the software itself ships (a system actor) was reviewed where it was written and is in force at
    once; a person's version waits for ``approve_pack`` by somebody else. The same content again changes
    nothing.
    """
    return _publish("service", name, _frozen(definition, texts), definition.get("version"), actor, act_id, at)


def publish_rules(
    name: str, definition: Mapping[str, JsonValue], *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Store the rules of an entitlement under their hash and return that; approved and retired as services are."""
    return _publish("rules", name, _frozen(definition, None), definition.get("version"), actor, act_id, at)


def publish_bundle(
    name: str, definition: Mapping[str, JsonValue], *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Store a bundle under its hash and return that; approved and retired as services are."""
    return _publish("bundle", name, _frozen(definition, None), definition.get("version"), actor, act_id, at)


def publish_certificate(
    name: str, definition: Mapping[str, JsonValue], *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Store a kind of certificate under its hash and return that; approved and retired as services are."""
    text = _frozen(definition, None)
    return _publish("certificate", name, text, definition.get("version"), actor, act_id, at)


def _publish(
    kind: str, name: str, text: str, version: JsonValue, actor: Actor, act_id: str, at: datetime
) -> str:
    require(actor, Permission.PACK_PUBLISH)
    sha = hashlib.sha256(text.encode()).hexdigest()
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Invalid(Problem("version", "catalogue.pack_version"))
    stored = PublishedPack.objects.filter(sha256=sha).first()
    if stored is not None:
        return sha
    if PublishedPack.objects.filter(name=name).exclude(kind=kind).exists():
        raise Refused(Refusal("catalogue.pack_other_kind", {"pack": name}))
    if PublishedPack.objects.filter(name=name, version=version).exists():
        raise Refused(Refusal("catalogue.pack_version_taken", {"pack": name, "version": version}))

    def work(acting: Acting) -> JsonValue:
        row = PublishedPack(
            kind=kind, name=name, version=version, sha256=sha, definition=text, proposed_by=actor.key
        )
        row.status = "current" if actor.is_system else "proposed"
        done = events.PACK_PUBLISHED if actor.is_system else events.PACK_PROPOSED
        row.stream = acting.open_stream("pack", done, _public(row))
        if actor.is_system:
            row.published_by, row.published_at = actor.key, at
            _make_room(acting, row)
        row.save(force_insert=True)
        return sha

    return str(act("catalogue.publish_pack", work, said=[name, sha], actor=actor, act_id=act_id, at=at))


def approve_pack(sha256: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Put a proposed version in force, as the second person; new cases are opened under it."""
    require(actor, Permission.PACK_PUBLISH, Permission.CASE_MIGRATE_APPROVE)
    row = _version(sha256)
    require_second(actor, row.proposed_by)

    def work(acting: Acting) -> JsonValue:
        fresh = _version(sha256)
        if fresh.status != "proposed":
            raise Stale("catalogue.pack_decided")
        acting.enter(fresh.stream, events.PACK_PUBLISHED, _public(fresh))
        _make_room(acting, fresh)
        PublishedPack.objects.filter(pk=fresh.pk).update(
            status="current", published_by=actor.key, published_at=at
        )
        return None

    act("catalogue.approve_pack", work, said=sha256, actor=actor, act_id=act_id, at=at)


def retire_pack(sha256: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Open no more cases under a version; running ones go on."""
    require(actor, Permission.PACK_PUBLISH)
    _version(sha256)

    def work(acting: Acting) -> JsonValue:
        fresh = _version(sha256)
        if fresh.status == "retired":
            raise Stale("catalogue.pack_decided")
        acting.enter(fresh.stream, events.PACK_RETIRED, _public(fresh))
        PublishedPack.objects.filter(pk=fresh.pk).update(status="retired")
        move_on()
        acting.announce(events.PACKS_CHANGED, {"pack": fresh.name})
        return None

    act("catalogue.retire_pack", work, said=sha256, actor=actor, act_id=act_id, at=at)


def propose_migration(
    old: str, new: str, stages: Mapping[str, str], *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Propose how cases go from one version to another: each old stage has a place in the new one, or its cases stay."""
    require(actor, Permission.CASE_MIGRATE)
    before, after = _version(old), _version(new)
    problems = check_stages(pack(old), pack(new), stages)
    if before.name != after.name or old == new:
        problems = (*problems, Problem("new", "catalogue.migration_other_pack"))
    if PackMigration.objects.filter(old=before, new=after).exists():
        problems = (*problems, Problem("new", "catalogue.migration_exists"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        moving: dict[str, JsonValue] = {name: target for name, target in stages.items() if target}
        public: dict[str, JsonValue] = {"old": old, "new": new, "stages": moving}
        stream = acting.open_stream("migration", events.MIGRATION_PROPOSED, public)
        row = PackMigration.objects.create(
            stream=stream, old=before, new=after, stages=dict(stages), proposed_by=actor.key
        )
        return str(row.ref)

    said: JsonValue = [old, new, dict(stages)]
    return str(act("catalogue.propose_migration", work, said=said, actor=actor, act_id=act_id, at=at))


def approve_migration(ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Agree to a migration as the second person; `cases` may then carry it out."""
    require(actor, Permission.CASE_MIGRATE_APPROVE)
    row = _migration(ref)
    require_second(actor, row.proposed_by)

    def work(acting: Acting) -> JsonValue:
        fresh = _migration(ref)
        if fresh.approved_by:
            raise Stale("catalogue.pack_decided")
        public: dict[str, JsonValue] = {"old": fresh.old.sha256, "new": fresh.new.sha256}
        acting.enter(fresh.stream, events.MIGRATION_APPROVED, public)
        PackMigration.objects.filter(pk=fresh.pk).update(approved_by=actor.key, approved_at=at)
        acting.announce(events.MIGRATION_APPROVED, {"migration": str(fresh.ref)})
        return None

    act("catalogue.approve_migration", work, said=ref, actor=actor, act_id=act_id, at=at)


def reject_migration(ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Turn a proposed migration down, so that another map can be proposed; its proposer may take it back."""
    require(actor, Permission.CASE_MIGRATE, Permission.CASE_MIGRATE_APPROVE)
    _migration(ref)

    def work(acting: Acting) -> JsonValue:
        fresh = _migration(ref)
        if fresh.approved_by:
            raise Stale("catalogue.pack_decided")
        acting.enter(
            fresh.stream, events.MIGRATION_REJECTED, {"old": fresh.old.sha256, "new": fresh.new.sha256}
        )
        PackMigration.objects.filter(pk=fresh.pk).delete()
        return None

    act("catalogue.reject_migration", work, said=ref, actor=actor, act_id=act_id, at=at)


def _frozen(definition: Mapping[str, JsonValue], texts: Mapping[str, JsonValue] | None) -> str:
    whole = {**definition, "texts": dict(texts)} if texts else dict(definition)
    written = canonical(whole)
    if isinstance(written, Problem):
        raise Invalid(Problem(f"definition{written.field}", written.code, written.params))
    return written.decode()


def _make_room(acting: Acting, row: PublishedPack) -> None:
    PublishedPack.objects.filter(name=row.name, status="current").update(status="superseded")
    move_on()
    acting.announce(events.PACKS_CHANGED, {"pack": row.name})


def _version(sha256: str) -> PublishedPack:
    row = PublishedPack.objects.select_related("stream").filter(sha256=sha256).first()
    if row is None:
        raise NotVisible
    return row


def _migration(ref: str) -> PackMigration:
    row = PackMigration.objects.select_related("stream", "old", "new").filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def _public(row: PublishedPack) -> dict[str, JsonValue]:
    return {"pack": row.name, "version": row.version, "sha256": row.sha256}
