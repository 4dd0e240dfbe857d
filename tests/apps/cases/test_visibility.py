"""The predicate over many cases and the answer for one agree for the whole cast, whatever the sensitivity."""

import pytest
from tests import cast
from tests.city import AT, act_id

from linli.apps.cases import facts, policy, service
from linli.apps.cases.facts.loading import load
from linli.apps.cases.models import Case
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import NotVisible


def everybody(story):
    city = story.city
    more = [
        cast.grid_worker("/9901/990101/990101001/990101001002/"),
        cast.grid_worker("/9901/990101/990101001/990101001001/"),
        cast.auditor("/9901/"),
        cast.county_administrator("/9901/"),
        cast.second_approver("/9901/"),
        cast.technical_administrator(),
        cast.mediator(city.body("LIUXI")),
        cast.volunteer(),
        cast.agent(),
    ]
    return [*city.people.values(), *more]


def sees_one(actor, ref):
    try:
        load(actor, ref)
    except NotVisible:
        return False
    return True


def test_lists_and_pages_agree_for_everybody(story):
    refs = {story.tell(), story.handling(), story.tell(confidential=True), story.tell(kind="tip_off")}
    joined = story.tell(lon=None, lat=None, area="990101100200")
    service.join(joined, **story.said("joiner"))
    refs.add(joined)
    for member in everybody(story):
        listed = {
            str(ref)
            for ref in Case.objects.filter(policy.visible_to(member.actor)).values_list("ref", flat=True)
        }
        opened = {ref for ref in refs if sees_one(member.actor, ref)}
        assert listed == opened, member.actor.roles


def test_strangers_and_technical_staff_see_nothing(story):
    story.tell()
    for actor in (STRANGER, cast.technical_administrator().actor):
        assert not Case.objects.filter(policy.visible_to(actor)).exists()


def test_confidential_cases_are_not_for_the_whole_desk(story):
    ref = story.tell(confidential=True)
    with pytest.raises(NotVisible):
        facts.case_view(story.actor("clerk"), ref, at=AT)
    assert facts.case_view(story.actor("dispatcher"), ref, at=AT).title
    assert not facts.public_list(facts.Wanted(), at=AT).rows
    with pytest.raises(NotVisible):
        facts.public_case(ref)


def test_a_tip_off_never_goes_to_the_body_it_is_about(story):
    from linli.kernel.audit.outcomes import Refused

    ref = story.tell(kind="tip_off", about_body=story.city.ref("DRAINS"))
    story.go(ref, "accept", "dispatcher")
    with pytest.raises(Refused) as refused:
        story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("DRAINS"))
    assert refused.value.refusal.code == "cases.about_this_body"


def test_handlers_do_not_read_what_the_resident_answered(story):
    ref = story.checked()
    story.go(ref, "confirm", "resident", satisfaction="not_satisfied", note="师傅态度不好")
    view = facts.case_view(story.actor("officer"), ref, at=AT)
    assert "师傅态度不好" not in str(view.steps)
    with pytest.raises(NotVisible):
        facts.case_view(story.actor("neighbour"), ref, at=AT)


def test_a_number_and_its_code_open_the_case_and_nothing_else_does(story):
    from linli.kernel.audit.outcomes import Invalid

    ref = story.tell()
    number = Case.objects.get(ref=ref).number
    assert facts.by_number(number, facts.query_code(ref)) == ref
    for wrong in ("", "AAAAAAAA", facts.query_code(story.tell())):
        with pytest.raises(Invalid):
            facts.by_number(number, wrong)


def test_unmasking_shows_the_number_and_leaves_an_entry(story):
    ref = story.tell(contact=service.Contact("王秀兰", "13800001234"))
    assert facts.case_view(story.actor("clerk"), ref, at=AT).reporter_phone == "138****1234"
    shown = service.unmasked_contact(ref, purpose="ask", actor=story.actor("clerk"), act_id=act_id(), at=AT)
    assert shown == ("王秀兰", "13800001234")
    assert facts.case_view(story.actor("clerk"), ref, at=AT).steps[-1].act == "cases.contact_unmasked"
