import os
import shutil

import pytest

from linli.packs import telling
from linli.packs.checking import check_folder, check_tree, find_family, play_folder
from linli.packs.folder import LARGEST, SHIPPED, packs_below, read_folder
from linli.packs.skeletons import families, write_new


def codes(path):
    return {one.finding.code for one in check_folder(path).found}


@pytest.fixture
def pack(tmp_path):
    return write_new(tmp_path, "meal")


def test_a_new_pack_passes_its_check(pack):
    assert codes(pack) == set()
    assert read_folder(pack).said["extends"] == "base/request"


def test_what_is_not_there_is_named(tmp_path):
    assert codes(tmp_path / "nowhere") == {"packs.no_folder"}
    assert codes(tmp_path) == {"packs.no_file"}
    assert len(check_tree(tmp_path)) == 1


def test_a_missing_language_is_told_once(pack):
    (pack / "texts.en.yaml").unlink()
    assert codes(pack) == {"packs.no_file"}


@pytest.mark.parametrize("name", ["rules.py", "scenarios/helper.py", "notes.txt", ".hidden"])
def test_programs_and_strays_do_not_belong_into_a_pack(pack, name):
    (pack / name).write_text("print('never run')", encoding="utf-8")
    assert codes(pack) == {"packs.odd_file"}


def test_a_readme_is_welcome(pack):
    (pack / "README.md").write_text("# Meals", encoding="utf-8")
    assert codes(pack) == set()


def test_a_link_out_of_the_folder_is_not_followed(pack, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: secret\n", encoding="utf-8")
    (pack / "texts.en.yaml").unlink()
    (pack / "texts.en.yaml").symlink_to(secret)
    assert "packs.outside" in codes(pack)


def test_a_huge_file_is_refused_before_it_is_read(pack):
    (pack / "texts.zh.yaml").write_text("#" * (LARGEST + 1), encoding="utf-8")
    assert "packs.too_big" in codes(pack)


def test_another_encoding_is_told(pack):
    (pack / "texts.zh.yaml").write_bytes("title: 助餐\n".encode("gb18030"))
    assert "packs.not_utf8" in codes(pack)


def test_a_byte_order_mark_does_no_harm(pack):
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(text, encoding="utf-8-sig")
    assert codes(pack) == set()


def test_a_broken_main_file_ends_the_check_there(pack):
    (pack / "pack.yaml").write_text("pack: [", encoding="utf-8")
    assert codes(pack) == {"packs.yaml_broken"}


@pytest.mark.parametrize("said", ["base/none", "../../etc", "/etc"])
def test_a_family_that_is_nowhere_is_told(pack, said):
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(text.replace("base/request", said), encoding="utf-8")
    assert codes(pack) == {"packs.no_family"}


def test_a_family_beside_the_pack_comes_before_the_shipped_one(pack):
    shutil.copytree(SHIPPED / "base", pack.parent / "base")
    assert find_family(pack, "base/request") == pack.parent.resolve() / "base" / "request"


def test_a_broken_family_is_told_as_such(pack):
    shutil.copytree(SHIPPED / "base", pack.parent / "base")
    broken = pack.parent / "base" / "request" / "pack.yaml"
    broken.write_text(
        broken.read_text(encoding="utf-8").replace("initial: submitted", "initial: nowhere"), encoding="utf-8"
    )
    found = check_folder(pack).found
    assert [(one.finding.code, one.file) for one in found] == [("packs.unknown_stage", broken.resolve())]


@pytest.mark.parametrize("family", families())
def test_each_family_has_a_start_that_passes_its_check_and_its_scenarios(tmp_path, family):
    made = write_new(tmp_path, "fresh", family)
    checked = check_folder(made)
    assert (checked.found, play_folder(checked)) == ((), ())
    assert checked.definition.extends == family


def test_a_start_from_nowhere_names_the_families(tmp_path):
    no = write_new(tmp_path, "fresh", "base/nothing")
    assert (no.code, "base/permit" in no.params["known"]) == ("packs.no_skeleton", True)
    assert not [*tmp_path.iterdir()]


def test_a_service_may_rest_on_two_families_and_a_finding_points_to_the_one_that_says_it(tmp_path):
    shutil.copytree(SHIPPED / "base", tmp_path / "base")
    made = write_new(tmp_path, "fresh", "base/permit")
    upper = tmp_path / "base" / "application" / "texts.en.yaml"
    upper.write_text(upper.read_text(encoding="utf-8").replace("move.take: Take it\n", ""), encoding="utf-8")
    (found,) = check_folder(made).found
    assert (found.finding.code, found.finding.params["key"]) == ("packs.text_missing", "move.take")
    middle = tmp_path / "base" / "permit" / "pack.yaml"
    middle.write_text(
        middle.read_text(encoding="utf-8").replace("holder: body}", "holder: bodi}"), encoding="utf-8"
    )
    (found,) = check_folder(made).found
    assert (found.finding.code, found.file.parent.name) == ("packs.not_one_of", "permit")


def test_a_changed_family_is_read_anew(tmp_path):
    shutil.copytree(SHIPPED / "base", tmp_path / "base")
    made = write_new(tmp_path, "fresh", "base/registration")
    assert check_folder(made).definition.lifecycle.clocks["promise"].limit == "3 working_days"
    upper = tmp_path / "base" / "registration" / "pack.yaml"
    upper.write_text(
        upper.read_text(encoding="utf-8").replace("limit: 3 working_days", "limit: 2 working_days"),
        encoding="utf-8",
    )
    os.utime(upper, ns=(1, 1))
    assert check_folder(made).definition.lifecycle.clocks["promise"].limit == "2 working_days"


def test_a_mistyped_sentence_is_found(pack):
    with (pack / "texts.zh.yaml").open("a", encoding="utf-8") as file:
        file.write("stage.submited: 收到\nzz: 没用\n")
    assert {"packs.unused_text_near", "packs.unused_text"} <= codes(pack)


def test_packs_are_found_wherever_they_lie(pack, tmp_path):
    write_new(tmp_path / "county", "more")
    assert [path.name for path in packs_below(tmp_path)] == ["more", "meal"]


def test_each_kind_of_scenario_is_asked_for(pack):
    (pack / "scenarios" / "missed.yaml").unlink()
    assert codes(pack) == {"packs.scenario_kind_missing"}


def test_a_pack_without_scenarios_is_not_ready(pack):
    shutil.rmtree(pack / "scenarios")
    assert codes(pack) == {"packs.no_scenarios"}


def test_a_condition_cut_by_its_comma_is_told_as_such(pack):
    main = pack / "pack.yaml"
    cut = "\nopening:\n  - flag: {flag: x, when: age(answers.since, today) < 6}\n"
    main.write_text(main.read_text(encoding="utf-8") + cut, encoding="utf-8")
    assert "packs.cut_by_comma" in codes(pack)


def test_an_answer_of_a_scenario_is_named_with_what_is_wrong(tmp_path):
    made = write_new(tmp_path, "fresh", "base/permit")
    happy = made / "scenarios" / "happy.yaml"
    happy.write_text(
        happy.read_text(encoding="utf-8").replace(', from_day: "2026-03-20"', ""), encoding="utf-8"
    )
    (found,) = play_folder(check_folder(made))
    assert telling.told(found)["sentence"]["en"].startswith("answers.from_day: ")
