"""What is stored of a case: its row, its private texts, the bodies and people who have a part in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Sensitivity(models.TextChoices):
    """How much of a case others may see."""

    NORMAL = "normal"
    CONFIDENTIAL = "confidential"  # only those who have a part in it; the public log shows a commitment
    SEALED = "sealed"  # mediation: not even the coarse subject


class Case(models.Model):
    """One case. Everything here is a code, a count or a time; words live in CaseText.

    ``state`` is the JSON of core.lifecycle.CaseState and can be replayed from the entries; the columns
    beside it repeat what lists and queues filter by.
    """

    ref = models.UUIDField(unique=True)
    number = models.CharField(max_length=11, unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=80)
    pack = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True)
    condition = models.CharField(max_length=100, blank=True)
    link = models.CharField(max_length=30, blank=True)  # of a chain, where the subject has several
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices, default=Sensitivity.NORMAL)
    urgent = models.BooleanField(default=False)
    listed = models.BooleanField(default=True)  # the service shows its cases on the public list

    stage = models.CharField(max_length=40)
    desk = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=dict)
    holder_body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, null=True, related_name="+")
    lead_body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, null=True, related_name="+")
    about_body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)

    area_path = models.CharField(max_length=200, blank=True, db_index=True)
    unit_cell = models.CharField(max_length=15, blank=True)
    responsibility_grid = models.CharField(max_length=15, blank=True)

    opened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    stage_since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    promise_due = models.DateTimeField(null=True)
    holder_due = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)  # of a clock whose service declares a reminder
    returns = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    wish = models.CharField(max_length=40, blank=True)  # a flag: what the lead asks somebody to decide

    may_publish = models.BooleanField(default=False)
    public_summary = models.CharField(max_length=400, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    spawned_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Indexes serve the queues (desk), the board (due dates) and the public list (opened)."""

        constraints = [
            models.CheckConstraint(
                name="case_closed_after_opened",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="case_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "holder_due", "id"], name="case_desk"),
            models.Index(fields=["lead_body", "stage", "holder_due"], name="case_lead"),
            models.Index(fields=["area_path", "opened_at"], name="case_area"),
            models.Index(fields=["promise_due", "id"], name="case_open_promise", condition=Q(closed_at=None)),
            models.Index(fields=["holder_due", "id"], name="case_open_due", condition=Q(closed_at=None)),
            models.Index(
                fields=["-opened_at", "-id"],
                name="case_public",
                condition=Q(sensitivity="normal", listed=True),
            ),
            models.Index(fields=["closed_at"], name="case_closed"),
            models.Index(fields=["subject", "opened_at"], name="case_subject"),
            models.Index(fields=["remind_at"], name="case_remind", condition=~Q(remind_at=None)),
            models.Index(fields=["wish", "id"], name="case_wish", condition=~Q(wish="")),
        ]


class CaseText(models.Model):
    """What was said, as it was said; erased alone when its time is over."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="text")
    title = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    answers = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)


class Assignment(models.Model):
    """One body's part in a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12)  # lead, supporting, consulted, on_site
    state = models.CharField(max_length=12)  # offered, accepted, returned, reported, ended
    offered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    word = models.TextField(blank=True)  # an opinion, the reason of a return: private
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # the colleague inside the body who sees to it

    class Meta:
        """A body has one part of each kind in a case; offered again, it is the same row."""

        constraints = [models.UniqueConstraint(fields=["case", "body", "part"], name="assignment_once")]
        indexes = [models.Index(fields=["body", "state", "case"], name="assignment_body")]


class Participant(models.Model):
    """A person who raised, joined or follows a case; handlers never see what they answered."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    relation = models.CharField(max_length=10)  # reporter, joined, agent
    on_behalf_of = models.UUIDField(null=True)  # an agent's: whose consent it rests on (people)
    name = models.CharField(max_length=60, blank=True)
    phone = models.BinaryField(default=b"")  # sealed by kernel.identity
    phone_shown = models.CharField(max_length=20, blank=True)
    wants_letters = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True)  # in which it was told, for who has no account
    since = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)  # confirmed, objected
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        """One account takes part once."""

        constraints = [
            models.UniqueConstraint(
                fields=["case", "account"], condition=~Q(account=None), name="participant_once"
            )
        ]
        indexes = [models.Index(fields=["account", "case"], name="participant_account")]


class Rating(models.Model):
    """An answer to "was it solved?", by the person or by the caller on the phone; one a round."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ratings")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    round = models.PositiveSmallIntegerField()
    reached = models.BooleanField()
    contacted_in_time = models.BooleanField(null=True)
    solved = models.CharField(max_length=8, blank=True)  # yes, partly, no
    satisfaction = models.PositiveSmallIntegerField(null=True)  # 1..5
    words = models.TextField(blank=True)
    via = models.CharField(max_length=10)  # resident, caller
    at = models.DateTimeField()

    class Meta:
        """The scale is closed; one answer a person and round."""

        constraints = [
            models.CheckConstraint(
                name="rating_scale",
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=5),
            ),
            models.UniqueConstraint(fields=["case", "participant", "round"], name="rating_once"),
        ]


