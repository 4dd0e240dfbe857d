"""Files that come with an act: stored before it under the form's own key, committed to by digest, handed over.

A form uploads its files under ``form:<act_id>`` (``form_key``); only the act with that id can take them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linli.apps.cases.models import Case
from linli.core.lifecycle.definition import Input, InputKind
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit.act import Acting
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.files import facts as stored
from linli.kernel.files import service as keeping


@dataclass(frozen=True, slots=True)
class Sent:
    """The files of one input: their refs, and what the entry commits to."""

    name: str
    digests: Mapping[str, str]


def form_key(act_id: str) -> str:
    """Return the key under which a form stores its uploads."""
    return f"form:{act_id}"


def owner_key(case: Case) -> str:
    """Return the key under which a case owns its files."""
    return f"case:{case.ref}"


def sent_with(acting: Acting, declared: Iterable[Input], inputs: Mapping[str, JsonValue]) -> list[Sent]:
    """Return the files that the inputs name; Invalid when one did not come with this form."""
    return [
        sent(acting, one.name, inputs[one.name])
        for one in declared
        if one.kind is InputKind.FILES and inputs.get(one.name)
    ]


def sent(acting: Acting, name: str, refs: JsonValue) -> Sent:
    """Return the files of one input by ref."""
    wanted = [str(ref) for ref in refs] if isinstance(refs, list) else []
    digests = stored.digests(wanted, owner_key=form_key(acting.act_id))
    if len(digests) != len(set(wanted)):
        raise Invalid(Problem(name, "cases.no_such_file"))
    return Sent(name, digests)


def committed(files: Iterable[Sent]) -> dict[str, JsonValue]:
    """Return what an entry commits to: refs and SHA-256, never a name."""
    return {
        one.name: [{"ref": ref, "sha256": digest} for ref, digest in one.digests.items()] for one in files
    }


def hand_over(acting: Acting, case: Case, files: Iterable[Sent]) -> None:
    """Give the files to the case."""
    refs = [ref for one in files for ref in one.digests]
    if refs:
        keeping.hand_over(
            refs,
            sender_key=form_key(acting.act_id),
            owner_key=owner_key(case),
            retained_until=None,
            at=acting.recorded_at,
        )
