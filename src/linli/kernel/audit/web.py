"""The public log over HTTP: C2SP tlog-tiles, and single answers for those who hold one receipt."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from linli.core.ledger import tiles
from linli.core.ledger.hashes import is_digest
from linli.core.ledger.tree import Proof
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit import export, facts, log
from linli.kernel.audit.keys import log_signer, witnesses
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible

FOREVER = "public, max-age=31536000, immutable"
SOON_OLD = "public, max-age=5"
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Mark a view as open to everybody; reading it sets no cookie."""
    safe: View = require_safe(view)
    safe.linli_access = "public"  # type: ignore[attr-defined]
    return safe


@public
def about(_request: HttpRequest) -> HttpResponse:
    """Say which log this is and where its parts are."""
    published = log.checkpoint()
    key = log_signer().key
    about_log: dict[str, JsonValue] = {
        "origin": key.name,
        "key": key.text,
        "witnesses": [witness.text for witness in witnesses()],
        "size": published.size,
        "root": published.root.hex(),
        "paths": [
            "checkpoint",
            "checkpoint/{size}",
            "key",
            "tile/{level}/{number}",
            "tile/entries/{number}",
            "entry/{index}",
            "inclusion/{index}/{size}",
            "consistency/{old}/{new}",
            "promise?leaf_hash=&recorded_at=&promise=",
        ],
    }
    return _json(about_log, SOON_OLD)


@public
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Return the latest signed checkpoint."""
    return _text(log.checkpoint().note, SOON_OLD)


@public
def checkpoint_of(_request: HttpRequest, size: int) -> HttpResponse:
    """Return the checkpoint that was published at a size."""
    published = log.checkpoint_of(size)
    if published is None:
        raise NotVisible
    return _text(published.note, SOON_OLD)


@public
def key(_request: HttpRequest) -> HttpResponse:
    """Return the key that checkpoints and promises are checked with."""
    return _text(f"{log_signer().key.text}\n", SOON_OLD)


@public
def tile(_request: HttpRequest, path: str) -> HttpResponse:
    """Return a tile of hashes or a bundle of entries, at the width that its path names."""
    address = tiles.read_path(path)
    if isinstance(address, Problem) or address.width > tiles.width_at(
        log.size(), address.level or 0, address.number
    ):
        raise NotVisible
    return HttpResponse(
        export.tile(address),
        content_type="application/octet-stream",
        headers={"Cache-Control": FOREVER},
    )


@public
def entry(_request: HttpRequest, index: int) -> HttpResponse:
    """Return one entry to the byte."""
    body = Entry.objects.filter(leaf_index=index).values_list("body", flat=True).first()
    if body is None:
        raise NotVisible
    return HttpResponse(
        body.encode(), content_type="application/json; charset=utf-8", headers={"Cache-Control": FOREVER}
    )


@public
def inclusion(_request: HttpRequest, index: int, size: int) -> HttpResponse:
    """Return the proof that an entry is in the log of a size."""
    _must_exist(size)
    proof = log.inclusion(index, size)
    return _json({"index": index, "size": size, "proof": _hex(proof)}, FOREVER)


@public
def consistency(_request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Return the proof that nothing before a size was changed."""
    _must_exist(new)
    proof = log.consistency(old, new)
    return _json({"old": old, "new": new, "proof": _hex(proof)}, FOREVER)


@public
def promise(request: HttpRequest) -> HttpResponse:
    """Say whether a promise is ours and whether it was kept yet."""
    leaf_hash = request.GET.get("leaf_hash", "")
    recorded_at, signature = request.GET.get("recorded_at", ""), request.GET.get("promise", "")
    if not is_digest(leaf_hash):
        raise Invalid(Problem("leaf_hash", "audit.no_digest"))
    if not facts.is_promise(leaf_hash, recorded_at, signature):
        return _json({"ours": False, "index": None}, "no-store")
    index = Entry.objects.filter(leaf_hash=leaf_hash).values_list("leaf_index", flat=True).first()
    return _json({"ours": True, "index": index}, "no-store")


def _must_exist(size: int) -> None:
    if size > log.size():
        raise NotVisible


def _hex(proof: Proof | Problem) -> list[JsonValue]:
    if isinstance(proof, Problem):
        raise Invalid(proof)
    return [one.hex() for one in proof]


def _json(content: dict[str, JsonValue], cache: str) -> HttpResponse:
    return JsonResponse(content, headers={"Cache-Control": cache})


def _text(content: str, cache: str) -> HttpResponse:
    return HttpResponse(
        content.encode(), content_type="text/plain; charset=utf-8", headers={"Cache-Control": cache}
    )
