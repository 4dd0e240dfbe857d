"""Files that travel with a case: named and signed, fetched by whom they were named to, checked, told of on both sides."""

import io
import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.apps.exchange.test_exchange import HANDED, SECRET, Border, silent
from tests.apps.exchange.town import ASKED, PAPER, PHOTO, RECORD, entries, states
from tests.city import AT, act_id

from linli.apps.cases import service as cases
from linli.apps.cases.models import Case
from linli.apps.exchange import facts, service
from linli.apps.exchange.facts.keys import ASK, CONTEXT
from linli.apps.exchange.models import Enclosure, Exchange, Message
from linli.core.exchange.fetching import Ask, Does
from linli.core.exchange.message import VERSION, WITH_FILES, Kind
from linli.core.exchange.named import Named
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.erasure import erase
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.files import service as files
from linli.kernel.files.facts import files_of
from linli.kernel.ui.text import reason

# What we name and hand out


def test_what_a_resident_sends_is_named_signed_and_handed_to_that_city_alone(town):
    ref, refs = town.sends(PHOTO, PAPER)
    message = json.loads(Message.objects.get().body)
    assert message["v"] == WITH_FILES
    assert [(one["ref"], one["name"]) for one in message["files"]] == [(refs[0], ""), (refs[1], "户口本.pdf")]
    card = files_of(f"case:{ref}")[0]
    assert (
        message["files"][0] | {"ref": card.ref, "size": card.size, "sha256": card.sha256}
        == message["files"][0]
    )
    given = town.asks(refs[0])
    data = given.opened.file.read()
    given.opened.file.close()
    named = Named(**message["files"][0])
    assert named.differs(data) == ""
    assert b"SecretPhone" not in data
    assert entries("exchange.file_served") == 1
    assert town.asks(refs[0], Does.TAKEN).receipt
    assert town.asks(refs[1], Does.REFUSED, code="files.too_large", because={"mb": 1}).receipt
    assert states() == [(True, "taken", ""), (True, "refused", "files.too_large")]
    assert (entries("exchange.file_taken"), entries("exchange.file_refused")) == (1, 1)
    assert town.asks(refs[0]).refused.code == "exchange.file_closed"
    assert town.asks(refs[0], Does.REFUSED).receipt  # said again, or otherwise: nothing changes
    assert states()[0] == (True, "taken", "")


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"file": str(uuid.uuid4())}, 404, "exchange.no_such_file"),
        ({"exchange": str(uuid.uuid4())}, 404, "exchange.no_such_file"),
        ({"sender": "taigu"}, 409, "exchange.other_sender"),
        ({"receiver": "taigu"}, 409, "exchange.not_for_us"),
        ({"at": AT - timedelta(hours=1)}, 425, "exchange.stale"),
    ],
)
def test_a_file_that_was_not_named_to_them_now_is_not_handed_out(town, more, status, code):
    _, refs = town.sends(PHOTO)
    given = town.asks(refs[0], **more)
    assert (given.status, given.refused.code, given.opened) == (status, code, None)
    assert entries("exchange.file_served") == 0


def test_another_city_another_signature_and_another_purpose_open_nothing(town, settings):
    _, refs = town.sends(PHOTO)
    data = replace(
        Ask("linhe", "fenan", str(Exchange.objects.get().ref), refs[0], Does.FETCH, AT), because={}
    ).written()
    for code, signature in (
        ("linhe", SECRET.sign(CONTEXT + data).hex()),
        ("linhe", "00"),
        ("taigu", SECRET.sign(ASK + data).hex()),
    ):
        assert service.hear_ask(data, code, signature, at=AT).status == 403
    lie = b"{}"
    assert service.hear_ask(lie, "linhe", SECRET.sign(ASK + lie).hex(), at=AT).status == 409
    lie = data + b" "
    assert service.hear_ask(lie, "linhe", SECRET.sign(ASK + lie).hex(), at=AT).status == 422
    settings.EXCHANGE_CODE = ""
    assert service.hear_ask(data, "linhe", SECRET.sign(ASK + data).hex(), at=AT).status == 404
    assert entries("exchange.file_served") == 0


def test_the_same_request_sent_again_is_written_down_once(town):
    _, refs = town.sends(PHOTO)
    for _ in range(2):
        town.asks(refs[0]).opened.file.close()
    assert (entries("exchange.file_served"), Enclosure.objects.get().tries) == (1, 1)


def test_only_files_of_the_very_form_go_along(town):
    (ref,) = town.uploads(PHOTO, key=act_id())
    wish = service.Handing("linhe", RECORD, {**ASKED, "card": [ref]}, files=(ref,))
    with pytest.raises(Invalid) as wrong:
        service.hand_over(wish, actor=town.resident, act_id=act_id(), at=AT)
    assert wrong.value.problems[0].code == "cases.no_such_file"
    assert (Case.objects.count(), Enclosure.objects.count()) == (0, 0)


