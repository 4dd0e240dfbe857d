"""A row from proposal to its end: proposed, its effect seen, approved by a second person, widened, ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service
from linli.apps.catalogue.facts import MatrixLine, Preview
from linli.apps.catalogue.service import Proposal
from linli.apps.grid import facts as grid
from linli.core.routing.rows import HANDLE, is_token
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.show import read_day
from linli.kernel.ui.text import reason, t
from linli.web.county import choosing, words
from linli.web.county.frame import Said, Wrong, asked, attempt, done, page, said, today
from linli.web.county.matrix import big, rows_of, state_of, told

HELPERS = 3
GROUPS = 8
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """A proposal as it was typed."""

    said: dict[str, str]
    supporting: tuple[str, ...]

    def proposal(self) -> Proposal:
        """Read it.

        Raises:
            Invalid: a day is missing or is none.
        """
        said = self.said
        days = {name: read_day(said[name]) for name in ("from", "to") if said[name]}
        wrong = [Problem(name, "county.not_a_day") for name in ("from", "to") if name == "from" or said[name]
                 if days.get(name) is None]  # fmt: skip
        if not said["lead"]:
            wrong.append(Problem("lead", "county.choose_one"))
        start = days.get("from")
        if wrong or start is None:
            raise Invalid(*wrong)
        return Proposal(
            subject=said["subject"], area=said["area"] or "*", lead=said["lead"], valid_from=start,
            link=said["link"] or HANDLE, supporting=self.supporting, valid_to=days.get("to"),
            pilot=said["pilot"], article_zh=said["article_zh"], article_en=said["article_en"],
        )  # fmt: skip


FIELDS = ("subject", "link", "area", "pilot", "lead", "from", "to", "article_zh", "article_en")


@requires(Permission.MATRIX_PROPOSE)
@require_http_methods(["GET", "POST"])
def row_new(request: HttpRequest) -> HttpResponseBase:
    """Propose a row: first what it is about, then who, where and from when."""
    typed, wrong = _typed(request), None
    if request.method == "POST":
        answer, wrong = attempt(lambda: service.propose_row(typed.proposal(), **said(request)))
        if wrong is None:
            return done("proposed", "row", ref=answer["ref"])
    return _form(request, typed, wrong)


@requires(Permission.MATRIX_READ)
@require_GET
def row(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one row, and what it would change while it waits."""
    return _row(request, ref, None)


@requires(Permission.MATRIX_APPROVE, Permission.MATRIX_PROPOSE)
@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Approve, reject, widen or end a row."""
    what = request.POST.get("do", "")
    if what not in _DECISIONS:
        raise NotVisible
    _, wrong = attempt(lambda: _DECISIONS[what](ref, request, said(request)))
    if wrong is not None:
        return _row(request, ref, wrong)
    return done("rejected", "waiting") if what == "reject" else done(what, "row", ref=ref)


@requires(Permission.MATRIX_READ)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second person."""
    return _waiting(request, {}, None)


@requires(Permission.MATRIX_READ)
@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """Show what several proposals would change together."""
    actor = asked(request).actor
    proposed = catalogue.matrix_lines(actor=actor, state="proposed")
    refs = _chosen(request, proposed)[: service.MOST_AT_ONCE]
    if not refs:
        return _waiting(request, {}, Wrong(problems=(Problem("", "county.choose_rows"),)))
    lines = [one for one in proposed if one.ref in refs]
    seen = catalogue.preview_rows(refs, actor=actor, on=today(request))
    context = {
        "rows": rows_of(lines, today(request)),
        "refs": [one.ref for one in lines],
        **told_preview(seen),
    }
    return page(request, "preview", context)


@requires(Permission.MATRIX_APPROVE)
@require_POST
def approve_many(request: HttpRequest) -> HttpResponseBase:
    """Approve the chosen proposals by one act; what keeps one out keeps all, and is told at its row."""
    refs = request.POST.getlist("ref")
    if not refs:
        return _waiting(request, {}, Wrong(problems=(Problem("", "county.choose_rows"),)))
    _, wrong = attempt(lambda: service.approve_rows(refs, **said(request)))
    if wrong is None:
        return done("approved_all", "waiting")
    failed: dict[str, list[Problem]] = {}
    for one in wrong.problems:
        failed.setdefault(one.field.removeprefix("row."), []).append(one)
    general = failed.pop("ref", [])
    left = Wrong(tuple(general), wrong.because, wrong.stale) if general or wrong.because else None
    return _waiting(request, failed, left, chosen=refs)


def told_preview(seen: Preview) -> dict[str, Any]:
    """Write what a preview says with names."""
    changes = seen.changes[:SHOWN]
    bodies = [body for one in changes for body in (one.before, one.after) if body]
    names = words.names([one.area_path for one in changes], bodies)
    return {
        "changes": [
            (
                f"{words.subject(one.subject)} · {words.link(one.link)}",
                names.area(one.area_path),
                names.body(one.before) if one.before else t("county.nobody"),
                names.body(one.after) if one.after else t("county.nobody"),
            )
            for one in changes
        ],
        "all_changes": len(seen.changes),
        "troubles": [sentence for _, sentence in told(seen.problems[:SHOWN])],
        "all_troubles": len(seen.problems),
        "mended": [sentence for _, sentence in told(seen.mended[:SHOWN])],
    }


def _approve(ref: str, _request: HttpRequest, who: Said) -> None:
    service.approve_row(ref, **who)


def _reject(ref: str, request: HttpRequest, who: Said) -> None:
    service.reject_row(ref, request.POST.get("reason", "")[:2000], **who)


