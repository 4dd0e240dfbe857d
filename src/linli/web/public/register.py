"""The register: what was erased and under which rule, what was corrected, which months are closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.insight import facts as insight
from linli.apps.insight.facts import CorrectionFact
from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import has, t
from linli.web.public import showing
from linli.web.public.asking import tabs


@public_page
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show counts only: the register must not say again what was taken away."""
    erased = insight.erasures()
    context = {
        "tabs": tabs("register"),
        "erasures": [(one, _rule(one.rule)) for one in erased],
        "items": sum(one.items for one in erased),
        "corrections": [_correction(one) for one in insight.corrections()],
        "months": insight.months(),
    }
    return render(request, "public/register.html", context)


def _rule(rule: str) -> str:
    key = f"public.rule.{rule}"
    return t(key) if has(key) else rule


def _correction(one: CorrectionFact) -> dict[str, object]:
    return {
        "month": one.month,
        "name": t(f"insight.plain.{one.rate}"),
        "code": one.rate,
        "before": showing.card(one.rate, one.before.without(insight.small(one.before))).value,
        "after": showing.card(one.rate, one.after.without(insight.small(one.after))).value,
        "groups": one.groups,
        "at": one.at,
    }