def test_who_left_no_name_is_called_as_the_form_says(town):
    form = act_id()
    refs = town.uploads(PHOTO, key=form)
    wish = service.Handing("linhe", RECORD, {**ASKED, "card": [*refs]}, files=refs)
    service.hand_over(wish, actor=STRANGER, act_id=form, at=AT)
    assert json.loads(Message.objects.get().body)["body"]["name"] == "陈静"


def test_sent_twice_it_is_one_case_with_each_file_once(town):
    form = act_id()
    refs = town.uploads(PHOTO, key=form)
    wish = service.Handing("linhe", RECORD, {**ASKED, "card": [*refs]}, files=refs)
    first = [service.hand_over(wish, actor=town.resident, act_id=form, at=AT) for _ in range(2)]
    assert first[0] == first[1]
    assert (Case.objects.count(), Enclosure.objects.count()) == (1, 1)


def test_what_is_erased_here_before_they_fetched_it_is_gone_and_they_are_told_so(town):
    ref, refs = town.sends(PHOTO)
    cases.move(ref, "withdraw", {}, actor=town.resident, act_id=act_id(), at=AT)
    erase(subject=ref, rule="request", authority="pipl_47", actor=town.resident, act_id=act_id(), at=AT)
    town.work()
    assert files_of(f"case:{ref}") == []
    assert states() == [(True, "gone", "")]
    given = town.asks(refs[0])
    assert (given.status, given.refused.code) == (410, "exchange.file_gone")
    assert Enclosure.objects.get().name == ""


def test_bytes_that_are_missing_are_gone_too(town):
    ref, refs = town.sends(PHOTO)
    files.delete([one.ref for one in files_of(f"case:{ref}")], AT)
    assert town.asks(refs[0]).refused.code == "exchange.file_gone"
    assert states() == [(True, "gone", "")]


# Papers in the middle and at the end


def news(**more):
    plain = {
        "number": "1", "stage_zh": "正在办", "stage_en": "Being worked on", "told": "", "waits": False,
        "ended": False, "result": "", "due": "",
    }  # fmt: skip
    return {**plain, **more}


def test_a_paper_that_is_asked_for_is_added_here_and_named_to_them(town):
    ref, _ = town.sends(PHOTO)
    matter = str(Exchange.objects.get().ref)
    town.hears_with(Kind.NEWS, news(waits=True, told="请补户口本"), (), matter=matter)
    answer = act_id()
    (paper,) = town.uploads(PAPER, key=answer)
    said = {"answer": "补了", "photos": [paper]}
    cases.move(ref, "answer", said, actor=town.resident, act_id=answer, at=AT)
    town.work()
    told = json.loads(Message.objects.get(ours=True, kind="answered").body)
    assert ([one["ref"] for one in told["files"]], told["body"]["words"]) == ([paper], "补了")
    town.work()
    assert Enclosure.objects.filter(ours=True).count() == 2


def test_what_the_person_adds_without_being_asked_goes_along_too(town):
    ref, _ = town.sends(PHOTO)
    note = act_id()
    (paper,) = town.uploads(PAPER, key=note)
    cases.add_note(
        ref, "还有这个", audience="resident", actor=town.resident, act_id=note, at=AT, files=[paper]
    )
    town.work()
    told = json.loads(Message.objects.get(ours=True, kind="answered").body)
    assert ([one["ref"] for one in told["files"]], told["body"]["words"]) == ([paper], "还有这个")


def test_a_remark_inside_the_office_stays_inside(town):
    ref, _ = town.sends(PHOTO)
    note, clerk = act_id(), town.city.people["dispatcher"].actor
    (paper,) = town.uploads(PAPER, key=note)
    cases.add_note(ref, "内部", audience="internal", actor=clerk, act_id=note, at=AT, files=[paper])
    town.work()
    assert Message.objects.filter(ours=True).count() == 1
    assert Enclosure.objects.count() == 1


def test_a_result_with_its_paper_comes_back_to_the_person(town):
    ref, _ = town.sends(PHOTO)
    matter = str(Exchange.objects.get().ref)
    (named,) = town.named(PAPER)
    town.hears_with(Kind.NEWS, news(ended=True, result="granted", told="开好了"), (named,), matter=matter)
    assert Case.objects.get().stage == "granted"
    assert [one.name for one in files_of(f"case:{ref}")][-1] == "证明.pdf"
    page = Client()
    page.force_login(town.city.people["resident"].account)
    text = page.get(f"/c/{ref}").content.decode()
    assert "临河市送来的，收到了" in text
    assert "证明.pdf" in text
    stored = str(Enclosure.objects.get(ours=False).stored)
    assert f"/files/{stored}" in text, text[text.index("两边之间") :][:600]
    assert b"".join(page.get(f"/files/{stored}")) == PAPER
    assert Message.objects.filter(ours=True).count() == 1  # what came from there does not go back


