"""The workshop: services written in the browser, from a family or a folder to a proposal for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as store
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.text import language, t
from linli.packs import telling
from linli.packs.archive import LARGEST_ARCHIVE, packed, unpacked
from linli.packs.certificate_kinds import FAMILY
from linli.packs.checking import Checked
from linli.packs.drafting import (
    OF_KIND,
    check_draft,
    check_kind_draft,
    is_kind,
    plain_name,
    shipped_files,
)
from linli.packs.folder import CERTIFICATE, PACK, SCENARIOS
from linli.packs.kind_publishing import publish_kind
from linli.packs.service import compiled, fingerprint, frozen, publish_checked
from linli.packs.skeletons import REQUEST, drafted, families
from linli.web.county import kind_ground, kinds
from linli.web.county.frame import Wrong, asked, attempt, done, page, said
from linli.web.county.packs import report, told
from linli.web.portal import service_asks
from linli.web.portal import service_forms as forms

NEW_SCENARIO = f"{SCENARIOS}/new.yaml"
MAIN_FILES = (PACK, CERTIFICATE)


@requires(Permission.PACK_PUBLISH)
@require_http_methods(["GET", "POST"])
def workshop(request: HttpRequest) -> HttpResponseBase:
    """List the drafts, and begin one: from a family, from a published service's folder, from a zip file."""
    wrong, name = None, request.POST.get("name", "").strip()
    if request.method == "POST":
        begin = {"new": _new, "kind": _new_kind, "folder": _from_folder, "zip": _from_zip}.get(
            request.POST.get("do", "")
        )
        if begin is None:
            raise NotVisible
        made, wrong = attempt(lambda: begin(request, name))
        if wrong is None:
            return done("draft_opened", "draft", service=made)
    drafts = catalogue.drafts(actor=asked(request).actor)
    known = {one.name for one in drafts}
    published = {
        one.name: one.sha256 for one in reversed(catalogue.pack_versions()) if one.status == "current"
    }
    catalogue.fetch_packs(published.values())
    context = {
        "drafts": [*drafts],
        "families": [(one, t(f"county.family_{one.rpartition('/')[2]}")) for one in families()],
        "published": [(one, _titled(one, sha)) for one, sha in sorted(published.items()) if one not in known],
        "kinds": [one for one in kinds.choices() if f"{OF_KIND}{one[0]}" not in known],
        "said": {
            "name": name,
            "family": request.POST.get("family", REQUEST),
            "do": request.POST.get("do", ""),
        },
    }
    return page(request, "workshop", context, wrong=wrong)


def _titled(name: str, sha: str) -> str:
    return t("county.draft_titled", title=compiled(sha).text("title", language()), name=name)


def _new(request: HttpRequest, name: str) -> str:
    family = request.POST.get("family", REQUEST)
    if family == FAMILY:
        return kinds.begin(request, name, copy=False)
    files = drafted(name, family)
    if isinstance(files, Problem):
        raise Invalid(files)
    if catalogue.pack_versions(name):
        raise Refused(Refusal("county.draft_published", {"pack": name}))
    return store.open_draft(name, files, **said(request))


def _new_kind(request: HttpRequest, name: str) -> str:
    return kinds.begin(request, name, copy=request.POST.get("from") == "folder")


def _from_folder(request: HttpRequest, name: str) -> str:
    files = shipped_files(name)
    if files is None:
        raise Refused(Refusal("county.draft_no_folder", {"pack": name[:60]}))
    return store.open_draft(name, files, **said(request))


def _from_zip(request: HttpRequest, name: str) -> str:
    top, files = _uploaded(request)
    named = name or top
    if is_kind(files) and named:
        named = f"{OF_KIND}{plain_name(named)}"
    return store.open_draft(named, files, what="imported", **said(request))


def _uploaded(request: HttpRequest) -> tuple[str, dict[str, str]]:
    upload = request.FILES.get("archive")
    if upload is None:
        raise Invalid(Problem("archive", "county.archive_missing"))
    found = unpacked(upload.read(LARGEST_ARCHIVE + 1))
    if isinstance(found[0], str) and isinstance(found[1], dict):
        return found[0], found[1]
    raise Invalid(*(one for one in found if isinstance(one, Problem)))


