"""How many certificates were issued and checked: figures for the county, no word about any person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.certificates import facts
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui import show
from linli.kernel.ui.text import t
from linli.web.county.frame import page

DAYS = 365


@requires(Permission.FIGURE_EXPORT)
@require_safe
def certificates(request: ActorRequest) -> HttpResponse:
    """Show a year's issues by kind, how people proved who they are, what was revoked and why, and every check."""
    since = request.at - timedelta(days=DAYS)
    issued = facts.issued(since)
    checks = facts.checked(show.local(since).date())
    context = {
        "issued": _by_kind(issued),
        "presence": _counted("presence", ((presence, n) for _, presence, _, n in issued)),
        "revoked": _counted("reason", ((why, n) for _, _, why, n in issued if why)),
        "checks": [(_kind(kind), t(f"certificates.{_result(result)}"), n) for kind, result, n in checks],
        "total": sum(n for *_, n in issued),
        "checked": sum(n for *_, n in checks),
        "seal_way": facts.city_seal_way() or "none",
    }
    return page(request, "certificates", context)


def _by_kind(issued: Sequence[tuple[str, str, str, int]]) -> list[tuple[str, int, int]]:
    made: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for kind, _, why, n in issued:
        made[kind] += n
        gone[kind] += n if why else 0
    return [(_kind(kind), n, gone[kind]) for kind, n in made.most_common()]


def _counted(what: str, pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for name, n in pairs:
        found[name] += n
    return [(t(f"certificates.{what}.{name}"), n) for name, n in found.most_common()]


def _kind(code: str) -> str:
    return t(f"certificates.kind.{code}") if code else t("desk.certificate.unread")


def _result(word: str) -> str:
    return "result.valid" if word == "valid" else f"fault.{word}"
