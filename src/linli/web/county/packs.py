"""Declared services: what is published, one service told in pictures and sentences, new versions, differences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.apps.catalogue import facts as catalogue
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import has, language, t
from linli.packs import drawing, telling
from linli.packs.checking import Checked, check_folder, notes, play_folder
from linli.packs.folder import Located, packs_below
from linli.packs.service import compiled, fingerprint, frozen, publish_folder
from linli.web.county import pack_ground
from linli.web.county.frame import Wrong, asked, attempt, done, page, said
from linli.web.county.second import SECOND, decided

SHORTEST_START = 8


@requires(Permission.PACK_READ)
@require_GET
def packs(request: HttpRequest) -> HttpResponse:
    """List the services with the version in force and what waits."""
    found: dict[str, list[catalogue.PackVersion]] = {}
    every = catalogue.pack_versions()
    for one in every:
        found.setdefault(one.name, []).append(one)
    catalogue.fetch_packs(one.sha256 for one in every if one.status == "current")
    rows = [_service(name, versions) for name, versions in found.items()]
    return page(
        request, "packs", {"rows": rows, "may_publish": asked(request).actor.may(Permission.PACK_PUBLISH)}
    )


@requires(Permission.PACK_READ)
@require_GET
def pack(request: HttpRequest, service: str) -> HttpResponse:
    """Show one version of a service."""
    return _pack(request, service, request.GET.get("version", ""), None)


@requires(*SECOND)
@require_POST
def pack_decide(request: HttpRequest, service: str) -> HttpResponseBase:
    """Approve a proposed version, or open no more cases under one."""
    what, sha, wrong = decided(request, kind="service")
    return (
        _pack(request, service, sha[:12], wrong) if wrong else done(f"pack_{what}", "pack", service=service)
    )


@requires(Permission.PACK_READ)
@require_GET
def pack_changes(request: HttpRequest, service: str) -> HttpResponse:
    """Tell what changes for residents between two versions."""
    versions = catalogue.pack_versions(service)
    old, new = (version_of(versions, request.GET.get(key, "")) for key in ("old", "new"))
    before, after = compiled(old.sha256), compiled(new.sha256)
    context = {
        "name": service,
        "title": after.text("title", language()),
        "old": old,
        "new": new,
        "numbers": [(one.version, t("county.version_n", n=one.version)) for one in versions],
        "changes": telling.changes(before, after, language()),
    }
    return page(request, "pack_changes", context)


@requires(Permission.PACK_PUBLISH)
@require_http_methods(["GET", "POST"])
def folders(request: HttpRequest) -> HttpResponseBase:
    """Check the folders of packs on this server and publish a new version of one."""
    wrong, chosen = None, request.POST.get("folder", "") or request.GET.get("folder", "")
    if request.method == "POST":
        sha, wrong = attempt(lambda: publish_folder(_folder(chosen), **said(request)))
        if wrong is None:
            return done("pack_proposed", "pack", service=str(catalogue.pack(sha)["pack"]))
    known = {one.sha256: one for one in catalogue.pack_versions()}
    rows = [_checked(path, known) for path in _folders()]
    return page(request, "folders", {"rows": rows, "chosen": chosen}, wrong=wrong)


def _service(name: str, versions: list[catalogue.PackVersion]) -> dict[str, Any]:
    current = next((one for one in versions if one.status == "current"), None)
    shown = current or versions[0]
    definition = compiled(shown.sha256)
    return {
        "name": name,
        "title": definition.text("title", language()),
        "current": current,
        "shown": shown,
        "waiting": [one for one in versions if one.status == "proposed"],
        "versions": len(versions),
        "kind": definition.sensitivity.value,
        "questions": len(definition.form.questions),
    }


def _pack(request: HttpRequest, name: str, wanted: str, wrong: Wrong | None) -> HttpResponse:
    versions = catalogue.pack_versions(name)
    shown = version_of(versions, wanted)
    definition, actor = compiled(shown.sha256), asked(request).actor
    folder = next((path for path in _folders() if path.name == name), None)
    checked = check_folder(folder) if folder else None
    context = {
        "name": name,
        "title": definition.text("title", language()),
        "shown": shown,
        "current": next((one for one in versions if one.status == "current"), None),
        "versions": versions,
        "mine": catalogue.proposed_by(shown.sha256, actor=actor),
        "may_approve": actor.may(Permission.PACK_PUBLISH) or actor.may(Permission.CASE_MIGRATE_APPROVE),
        "may_retire": actor.may(Permission.PACK_PUBLISH),
        "checked": report(checked) if checked else None,
        **told(definition),
    }
    return page(request, "pack", context, wrong=wrong)


def told(definition: ServiceDefinition) -> dict[str, Any]:
    """Write a definition for people: picture, sentences, clocks, figures, questions, what the public sees."""
    spoken, course = language(), definition.lifecycle
    stages, moves = drawing.pictured(definition, spoken)
    return {
        "stages": stages,
        "moves": moves,
        "sentences": [line.strip() for line in telling.course(definition, spoken)],
        "chapters": _chapters(telling.course(definition, spoken)),
        "clocks": [
            (
                definition.text(f"clock.{one.name}", spoken), one.kind.value, one.limit, one.from_condition,
                one.max_extensions, one.approvals,
            )
            for one in course.clocks.values()
        ],
        "questions": pack_ground.of_questions(definition),
        "figures": pack_ground.figures(definition),
        "sums": pack_ground.sums(definition),
        "ways": pack_ground.ways(definition),
        "public": definition.public,
        "sensitivity": definition.sensitivity.value,
        "evidence": [
            (definition.text(f"choice.outcome.{name}", spoken), least) for name, least in definition.evidence.items()
        ],
        "basis": definition.legal_basis,
        "effective_from": definition.effective_from,
        "field_name": _field,
    }  # fmt: skip


def _chapters(lines: tuple[str, ...]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Cut the told course at its stages: what goes before, then each stage with what may happen there."""
    chapters: list[tuple[str, list[tuple[str, bool]]]] = [("", [])]
    for line in lines:
        plain = line.strip()
        if plain.startswith("◆"):
            chapters.append((plain.removeprefix("◆").strip(), []))
        else:
            chapters[-1][1].append((plain.removeprefix("·").strip(), line.startswith("    ")))
    return chapters


