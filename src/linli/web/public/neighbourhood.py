"""What the neighbourhood's apps count in a month: each figure with its whole, small numbers of people left blank."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.core.shared.figures import Figure
from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import NOTHING
from linli.kernel.ui.text import has, language, t
from linli.web.near.figures import counted
from linli.web.public.asking import asked, below, crumbs, tabs


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as it is read: its sentence, its number, the whole it is of, what is left out."""

    title: str
    value: str
    whole: str
    left_out: str


@public_page
@require_safe
def neighbourhood(request: HttpRequest) -> HttpResponse:
    """Show the month of an area, app by app."""
    wanted = asked(request)
    path = wanted.area.path if wanted.area else "/"
    found = counted(wanted.period.start, wanted.period.end, path)
    context = {
        "tabs": tabs("neighbourhood"),
        "asked": wanted,
        "crumbs": crumbs(wanted.area, request.path),
        "areas": below(wanted.area),
        "groups": [
            (t(f"near.counted.{app}"), [line(one) for one in figures]) for app, figures in found if figures
        ],
    }
    return render(request, "public/neighbourhood.html", context)


def line(one: Figure) -> Line:
    """Write a figure; one that would tell of a few people is blank, and so is what would give it away."""
    title, left = t(f"figures.{one.code}"), _left_out(one)
    if one.is_small:
        return Line(title, t("near.counted_small"), NOTHING, left)
    whole = NOTHING if one.denominator is None else _number(one.denominator)
    return Line(title, _number(one.numerator), whole, left)


def _left_out(one: Figure) -> str:
    said = [f"{_reason(code)} {_number(n)}" for code, n in sorted(one.excluded.items()) if n]
    return ("；" if language() == "zh" else "; ").join(said)


def _reason(code: str) -> str:
    return next((t(key) for key in (f"figures.left_out.{code}", code) if has(key)), code)


def _number(n: int) -> str:
    return f"{n:,}"
