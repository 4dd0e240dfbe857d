"""Rules of entitlements: what is in force, one version told, what changes, a second person's approval."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.apps.benefits import facts as benefits
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as catalogue_service
from linli.core.packs.benefit import Benefit
from linli.core.packs.finding import Finding
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import language, t
from linli.packs import telling
from linli.packs.benefits import (
    CheckedBenefit,
    check_benefit_folder,
    frozen_benefit,
    play_benefit,
    publish_benefit,
)
from linli.packs.folder import RULES, Folder, Located, packs_below, read_folder
from linli.packs.service import fingerprint
from linli.web.county import trying
from linli.web.county.frame import Wrong, asked, attempt, done, page, said, today
from linli.web.county.packs import version_of

KIND = "rules"


@requires(Permission.PACK_READ)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """List the entitlements with the version in force and what waits."""
    found: dict[str, list[catalogue.PackVersion]] = {}
    for one in catalogue.pack_versions(kind=KIND):
        found.setdefault(one.name, []).append(one)
    may = asked(request).actor.may(Permission.PACK_PUBLISH)
    rows = [_listed(name, versions) for name, versions in found.items()]
    return page(request, "rules", {"rows": rows, "may_publish": may})


def _listed(name: str, versions: list[catalogue.PackVersion]) -> dict[str, Any]:
    current = next((one for one in versions if one.status == "current"), None)
    shown = current or versions[0]
    benefit = benefits.any_version(shown.sha256)
    return {
        "name": name,
        "title": benefit.text("title", language()),
        "summary": benefit.text("summary", language()),
        "current": current,
        "shown": shown,
        "waiting": [one for one in versions if one.status == "proposed"],
        "versions": len(versions),
        "parameters": len(benefit.rules.parameters),
        "rules": len(benefit.rules.provisions),
    }


@requires(Permission.PACK_READ)
@require_GET
def rule(request: HttpRequest, benefit: str) -> HttpResponse:
    """Show one version: figures and formulas with their days and sources, and what its scenarios come to."""
    return _rule(request, benefit, request.GET.get("version", ""), None)


def _rule(request: HttpRequest, name: str, wanted: str, wrong: Wrong | None) -> HttpResponse:
    versions = catalogue.pack_versions(name, kind=KIND)
    shown, actor = version_of(versions, wanted), asked(request).actor
    benefit = benefits.any_version(shown.sha256)
    context = {
        **told_of(benefit),
        "name": name,
        "shown": shown,
        "current": next((one for one in versions if one.status == "current"), None),
        "versions": versions,
        "mine": catalogue.proposed_by(shown.sha256, actor=actor),
        "may_approve": actor.may(Permission.PACK_PUBLISH) or actor.may(Permission.CASE_MIGRATE_APPROVE),
        "may_publish": actor.may(Permission.PACK_PUBLISH),
        "scenarios": played(name, benefit),
        "on": today(request),
    }
    return page(request, "rule", context, wrong=wrong)


def told_of(benefit: Benefit) -> dict[str, Any]:
    """Return a version as its page tells it; "rules" is already the name of the parts of the page."""
    told = benefits.told_version(benefit, language())
    return {**told, "rules_told": told.pop("rules")}


@requires(Permission.PACK_PUBLISH, Permission.CASE_MIGRATE_APPROVE)
@require_POST
def rule_decide(request: HttpRequest, benefit: str) -> HttpResponseBase:
    """Approve a proposed version, or answer nobody any more under one."""
    sha, what = request.POST.get("sha", ""), request.POST.get("do", "")
    works = {"approve": catalogue_service.approve_pack, "retire": catalogue_service.retire_pack}
    known = {one.sha256 for one in catalogue.pack_versions(benefit, kind=KIND)}
    if what not in works or sha not in known:
        raise NotVisible
    _, wrong = attempt(lambda: works[what](sha, **said(request)))
    return (
        _rule(request, benefit, sha[:12], wrong) if wrong else done(f"rule_{what}", "rule", benefit=benefit)
    )


@requires(Permission.PACK_READ)
@require_http_methods(["GET", "POST"])
def rule_changes(request: HttpRequest, benefit: str) -> HttpResponse:
    """Tell what is otherwise between two versions, and try both out on a population that is not kept."""
    versions = catalogue.pack_versions(benefit, kind=KIND)
    given = request.POST if request.method == "POST" else request.GET
    old, new = (version_of(versions, given.get(key, "")) for key in ("old", "new"))
    before, after = (benefits.any_version(one.sha256) for one in (old, new))
    found = trying.effect(request, before, after) if request.method == "POST" else trying.Effect()
    changes = benefits.differences(before, after, language())
    context = {
        "name": benefit,
        "title": after.text("title", language()),
        "old": old,
        "new": new,
        "numbers": [(one.version, t("county.version_n", n=one.version)) for one in versions],
        "changes": changes,
        **trying.shown(request, after, found, max((one.since for one in changes), default=None)),
    }
    return page(request, "rule_changes", context, wrong=Wrong(problems=found.mend) if found.mend else None)


@requires(Permission.PACK_PUBLISH)
@require_http_methods(["GET", "POST"])
def rule_folders(request: HttpRequest) -> HttpResponseBase:
    """Check the folders of entitlements on this server and propose a new version of one."""
    wrong, chosen = None, request.POST.get("folder", "")
    if request.method == "POST":
        path = next((one for one in _folders() if _below(one) == chosen), None)
        if path is None:
            raise NotVisible
        sha, wrong = attempt(lambda: publish_benefit(path, **said(request)))
        if wrong is None:
            return done("rule_proposed", "rule", benefit=benefits.any_version(sha).name)
    known = {one.sha256: one for one in catalogue.pack_versions(kind=KIND)}
    rows = [_checked(path, known) for path in _folders()]
    return page(request, "rule_folders", {"rows": rows, "chosen": chosen}, wrong=wrong)


def _checked(path: Path, known: dict[str, catalogue.PackVersion]) -> dict[str, Any]:
    checked = check_benefit_folder(path)
    benefit = checked.benefit
    sha = fingerprint(frozen_benefit(checked)) if benefit and not checked.found else ""
    return {
        "folder": _below(path),
        "title": benefit.text("title", language()) if benefit else path.name,
        "version": benefit.version if benefit else None,
        "published": known.get(sha),
        "scenarios": len(checked.folder.scenarios),
        "findings": [finding(one) for one in checked.found],
    }


def folder_of(name: str) -> Folder | None:
    """Return the folder of an entitlement on this server, if it is there: its scenarios live in it."""
    path = next((one for one in _folders() if one.name == name), None)
    return read_folder(path, RULES) if path else None


def played(name: str, benefit: Benefit) -> list[dict[str, Any]] | None:
    """Play the scenarios of the folder against a version; None where this server has no folder."""
    folder = folder_of(name)
    if folder is None:
        return None
    found: dict[str, list[dict[str, str]]] = {}
    for one in play_benefit(CheckedBenefit(folder, benefit)):
        found.setdefault(one.file.name, []).append(finding(one))
    return [
        {"about": _about(document.value), "findings": found.get(name.rpartition("/")[2], [])}
        for name, document in folder.scenarios.items()
    ]


def _about(said: JsonValue) -> str:
    about = said.get("about") if isinstance(said, dict) else None
    shown = about.get(language(), "") if isinstance(about, dict) else about
    return str(shown or "")


def finding(one: Located | Finding) -> dict[str, str]:
    """Write a finding with its place and its remedy."""
    located = one if isinstance(one, Located) else Located(Path(), one)
    told = telling.told(located)
    sentence, remedy = told["sentence"], told["remedy"]
    return {
        "where": f"{located.file.name}:{located.finding.line}" if located.file.name else located.finding.path,
        "sentence": sentence[language()] if isinstance(sentence, dict) else "",
        "remedy": remedy[language()] if isinstance(remedy, dict) else "",
    }


def _folders() -> tuple[Path, ...]:
    return packs_below(settings.PACKS_DIR, RULES) if settings.PACKS_DIR.is_dir() else ()


def _below(path: Path) -> str:
    return str(path.relative_to(settings.PACKS_DIR))
