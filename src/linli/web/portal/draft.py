"""What is being told, between its three steps: carried in the form itself, stored nowhere but its photos."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.http import HttpRequest, QueryDict

from linli.apps.cases.service import Contact, Told
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.files.facts import FileCard
from linli.kernel.ui.text import language
from linli.web.portal import attached
from linli.web.portal.attached import MOST_FILES, Place

CITY_THINGS = "30428.2:"
CITY_FAULT = "city-fault"
SWITCHES = ("publish", "confidential", "no_letters", "urgent", "from_photo")
WORDS = {
    "body": 0, "place": 300, "area": 30, "lon": 24, "lat": 24, "subject": 80, "kind": 20, "name": 60,
    "phone": 40, "whose": 40,
}  # fmt: skip
"""Fields and how much of each is carried on; the body is never cut, so that nothing is lost unseen."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything typed so far. ``whose`` is the resident for whom an agent tells it, or empty."""

    act_id: str
    body: str = ""
    place: str = ""
    area: str = ""
    lon: str = ""
    lat: str = ""
    subject: str = ""
    kind: str = "help"
    name: str = ""
    phone: str = ""
    whose: str = ""
    publish: bool = False
    confidential: bool = False
    no_letters: bool = False
    urgent: bool = False
    from_photo: bool = False
    files: tuple[str, ...] = ()

    @property
    def point(self) -> tuple[float, float] | None:
        """The point as degrees, when there is a whole one."""
        try:
            lon, lat = float(self.lon), float(self.lat)
        except ValueError:
            return None
        inside = -180 <= lon <= 180 and -90 <= lat <= 90  # noqa: PLR2004 - degrees of the earth
        return (lon, lat) if inside else None

    def carried(self, *shown: str) -> list[tuple[str, str]]:
        """Return the hidden fields of a step: all but those that it shows."""
        plain = asdict(self)
        pairs = [(name, str(plain[name])) for name in WORDS if name not in shown and plain[name]]
        pairs += [(name, "yes") for name in SWITCHES if name not in shown and plain[name]]
        return pairs + [("file", ref) for ref in self.files]

    def told(self) -> Told:
        """Return it as the engine takes it."""
        point = self.point
        service = _service(self.subject)
        return Told(
            body=self.body,
            service=service,
            answers={"danger": self.urgent} if service == CITY_FAULT else {},
            kind=self.kind,
            channel="agent" if self.whose else "web",
            subject=self.subject,
            place=self.place,
            lon=point[0] if point else None,
            lat=point[1] if point else None,
            area=self.area,
            contact=Contact(self.name, self.phone),
            files=self.files,
            confidential=self.confidential,
            urgent=self.urgent,
            may_publish=self.publish and not self.confidential,
            on_behalf_of=self.whose,
            letters=not self.no_letters,
            language=language(),
        )


def _service(subject: str) -> str:
    """A thing of the street has a course of its own, where the city has published one."""
    is_thing = subject.startswith(CITY_THINGS)
    return CITY_FAULT if is_thing and catalogue.snapshot().current_pack(CITY_FAULT) else "request"


def fresh(body: str = "") -> Draft:
    """Begin to tell."""
    return Draft(act_id=str(uuid.uuid4()), body=body)


def read(post: QueryDict) -> Draft:
    """Take up what the form carried; an act id that is none begins anew."""
    words = {name: _cut(post.get(name, ""), most) for name, most in WORDS.items()}
    words["kind"] = words["kind"] or "help"
    switches = {name: post.get(name) == "yes" for name in SWITCHES}
    refs = tuple(dict.fromkeys(ref for ref in post.getlist("file") if _uuid(ref)))[:MOST_FILES]
    return Draft(act_id=_uuid(post.get("act_id", "")) or str(uuid.uuid4()), files=refs, **words, **switches)  # type: ignore[arg-type]


def _cut(text: str, most: int) -> str:
    plain = clean_text(text)
    return plain[:most].strip() if most else plain


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def take_files(
    request: HttpRequest, draft: Draft, at: datetime, field: str = "photos"
) -> tuple[Draft, list[Problem]]:
    """Keep what was sent along; a photo's own position is used where no place was given yet."""
    stored, problems = attached.take(request, Place(field, field, draft.act_id), draft.files, at)
    for one in stored:
        draft = replace(draft, files=(*draft.files, one.ref))
        if one.position and not (draft.lon or draft.place or draft.area):
            draft = _placed(draft, one.position.lon, one.position.lat)
    return draft, problems


def _placed(draft: Draft, lon: float, lat: float) -> Draft:
    if isinstance(grid.locate(lon, lat), Refusal):
        return draft  # taken elsewhere, on a holiday say
    return replace(draft, lon=f"{lon:.6f}", lat=f"{lat:.6f}", from_photo=True)


def drop_file(draft: Draft, ref: str, at: datetime) -> Draft:
    """Take a photo out again; only one that this very form sent."""
    attached.drop(draft.act_id, ref, at)
    return replace(draft, files=tuple(one for one in draft.files if one != ref))


def cards(draft: Draft) -> list[FileCard]:
    """Return the photos sent so far."""
    sent = attached.cards(draft.act_id)
    return [sent[ref] for ref in draft.files if ref in sent]
