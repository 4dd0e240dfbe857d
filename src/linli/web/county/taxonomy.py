"""Standards, classes, conditions and limits; editing makes a new version, and old classes are mapped by a person."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service
from linli.apps.catalogue.facts import SubjectFact
from linli.apps.catalogue.service import Wording
from linli.core.routing.rows import subject_chain
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.web.county import words
from linli.web.county.frame import asked, attempt, done, page, said, today
from linli.web.county.matrix import big, rows_of

UNITS = ("working_hours", "emergency_hours", "working_days", "calendar_days", "emergency_days")
PAGE = 40
HOWS = ("ruled", "decided")


@requires(Permission.SUBJECT_EDIT)
@require_GET
def subjects(request: HttpRequest) -> HttpResponse:
    """Show the standards with their big classes, or what plain words mean."""
    now = catalogue.snapshot()
    q, parent = request.GET.get("q", "")[:80].strip(), now.subject(request.GET.get("class", "")[:80])
    below = Counter(one.parent for one in now.subjects.values() if one.parent)
    conditions = Counter(one.standard for one in now.conditions.values() if one.current)
    classes = Counter(one.standard for one in now.subjects.values() if one.parent)
    context: dict[str, Any] = {
        "q": q,
        "found": [_line(one) for one in catalogue.find_subjects(q, 20)] if q else [],
        "standards": [
            {
                "fact": one, "title": words.named(one, "title"), "source": words.named(one, "source"),
                "classes": classes[key], "conditions": conditions[key],
                "big": [
                    (each.key, words.named(each), each.kind, below[each.key])
                    for each in now.subjects.values() if each.standard == key and each.parent is None
                ],
            }
            for key, one in now.standards.items()
        ],
        "parent": words.named(parent) if parent else "",
        "inside": [_line(one) for one in now.subjects.values() if parent and one.parent == parent.key],
    }  # fmt: skip
    return page(request, "subjects", context)


@requires(Permission.SUBJECT_EDIT)
@require_GET
def subject(request: HttpRequest, key: str) -> HttpResponse:
    """Show one class: its conditions with limits, the words that find it, who answers for it."""
    now, one = catalogue.snapshot(), _subject(key)
    chain, on = subject_chain(key), today(request)
    lines = [each for each in catalogue.matrix_lines(actor=asked(request).actor) if each.subject in chain]
    maps = [each for each in catalogue.mappings() if key in (each.old, each.new)]
    context = {
        "one": one,
        "name": words.named(one),
        "big": big(key),
        "standard": words.named(now.standards[one.standard], "title"),
        "links": [words.link(each) for each in one.links],
        "words": [each for each in (one.words_zh.split() + one.words_en.split(";")) if each],
        "conditions": [_condition(each) for each in now.conditions_of(key)],
        "next": _next_number(key),
        "standard_of_new": _own_standard(one),
        "rows": rows_of(lines[:20], on),
        "maps": [
            (words.subject(each.old), each.old, words.subject(each.new) if each.new else "", each.new)
            for each in maps
        ],
    }
    return page(request, "subject", context)


@requires(Permission.SUBJECT_EDIT)
@require_http_methods(["GET", "POST"])
def condition(request: HttpRequest, key: str, standard: str, number: int) -> HttpResponseBase:
    """Edit a condition by a new version; running cases keep the one they were accepted under."""
    one, wrong = _subject(key), None
    history = catalogue.condition_history(key, standard, number)
    current = history[0] if history else None
    if standard not in catalogue.snapshot().standards:
        raise NotVisible
    amount, _, unit = (current.limit if current else "").partition(" ")
    typed = {
        "text_zh": current.text_zh if current else "", "text_en": current.text_en if current else "",
        "amount": amount, "unit": unit,
    }  # fmt: skip
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:600] for name in typed}
        wording = Wording(typed["text_zh"], f"{typed['amount'].strip()} {typed['unit']}", typed["text_en"])
        _, wrong = attempt(lambda: service.edit_condition(key, standard, number, wording, **said(request)))
        if wrong is None:
            return done("condition_edited", "subject", key=key)
    context = {
        "one": one, "name": words.named(one), "number": number, "standard": standard, "typed": typed,
        "units": UNITS, "history": [_condition(each) for each in history],
    }  # fmt: skip
    return page(request, "condition", context, wrong=wrong)


@requires(Permission.SUBJECT_EDIT)
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest) -> HttpResponseBase:
    """List old classes that have no new one; a person decides, nothing is guessed."""
    wrong, old = None, request.POST.get("old", "") or request.GET.get("old", "")[:80]
    if request.method == "POST":
        _, wrong = attempt(
            lambda: service.map_subject(old, request.POST.get("new", "")[:80], **said(request))
        )
        if wrong is None:
            return done("mapped", "mapping")
    every = catalogue.mappings()
    if old and all(one.old != old for one in every):
        raise NotVisible
    waiting = [one for one in every if not one.new]
    how = request.GET.get("how", "")
    shown = (
        [one for one in every if one.new and (one.how == "decided") == (how == "decided")]
        if how in HOWS
        else waiting
    )
    q = request.GET.get("q", "")[:80].strip()
    context = {
        "rows": [_mapped(one) for one in shown[: PAGE * 5]],
        "decided": sum(one.how == "decided" for one in every),
        "waiting": len(waiting),
        "total": len(every),
        "how": how if how in HOWS else "",
        "old": old,
        "old_name": words.subject(old) if old else "",
        "q": q,
        "targets": _targets(old, q or words.subject(old)) if old else [],
        "candidate": next((one.candidate for one in every if one.old == old), ""),
    }
    return page(request, "mapping", context, wrong=wrong)


def _subject(key: str) -> SubjectFact:
    one = catalogue.snapshot().subject(key)
    if one is None:
        raise NotVisible
    return one


def _line(one: SubjectFact) -> dict[str, Any]:
    found = catalogue.snapshot().conditions_of(one.key)
    return {
        "key": one.key, "name": words.named(one), "code": one.code, "big": big(one.key), "local": one.local,
        "n": len(found), "limits": list(dict.fromkeys(each.limit for each in found))[:3],
    }  # fmt: skip


def _condition(one: catalogue.ConditionFact) -> dict[str, Any]:
    return {
        "fact": one,
        "text": words.named(one, "text"),
        "standard": words.named(catalogue.snapshot().standards[one.standard], "title"),
    }


def _next_number(key: str) -> int:
    return 1 + max((one.number for one in catalogue.snapshot().conditions_of(key)), default=0)


def _own_standard(one: SubjectFact) -> str:
    """Return the standard under which a new condition of a class is kept: where its others are."""
    found = catalogue.snapshot().conditions_of(one.key)
    return found[0].standard if found else one.standard


def _mapped(one: catalogue.MappingFact) -> dict[str, Any]:
    return {
        "old": one.old, "old_name": words.subject(one.old), "new": one.new,
        "new_name": words.subject(one.new) if one.new else "",
        "candidate": words.subject(one.candidate) if one.candidate else "",
        "percent": one.similarity_percent, "kind": one.old.split(":")[1], "how": one.how,
    }  # fmt: skip


def _targets(old: str, text: str) -> list[tuple[str, str, str]]:
    """Return classes of the new standard that share signs with a text, the likeliest first."""
    kind = old.split(":")[1] if old.count(":") > 1 else ""
    signs = set(text.lower())
    classes = [one for one in catalogue.snapshot().classes("47678.5") if one.kind == kind]
    scored = [
        (len(signs & {*one.name_zh, *one.name_en.lower()}) / (len(one.name_zh) + 1), one) for one in classes
    ]
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1].key))[:12]
    return [(one.key, words.named(one), words.subject(one.parent or "")) for _, one in best]
