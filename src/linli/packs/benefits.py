"""Checks the folder of an entitlement, plays its scenarios, freezes and publishes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from linli.core.expr.evaluate import Value
from linli.core.expr.explanation import shown
from linli.core.forms.answers import Answers, read_answers
from linli.core.ledger.canonical import nfc
from linli.core.packs.benefit import Benefit, frozen_order, read_benefit
from linli.core.packs.check_benefit import check_benefit
from linli.core.packs.definition import LANGUAGES
from linli.core.packs.entitlement import Entitlement, entitlement, overlaps
from linli.core.packs.finding import Finding, of_problem, unknown_word
from linli.core.packs.node import Node
from linli.core.packs.parameters import read_day
from linli.core.rules.decide import decide
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid
from linli.packs.folder import RULES, Folder, Located, packs_below, read_folder
from linli.packs.strict_yaml import Document

KEYS = ("about", "on", "answers", "passed", "expect")
ASKS, WAITS, REFUSED = "asks_next", "waits_for", "refused"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckedBenefit:
    """An entitlement after its check: what it means, if that can be said, and everything found."""

    folder: Folder
    benefit: Benefit | None = None
    found: tuple[Located, ...] = ()


def check_benefit_folder(path: Path) -> CheckedBenefit:
    """Check one entitlement."""
    folder = read_folder(path, RULES)
    if RULES not in folder.documents:
        return CheckedBenefit(folder, found=folder.found)
    read = read_benefit(folder.said)
    if not isinstance(read, Benefit):
        problems = (folder.place(of_problem(one)) for one in read)
        return CheckedBenefit(folder, found=(*folder.found, *problems))
    silent = tuple(f"texts.{lang}" for lang in LANGUAGES if f"texts.{lang}.yaml" not in folder.documents)
    findings = [one for one in check_benefit(read) if not silent or not one.path.startswith(silent)]
    if folder.path.resolve().name != read.name:
        said = {"folder": folder.path.resolve().name[:60], "name": read.name}
        findings.append(Finding("packs.folder_name", "benefit", params=said))
    if not folder.scenarios:
        findings.append(Finding("packs.no_scenarios", ""))
    return CheckedBenefit(folder, read, (*folder.found, *map(folder.place, findings)))


def check_benefits(root: Path) -> tuple[CheckedBenefit, ...]:
    """Check the entitlement at ``root``, or all below it together; two of one name are found."""
    paths = packs_below(root, RULES) or (root,)
    checked = tuple(check_benefit_folder(path) for path in paths)
    named: dict[str, list[CheckedBenefit]] = defaultdict(list)
    for one in checked:
        named[str(one.folder.said.get("benefit"))].append(one)
    return tuple(_with_twins(one, named[str(one.folder.said.get("benefit"))]) for one in checked)


def _with_twins(one: CheckedBenefit, group: list[CheckedBenefit]) -> CheckedBenefit:
    if one is group[0] or one.benefit is None:
        return one
    folders = ", ".join(str(each.folder.path) for each in group)
    twin = Finding("packs.same_name", "benefit", params={"name": one.benefit.name, "folders": folders})
    return replace(one, found=(*one.found, one.folder.place(twin)))


def play_benefit(checked: CheckedBenefit) -> tuple[Located, ...]:
    """Play the scenarios of a checked entitlement; what does not come out as written is returned."""
    if checked.benefit is None:
        return ()
    found = []
    for name, document in checked.folder.scenarios.items():
        for finding in _play(name.rpartition("/")[2].removesuffix(".yaml"), document, checked.benefit):
            line = document.line(finding.path)
            found.append(Located(checked.folder.path / name, replace(finding, line=line)))
    return tuple(found)


def _play(name: str, document: Document, benefit: Benefit) -> Iterator[Finding]:
    root = Node(document.value, "", [])
    root.only(*KEYS, required=("on", "answers", "expect"))
    on = read_day(root.child("on"))
    raw, expect = root.child("answers").value or {}, root.child("expect").value or {}
    if root.problems or not isinstance(raw, dict) or not isinstance(expect, dict):
        yield from map(of_problem, root.problems or (Problem("answers", "packs.not_a_mapping"),))
        return
    wanted = expect.get(REFUSED)
    read = read_answers(benefit.form, raw, on)
    problems = overlaps(benefit, read.values) if isinstance(read, Answers) else read
    if problems or wanted:
        codes = [f"{one.field}: {one.code}" for one in problems]
        if wanted not in codes:
            yield _other(name, REFUSED, str(wanted or "-"), ", ".join(codes) or "-")
        return
    if isinstance(read, Answers):
        answer = entitlement(benefit, read, on, frozenset(root.child("passed").names()))
        yield from _compared(name, benefit, read, answer, expect)


def _compared(
    name: str,
    benefit: Benefit,
    read: Answers,
    answer: Entitlement | Refusal,
    expect: Mapping[str, Any],
) -> Iterator[Finding]:
    if isinstance(answer, Refusal):
        yield _other(name, REFUSED, "-", answer.code)
        return
    decided = decide(benefit.rules, read.facts, answer.on)
    steps = {} if isinstance(decided, Refusal) else decided.steps
    for key, wanted in expect.items():
        if key == ASKS:
            actual: str = answer.next or "-"
        elif key == WAITS:
            actual, wanted = ", ".join(sorted(answer.waits_for)), ", ".join(sorted(wanted))  # noqa: PLW2901
        elif key in steps:
            if not _agrees(wanted, steps[key]):
                yield _other(name, key, str(wanted), str(shown(steps[key])))
            continue
        else:
            yield unknown_word("packs.rule_unknown", f"expect.{key}", key, (*steps, ASKS, WAITS, REFUSED))
            continue
        if actual != wanted:
            yield _other(name, key, str(wanted), actual)


def _other(name: str, field: str, expected: str, actual: str) -> Finding:
    said = {"scenario": name, "field": field, "expected": expected, "actual": actual}
    return Finding("packs.scenario_field", f"expect.{field}", params=said)


def _agrees(wanted: JsonValue, actual: Value) -> bool:
    if wanted == UNKNOWN or actual is None:
        return wanted == UNKNOWN and actual is None
    if isinstance(actual, bool) or isinstance(wanted, bool):
        return wanted is actual
    if isinstance(actual, int | Decimal):
        try:
            return Decimal(str(wanted)) == actual
        except InvalidOperation:
            return False
    return wanted == (actual.isoformat() if isinstance(actual, date) else actual)


def frozen_benefit(checked: CheckedBenefit) -> dict[str, JsonValue]:
    """Return what is published: sentences included, order written down, text normalised."""
    whole = nfc(frozen_order(checked.folder.said))
    return whole if isinstance(whole, dict) else {}


def publish_benefit(path: Path, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Publish the entitlement in a folder and return its hash.

    Raises:
        Invalid: there are findings, or a scenario does not come out as written; nothing is stored.
    """
    from linli.apps.catalogue.service import publish_rules  # the store needs the database, reading does not

    checked = check_benefit_folder(path)
    found = (*checked.found, *play_benefit(checked))
    if found or checked.benefit is None:
        raise Invalid(*map(_problem, found))
    definition = frozen_benefit(checked)
    return publish_rules(checked.benefit.name, definition, actor=actor, act_id=act_id, at=at)


def _problem(located: Located) -> Problem:
    finding = located.finding
    where = f"{located.file.name}:{finding.line} {finding.path}".strip()
    return Problem(where, finding.code, dict(finding.params))
