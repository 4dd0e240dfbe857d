"""Bundles in the county: what is in force, what waits for a second person, folders that can be published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.bundles import facts as bundles
from linli.apps.catalogue import facts as catalogue
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import language
from linli.packs.bundles import check_bundle_folder, frozen_bundle, play_bundle, publish_bundle_folder
from linli.packs.folder import BUNDLE, packs_below
from linli.packs.service import fingerprint
from linli.web.county.frame import Wrong, asked, attempt, done, page, said
from linli.web.county.packs import finding
from linli.web.county.second import SECOND, decided

KIND = "bundle"


@requires(Permission.PACK_READ)
@require_http_methods(["GET", "POST"])
def bundles_page(request: HttpRequest) -> HttpResponseBase:
    """Show the bundles with their versions and the folders on this server; publish one of them."""
    if request.method == "GET":
        return _page(request, None)
    if not asked(request).actor.may(Permission.PACK_PUBLISH):
        raise NotVisible
    chosen = request.POST.get("folder", "")
    _, wrong = attempt(lambda: publish_bundle_folder(_folder(chosen), **said(request)))
    return _page(request, wrong, chosen) if wrong else done("pack_proposed", "bundles")


@requires(*SECOND)
@require_POST
def bundle_decide(request: HttpRequest) -> HttpResponseBase:
    """Approve a proposed version, or let nobody begin under one any more."""
    what, _sha, wrong = decided(request, kind=KIND)
    return _page(request, wrong) if wrong else done(f"bundle_{what}", "bundles")


def _page(request: HttpRequest, wrong: Wrong | None, chosen: str = "") -> HttpResponse:
    actor = asked(request).actor
    found: dict[str, list[catalogue.PackVersion]] = {}
    every = catalogue.pack_versions(kind=KIND)
    for one in every:
        found.setdefault(one.name, []).append(one)
    may = actor.may(Permission.PACK_PUBLISH)
    known = {one.sha256: one for one in every}
    context = {
        "rows": [_row(request, name, versions) for name, versions in found.items()],
        "folders": [_checked(path, known) for path in _folders()] if may else [],
        "chosen": chosen,
        "may_publish": may,
        "may_approve": any(actor.may(one) for one in SECOND),
    }
    return page(request, "bundles", context, wrong=wrong)


def _row(request: HttpRequest, name: str, versions: list[catalogue.PackVersion]) -> dict[str, Any]:
    current = next((one for one in versions if one.status == "current"), None)
    definition = bundles.definition((current or versions[0]).sha256)
    actor = asked(request).actor
    return {
        "name": name,
        "title": definition.text("title", language()),
        "summary": definition.text("summary", language()),
        "parts": [definition.text(f"part.{one.name}", language()) for one in definition.parts],
        "current": current,
        "waiting": [
            (one, catalogue.proposed_by(one.sha256, actor=actor))
            for one in versions
            if one.status == "proposed"
        ],
        "versions": len(versions),
    }


def _folders() -> tuple[Path, ...]:
    return packs_below(settings.PACKS_DIR, BUNDLE) if settings.PACKS_DIR.is_dir() else ()


def _folder(chosen: str) -> Path:
    """Return a folder by its name below the place of packs; no other path is ever opened."""
    found = next((path for path in _folders() if _shown(path) == chosen), None)
    if found is None:
        raise NotVisible
    return found


def _shown(path: Path) -> str:
    return str(path.relative_to(settings.PACKS_DIR))


def _checked(path: Path, known: dict[str, catalogue.PackVersion]) -> dict[str, Any]:
    checked = check_bundle_folder(path)
    found = (*checked.found, *play_bundle(checked))
    sound = checked.bundle is not None and not found
    return {
        "folder": _shown(path),
        "title": checked.bundle.text("title", language()) if checked.bundle else path.name,
        "version": checked.bundle.version if checked.bundle else None,
        "published": known.get(fingerprint(frozen_bundle(checked))) if sound else None,
        "scenarios": len(checked.folder.scenarios),
        "findings": [finding(one, checked.folder.path) for one in found],
    }
