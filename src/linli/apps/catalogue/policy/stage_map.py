"""May cases leave one version of a service for another? Only when every stage has a place in the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linli.core.shared.outcomes import JsonValue, Problem


def check_stages(
    old: Mapping[str, JsonValue], new: Mapping[str, JsonValue], stages: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return what keeps a map of stages from being total and true."""
    return tuple(_faults(stage_names(old), stage_names(new), stages))


def stage_names(definition: Mapping[str, JsonValue]) -> frozenset[str]:
    """Return the stages that a published definition declares."""
    declared = definition.get("stages")
    return frozenset(declared) if isinstance(declared, dict) else frozenset()


def _faults(old: frozenset[str], new: frozenset[str], stages: Mapping[str, str]) -> Iterator[Problem]:
    for stage in sorted(old - stages.keys()):
        yield Problem("stages", "catalogue.stage_unmapped", {"stage": stage})
    for stage in sorted(stages.keys() - old):
        yield Problem("stages", "catalogue.stage_unknown", {"stage": stage})
    for stage, target in sorted(stages.items()):
        if target and target not in new:  # without a target the cases of a stage stay
            yield Problem("stages", "catalogue.stage_target_unknown", {"stage": stage, "target": target})
