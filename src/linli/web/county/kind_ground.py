"""What a kind of certificate rests on, chosen from lists in words: any matter or one service, and with which result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from linli.apps.catalogue import facts as catalogue
from linli.core.lifecycle.definition import EffectKind
from linli.core.packs.certificate_kind import CASE, CertificateKind
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.text import language, t
from linli.packs.folder import CERTIFICATE
from linli.packs.service import compiled

INTAKE, ENDED = "intake", "ended"
ANY = "*"
_OURS = re.compile(r"(service|ended|outcome)\s*:.*", re.ASCII)
_RESTS = re.compile(r"rests_on\s*:.*", re.ASCII)


def services() -> dict[str, ServiceDefinition]:
    """Return the services under which cases are opened now, by their names."""
    published = catalogue.snapshot().packs
    catalogue.fetch_packs(published.values())
    return {name: compiled(sha) for name, sha in sorted(published.items())}


def service_named(name: str) -> str:
    """Say how a service is called; one that is not published is named as it is written, and said to be missing."""
    sha = catalogue.snapshot().current_pack(name)
    if sha is None:
        return t("county.kind_service_missing", service=name)
    return compiled(sha).text("title", language())


def result_named(service: str, outcome: str) -> str:
    """Say a result in the words of its service, or of the first one that has it."""
    own = catalogue.snapshot().current_pack(service) if service else None
    known = [compiled(own)] if own else [*services().values()]
    return next((said for one in known if (said := _said(one, outcome))), outcome)


def choosing(kind: CertificateKind | None) -> dict[str, Any] | None:
    """Return the lists to choose from, and what is chosen; None for a kind that rests on a register."""
    if kind is None or kind.rests_on != CASE:
        return None
    known = services()
    spoken = language()
    titles = [(name, one.text("title", spoken)) for name, one in known.items()]
    results = {INTAKE: t("county.kind_when_intake"), ENDED: t("county.kind_when_ended")}
    for code, said in _results(known, kind.service).items():
        results[code] = t("county.kind_when_result", result=said)
    chosen = kind.outcome or (ENDED if kind.ended else INTAKE)
    if kind.service and kind.service not in known:
        titles.append((kind.service, service_named(kind.service)))
    return {
        "services": [(ANY, t("county.kind_any_service")), *titles],
        "service": kind.service or ANY,
        "results": [*results.items()] if chosen in results else [*results.items(), (chosen, chosen)],
        "result": chosen,
    }


def rested(files: Mapping[str, str], service: str, result: str) -> str:
    """Return the kind's file with another ground; its other lines and remarks stay as they are.

    Raises:
        Invalid: no such service, or it never comes to that result.
    """
    known = services()
    if service != ANY and service not in known:
        raise Invalid(Problem("service", "county.kind_no_service"))
    if result not in {INTAKE, ENDED, *_results(known, service)}:
        raise Invalid(Problem("result", "county.kind_no_result"))
    lines = [one for one in files.get(CERTIFICATE, "").splitlines() if not _OURS.fullmatch(one)]
    said = [f"service: {service}"] if service != ANY else []
    said += ["ended: true"] if result != INTAKE else []
    said += [f"outcome: {result}"] if result not in {INTAKE, ENDED} else []
    place = next((n + 1 for n, one in enumerate(lines) if _RESTS.fullmatch(one)), len(lines))
    return "\n".join([*lines[:place], *said, *lines[place:], ""])


def _results(known: Mapping[str, ServiceDefinition], service: str) -> dict[str, str]:
    """Return the results that a service comes to, or all do, with their words."""
    asked = [known[service]] if service in known else [*known.values()]
    found: dict[str, str] = {}
    for one in asked:
        for code in _outcomes(one):
            found.setdefault(code, _said(one, code) or code)
    return found


def _outcomes(definition: ServiceDefinition) -> Iterator[str]:
    for move in definition.lifecycle.moves.values():
        inputs = {one.name: one for one in move.inputs}
        for effect in move.effects:
            if effect.kind is EffectKind.OUTCOME:
                named = inputs.get(effect.options.get("input", ""))
                yield from named.choices if named else filter(None, (effect.options.get("code"),))


def _said(definition: ServiceDefinition, outcome: str) -> str:
    return definition.text(f"choice.outcome.{outcome}", language())
