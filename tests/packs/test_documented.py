"""What docs/packs.md shows as an example is a service that the check finds nothing wrong with."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from linli.packs.checking import check_read
from linli.packs.folder import SHIPPED, folder_of
from linli.packs.skeletons import drafted

PAGE = (Path(__file__).resolve().parents[2] / "docs/packs.md").read_text(encoding="utf-8")


def test_the_move_in_the_place_of_a_familys_is_sound():
    shown = next(one for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "withdraw_late" in one)
    files = drafted("night-market", "base/permit")
    main = {**yaml.safe_load(files["pack.yaml"]), **yaml.safe_load(shown)}
    whole = {**files, "pack.yaml": yaml.safe_dump(main, allow_unicode=True)}
    found = check_read(folder_of(SHIPPED / "drafts/night-market", whole)).found
    assert {one.finding.code for one in found} <= {"packs.text_missing"}, found