class Note(models.Model):
    """A remark beside the course: to the resident, or inside the bodies that have a part."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author_key = models.CharField(max_length=80)
    author_role = models.CharField(max_length=30)
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=10)  # resident, internal
    move = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Read in order."""

        indexes = [models.Index(fields=["case", "id"], name="note_case")]


class Ruling(models.Model):
    """Who was competent when a dispatch was challenged: a precedent that suggests, never binds."""

    ref = models.UUIDField(unique=True)
    number = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rulings")
    subject = models.CharField(max_length=80, blank=True)
    area_path = models.CharField(max_length=200, blank=True)
    returned_by = models.ForeignKey("grid.Body", on_delete=models.PROTECT, null=True, related_name="+")
    competent = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField()  # the return was right
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Looked up by subject and place."""

        indexes = [models.Index(fields=["subject", "area_path", "-at"], name="ruling_subject")]


class SupervisionOrder(models.Model):
    """An order of a supervisor to answer for a case by a date of its own."""

    ref = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="orders")
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    text = models.TextField()
    clock = models.JSONField()
    due_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        """Open orders by date."""

        indexes = [models.Index(fields=["body", "due_at"], name="order_open", condition=Q(answered_at=None))]


class Exclusion(models.Model):
    """A case that is left out of a rate, in the open: who asked, why, who decided."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    rate = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    asked_by = models.ForeignKey("grid.Body", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="asked")  # asked, granted, refused
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)


class CaseMigration(models.Model):
    """A case that a migration between two versions of its service looked at: moved, or staying and why."""

    migration = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="migrations")
    reason = models.CharField(max_length=60, blank=True)
    because = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        """A migration looks at a case once; again, it is the same row."""

        constraints = [
            models.UniqueConstraint(fields=["migration", "case"], name="case_migration_once"),
        ]


class ShiftNote(models.Model):
    """What somebody leaves for the next on the same desk of a body when the shift changes."""

    ref = models.UUIDField(unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    desk = models.CharField(max_length=30)  # the role that the next one has
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)

    class Meta:
        """The open notes of a desk come first."""

        indexes = [
            models.Index(fields=["body", "desk", "id"], name="shift_note_open", condition=Q(taken_at=None))
        ]


class CaseErasure(models.Model):
    """An open case of somebody who was forgotten: its words go when it ends, on the ground that was given."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=80)
    authority = models.CharField(max_length=80)


class SavedForm(models.Model):
    """A form that somebody will go on with later. No case yet, so no stream: it is sealed, and wiped in time.

    Whoever has no account goes on with the telephone number and a code that is derived from ``ref``.
    """

    ref = models.UUIDField(unique=True)
    service = models.CharField(max_length=80)
    pack = models.CharField(max_length=64)  # the version that asked the questions
    act_id = models.UUIDField()  # of the form, so that its files stay with it and it is sent once
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    phone_index = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # by a program: emptied, and kept so that it may ask again
    expires_at = models.DateTimeField()

    class Meta:
        """Found by its owner; swept by its day; nobody's only by mistake."""

        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, phone_index="")
                | (Q(account__isnull=True) & ~Q(phone_index="")),
                name="saved_form_has_one_owner",
            ),
            models.UniqueConstraint(fields=["act_id"], name="saved_form_once"),
        ]
        indexes = [
            models.Index(fields=["account", "-saved_at"], name="saved_form_account"),
            models.Index(fields=["phone_index"], name="saved_form_phone", condition=~Q(phone_index="")),
            models.Index(fields=["expires_at"], name="saved_form_due"),
        ]
