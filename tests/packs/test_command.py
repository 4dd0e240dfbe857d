import json

import pytest
from click.testing import CliRunner

from linli.packs.folder import SHIPPED
from linli.site.cli.pack import pack

FAILING = SHIPPED / "demo/failing"
REQUEST = str(SHIPPED / "base/request")


def run(*words):
    return CliRunner().invoke(pack, [*map(str, words)])


def test_check_of_a_sound_pack_is_quiet_and_zero():
    done = run("check", REQUEST)
    assert (done.exit_code, done.output) == (0, "1 个服务，没有发现问题。\n")


def test_check_tells_file_line_code_sentence_and_remedy():
    done = run("check", FAILING / "dead-end", "--json")
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["ok"] is False
    (finding,) = told["findings"]
    assert {*finding} == {"file", "line", "path", "code", "sentence", "remedy"}
    assert finding["code"] == "packs.dead_end"
    assert finding["file"].endswith("dead-end/pack.yaml")
    assert finding["line"] == 15
    assert finding["sentence"]["en"] == 'A case in "limbo" can never leave it: there is no move.'
    assert "limbo" in finding["sentence"]["zh"]
    assert told["packs"][0]["sha256"] is None


def test_check_in_words_names_place_and_remedy():
    done = run("check", FAILING / "dead-end", "--lang", "en")
    assert done.exit_code == 1
    assert "pack.yaml:15: A case in" in done.output
    assert "Add a move that leads out" in done.output


@pytest.mark.django_db
@pytest.mark.one_database
def test_check_of_all_shipped_packs_gives_their_hashes():
    told = json.loads(run("check", SHIPPED, "--json").output)
    assert told["ok"]
    assert all(len(one["sha256"]) == 64 for one in told["packs"])


def test_check_of_a_folder_without_packs_is_a_mistake_of_use(tmp_path):
    done = run("check", tmp_path)
    assert done.exit_code == 2
    assert "没有服务" in done.output
    assert "no service" in done.output


def test_check_of_nothing_at_all_is_told(tmp_path):
    done = run("check", tmp_path / "nowhere", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["findings"][0]["code"] == "packs.no_folder"


def test_two_packs_of_one_name_are_found():
    told = json.loads(run("check", FAILING / "two-of-one-name", "--json").output)
    assert [one["code"] for one in told["findings"]] == ["packs.same_name"]


def test_test_plays_scenarios():
    assert "13 个情景" in run("test", REQUEST).output
    differs = run("test", FAILING / "scenario-differs", "--json")
    assert differs.exit_code == 1
    assert json.loads(differs.output)["findings"][0]["code"] == "packs.scenario_stage"
    assert run("test", FAILING / "unknown-stage").exit_code == 1


def test_explain_speaks_both_languages():
    both = run("explain", REQUEST).output
    assert "《反映一件事》" in both
    assert '"Tell us about a problem", version 1' in both
    told = json.loads(run("explain", REQUEST, "--json", "--lang", "en").output)
    assert [*told] == ["en"]


def test_explain_of_what_does_not_read_says_why():
    assert run("explain", FAILING / "unknown-stage").exit_code == 1


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("certificates/result-of-matter", "是一类证明（certificate.yaml），不是服务"),
        ("bundles/newborn", "一件事"),
        ("benefits/childcare-allowance", "linli rules check"),
    ],
)
def test_explain_of_what_is_no_service_says_what_it_is_and_what_to_call(folder, told):
    done = run("explain", SHIPPED / folder)
    assert done.exit_code == 1
    assert told in done.output
    assert "少了文件" not in done.output


def test_diff_tells_what_residents_feel():
    done = run("diff", REQUEST, SHIPPED / "city-fault", "--lang", "en")
    assert done.exit_code == 0
    assert "One more question: Could it hurt somebody now?" in done.output
    assert run("diff", REQUEST, REQUEST, "--lang", "en").output == "Nothing changes for residents.\n"


def test_new_writes_a_pack_that_passes_check_and_test(tmp_path):
    assert run("new", "elder-meal", "--in", tmp_path).exit_code == 0
    assert run("check", tmp_path / "elder-meal").exit_code == 0
    assert run("test", tmp_path / "elder-meal").exit_code == 0


@pytest.mark.parametrize("name", ["Elder Meal", "../meal", "助餐", ""])
def test_new_refuses_names_that_are_none(tmp_path, name):
    assert run("new", name, "--in", tmp_path).exit_code == 2
    assert [*tmp_path.iterdir()] == []


def test_new_touches_nothing_that_is_there(tmp_path):
    run("new", "meal", "--in", tmp_path)
    (tmp_path / "meal" / "pack.yaml").write_text("mine", encoding="utf-8")
    assert run("new", "meal", "--in", tmp_path).exit_code == 2
    assert (tmp_path / "meal" / "pack.yaml").read_text(encoding="utf-8") == "mine"


def test_the_schema_is_printed():
    assert json.loads(run("schema").output)["title"] == "Linli pack.yaml"
