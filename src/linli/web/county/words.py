"""Names for refs, paths and keys: looked up together, so that a list costs as many statements as one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.core.routing.rows import EVERYTHING, EVERYWHERE, HANDLE, is_token
from linli.core.shared.outcomes import Param, Problem, Refusal
from linli.kernel.ui.text import has, language, reason, t


def named(one: Any, field: str = "name") -> str:
    """Return a fact's own name in the language of the page."""
    spoken = getattr(one, f"{field}_{language()}", "") or getattr(one, f"{field}_zh", "")
    return str(spoken)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of areas (by code) and bodies (by ref), and how to say all codes of the matrix."""

    areas: Mapping[str, grid.AreaFact]
    bodies: Mapping[str, grid.BodyFact]

    def area(self, path: str) -> str:
        """Say where a path is: district and below; the city for what holds everywhere."""
        codes = [code for code in path.split("/") if code]
        if path in {"", EVERYWHERE} or len(codes) == 1:
            return t("catalogue.everywhere")
        known = [named(self.areas[code]) for code in codes[1:] if code in self.areas]
        return (" · " if language() == "zh" else ", ").join(known) or path

    def body(self, name: str) -> str:
        """Say which body a ref means, or a role in plain words."""
        if is_token(name):
            return token(name)
        one = self.bodies.get(name)
        return named(one) if one else t("county.unknown_body")

    def listed(self, names: Iterable[str]) -> str:
        """Put bodies in a row."""
        return ("、" if language() == "zh" else ", ").join(self.body(one) for one in names)

    def told(self, said: Problem | Refusal) -> str:
        """Say a sentence of the matrix with all its codes as names."""
        if isinstance(said, Refusal):
            return reason(replace(said, because=self._named(said.because)))
        return reason(replace(said, params=self._named(said.params)))

    def _named(self, params: Mapping[str, Param]) -> dict[str, Param]:
        say = {
            "area": self.area, "pilot": self.area, "body": self.body, "token": self.body,
            "subject": subject, "link": link, "links": _links,
        }  # fmt: skip
        return {
            name: say[name](value) if name in say and isinstance(value, str) and value else value
            for name, value in params.items()
        }


def names(paths: Iterable[str] = (), bodies: Iterable[str] = ()) -> Names:
    """Look up the areas on the way to some paths and some bodies: two statements."""
    codes = {code for path in paths for code in path.split("/") if code}
    refs = {ref for ref in bodies if ref and not is_token(ref)}
    areas = {one.code: one for one in grid.areas(sorted(codes))} if codes else {}
    return Names(areas, grid.bodies_by_ref(refs) if refs else {})


def names_in(problems: Iterable[Problem]) -> Names:
    """Look up what some problems speak of."""
    told = list(problems)
    paths = [str(one.params.get(key, "")) for one in told for key in ("area", "pilot")]
    return names(paths, [str(one.params.get("body", "")) for one in told])


def subject(key: str) -> str:
    """Say what a subject, a big class or "*" is called."""
    if key == EVERYTHING:
        return t("catalogue.everything")
    one = catalogue.snapshot().subject(key)
    return named(one) if one else key


def link(code: str) -> str:
    """Say a link of a chain: storage, transport, use."""
    return _said(f"catalogue.link_{code}", code)


def link_said(code: str) -> str:
    """Say a link where it tells something: nothing for the handling that every subject has."""
    return link(code) if code not in {"", HANDLE} else ""


def _links(codes: str) -> str:
    return ("、" if language() == "zh" else ", ").join(link(one) for one in codes.split(", "))


def token(name: str) -> str:
    """Say a role token in plain words: "$district_dept:water" is the district's department for water."""
    role, _, office = name.removeprefix("$").partition(":")
    key, office_key = f"catalogue.role_{role}", f"catalogue.office_{office}"
    said = t(key) if has(key) else role
    return f"{said} · {t(office_key) if has(office_key) else office}" if office else said


def role(name: str) -> str:
    """Say what a role of an account is called."""
    return _said(f"access.role.{name}", name)


def area_kind(name: str) -> str:
    """Say what sort of area something is."""
    return _said(f"grid.kind_{name}", name)


def body_kind(name: str) -> str:
    """Say what sort of body something is."""
    return _said(f"grid.body_kind_{name}", name)


def _said(key: str, otherwise: str) -> str:
    return t(key) if has(key) else otherwise
