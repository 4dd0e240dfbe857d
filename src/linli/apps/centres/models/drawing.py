"""Scarce places given by lot: a draw, what it gives, and who applied, under numbers that name nobody."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

OPEN, CLOSED, DRAWN = "open", "closed", "drawn"
DRAW_STATES = (OPEN, CLOSED, DRAWN)
OFFERED, TAKEN, LEFT, LAPSED = "offered", "taken", "left", "lapsed"


class Draw(models.Model):
    """Places given by lot. Draws of one ``family`` remember: who was refused in one has more tickets in the next.

    ``list_json`` is the list of applicants as it was committed, ``list_hash`` its digest in the public log; the seed
    is the root of the log over ``seed_size`` entries, which did not exist then (core/draw).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    family = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    apply_until = models.DateTimeField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=[(one, one) for one in DRAW_STATES], default=OPEN)
    list_json = models.TextField(blank=True)
    list_hash = models.CharField(max_length=64, blank=True)
    entry = models.ForeignKey("audit.Entry", models.PROTECT, null=True, related_name="+")
    later = models.PositiveSmallIntegerField(default=0)
    seed_size = models.BigIntegerField(null=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        """What is closed has its list; what is drawn has its seed."""

        constraints = [
            models.CheckConstraint(condition=Q(state=OPEN) | ~Q(list_hash=""), name="centres_draw_committed"),
            models.CheckConstraint(condition=~Q(state=DRAWN) | ~Q(seed=""), name="centres_draw_seeded"),
        ]
        indexes = [
            models.Index(fields=["centre", "state"], name="centres_draws"),
            models.Index(fields=["family", "state"], name="centres_draws_family"),
        ]


class DrawChoice(models.Model):
    """One thing that a draw gives, with how many places it has."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="choices")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    places = models.PositiveSmallIntegerField()

    class Meta:
        """Each once, with at least one place."""

        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="centres_choice_once"),
            models.CheckConstraint(condition=Q(places__gt=0), name="centres_choice_places"),
        ]


class Applicant(models.Model):
    """Somebody who applied. ``number`` is all that is ever published; ``wanted`` are choices in their order.

    ``missed`` is how often the person was refused in draws of the family since they last had a place. ``given`` is what
    the draw gave; ``later`` is what came to be handed on afterwards, with the time to answer and what became of it.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    draw = models.ForeignKey(Draw, models.PROTECT, related_name="+")
    number = models.CharField(max_length=16)
    person_key = models.CharField(max_length=64)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    contact_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=60, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    wanted = models.CharField(max_length=200)
    missed = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveIntegerField(null=True)
    given = models.CharField(max_length=20, blank=True)
    given_back_at = models.DateTimeField(null=True)
    later = models.CharField(max_length=20, blank=True)
    later_state = models.CharField(max_length=7, blank=True)
    later_until = models.DateTimeField(null=True)
    applied_at = models.DateTimeField()

    class Meta:
        """A person once in a draw, a number once."""

        constraints = [
            models.UniqueConstraint(
                fields=["draw", "person_key"], condition=~Q(person_key=""), name="centres_applicant_once"
            ),
            models.UniqueConstraint(fields=["draw", "number"], name="centres_number_once"),
            models.CheckConstraint(condition=Q(later_state="") | Q(given=""), name="centres_given_or_later"),
        ]
        indexes = [
            models.Index(fields=["person_key", "applied_at"], name="centres_applied"),
            models.Index(fields=["account", "applied_at"], name="centres_applied_own"),
            models.Index(fields=["later_until"], condition=Q(later_state=OFFERED), name="centres_offers"),
        ]
