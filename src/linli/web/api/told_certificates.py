"""The shapes of what is answered about certificates."""

from __future__ import annotations

from pydantic import Field

from linli.web.api.told import Both, Instant, Ref, Told


class Seal(Told):
    """The city's own seal on a certificate, as its keeper gave it.

    ``value`` is their signature, in base64, of the text `linli/seal/v1 DIGEST`, where DIGEST is the SHA-256 of the
    certificate in 64 hexadecimal digits.
    """

    by: str
    number: str
    algorithm: str
    value: str
    fits: str = Field(description="yes, no, or keeper: only who keeps the seal can say")
    check: str = Field(description="where its keeper checks a seal; may be empty")


class Issued(Told):
    """A certificate that was issued: its code is what paper and QR carry."""

    ref: Ref
    code: str


class Certificate(Told):
    """One's own certificate. ``signed`` is the credential itself (`vc+jwt`), to be checked by anybody."""

    ref: Ref
    code: str
    kind: str
    name: Both
    body: Both
    case: Ref | None
    fields: dict[str, str]
    presence: str
    state: str = Field(description="valid, expired or revoked")
    valid_from: Instant | None
    valid_until: Instant | None
    revoked_at: Instant | None
    revoked_for: str
    signed: str
    seal: Seal | None


class Certificates(Told):
    """One's own certificates, newest first."""

    certificates: list[Certificate]


class KindOf(Told):
    """How a kind of certificate is issued here: what it rests on, what it says, for how many days."""

    kind: str
    name: Both
    summary: Both
    rests_on: str = Field(description="case, or the name of a register")
    days: int
    always: list[str]
    chosen: list[str] = Field(description="what the holder may add")
    offered: bool


class Kinds(Told):
    """The kinds of this place: eight at most, by law."""

    kinds: list[KindOf]


class Verdict(Told):
    """What came of a check. ``fault`` is empty when it holds; ``says`` is the sentence for it.

    What the certificate says is told whenever its signature is right, also when it has expired or was revoked.
    """

    holds: bool
    fault: str
    says: Both
    kind: str
    body: str
    fields: dict[str, str]
    valid_from: str
    valid_until: str
    revoked_at: Instant | None
    revoked_for: str
    seal: Seal | None


class EntryMade(Told):
    """An entry that now waits for a second person."""

    ref: Ref


class RegisterEntry(Told):
    """What a body entered. ``amount`` counts minutes, times or fen, as ``unit`` says."""

    ref: Ref
    register_name: str
    body: Both
    on: str
    until: str
    amount: int
    unit: str
    title: str
    number: str
    state: str


class RegisterOffer(Told):
    """A certificate that can be had, with every value that it may hold."""

    kind: str
    source: str
    values: dict[str, str]
    always: list[str]
    chosen: list[str]


class Represented(Told):
    """Somebody whose agent the asker is, the name masked."""

    person: str
    name: str


class RepresentedPeople(Told):
    """Whom the asker may act for."""

    people: list[Represented]


class Registers(Told):
    """One's own entries, and what they allow."""

    entries: list[RegisterEntry]
    offers: list[RegisterOffer]