def test_the_result_paper_of_an_officer_is_named_and_internal_papers_are_not(town):
    (named,) = town.handed(PHOTO)
    case, officer = Case.objects.get(service=RECORD), town.city.people["dispatcher"].actor
    assert named
    body = town.city.bodies["CGJ"]
    if case.stage == "submitted":
        cases.move(case.ref, "dispatch", {"lead": body.ref}, actor=officer, act_id=act_id(), at=AT)
    lead = cast.officer(cast.Body(body.id, body.ref), "/9901/990101/").actor
    note = act_id()
    (inside,) = town.uploads(PHOTO, key=note)
    cases.add_note(case.ref, "内部", audience="internal", actor=lead, act_id=note, at=AT, files=[inside])
    done = act_id()
    (paper,) = town.uploads(PAPER, key=done)
    said = {"answer": "开好了", "papers": [paper]}
    cases.move(case.ref, "grant", said, actor=lead, act_id=done, at=AT)
    town.work()
    last = json.loads(Message.objects.filter(ours=True).order_by("-n")[0].body)
    assert [one["ref"] for one in last["files"]] == [paper]
    assert (last["body"]["ended"], last["body"]["told"]) == (True, "开好了")
    assert Enclosure.objects.filter(ours=True).count() == 1
    with town.asks(paper).opened.file as file:  # also now that the matter is over
        assert file.read() == PAPER
    Exchange.objects.update(over_at=AT - timedelta(days=31))
    assert town.asks(paper, at=AT + timedelta(seconds=1)).refused.code == "exchange.file_closed"


# Older software


def test_a_city_whose_software_knows_no_files_is_told_so_in_words(town):
    def old(request):
        if json.loads(request.data)["v"] == WITH_FILES:
            return refuses_with(409, {"code": "exchange.version", "speaks": [VERSION]})(request)
        return Border.signs(request)

    town.answer = old
    ref, _ = town.sends(PHOTO, PAPER)
    town.work()
    message = Message.objects.get()
    said = json.loads(message.body)
    assert (message.state, said["v"], "files" in said) == ("delivered", VERSION, False)
    assert "2 个文件" in said["body"]["words"]
    assert states() == [(True, "untold", "")] * 2
    assert entries("exchange.written_anew") == 1
    assert Case.objects.get().stage == "there"
    page = Client()
    page.force_login(town.city.people["resident"].account)
    assert "那边会另外来要" in page.get(f"/c/{ref}").content.decode()


def refuses_with(status, said):
    from email.message import Message as Headers
    from urllib.error import HTTPError

    def answer(request):
        raise HTTPError(request.full_url, status, "", Headers(), io.BytesIO(json.dumps(said).encode()))

    return answer


def test_what_speaks_neither_version_ends_it(town):
    town.answer = refuses_with(409, {"code": "exchange.version", "speaks": ["linli/exchange/9"]})
    town.sends(PHOTO)
    assert Message.objects.get().state == "refused"
    assert Case.objects.get().stage == "back_here"


def test_a_case_of_older_software_is_opened_without_the_file_and_says_which_to_ask_for(town):
    assert town.hears(Kind.HANDED_OVER, {**HANDED, "service": RECORD, "answers": ASKED}).status == 200
    case = Case.objects.select_related("text").get(service=RECORD)
    assert "身份证和户口本的照片" in case.text.body
    assert Enclosure.objects.count() == 0


# Who may see what


def test_how_files_stand_is_for_whoever_keeps_the_peers_and_names_nobody(town):
    town.files = lambda *_all: silent(None)
    town.handed(PAPER)
    for member in town.city.people.values():
        if "administrator" not in str(member.actor.grants):
            with pytest.raises(NotVisible):
                facts.files(member.actor)
    rows = facts.files(cast.county_administrator().actor)
    assert [(one.ref, one.name, one.state) for one in rows] == [("", "", "waiting")]
    client = Client()
    client.force_login(cast.county_administrator().account)
    page = client.get("/county/peers").content.decode()
    assert "application/pdf" in page
    assert "证明.pdf" not in page


def test_every_reason_is_a_sentence_in_both_languages():
    from linli.core.exchange import fetching, named
    from linli.core.shared.outcomes import Reason
    from linli.kernel.ui.text import t
    from linli.web.exchange.standing import BLANKS, CHIPS

    codes = [*fetching.FINAL, *fetching.ODD, fetching.STALE, fetching.GIVEN_UP, named.OTHER]
    blanks = dict.fromkeys(BLANKS, "…")
    for lang in ("zh", "en"):
        told = [reason(Reason(code, blanks), lang=lang) for code in codes]
        assert len({*told}) == len({*codes})
        assert all(
            t(f"elsewhere.file.{side}.{state}", lang=lang, city="临河市")
            for side, mine in (
                ("ours", CHIPS.keys() - {"waiting"}),
                ("theirs", CHIPS.keys() - {"offered", "untold"}),
            )
            for state in mine
        )