@requires(Permission.PACK_PUBLISH)
@require_GET
def draft(request: HttpRequest, service: str) -> HttpResponse:
    """Show a draft: what is wrong, how its scenarios go, its course, what changes for residents, its history."""
    return _draft(request, service, None)


def _draft(request: HttpRequest, name: str, wrong: Wrong | None) -> HttpResponse:
    found = catalogue.draft(name, actor=asked(request).actor)
    checks, about = _told(name, found.files)
    broken = checks["findings"] + checks["failed"]
    context = {
        "draft": found,
        "files": [(path, sum(_about(one, path) for one in broken)) for path in _sorted(found.files)],
        "path_of": lambda one: next((path for path in found.files if _about(one, path)), ""),
        "checked": checks,
        "me": asked(request).actor.key,
        "clean": not broken,
        "new_scenario": NEW_SCENARIO,
        **about,
    }
    return page(request, "draft", context, wrong=wrong)


def _told(name: str, files: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the check says of a draft, and what it would be."""
    if is_kind(files):
        kind = check_kind_draft(name, files)
        return kinds.report(kind), kinds.about(kind, name)
    checked = check_draft(name, files)
    return report(checked), {**_definition(checked, name), **_against_current(checked, name)}


def _definition(checked: Checked, name: str) -> dict[str, Any]:
    definition = checked.definition
    title = definition.text("title", language()) if definition else name
    return {
        "title": title or name,
        "kind": None,
        "of_kind": False,
        "read": definition is not None,
        **(told(definition) if definition else {}),
    }


def _against_current(checked: Checked, name: str) -> dict[str, Any]:
    """Compare a draft with the version in force, and say whether it was handed in already."""
    versions = catalogue.pack_versions(name)
    current = next((one for one in versions if one.status == "current"), None)
    definition = checked.definition
    sound = definition is not None and not checked.found
    sha = fingerprint(frozen(checked)) if sound else ""
    changes = (
        telling.changes(compiled(current.sha256), definition, language()) if current and definition else ()
    )
    return {
        "current": current,
        "changes": changes,
        "handed_in": next((one for one in versions if one.sha256 == sha), None),
    }


@requires(Permission.PACK_PUBLISH)
@require_http_methods(["GET", "POST"])
def draft_file(request: HttpRequest, service: str) -> HttpResponseBase:
    """Edit one file of a draft; what was typed is never lost, whoever saved in between."""
    path = request.POST.get("path", "") or request.GET.get("path", "")
    wrong, typed = None, None
    if request.method == "POST":
        typed = request.POST.get("text", "")
        _, wrong = attempt(lambda: _write(request, service, path, typed or ""))
        if wrong is None and request.POST.get("do") == "remove":
            return done("draft_removed", "draft", service=service)
        if wrong is None:
            where = reverse("county:draft_file", kwargs={"service": service})
            return HttpResponseRedirect(f"{where}?{urlencode({'path': path, 'done': 'draft_saved'})}")
    found = catalogue.draft(service, actor=asked(request).actor)
    stored = found.files.get(path, "")
    checks, _ = _told(service, found.files)
    lines = stored.splitlines()
    here = [one for one in checks["findings"] + checks["failed"] if _about(one, path)]
    context = {
        "draft": found,
        "path": path,
        "is_new": path not in found.files,
        "is_main": path in MAIN_FILES,
        "words": kinds.words(service, found.files) if path == CERTIFICATE else (),
        "text": stored if typed is None else typed,
        "theirs": stored if wrong and wrong.stale else None,
        "paths": _sorted(found.files),
        "findings": [{**one, "text": "".join(lines[one["line"] - 1 : one["line"]])} for one in here],
        "elsewhere": len(checks["findings"]) + len(checks["failed"]) - len(here),
        "scenarios_bad": len(checks["failed"]),
    }
    return page(request, "draft_file", context, wrong=wrong)


def _write(request: HttpRequest, name: str, path: str, text: str) -> int:
    edition = _edition(request)
    if request.POST.get("do") == "remove":
        return store.remove_file(name, path, edition, **said(request))
    return store.save_file(name, path, text, edition, **said(request))


def _edition(request: HttpRequest) -> int:
    typed = request.POST.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0  # noqa: PLR2004 - an int that fits


@requires(Permission.PACK_PUBLISH)
@require_GET
def draft_form(request: HttpRequest, service: str) -> HttpResponse:
    """Show the form as residents would see it; nothing of it can be sent."""
    found = catalogue.draft(service, actor=asked(request).actor)
    if is_kind(found.files):
        return kinds.preview(request, found)
    definition = check_draft(service, found.files).definition
    if definition is None:
        return page(request, "draft_form", {"draft": found, "title": service, "asks": None})
    everything = [one.name for one in definition.form.questions]
    context = {
        "draft": found,
        "title": definition.text("title", language()),
        "summary": definition.text("summary", language()),
        "asks": service_asks.asks(definition, forms.empty(), everything),
        "sometimes": {f"{forms.Q}{one.name}" for one in definition.form.questions if one.when is not None},
        "filled": forms.empty(),
        "advice": [
            definition.text(key, language())
            for key in definition.texts.get(language(), {})
            if key.startswith("advice.")
        ],
    }
    return page(request, "draft_form", context)


@requires(Permission.PACK_PUBLISH)
@require_POST
def draft_do(request: HttpRequest, service: str) -> HttpResponseBase:
    """Hand a draft in, go back to an earlier edition, put a zip file in its place, or throw it away."""
    what = request.POST.get("do", "")
    works = {"rest": _rest, "submit": _submit, "restore": _restore, "zip": _replace, "discard": _discard}
    if what not in works:
        raise NotVisible
    _, wrong = attempt(lambda: works[what](request, service))
    if wrong:
        return _draft(request, service, wrong)
    if what == "submit":
        if service.startswith(OF_KIND):
            return done("pack_proposed", "kinds")
        return done("pack_proposed", "pack", service=service)
    return (
        done(f"draft_{what}", "workshop")
        if what == "discard"
        else done(f"draft_{what}", "draft", service=service)
    )


def _submit(request: HttpRequest, name: str) -> None:
    found = catalogue.draft(name, actor=asked(request).actor)
    if found.edition != _edition(request):
        raise Stale("catalogue.draft_changed", {"edition": found.edition, "yours": _edition(request)})
    if is_kind(found.files):
        publish_kind(check_kind_draft(name, found.files), **said(request))
    else:
        publish_checked(check_draft(name, found.files), **said(request))


def _rest(request: HttpRequest, name: str) -> None:
    """Let a kind of certificate rest on what was chosen."""
    found = catalogue.draft(name, actor=asked(request).actor)
    if not is_kind(found.files):
        raise NotVisible
    text = kind_ground.rested(found.files, request.POST.get("service", ""), request.POST.get("result", ""))
    store.save_file(name, CERTIFICATE, text, _edition(request), **said(request))


def _restore(request: HttpRequest, name: str) -> None:
    number = request.POST.get("number", "")
    if not number.isdigit():
        raise NotVisible
    store.restore_edition(name, int(number), _edition(request), **said(request))


def _replace(request: HttpRequest, name: str) -> None:
    _, files = _uploaded(request)
    store.replace_files(name, files, _edition(request), **said(request))


def _discard(request: HttpRequest, name: str) -> None:
    store.discard_draft(name, _edition(request), **said(request))


@requires(Permission.PACK_PUBLISH)
@require_GET
def draft_zip(request: HttpRequest, service: str) -> HttpResponse:
    """Give a draft out as a zip file: the folder that `linli pack check` reads."""
    found = catalogue.draft(service, actor=asked(request).actor)
    name = plain_name(service) if is_kind(found.files) else service
    answer = HttpResponse(packed(name, found.files), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


def _about(one: Mapping[str, Any], path: str) -> bool:
    """Say whether a finding is about a file of the draft, rather than of a family."""
    return bool(one["path"] == path)


def _sorted(files: Mapping[str, str]) -> list[str]:
    return sorted(files, key=lambda path: (path.startswith(SCENARIOS), path not in MAIN_FILES, path))
