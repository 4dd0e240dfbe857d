"""A new version of an entitlement's rules from a page: one figure from a day on, or a written change; tried, then proposed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from linli.apps.benefits import facts as benefits
from linli.apps.catalogue import facts as catalogue
from linli.core.expr.tables import Table
from linli.core.packs.benefit import Benefit, Certainty, Unit, thawed
from linli.core.packs.check_benefit import MONEY
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import language, reason
from linli.packs import listing
from linli.packs.changing import changed, propose_change
from linli.packs.strict_yaml import Document, read_yaml
from linli.web.county import trying
from linli.web.county.frame import Wrong, attempt, done, page, said
from linli.web.county.rules import finding, folder_of, played

FIELDS = ("parameter", "value", "since", "title", "article", "certainty", "change")
LONGEST, LONGEST_LIST = 20_000, 400_000
FEN = 100
MOST_TOLD = 20


@requires(Permission.PACK_PUBLISH)
@require_http_methods(["GET", "POST"])
def rule_propose(request: HttpRequest, benefit: str) -> HttpResponseBase:
    """Write what changes, see what it does, and propose it as the next version."""
    current = benefits.benefit(benefit)
    if request.method == "GET":
        return _page(request, current, None)
    change = _change(request, current)
    if isinstance(change, tuple):
        return _page(request, current, None, wrong=Wrong(problems=change))
    found = changed(thawed(catalogue.pack(benefits.hash_of(benefit))), change)
    if not isinstance(found, Benefit):
        return _page(request, current, None, findings=[finding(one) for one in found])
    if request.POST.get("do") != "propose":
        return _page(request, current, found)
    sha, wrong = attempt(lambda: propose_change(benefit, change, folder_of(benefit), **said(request)))
    if wrong is not None:
        return _page(request, current, found, wrong=wrong)
    version = next(one for one in catalogue.pack_versions(benefit, kind="rules") if one.sha256 == sha)
    answer = done("rule_proposed", "rule", benefit=benefit)
    answer["Location"] += f"&version={version.version}"
    return answer


def _page(
    request: HttpRequest,
    current: Benefit,
    after: Benefit | None,
    wrong: Wrong | None = None,
    findings: list[dict[str, str]] | None = None,
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    filled = {name: given.get(name, "")[:LONGEST_LIST] for name in FIELDS}
    if (upload := _uploaded(request)) is not None:
        found = listing.read_listing(upload)
        filled["value"] = "" if found.wrong else listing.written(found.rows)
    begins = _since(filled["since"]) if filled["parameter"] else None
    found = trying.effect(request, current, after, begins) if after else trying.Effect()
    if found.mend and wrong is None:
        wrong = Wrong(problems=found.mend)
    parameter = filled["parameter"] if filled["parameter"] in current.rules.parameters else ""
    context: dict[str, Any] = {
        "name": current.name,
        "title": current.text("title", language()),
        "version": current.version,
        "parameters": [
            (name, current.text(f"parameter.{name}", language())) for name in current.rules.parameters
        ],
        "filled": {**filled, "parameter": parameter},
        "unit": _unit(current, parameter),
        "now": _now(current, parameter),
        "certainties": [one.value for one in Certainty],
        "changes": benefits.differences(current, after, language()) if after else (),
        "scenarios": played(current.name, after) if after else None,
        "tried": after is not None,
        "findings": findings or [],
        **trying.shown(request, after or current, found),
    }
    if findings and wrong is None:
        wrong = Wrong(problems=(Problem("change", "county.change_findings"),))
    return page(request, "rule_propose", context, wrong=wrong)


def _unit(benefit: Benefit, parameter: str) -> str:
    """Return how a figure is typed: sums of money in yuan, tables and all else as the pack writes them."""
    unit = benefit.units.get(parameter)
    if unit in {Unit.TABLE, Unit.LIST}:
        return unit.value
    return "money" if unit in MONEY else "plain"


def _now(benefit: Benefit, parameter: str) -> str:
    """Return the latest value as it would be typed."""
    if not parameter:
        return ""
    value = benefit.rules.parameters[parameter].values[-1].value
    if isinstance(value, Table) and _unit(benefit, parameter) == "list":
        return ""  # a list is loaded whole; the one in force stands on the page of the entitlement
    if isinstance(value, Table):
        rows = ", ".join(f"[{key}, {_typed(cell)}]" for key, cell in value.rows)
        return f"{{{value.kind.value}: [{rows}]}}"
    if _unit(benefit, parameter) == "money" and isinstance(value, int | Decimal):
        return format(Decimal(value) / FEN, "f")
    return str(value).lower() if isinstance(value, bool) else ("" if value is None else str(value))


def _typed(cell: int | Decimal | None) -> str:
    return "null" if cell is None else (str(cell) if isinstance(cell, int) else f'"{cell}"')


def _change(request: HttpRequest, benefit: Benefit) -> JsonValue | tuple[Problem, ...]:
    """Return the change as a change file would say it."""
    written = request.POST.get("change", "")
    if written.strip():
        if len(written) > LONGEST:
            return (Problem("change", "county.change_too_long", {"limit": LONGEST}),)
        return _yaml("change", written)
    filled = {name: request.POST.get(name, "").strip()[:300] for name in FIELDS}
    problems = [*_missing(filled, benefit)]
    if _unit(benefit, filled["parameter"]) == "list":
        read: JsonValue | tuple[Problem, ...] = _listing(request)
    else:
        one = _value(request.POST.get("value", ""), benefit, filled["parameter"])
        read = (one,) if isinstance(one, Problem) else one
    if problems or isinstance(read, tuple):
        return (*problems, *(read if isinstance(read, tuple) else ()))
    value = read
    source = {key: filled[key] for key in ("title", "article", "certainty") if filled[key]}
    name = f"since_{filled['since'].replace('-', '_')}_{filled['parameter']}"
    dated: JsonValue = {filled["since"]: {"value": value, "source": name}}
    return {"sources": {name: source}, "parameters": {filled["parameter"]: dated}}


def _uploaded(request: HttpRequest) -> bytes | None:
    upload = request.FILES.get("listing")
    if upload is None:
        return None
    upload.seek(0)  # it is read to be understood, and again to be shown
    return upload.read(LONGEST_LIST)


def _listing(request: HttpRequest) -> JsonValue | tuple[Problem, ...]:
    """Read a list as it was uploaded or pasted; one wrong line refuses the whole."""
    upload = _uploaded(request)
    data = upload if upload is not None else request.POST.get("value", "").encode(errors="replace")
    if not data.strip():
        return (Problem("listing", "county.list_missing"),)
    found = listing.read_listing(data)
    if found.wrong:
        told = [
            Problem("listing", "county.list_line", {"line": one.line, "said": reason(one.problem)})
            for one in found.wrong[:MOST_TOLD]
        ]
        return tuple(told)
    return found.as_value()


def _missing(filled: dict[str, str], benefit: Benefit) -> list[Problem]:
    problems = []
    if filled["parameter"] not in benefit.rules.parameters:
        problems.append(Problem("parameter", "county.choose_parameter"))
    if _since(filled["since"]) is None:
        problems.append(Problem("since", "county.day_needed"))
    if not filled["title"]:
        problems.append(Problem("title", "county.source_needed"))
    if filled["certainty"] not in [one.value for one in Certainty]:
        problems.append(Problem("certainty", "county.certainty_needed"))
    return problems


def _since(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _value(text: str, benefit: Benefit, parameter: str) -> JsonValue | Problem:
    """Read one figure as it was typed."""
    wrong = Problem("value", "county.value_unreadable")
    if not text.strip() or len(text) > LONGEST or parameter not in benefit.rules.parameters:
        return wrong
    if _unit(benefit, parameter) == "money":
        try:
            fen = Decimal(text.replace(",", "").replace("，", "").strip()) * FEN
        except InvalidOperation:
            return wrong
        return int(fen) if fen.is_finite() and fen == int(fen) else wrong
    if _unit(benefit, parameter) == "plain" and "." in text:
        return text.strip()  # a decimal stays the text that it is
    read = _yaml("value", f"value: {text.strip()}")
    return wrong if isinstance(read, tuple) or not isinstance(read, dict) else read.get("value")


def _yaml(name: str, text: str) -> JsonValue | tuple[Problem, ...]:
    document = read_yaml(text)
    if isinstance(document, Document):
        return document.value
    return tuple(Problem(name, one.code, {**one.params, "line": one.line}) for one in document)