def _field(name: str) -> str:
    key = f"county.public_{name}"
    return t(key) if has(key) else name


def version_of(versions: tuple[catalogue.PackVersion, ...], wanted: str) -> catalogue.PackVersion:
    """Return the version asked for by number or the start of its hash; the one in force without asking.

    A start is at least eight characters long: one digit is a number, never the start of some hash.
    """
    if not versions:
        raise NotVisible
    if not wanted:
        return next((one for one in versions if one.status == "current"), versions[0])
    start = wanted if len(wanted) >= SHORTEST_START else " "
    found = (one for one in versions if str(one.version) == wanted or one.sha256.startswith(start))
    one = next(found, None)
    if one is None:
        raise NotVisible
    return one


def _folders() -> tuple[Path, ...]:
    return packs_below(settings.PACKS_DIR) if settings.PACKS_DIR.is_dir() else ()


def _folder(chosen: str) -> Path:
    """Return a folder by its name below the place of packs; no other path is ever opened."""
    found = next((path for path in _folders() if _shown(path) == chosen), None)
    if found is None:
        raise NotVisible
    return found


def _shown(path: Path) -> str:
    return str(path.relative_to(settings.PACKS_DIR))


def _checked(path: Path, known: dict[str, catalogue.PackVersion]) -> dict[str, Any]:
    checked = check_folder(path)
    sound = checked.definition is not None and not checked.found
    sha = fingerprint(frozen(checked)) if sound else ""
    definition = checked.definition
    return {
        "folder": _shown(path),
        "name": definition.name if definition else path.name,
        "title": definition.text("title", language()) if definition else path.name,
        "version": definition.version if definition else None,
        "family": definition is not None and definition.family,
        "published": known.get(sha),
        "scenarios": len(checked.folder.scenarios),
        "findings": [finding(one, checked.folder.path) for one in checked.found],
    }


def report(checked: Checked) -> dict[str, Any]:
    """Check a folder and play its scenarios."""
    failed = play_folder(checked)
    broken = {one.file.name for one in failed}
    return {
        "findings": [finding(one, checked.folder.path) for one in checked.found],
        "failed": [finding(one, checked.folder.path) for one in failed],
        "noted": [finding(one, checked.folder.path) for one in notes(checked)],
        "scenarios": [
            {**_scenario(document.value), "name": name, "good": name.rpartition("/")[2] not in broken}
            for name, document in checked.folder.scenarios.items()
        ],
    }


def _scenario(said: JsonValue) -> dict[str, Any]:
    whole = said if isinstance(said, dict) else {}
    steps = whole.get("steps")
    about = whole.get("about")
    shown = about.get(language(), "") if isinstance(about, dict) else about
    return {
        "known": has(f"county.scenario_{whole.get('kind', '')}"),
        "kind": whole.get("kind", ""),
        "about": shown or "",
        "steps": len(steps) if isinstance(steps, list) else 0,
    }


def finding(one: Located, base: Path) -> dict[str, Any]:
    """Say a finding in the language of the page: where, what, and what to do; families are named with their folder."""
    said = telling.told(one)
    sentence, remedy = said["sentence"], said["remedy"]
    own = one.file.is_relative_to(base)
    path = str(one.file.relative_to(base)) if own else f"{one.file.parent.name}/{one.file.name}"
    return {
        "where": f"{path}:{one.finding.line}",
        "path": path if own else "",
        "line": one.finding.line,
        "sentence": sentence[language()] if isinstance(sentence, dict) else "",
        "remedy": remedy[language()] if isinstance(remedy, dict) else "",
    }
