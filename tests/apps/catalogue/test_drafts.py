"""Drafts of services: every save is kept, nobody overwrites what they have not seen, and bad files are refused."""

from __future__ import annotations

import pytest
from tests import cast
from tests.apps.catalogue.conftest import CITY, said

from linli.apps.catalogue import facts, service
from linli.apps.catalogue.models import PackDraftEdition
from linli.apps.catalogue.policy.draft_files import LARGEST, MOST_FILES, check_files
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db
FILES = {"pack.yaml": "pack: lamp\n", "texts.zh.yaml": "title: 灯\n"}


@pytest.fixture
def lamp(keeper):
    service.open_draft("lamp", FILES, **said(keeper))
    return keeper


def seen(keeper):
    return facts.draft("lamp", actor=keeper)


def test_every_save_is_an_edition_and_every_step_can_be_taken_back(lamp):
    assert service.save_file("lamp", "texts.zh.yaml", "title: 路灯\r\n", 1, **said(lamp)) == 2
    assert service.save_file("lamp", "scenarios/a.yaml", "kind: happy\n", 2, **said(lamp)) == 3
    assert service.remove_file("lamp", "texts.zh.yaml", 3, **said(lamp)) == 4
    assert seen(lamp).files == {"pack.yaml": "pack: lamp\n", "scenarios/a.yaml": "kind: happy\n"}
    assert service.restore_edition("lamp", 2, 4, **said(lamp)) == 5
    assert seen(lamp).files == {**FILES, "texts.zh.yaml": "title: 路灯\n"}
    assert [(one.number, one.what, one.path) for one in seen(lamp).editions] == [
        (5, "restored", "2"), (4, "removed", "texts.zh.yaml"), (3, "saved", "scenarios/a.yaml"),
        (2, "saved", "texts.zh.yaml"), (1, "opened", ""),
    ]  # fmt: skip
    assert service.replace_files("lamp", FILES, 5, **said(lamp)) == 6
    assert [(one.name, one.edition) for one in facts.drafts(actor=lamp)] == [("lamp", 6)]


def test_nobody_overwrites_what_they_have_not_seen(lamp):
    other = cast.county_administrator(area=CITY).actor
    service.save_file("lamp", "pack.yaml", "pack: lamp\nversion: 2\n", 1, **said(other))
    for late in (
        lambda: service.save_file("lamp", "pack.yaml", "mine", 1, **said(lamp)),
        lambda: service.restore_edition("lamp", 1, 1, **said(lamp)),
        lambda: service.discard_draft("lamp", 1, **said(lamp)),
    ):
        with pytest.raises(Stale) as stale:
            late()
        assert stale.value.refusal.because == {"edition": 2, "yours": 1}
    assert seen(lamp).edition == 2


def test_the_same_save_twice_is_one_edition(lamp):
    again = said(lamp)
    assert service.save_file("lamp", "pack.yaml", "pack: lamp\n#\n", 1, **again) == 2
    assert service.save_file("lamp", "pack.yaml", "pack: lamp\n#\n", 1, **again) == 2


def test_two_drafts_of_one_name_are_refused_and_a_discarded_one_is_gone(lamp):
    with pytest.raises(Refused) as no:
        service.open_draft("lamp", FILES, **said(lamp))
    assert no.value.refusal.code == "catalogue.draft_exists"
    service.discard_draft("lamp", 1, **said(lamp))
    assert facts.drafts(actor=lamp) == ()
    assert not PackDraftEdition.objects.exists()
    assert service.open_draft("lamp", FILES, **said(lamp)) == "lamp"


@pytest.mark.parametrize("name", ["", "Lamp", "../lamp", "lamp lamp", "l" * 61, "9lamp"])
def test_a_name_is_a_plain_word(keeper, name):
    with pytest.raises(Invalid) as wrong:
        service.open_draft(name, FILES, **said(keeper))
    assert wrong.value.problems[0].code == "catalogue.draft_name"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"texts.zh.yaml": ""}, "catalogue.draft_no_main"),
        ({**FILES, "../x.yaml": ""}, "catalogue.draft_odd_file"),
        ({**FILES, "scenarios/..yaml": ""}, "catalogue.draft_odd_file"),
        ({**FILES, "run.py": ""}, "catalogue.draft_odd_file"),
        ({**FILES, "scenarios/a/b.yaml": ""}, "catalogue.draft_odd_file"),
        ({**FILES, "README.md": "x" * (LARGEST + 1)}, "catalogue.draft_too_big"),
        ({**FILES, "README.md": "a\x00b"}, "catalogue.draft_not_text"),
        ({**FILES, **{f"scenarios/{n}.yaml": "" for n in range(MOST_FILES)}}, "catalogue.draft_too_many"),
        ({**FILES, **{f"scenarios/{n}.yaml": "x" * LARGEST for n in range(9)}}, "catalogue.draft_whole_too_big"),
    ],
)  # fmt: skip
def test_files_that_do_not_belong_into_a_service_are_refused(files, code):
    assert code in {one.code for one in check_files(files)}


def test_the_service_itself_cannot_be_taken_out(lamp):
    with pytest.raises(Invalid):
        service.remove_file("lamp", "pack.yaml", 1, **said(lamp))
    with pytest.raises(NotVisible):
        service.remove_file("lamp", "nothing.yaml", 1, **said(lamp))
    with pytest.raises(NotVisible):
        service.restore_edition("lamp", 9, 1, **said(lamp))
    with pytest.raises(NotVisible):
        service.save_file("nothing", "pack.yaml", "", 1, **said(lamp))


def test_drafts_are_hidden_from_everybody_else(lamp):
    for actor in (STRANGER, cast.clerk().actor):
        with pytest.raises(NotVisible):
            facts.drafts(actor=actor)
        with pytest.raises(NotVisible):
            facts.draft("lamp", actor=actor)
        with pytest.raises(Refused):
            service.save_file("lamp", "pack.yaml", "x", 1, **said(actor))
