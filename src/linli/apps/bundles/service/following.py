"""Follows the cases of the parts: what one of them becomes changes the bundle, and lets others begin or stop."""

from __future__ import annotations

from datetime import datetime

from linli.apps.bundles import events
from linli.apps.bundles.facts.published import definition
from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.bundles.service.starting import ACTOR, carry_on, stands_of
from linli.apps.cases import facts as cases
from linli.core.packs import fan_out
from linli.core.packs.fan_out import Stand
from linli.core.shared.outcomes import JsonValue
from linli.kernel.audit.act import Acting, Source, act


def follow(case: str, *, act_id: str, at: datetime) -> None:
    """Take up where the case of a part stands now; a case that is no part of a bundle is nobody's here."""
    row = BundlePart.objects.select_related("bundle", "case").filter(case__ref=case).first()
    if row is None or row.case is None:
        return
    bundle = row.bundle
    part = definition(bundle.pack).part(row.name)
    if part is None:
        return
    case_of = row.case
    course = cases.definition(case_of.pack).lifecycle
    stand = fan_out.stand_of(part, course, case_of.stage, case_of.outcome)
    if stand.value != row.stand:
        _change(bundle, row.name, stand, act_id, at)
    carry_on(bundle.ref, at=at)


def _change(bundle: Bundle, part: str, stand: Stand, act_id: str, at: datetime) -> None:
    source = Source(bundle.source)
    act(
        "bundles.follow",
        lambda acting: _changed(acting, bundle, part, stand),
        said=[str(bundle.ref), part, stand.value],
        actor=ACTOR,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=at if source is Source.DEMO else None,
    )


def _changed(acting: Acting, bundle: Bundle, part: str, stand: Stand) -> JsonValue:
    fresh = Bundle.objects.select_related("stream").get(pk=bundle.pk)
    parts, before = definition(fresh.pack).parts, stands_of(fresh)
    after = fan_out.become(parts, before, part, stand)
    changed = fan_out.changes(before, after)
    acting.enter(fresh.stream, events.PART_CHANGED, {"part": part, "parts": changed})
    for name, value in changed.items():
        BundlePart.objects.filter(bundle=fresh, name=name).update(stand=value, since=acting.occurred_at)
    done = acting.occurred_at if fan_out.is_done(after) else None
    Bundle.objects.filter(pk=fresh.pk).update(done_at=done)
    acting.announce(events.PART_CHANGED, {"bundle": str(fresh.ref), "part": part, "stand": stand.value})
    return None
