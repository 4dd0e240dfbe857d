"""How words sound in this city: written down by who keeps them, heard at once, taken back, from lists, by program."""

from __future__ import annotations

import json
import uuid
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from tests import cast
from tests.apps.notices.conftest import by
from tests.browser import signed_in
from tests.city import tiny_city
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.notices import facts, service
from linli.apps.notices.models import Reading
from linli.apps.notices.service.readings import NewReading
from linli.core.speech.syllables import read_sound
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging import readings, voice
from linli.kernel.outbox.worker import deliver, fan_out
from linli.site.cli import importing_readings

LANE = NewReading("解家巷", "xiè jiā xiàng", "姓解，读 xiè")
HERE = "/desk/announcements/readings"


@pytest.fixture
def keeper(city):
    return cast.county_administrator("/9901/")


def add(keeper, **changes):
    return service.add_reading(
        NewReading(**{"word": LANE.word, "pinyin": LANE.pinyin, "why": LANE.why, **changes}), **by(keeper)
    )


@pytest.mark.both_databases
def test_a_word_sounds_as_it_was_written_down_until_that_is_taken_back(city, keeper):
    lane = "解家巷停水。"
    assert voice.pinyin(lane)[0][:3] == ["jie3", "jia1", "xiang4"]
    ref = add(keeper)
    assert voice.pinyin(lane) == (["xie4", "jia1", "xiang4", "ting2", "shui3", "."], ())
    assert [(one.word, one.pinyin, one.own) for one in facts.heard_in(f"朝阳街{lane}")] == [
        ("朝阳", "cháo yáng", False), ("解家巷", "xiè jiā xiàng", True),
    ]  # fmt: skip
    with pytest.raises(Refused, match="reading_there"):
        add(keeper, pinyin="jie3 jia1 xiang4")
    service.take_back_reading(ref, **by(keeper))
    assert voice.pinyin(lane)[0][0] == "jie3"
    assert facts.own_in(lane) == {}
    with pytest.raises(Stale):
        service.take_back_reading(ref, **by(keeper))
    add(keeper)
    assert Reading.objects.count() == 2
    assert facts.own_in("100%的_解家巷") == {"解家巷": ("xie4", "jia1", "xiang4")}


def test_each_change_is_an_entry_without_a_word_in_public(city, keeper):
    ref = add(keeper)
    service.take_back_reading(ref, **by(keeper))
    stream = Reading.objects.get().stream
    entries = [json.loads(one.body) for one in Entry.objects.filter(stream=stream).order_by("seq")]
    assert [one["act"] for one in entries] == ["notices.reading_added", "notices.reading_taken_back"]
    assert [one["public"] for one in entries] == [{"signs": 3, "again": 0}] * 2
    said = PrivateItem.objects.filter(entry__stream=stream, name="reading").values_list("value", flat=True)
    assert "xie4" in said.get()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"word": ""}, ["speech.word_missing"]),
        ({"word": "解家A"}, ["speech.not_han"]),
        ({"word": "解家巷。"}, ["speech.not_han"]),
        ({"word": "解" * 13}, ["speech.word_long"]),
        ({"pinyin": "xie4 jia1"}, ["speech.syllable_count"]),
        ({"pinyin": "xie4 jia1 xiang"}, ["speech.no_tone"]),
        ({"pinyin": "xie4 jia1 hxiang4"}, ["speech.no_such_syllable"]),
        ({"why": " "}, ["notices.reading_why"]),
        ({"pinyin": "", "why": "长" * 121}, ["speech.syllable_count", "notices.reading_why"]),
    ],
)
def test_what_is_no_reading_is_told_by_field(city, keeper, changes, codes):
    with pytest.raises(Invalid) as caught:
        add(keeper, **changes)
    assert [one.code for one in caught.value.problems] == codes
    assert Reading.objects.count() == 0


@pytest.mark.both_databases
def test_of_two_at_once_one_is_first(city, keeper, monkeypatch):
    add(keeper)
    monkeypatch.setattr("linli.apps.notices.service.readings.reading_of", lambda _word: None)  # looked before
    with pytest.raises(Refused, match="reading_there"):
        add(keeper, pinyin="jie3 jia1 xiang4")
    assert (Reading.objects.count(), Entry.objects.filter(act="notices.reading_added").count()) == (1, 1)


def test_there_are_not_endlessly_many(city, keeper, monkeypatch):
    monkeypatch.setattr("linli.apps.notices.service.readings.MOST", 1)
    add(keeper)
    with pytest.raises(Refused, match="readings_many"):
        add(keeper, word="空", pinyin="kong4")


