"""What a second person says to a version that was handed in, whether of a service, a bundle or a kind of certificate."""

from __future__ import annotations

from django.http import HttpRequest

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as store
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.web.county.frame import Wrong, attempt, said

SECOND = (Permission.PACK_PUBLISH, Permission.CASE_MIGRATE_APPROVE)
_WORKS = {"approve": store.approve_pack, "retire": store.retire_pack}


def decided(request: HttpRequest, *, kind: str) -> tuple[str, str, Wrong | None]:
    """Approve or retire the version that a form names; returns what was done, to which version, and why not.

    Raises:
        NotVisible: no version of this kind, or something else than the two.
    """
    sha, what = request.POST.get("sha", ""), request.POST.get("do", "")
    if what not in _WORKS or sha not in {one.sha256 for one in catalogue.pack_versions(kind=kind)}:
        raise NotVisible
    _, wrong = attempt(lambda: _WORKS[what](sha, **said(request)))
    return what, sha, wrong
