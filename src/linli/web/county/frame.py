"""What every page of the county shares: its menu, the seat, what was just done, and acts that may be refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui import pages, show
from linli.kernel.ui.text import has, reason, t

MENU = (
    (
        "duty",
        (
            ("matrix", Permission.MATRIX_READ),
            ("waiting", Permission.MATRIX_READ),
            ("duties", Permission.MATRIX_READ),
            ("asking", Permission.MATRIX_READ),
        ),
    ),
    (
        "services",
        (
            ("packs", Permission.PACK_READ),
            ("bundles", Permission.PACK_READ),
            ("certificates", Permission.FIGURE_EXPORT),
            ("kinds", Permission.PACK_READ),
            ("rules", Permission.PACK_READ),
            ("workshop", Permission.PACK_PUBLISH),
            ("subjects", Permission.SUBJECT_EDIT),
            ("mapping", Permission.SUBJECT_EDIT),
            ("calendar", Permission.CALENDAR_IMPORT),
            ("peers", Permission.PEER_READ),
        ),
    ),
    (
        "places",
        (
            ("areas", Permission.AREA_IMPORT),
            ("bodies", Permission.APPOINTMENT_EDIT),
            ("rosters", Permission.ROSTER_READ),
            ("accounts", Permission.GRANT_READ),
        ),
    ),
)
"""Groups of the menu, their pages, and what opens each."""


class Said(TypedDict):
    """Who acts, under which id, when: what every service function is told."""

    actor: Actor
    act_id: str
    at: Any


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why an act was not done: fields to mend, a rule that says no, or somebody was first."""

    problems: tuple[Problem, ...] = ()
    because: str = ""
    stale: bool = False

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows it."""
        return 422 if self.problems else 409


Work = Callable[[], Any]


def attempt(work: Work) -> tuple[Any, Wrong | None]:
    """Do an act; what the rules say against it comes back to be shown where the person is."""
    try:
        return work(), None
    except Invalid as wrong:
        return None, Wrong(problems=wrong.problems)
    except Refused as refused:
        return None, Wrong(because=reason(refused.refusal))
    except Stale as stale:
        return None, Wrong(because=reason(stale.refusal), stale=True)


def asked(request: HttpRequest) -> ActorRequest:
    """Return the request as the middleware left it: with the actor and the time."""
    return cast("ActorRequest", request)


def said(request: HttpRequest) -> Said:
    """Return who acts, under the id the form carries, now."""
    return {"actor": asked(request).actor, "act_id": act_id(request), "at": asked(request).at}


def act_id(request: HttpRequest) -> str:
    """Return the id a form was made with, or a new one for a form that is about to be made."""
    try:
        return str(uuid.UUID(request.POST.get("act_id", "")))
    except ValueError:
        return str(uuid.uuid4())


def today(request: HttpRequest) -> date:
    """Return the day it is in the city."""
    return show.local(asked(request).at).date()


def page(
    request: HttpRequest, name: str, context: Mapping[str, Any] | None = None, *, wrong: Wrong | None = None
) -> HttpResponse:
    """Answer with a page of the county; a refused act keeps its id and everything that was typed."""
    fresh = wrong is None or wrong.stale
    whole = {
        "menu": menu(asked(request).actor, name),
        "today": today(request),
        "act_id": str(uuid.uuid4()) if fresh else act_id(request),
        "wrong": wrong,
        "problems": wrong.problems if wrong else (),
        "done": _done(request),
        "may": lambda permission: asked(request).actor.may(Permission(permission)),
        **(context or {}),
    }
    return pages.render(request, f"county/{name}.html", whole, status=wrong.status if wrong else 200)


def done(what: str, name: str, **kwargs: object) -> HttpResponseRedirect:
    """Go on to a page after an act, which says there what was done."""
    return HttpResponseRedirect(f"{reverse(f'county:{name}', kwargs=kwargs or None)}?done={what}")


def menu(actor: Actor, here: str) -> list[tuple[str, list[tuple[str, str, bool, None]]]]:
    """Return the menu of this person: only what would open."""
    section = _SECTIONS.get(here, here)
    groups = [(t("county.menu_start"), [_item("start", section), *_board(actor)])]
    for group, items in MENU:
        shown = [_item(name, section) for name, permission in items if actor.may(permission)]
        if shown:
            groups.append((t(f"county.menu_{group}"), shown))
    return groups


def _board(actor: Actor) -> list[tuple[str, str, bool, None]]:
    """Return the way to the board for those whom it opens to."""
    return (
        [(reverse("board:board"), t("county.menu_board"), False, None)]
        if actor.may(Permission.BOARD_READ)
        else []
    )


_SECTIONS = {
    "row": "matrix",
    "row_new": "matrix",
    "sheet": "matrix",
    "trouble": "matrix",
    "rulings": "matrix",
    "preview": "waiting",
    "subject": "subjects",
    "condition": "subjects",
    "pack": "packs",
    "pack_changes": "packs",
    "pack_migrate": "packs",
    "folders": "packs",
    "rule": "rules",
    "rule_changes": "rules",
    "rule_folders": "rules",
    "rule_propose": "rules",
    "draft": "workshop",
    "draft_file": "workshop",
    "draft_form": "workshop",
    "area": "areas",
    "upload": "areas",
    "keys": "peers",
    "body": "bodies",
    "roster": "rosters",
    "account": "accounts",
}
"""Which entry of the menu a page belongs to."""


def _item(name: str, here: str) -> tuple[str, str, bool, None]:
    return reverse(f"county:{name}"), t(f"county.menu_{name}"), name == here, None


def _done(request: HttpRequest) -> str:
    key = f"county.done_{request.GET.get('done', '')[:30]}"
    return t(key) if has(key) else ""
