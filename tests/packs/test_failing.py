"""Each bad pack under packs/demo/failing is found out, in a sentence with a remedy in both languages."""

import pytest
import yaml

from linli.core.packs.definition import LANGUAGES
from linli.kernel.ui.sentences import catalogue
from linli.packs import telling
from linli.packs.checking import check_folder, check_tree, play_folder, same_names
from linli.packs.folder import SHIPPED, packs_below

FAILING = SHIPPED / "demo" / "failing"
EXPECTED = yaml.safe_load((FAILING / "expected.yaml").read_text(encoding="utf-8"))


def found_in(name):
    checked = check_tree(FAILING / name)
    found = [one for each in checked for one in (*each.found, *play_folder(each))]
    return [*found, *same_names(checked)]


@pytest.mark.parametrize(("name", "code"), sorted(EXPECTED.items()))
def test_the_mistake_is_found_and_told(name, code):
    told = {one["code"]: one for one in map(telling.told, found_in(name))}
    assert code in told
    finding = told[code]
    assert finding["line"] >= 1
    assert str(FAILING / name) in finding["file"]
    for lang in LANGUAGES:
        assert finding["sentence"][lang]
        assert finding["remedy"][lang]
    assert finding["sentence"]["zh"] != finding["sentence"]["en"]


def test_every_folder_has_its_expectation():
    assert {path.name for path in FAILING.iterdir() if path.is_dir()} == {*EXPECTED}


def test_bad_packs_are_looked_at_only_when_asked_for():
    assert not [path for path in packs_below(SHIPPED) if "failing" in path.parts]
    assert packs_below(FAILING)


def test_a_finding_points_to_the_very_line():
    checked = check_folder(FAILING / "unknown-role")
    line = next(one.finding.line for one in checked.found if one.finding.code == "packs.unknown_role_near")
    text = (FAILING / "unknown-role" / "pack.yaml").read_text(encoding="utf-8").splitlines()[line - 1]
    assert "dispacher" in text


def test_a_finding_in_the_family_points_to_the_family(tmp_path):
    base = tmp_path / "base" / "broken"
    base.mkdir(parents=True)
    (base / "pack.yaml").write_text(
        (FAILING / "unreachable-stage" / "pack.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    for lang in LANGUAGES:
        (base / f"texts.{lang}.yaml").write_text("title: x\n", encoding="utf-8")
    own = tmp_path / "mine"
    own.mkdir()
    (own / "pack.yaml").write_text(
        "pack: mine\nversion: 1\nextends: base/broken\neffective_from: 2026-01-01\n", encoding="utf-8"
    )
    located = next(one for one in check_folder(own).found if one.finding.code == "packs.unreachable")
    assert located.file == base / "pack.yaml"


def test_every_code_that_a_check_can_raise_has_a_sentence_and_a_remedy():
    sentences = catalogue()
    raised = {key for key in sentences["zh"] if key.startswith("packs.remedy_")}
    assert raised == {key for key in sentences["en"] if key.startswith("packs.remedy_")}
