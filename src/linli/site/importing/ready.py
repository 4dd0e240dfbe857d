"""Makes an installation ready to take requests in: subjects, the base service, one area, the bodies of a file."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.conf import settings

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as tending
from linli.apps.grid import facts as grid
from linli.apps.grid import service as placing
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Source
from linli.packs.folder import SHIPPED, is_pack
from linli.packs.service import publish_folder

MAKER = system_actor("import")
SERVICE = "request"
PLACE = "9999"
"""The area of an installation that has no map yet; 99 is no province."""


def prepare(at: datetime) -> None:
    """Load subjects and the base service where there are none."""
    if not catalogue.snapshot().subjects:
        tending.load_taxonomy(actor=MAKER, act_id=str(uuid4()), at=at)
    if catalogue.snapshot().current_pack(SERVICE) is None:
        roots = (Path(settings.PACKS_DIR), SHIPPED)
        folder = next(path for root in roots if is_pack(path := root / "base" / SERVICE))
        publish_folder(folder, actor=MAKER, act_id=str(uuid4()), at=at)


def bodies_for(names: Iterable[str], at: datetime) -> dict[str, grid.BodyFact]:
    """Return the body of each name, found by its Chinese or English name, or made as an imported one."""
    wanted = sorted({name for name in names if name})
    known = {
        name: one for one in grid.bodies() for name in (one.name_en, one.name_zh) if name and one.may_lead
    }
    missing = [name for name in wanted if name not in known]
    if missing:
        _make(missing, at)
        made = {one.code: one for one in grid.bodies(kind="other")}
        known |= {name: made[code_of(name)] for name in missing}
    return {name: known[name] for name in wanted}


def code_of(name: str) -> str:
    """Return the code of an imported body: nothing but its name's digest."""
    return f"IMPORTED-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _make(names: Iterable[str], at: datetime) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("code", "kind", "name", "name_en", "area", "may_lead"))
    top = _top(at)
    for name in names:
        english = name if name.isascii() else ""
        writer.writerow((code_of(name), "other", name.lstrip("=+@"), english.lstrip("=+@"), top, "yes"))
    content = out.getvalue().encode()
    act_id = str(uuid5(NAMESPACE_URL, f"linli/import/bodies/{hashlib.sha256(content).hexdigest()}"))
    placing.import_bodies(content, actor=MAKER, act_id=act_id, at=at, source=Source.IMPORT)


def _top(at: datetime) -> str:
    """Return the code of the widest area, making one where the map is empty."""
    tops = grid.children("/")
    if tops:
        return tops[0].code
    name = settings.CITY
    content = f"code,name,name_en,kind\n{PLACE},{name['zh']},{name['en']},city\n".encode()
    act_id = str(uuid5(NAMESPACE_URL, "linli/import/area"))
    placing.import_areas(content, actor=MAKER, act_id=act_id, at=at, source=Source.IMPORT)
    return PLACE
