"""What is stored of the exchange: cities known here, matters with them, every message and file with its state."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Peer(models.Model):
    """Another city: where it listens and what is handled here for it; its keys stand beside it."""

    code = models.CharField(max_length=40, unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=200)
    services = models.JSONField(default=list)  # that both sides offer each other
    distrusted_at = models.DateTimeField(null=True)  # until it is entered anew
    closed_at = models.DateTimeField(null=True)


class PeerKey(models.Model):
    """A key by which another city is, or was, believed; the newest has no end."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="keys")
    public = models.CharField(max_length=64)  # Ed25519, hexadecimal
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    distrusted = models.BooleanField(default=False)
    vouched = models.CharField(max_length=64, blank=True)  # hash of the announcement; empty: entered by hand
    refused = models.PositiveIntegerField(
        default=0
    )  # how often something came that it signed and that was not taken
    refused_at = models.DateTimeField(null=True)

    class Meta:
        """A city has one newest key, and each key once."""

        constraints = [
            models.UniqueConstraint(fields=["peer", "public"], name="peer_key_once"),
            models.UniqueConstraint(fields=["peer"], condition=Q(until=None), name="peer_key_newest"),
        ]


class OwnKey(models.Model):
    """A key of ours since the first change; its secret lies in a file of its own beside the database."""

    stream = models.ForeignKey("audit.Stream", on_delete=models.PROTECT, related_name="+")
    public = models.CharField(max_length=64, unique=True)
    file = models.CharField(max_length=100)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # from then on it signs nothing
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """There is one newest key."""

        constraints = [
            models.UniqueConstraint(fields=["stream"], condition=Q(until=None), name="own_key_newest"),
        ]


class Announcement(models.Model):
    """What one city is told of a new key of ours, signed by the old one when it was written."""

    key = models.ForeignKey(OwnKey, on_delete=models.CASCADE, related_name="announcements")
    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="announcements")
    body = models.TextField(blank=True)  # empty where nothing could vouch: the key was lost
    signature = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=10)  # apps.exchange.facts.keys.Told
    code = models.CharField(max_length=60, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """One a key and city; what is due is found by its time."""

        constraints = [models.UniqueConstraint(fields=["key", "peer"], name="announcement_once")]
        indexes = [models.Index(fields=["next_at"], name="announcement_due", condition=~Q(next_at=None))]


class Exchange(models.Model):
    """One matter between two cities; each side has its own case and its own clock."""

    ref = models.UUIDField(unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10)  # accepting, handling
    service = models.CharField(max_length=80)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    said = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    their_number = models.CharField(max_length=20, blank=True)
    their_stage_zh = models.CharField(max_length=200, blank=True)
    their_stage_en = models.CharField(max_length=200, blank=True)
    their_due = models.CharField(max_length=30, blank=True)
    over = models.BooleanField(default=False)
    over_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    forget_rule = models.CharField(max_length=80, blank=True)  # on which ground its messages are emptied
    forget_authority = models.CharField(max_length=80, blank=True)

    class Meta:
        """A list shows the newest first; a case belongs to one matter."""

        constraints = [
            models.CheckConstraint(name="exchange_side", condition=Q(side__in=["accepting", "handling"])),
        ]
        indexes = [models.Index(fields=["peer", "-id"], name="exchange_of_peer")]


class Message(models.Model):
    """One message, as its bytes were signed; sent until the other side signed that it has it."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="messages")
    ref = models.UUIDField(unique=True)
    ours = models.BooleanField()
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    body = models.TextField(blank=True)  # empty when its person was forgotten
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10)  # waiting, delivered, refused; heard, done
    code = models.CharField(max_length=60, blank=True)  # why it was refused, or what went wrong last
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        """One number a side; what waits is tried in order."""

        constraints = [models.UniqueConstraint(fields=["exchange", "ours", "n"], name="message_once")]
        indexes = [
            models.Index(fields=["next_at"], name="message_due", condition=Q(state="waiting")),
        ]


class Enclosure(models.Model):
    """A file that a message names: its bytes are fetched after it, by whoever the message was for."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="enclosures")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="enclosures")
    ref = models.UUIDField()  # as the message names it
    stored = models.UUIDField()  # the file of our own: the same one where it is ours
    ours = models.BooleanField()
    place = models.PositiveSmallIntegerField()  # among the files of its message, from 1
    name = models.CharField(max_length=120, blank=True)  # emptied with the message
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10)  # core.exchange.fetching.Stand
    code = models.CharField(max_length=60, blank=True)  # why it was refused, or what went wrong last
    because = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # of a fetch, then of telling the other city how it ended
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """One row a file and side; what is due is found by its time."""

        constraints = [models.UniqueConstraint(fields=["exchange", "ours", "ref"], name="enclosure_once")]
        indexes = [
            models.Index(fields=["next_at"], name="enclosure_due", condition=~Q(next_at=None)),
        ]