def test_only_administrators_keep_readings_and_only_writers_besides_see_them(city, keeper):
    ref = add(keeper)
    for make in cast.EVERYBODY:
        somebody = make(area="/9901/") if "area" in make.__code__.co_varnames else make()
        sees = make in (
            cast.county_administrator,
            cast.clerk,
            cast.dispatcher,
            cast.supervisor,
            cast.second_approver,
        )
        if sees:
            assert len(facts.readings(somebody.actor).rows) == 1
        else:
            with pytest.raises(NotVisible):
                facts.readings(somebody.actor)
        if make is not cast.county_administrator:
            with pytest.raises(NotVisible):
                add(somebody, word="空", pinyin="kong4")
            with pytest.raises(NotVisible):
                service.take_back_reading(ref, **by(somebody))
    with pytest.raises(NotVisible):
        service.take_back_reading("none", **by(keeper))


def test_what_is_public_is_read_aloud_again_with_the_new_sound(
    stage, keeper, monkeypatch, settings, tmp_path
):
    """The recording is another one: its name holds the city's words in it, and no others."""
    settings.SPEECH_DIR = tmp_path
    said = []
    teller = SimpleNamespace(
        name="test", is_there=True, say=lambda text, _lang: said.append(voice.pinyin(text)[0]) or b"RIFF"
    )
    monkeypatch.setattr(voice, "voice", lambda: teller)
    stage.subscribe()
    row = stage.publish(text_zh="解家巷停水。", title_en="", text_en="")
    other = stage.publish(title_en="", text_en="")
    work()
    assert ["jie3" in one for one in said] == [True, False]
    old, kept = (voice.recording(facts.said(one, "zh"), "zh") for one in (row, other))
    ref = add(keeper)
    assert voice.recording(facts.said(row, "zh"), "zh") is None
    assert voice.recording(facts.said(other, "zh"), "zh") == kept
    work()
    assert ["xie4" in one for one in said] == [False, False, True]
    assert voice.recording(facts.said(row, "zh"), "zh") not in (None, old)
    service.take_back_reading(ref, **by(keeper))
    assert voice.recording(facts.said(row, "zh"), "zh") == old


def work():
    from tests.city import AT

    fan_out(AT)
    deliver(AT)


def test_the_longest_word_wins_from_the_left_and_a_longer_one_of_ours_over_what_it_overlaps():
    own = {"当日": ("dang4", "ri4"), "空": ("kong4",)}
    assert list(readings.parts("充当日常用水", own)) == [("充当日常用水", ())]
    assert list(readings.parts("当日空气", own)) == [("当日", ("dang4", "ri4")), ("空气", ())]
    assert list(readings.parts("空", own)) == [("空", ("kong4",))]
    assert list(readings.parts("", own)) == []
    lane = {"解家巷": ("xie4", "jia1", "xiang4"), "解家": ("xie4", "jia1")}
    assert [one for one, _ in readings.parts("九号楼和解家巷", lane)] == ["九号楼和", "解家巷"]
    assert [*readings.parts("和解家庭", lane)] == [("和解家庭", ())]


def test_the_shipped_words_are_right_in_form_and_say_why():
    assert len({one.word for one in readings.shipped()}) == len(readings.shipped()) > 10
    for one in readings.shipped():
        assert read_sound(one.word, " ".join(one.syllables)) == one.syllables
        assert one.why_zh.endswith("。")
        assert one.why_en.endswith(".")


@pytest.mark.one_database
def test_on_the_page_it_is_added_heard_and_taken_back(city, keeper, stage, django_assert_max_num_queries):
    desk, clerk = signed_in(keeper), signed_in(stage.clerk)
    form = {
        "act_id": str(uuid.uuid4()),
        "do": "add",
        "word": LANE.word,
        "pinyin": "xie4 jia1",
        "why": LANE.why,
    }
    bad = desk.post(HERE, form)
    assert (bad.status_code, "3 个字，拼音写了 2 个音节" in bad.content.decode()) == (422, True)
    assert clerk.post(HERE, {**form, "pinyin": LANE.pinyin}).status_code == 404
    done = desk.post(HERE, {**form, "act_id": str(uuid.uuid4()), "pinyin": LANE.pinyin})
    shown = desk.get(done.headers["Location"]).content.decode()
    assert "xiè jiā xiàng" in shown
    assert "正在公布的通知里有这个词的，会重新念一遍" in shown
    twice = desk.post(HERE, {**form, "act_id": str(uuid.uuid4()), "pinyin": LANE.pinyin})
    assert (twice.status_code, "已经有读音了" in twice.content.decode()) == (409, True)
    with django_assert_max_num_queries(9):
        tried = clerk.get(HERE, {"try": "12月1日，解家巷停水"}).content.decode()
    assert "shí èr yuè yī rì, xiè jiā xiàng tíng shuǐ" in tried
    assert 'value="take_back"' not in tried
    ref = stage.write(title_zh="解家巷停水")
    review = clerk.get(f"/desk/announcements/{ref}").content.decode()
    assert "照读音表念的词" in review
    assert "xiè jiā xiàng" in review
    english = desk.get(HERE, {"try": "\U0003134a"}, headers={"Accept-Language": "en"}).content.decode()
    assert "have an administrator write down how it sounds" in english
    back = {"act_id": str(uuid.uuid4()), "do": "take_back", "ref": str(Reading.objects.get().ref)}
    assert "收回了" in desk.get(desk.post(HERE, back).headers["Location"]).content.decode()
    assert desk.post(HERE, {**back, "do": "x"}).status_code == 404