def _widen(ref: str, request: HttpRequest, who: Said) -> None:
    service.widen_row(ref, _day(request, "everywhere_from"), **who)


def _end(ref: str, request: HttpRequest, who: Said) -> None:
    service.end_row(ref, _day(request, "to"), **who)


_DECISIONS = {"approve": _approve, "reject": _reject, "widen": _widen, "end": _end}


def _day(request: HttpRequest, name: str) -> Any:
    on = read_day(request.POST.get(name, ""))
    if on is None:
        raise Invalid(Problem(name, "county.not_a_day"))
    return on


def _row(request: HttpRequest, ref: str, wrong: Wrong | None) -> HttpResponse:
    actor, on = asked(request).actor, today(request)
    line = catalogue.matrix_line(ref, actor=actor)
    if line is None:
        raise NotVisible
    seen = catalogue.preview_row(ref, actor=actor, on=on) if line.state == "proposed" else None
    context = {
        **rows_of([line], on)[0],
        "falls_to": _falls_to(line),
        "preview": told_preview(seen) if seen else None,
        "may_approve": actor.may(Permission.MATRIX_APPROVE, area_path=line.area_path),
        "typed": request.POST,
        "ended": state_of(line, on) == "ended",
    }
    return page(request, "row", context, wrong=wrong)


def _falls_to(line: MatrixLine) -> list[tuple[str, str]]:
    """Say which body a role means in each district where the row holds."""
    if not is_token(line.lead):
        return []
    place = line.pilot_area if line.pilot_area and line.everywhere_from is None else line.area_path
    districts = grid.subtree(place, "district") or [one for one in [grid.area_at(place)] if one]
    found = [(words.named(one), grid.resolve(_whole(line.lead), one.path)) for one in districts[:10]]
    return [(name, words.named(body) if body else t("county.nobody_yet")) for name, body in found]


def _whole(role: str) -> str:
    """Write the short names of roles in full: "$district:water"."""
    return role.replace("$district:", "$district_dept:").replace("$city:", "$city_dept:")


def _waiting(
    request: HttpRequest,
    failed: Mapping[str, list[Problem]],
    wrong: Wrong | None,
    chosen: Iterable[str] = (),
) -> HttpResponse:
    """Show the proposals; after a refusal with the reason at each, the good ones still chosen."""
    actor = asked(request).actor
    lines = catalogue.matrix_lines(actor=actor, state="proposed")
    refs = {one.ref for one in lines}
    good = set(chosen or request.GET.getlist("ref")) - failed.keys()
    context = {
        "rows": rows_of(lines, today(request)),
        "failed": {ref: " ".join(_said_at(one) for one in all_) for ref, all_ in failed.items()},
        "gone": sum(1 for ref in failed if ref not in refs),
        "chosen": good or (refs - failed.keys() if not failed else {""}),
        "together": _together(lines),
    }
    return page(request, "waiting", context, wrong=wrong or (Wrong() if failed else None))


def _said_at(problem: Problem) -> str:
    return words.names_in([problem]).told(problem) if problem.code.startswith("routing.") else reason(problem)


def _together(lines: Sequence[MatrixLine]) -> list[tuple[str, str, int]]:
    """Return what can be looked at and approved in one go: everything, or all rows of a subject."""
    count = Counter(one.subject for one in lines)
    many = [(words.subject(key), f"subject={quote(key)}", n) for key, n in count.most_common(GROUPS) if n > 1]
    return [(t("county.all_rows"), "all=1", len(lines)), *(many if len(count) > 1 else [])]


def _chosen(request: HttpRequest, lines: Sequence[MatrixLine]) -> list[str]:
    get = request.GET
    refs = {*get.getlist("ref")}
    whole = "all" in get
    return [one.ref for one in lines if whole or one.ref in refs or one.subject == get.get("subject")]


def _typed(request: HttpRequest) -> Typed:
    given = request.POST if request.method == "POST" else request.GET
    supporting = (given.get(f"supporting_{number}", "")[:60] for number in range(1, HELPERS + 1))
    return Typed(
        {name: given.get(name, "").strip()[:400] for name in FIELDS},
        tuple(dict.fromkeys(one for one in supporting if one)),
    )


def _form(request: HttpRequest, typed: Typed, wrong: Wrong | None) -> HttpResponse:
    q, key = request.GET.get("q", "")[:80].strip(), typed.said["subject"]
    chosen = catalogue.snapshot().subject(key) if key != "*" else None
    bodies = grid.bodies()
    actor = asked(request).actor
    context = {
        "q": q,
        "found": _found(q),
        "subject_name": words.subject(key) if key else "",
        "known": key == "*" or chosen is not None,
        "typed": typed.said,
        "supporting": [*typed.supporting, *[""] * HELPERS][:HELPERS],
        "links": choosing.links(key),
        "areas": choosing.areas(actor, Permission.MATRIX_PROPOSE),
        "leads": choosing.leads(bodies),
        "helpers": choosing.helpers(bodies),
    }
    return page(request, "row_new", context, wrong=wrong)


def _found(q: str) -> list[tuple[str, str, str]]:
    """Return classes that plain words may mean, each also by its big class."""
    if not q:
        return []
    found = catalogue.find_subjects(q, 9)
    wide = dict.fromkeys(one.parent for one in found if one.parent)
    narrow = [(one.key, words.named(one), big(one.key)) for one in found]
    return narrow + [(key, words.subject(key), t("county.whole_class")) for key in list(wide)[:3]]
