"""What this app holds about a person, told to that person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from linli.apps.volunteers.models import Favour, FavourMatch, Hours, Task, TimeAccount, Volunteer
from linli.apps.volunteers.models.joining import LEFT
from linli.kernel.identity.held import Held
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import mask_phone, unseal


def what_is_held(account_id: int, _ref: str, _at: datetime) -> Iterable[Held]:
    """Tell a person what is held of their helping and being helped."""
    row = Volunteer.objects.filter(account_id=account_id).exclude(state=LEFT).first()
    if row is not None and row.name_sealed:
        yield Held(
            "volunteers.held_name", unseal(bytes(row.name_sealed), "name"), "volunteers.held_why_joined"
        )
        yield Held("volunteers.held_choices", len(row.skills) + len(row.times), "volunteers.held_why_joined")
    if row is not None and row.guardian_sealed:
        phone = mask_phone(unseal(bytes(row.guardian_sealed), "phone"))
        yield Held("volunteers.held_guardian", phone, "volunteers.held_why_guardian")
    counts = (
        (
            "volunteers.held_hours",
            Hours.objects.filter(volunteer__account_id=account_id, stands=True).count(),
        ),
        ("volunteers.held_tasks_for", Task.objects.filter(helped_id=account_id).count()),
        ("volunteers.held_favours", Favour.objects.filter(account_id=account_id).count()),
        (
            "volunteers.held_matches",
            FavourMatch.objects.filter(Q(asker=account_id) | Q(helper=account_id)).count(),
        ),
    )
    for what, count in counts:
        if count:
            yield Held(what, count, "volunteers.held_why_record")
    time = TimeAccount.objects.filter(account_id=account_id).first()
    if time is not None:
        yield Held("volunteers.held_minutes", time.minutes, "volunteers.held_why_time")
    mark = Account.objects.values_list("phone_index", flat=True).filter(pk=account_id).first()
    wards = Volunteer.objects.filter(guardian_index=mark).count() if mark else 0
    if wards:
        yield Held("volunteers.held_wards", wards, "volunteers.held_why_guardian")