@pytest.mark.one_database
def test_a_text_is_said_to_who_tries_it_and_nothing_is_kept(
    city, keeper, stage, monkeypatch, settings, tmp_path
):
    settings.SPEECH_DIR = tmp_path
    desk, sound = signed_in(keeper), f"{HERE}/voice.wav"
    teller = SimpleNamespace(name="test", is_there=True, say=lambda text, _lang: b"RIFF" + text.encode())
    monkeypatch.setattr(voice, "voice", lambda: teller)
    answer = desk.get(sound, {"text": "解家巷8:30停水"})
    assert (answer["Content-Type"], "八点三十分" in answer.content.decode()) == ("audio/wav", True)
    assert [*tmp_path.iterdir()] == []
    assert desk.get(sound).status_code == desk.get(sound, {"text": "😀"}).status_code == 404
    assert signed_in(stage.resident).get(sound, {"text": "停水"}).status_code == 404

    def fails(_text, _lang):
        raise voice.VoiceError

    teller.say = fails
    assert desk.get(sound, {"text": "停水"}).status_code == 503
    teller.is_there = False
    assert desk.get(sound, {"text": "停水"}).status_code == 404
    assert "没有装念通知的声音" in desk.get(HERE, {"try": "停水"}).content.decode()


@pytest.mark.one_database
def test_by_program(db):
    city = tiny_city()
    city.people["keeper"] = cast.county_administrator("/9901/")
    api = Api(city)
    keeper, clerk = api.as_("keeper"), api.as_("clerk")
    said = {"word": LANE.word, "pinyin": LANE.pinyin, "why": LANE.why}
    assert keeper.post("/readings", {**said, "pinyin": "xie"}).status_code == 422
    assert clerk.post("/readings", said).status_code == 404
    ref = fits(keeper.post("/readings", said), "/readings", "POST", 201)["ref"]
    assert fits(clerk.get("/readings"), "/readings")["readings"][0]["pinyin"] == "xiè jiā xiàng"
    sound = fits(clerk.get("/readings/sound", text="解家巷\U0003134a"), "/readings/sound")
    assert (sound["pinyin"], sound["unknown"]) == ("xiè jiā xiàng", ["\U0003134a"])
    assert sound["heard"] == [{"word": LANE.word, "pinyin": "xiè jiā xiàng", "own": True}]
    assert (api.get("/readings").status_code, api.as_("resident").get("/readings").status_code) == (401, 404)
    left = fits(keeper.post(f"/readings/{ref}/take-back", {}), "/readings/{reading}/take-back", "POST")
    assert left["readings"] == []


@pytest.mark.one_database
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_taken_once_and_what_is_wrong_is_said(city, keeper, tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(importing_readings, "start", lambda: None)
    file, rejects = tmp_path / "list.csv", tmp_path / "no.csv"
    rows = [
        "word,pinyin,why",
        "解家巷,xiè jiā xiàng,姓解",
        "空,kong,同音",
        "A区,a1 qu1,x",
        "行头,hang2 tou2,",
        "",
    ]

    def bring(login=keeper.account.login):
        file.write_bytes("\n".join(rows).encode(encoding))
        asked = [str(file), "--by", login, "--json", "--rejects", str(rejects)]
        done = CliRunner().invoke(importing_readings.readings, asked, catch_exceptions=False)
        told = json.loads(done.stdout)
        return done.exit_code, *(told.get(name) for name in ("read", "imported", "skipped", "rejected"))

    assert bring() == (2, 4, 1, 0, 3)
    reasons = rejects.read_text("utf-8-sig")
    for words in ("没有声调", "不是汉字", "请写为什么这样念"):
        assert words in reasons
    assert bring() == (2, 4, 0, 1, 3)
    rows[1] = "解家巷,jie3 jia1 xiang4,错的"
    assert bring() == (2, 4, 0, 0, 4)
    assert "请先收回原来的" in rejects.read_text("utf-8-sig")
    assert bring(city.people["clerk"].account.login)[0] == 1
    assert [one.pinyin for one in Reading.objects.all()] == ["xie4 jia1 xiang4"]
    service.take_back_reading(Reading.objects.get().ref, **by(keeper))
    assert bring() == (2, 4, 1, 0, 3)
    assert Reading.objects.get(ended_at=None).pinyin == "jie3 jia1 xiang4"
