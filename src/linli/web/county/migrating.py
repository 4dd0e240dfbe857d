"""Running cases lead over to another version: the map of stages, the second person, progress, who stays and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from linli.apps.cases import facts as cases
from linli.apps.cases import service as case_service
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as catalogue_service
from linli.apps.catalogue.facts import Migration, PackVersion
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Refusal
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.text import language, reason, t
from linli.packs.service import compiled
from linli.web.county.frame import Wrong, asked, attempt, page, said
from linli.web.county.packs import version_of

STAYS = "-"
"""Chosen for a stage whose cases are not to move."""


@requires(Permission.CASE_MIGRATE, Permission.CASE_MIGRATE_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def migrate(request: HttpRequest, service: str) -> HttpResponseBase:
    """Show how running cases go from one version to another; propose it, approve it, carry it out."""
    versions = catalogue.pack_versions(service)
    old, new = (version_of(versions, request.GET.get(key, "")) for key in ("old", "new"))
    if request.method != "POST":
        return _show(request, service, old, new, None)
    what = request.POST.get("do", "")
    if what not in _WORKS:
        raise NotVisible
    plan = catalogue.migration(old.sha256, new.sha256)
    _, wrong = attempt(lambda: _WORKS[what](request, old, new, plan))
    if wrong is not None:
        return _show(request, service, old, new, wrong)
    address = reverse("county:pack_migrate", kwargs={"service": service})
    return HttpResponseRedirect(f"{address}?old={old.version}&new={new.version}&done=migration_{what}")


def _propose(request: HttpRequest, old: PackVersion, new: PackVersion, _plan: Migration | None) -> None:
    stages = {name: request.POST.get(f"stage.{name}", "") for name in compiled(old.sha256).lifecycle.stages}
    mapped = {name: "" if target == STAYS else target for name, target in stages.items() if target}
    catalogue_service.propose_migration(old.sha256, new.sha256, mapped, **said(request))


def _approve(request: HttpRequest, _old: PackVersion, _new: PackVersion, plan: Migration | None) -> None:
    catalogue_service.approve_migration(_ref(plan), **said(request))


def _reject(request: HttpRequest, _old: PackVersion, _new: PackVersion, plan: Migration | None) -> None:
    catalogue_service.reject_migration(_ref(plan), **said(request))


def _go(request: HttpRequest, _old: PackVersion, _new: PackVersion, plan: Migration | None) -> None:
    case_service.carry_out(_ref(plan), actor=asked(request).actor, at=asked(request).at)


def _again(request: HttpRequest, _old: PackVersion, _new: PackVersion, plan: Migration | None) -> None:
    case_service.carry_out(_ref(plan), actor=asked(request).actor, at=asked(request).at, again=True)


_WORKS = {"propose": _propose, "approve": _approve, "reject": _reject, "go": _go, "again": _again}


def _ref(plan: Migration | None) -> str:
    if plan is None:
        raise NotVisible
    return plan.ref


def _show(
    request: HttpRequest, service: str, old: PackVersion, new: PackVersion, wrong: Wrong | None
) -> HttpResponse:
    before, after = compiled(old.sha256), compiled(new.sha256)
    actor, plan = asked(request).actor, catalogue.migration(old.sha256, new.sha256)
    progress = cases.progress(plan, actor=actor) if plan and plan.approved else None
    context: dict[str, Any] = {
        "name": service,
        "title": after.text("title", language()),
        "old": old,
        "new": new,
        "numbers": [
            (one.version, t("county.version_n", n=one.version)) for one in catalogue.pack_versions(service)
        ],
        "plan": plan,
        "mine": catalogue.migration_proposed_by(plan.ref, actor=actor) if plan else False,
        "stages": _stages(request.POST, before, after, plan, cases.running(old.sha256)),
        "targets": [(name, _stage(after, name)) for name in after.lifecycle.stages],
        "may_propose": actor.may(Permission.CASE_MIGRATE),
        "may_approve": actor.may(Permission.CASE_MIGRATE_APPROVE),
        "progress": progress,
        "stay_rows": [
            (
                show.number(one.number) if one.number else t("county.migrate_hidden"),
                _stage(before, one.stage),
                _why(one, before, after),
            )
            for one in (progress.stays if progress else ())
        ],
    }
    return page(request, "pack_migrate", context, wrong=wrong)


def _stages(
    typed: Mapping[str, str],
    before: ServiceDefinition,
    after: ServiceDefinition,
    plan: Migration | None,
    running: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return each old stage, how many cases stand in it, and where they would go: by name, if nothing is said."""
    found = []
    for name in before.lifecycle.stages:
        same = name if name in after.lifecycle.stages else ""
        chosen = plan.stages.get(name, "") or STAYS if plan else typed.get(f"stage.{name}", same)
        shown = _stage(after, chosen) if chosen in after.lifecycle.stages else t("county.migrate_stays")
        found.append(
            {
                "name": name,
                "label": _stage(before, name),
                "n": running.get(name, 0),
                "to": chosen,
                "shown": shown,
            }
        )
    return sorted(found, key=lambda one: not one["n"])


def _stage(definition: ServiceDefinition, name: str) -> str:
    key = f"stage.{name}"
    told = definition.text(key, language())
    return name if told == key else told


def _why(one: cases.Stays, before: ServiceDefinition, after: ServiceDefinition) -> str:
    """Say why a case stays, with the services' own words for stages, clocks and parts."""
    named = {
        "stage": lambda code: _stage(before if code in before.lifecycle.stages else after, code),
        "target": lambda code: _stage(after, code),
        "clock": lambda code: before.text(f"clock.{code}", language()),
        "part": lambda code: t(f"desk.part.{code}"),
    }
    because = {name: named[name](code) if name in named else code for name, code in one.because.items()}
    return reason(Refusal(one.reason, because))
