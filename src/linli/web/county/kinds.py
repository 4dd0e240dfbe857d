"""Kinds of certificates in the county: what is in force, what waits for a second person, and drafts of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as store
from linli.apps.certificates import facts as certificates
from linli.core.packs.certificate_kind import CASE, KINDS, OF_CASE, OF_REGISTER, CertificateKind
from linli.core.packs.kind_changes import kind_changes
from linli.core.shared.outcomes import Problem, Reason, Refusal
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.text import has, language, reason, t
from linli.packs.certificate_kinds import CheckedKind, kind_notes, narrower
from linli.packs.drafting import OF_KIND, check_kind_draft, plain_name, shipped_kind
from linli.packs.kind_publishing import kind_fingerprint
from linli.packs.skeletons import certificate
from linli.web.county import kind_ground
from linli.web.county.frame import Wrong, asked, done, page, said
from linli.web.county.packs import finding
from linli.web.county.second import SECOND, decided

STORED = "certificate"


@requires(Permission.PACK_READ)
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Show the eight kinds that a community may issue: how each is issued here, and what waits."""
    return _page(request, None)


@requires(*SECOND)
@require_POST
def kind_decide(request: HttpRequest) -> HttpResponseBase:
    """Approve a proposed version of a kind, or go back to what the folders say."""
    what, _sha, wrong = decided(request, kind=STORED)
    return _page(request, wrong) if wrong else done(f"kind_{what}", "kinds")


def _page(request: HttpRequest, wrong: Wrong | None) -> HttpResponse:
    actor = asked(request).actor
    stored: dict[str, list[catalogue.PackVersion]] = {}
    for one in catalogue.pack_versions(kind=STORED):
        stored.setdefault(plain_name(one.name), []).append(one)
    known = certificates.kinds()
    context = {
        "rows": [_row(request, name, known.get(_code(name)), stored.get(name, [])) for name in KINDS],
        "may_publish": actor.may(Permission.PACK_PUBLISH),
        "may_approve": any(actor.may(one) for one in SECOND),
    }
    return page(request, "kinds", context, wrong=wrong)


def _row(
    request: HttpRequest, name: str, now: CertificateKind | None, versions: list[catalogue.PackVersion]
) -> dict[str, Any]:
    actor = asked(request).actor
    return {
        "name": name,
        "title": title(name),
        "now": pictured(now) if now else None,
        "current": next((one for one in versions if one.status == "current"), None),
        "waiting": [
            (
                one,
                catalogue.proposed_by(one.sha256, actor=actor),
                _changes(now, certificates.published(one.sha256)),
            )
            for one in versions
            if one.status == "proposed"
        ],
    }


def choices() -> list[tuple[str, str]]:
    """Return the eight kinds to choose from: name and title."""
    return [(name, title(name)) for name in KINDS]


def title(name: str) -> str:
    """Say how a kind is called."""
    return t(f"certificates.kind.{_code(name)}")


def _code(name: str) -> str:
    return name.replace("-", "_")


def begin(request: HttpRequest, name: str, *, copy: bool) -> str:
    """Begin the draft of a kind: from the family, or from the folder in which it is declared now."""
    kind = plain_name(name)
    files = shipped_kind(kind) if copy else certificate(kind)
    if files is None:
        raise Refused(Refusal("county.draft_no_folder", {"pack": kind[:60]}))
    if isinstance(files, Problem):
        raise Invalid(files)
    return store.open_draft(f"{OF_KIND}{kind}", files, **said(request))


def report(checked: CheckedKind) -> dict[str, Any]:
    """Return what the check found, in the shape that services have; a kind plays no scenarios."""
    found = [finding(one, checked.folder.path) for one in checked.found]
    noted = [finding(one, checked.folder.path) for one in kind_notes(checked)]
    return {"findings": found, "failed": [], "noted": noted, "scenarios": []}


def about(checked: CheckedKind, name: str) -> dict[str, Any]:
    """Say what a draft would be: its picture, what changes against what is in force, whether it was handed in."""
    kind = checked.kind
    now = certificates.kinds().get(_code(plain_name(name)))
    versions = catalogue.pack_versions(f"{OF_KIND}{plain_name(name)}", kind=STORED)
    sound = kind is not None and not checked.found
    sha = kind_fingerprint(checked) if sound else ""
    return {
        "title": title(kind.name) if sound and kind else plain_name(name),
        "read": False,
        "kind": pictured(kind) if sound and kind else None,
        "of_kind": True,
        "ground": kind_ground.choosing(kind),
        "current": now,
        "changes": _changes(now, kind) if sound else (),
        "handed_in": next((one for one in versions if one.sha256 == sha), None),
    }


def pictured(kind: CertificateKind) -> dict[str, Any]:
    """Say a kind in words of the page."""
    return {
        "title": title(kind.name),
        "summary": kind.texts[language()]["summary"],
        "note": kind.texts[language()]["note"],
        "days": kind.days,
        "offered": kind.offered,
        "rests_on": _rests_on(kind),
        "always": [_field(one) for one in kind.always],
        "chosen": [_field(one) for one in kind.chosen],
        "example": [(_field(one), _example(one)) for one in kind.always],
        "ticks": [(_field(one), _example(one)) for one in kind.chosen],
    }


def _rests_on(kind: CertificateKind) -> str:
    if kind.rests_on != CASE:
        return t("county.kind_of_register", register=t(f"certificates.register.{kind.rests_on}"))
    base = t("county.kind_of_ended" if kind.ended else "county.kind_of_case")
    limits = (
        [t("county.kind_service", service=kind_ground.service_named(kind.service))] if kind.service else []
    )
    said = kind_ground.result_named(kind.service, kind.outcome) if kind.outcome else ""
    limits += [t("county.kind_outcome", outcome=said)] if said else []
    return t("county.kind_and", first=base, then=t("county.kind_between").join(limits)) if limits else base


def words(name: str, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what this draft may write under `always` and `chosen`, by its code and by name."""
    kind = check_kind_draft(name, files).kind
    rests_on = kind.rests_on if kind else KINDS.get(plain_name(name), (CASE,))[0]
    return [(one, _field(one)) for one in (OF_CASE if rests_on == CASE else OF_REGISTER)]


def _field(name: str) -> str:
    key = f"certificates.field.{name}"
    return t(key) if has(key) else name


def _example(name: str) -> str:
    return t(f"county.kind_example_{name}")


def _changes(old: CertificateKind | None, new: CertificateKind | None) -> tuple[str, ...]:
    """Say what changes; that a kind is for one service only is said also where a folder says so already."""
    if new is None:
        return ()
    told = kind_changes(old, new) if old else ()
    return tuple(dict.fromkeys(reason(_named(one, new)) for one in (*narrower(new), *told)))


def _named(one: Reason, kind: CertificateKind) -> Reason:
    """Write the codes of a change as people call them."""
    names = {
        "field": _field,
        "service": kind_ground.service_named,
        "outcome": lambda code: kind_ground.result_named(kind.service, code),
    }
    return Reason(one.code, {key: names[key](str(x)) if key in names else x for key, x in one.params.items()})


def preview(request: HttpRequest, found: catalogue.Draft) -> HttpResponse:
    """Show a certificate of a draft with invented entries, as its holder would hold it."""
    kind = check_kind_draft(found.name, found.files).kind
    checked = about(check_kind_draft(found.name, found.files), found.name)["kind"] if kind else None
    return page(request, "kind_preview", {"draft": found, "kind": checked})
