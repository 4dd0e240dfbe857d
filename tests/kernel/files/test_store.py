"""What is taken, what is refused and why, and what is left of it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from tests import cast
from tests.cast import NOW
from tests.kernel.files import samples

from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.files import service
from linli.kernel.files.facts import files_of, open_for
from linli.kernel.files.models import StoredFile
from linli.kernel.ui.text import reason

pytestmark = pytest.mark.django_db
SENDER = "account:sender"


def keep(name, data):
    return service.store(samples.upload(name, data), owner_key=SENDER, purpose="evidence", at=NOW)


def kept(stored):
    with default_storage.open(StoredFile.objects.get(ref=stored.ref).path) as file:
        return file.read()


def refusal(name, data):
    with pytest.raises(Invalid) as outcome:
        keep(name, data)
    (problem,) = outcome.value.problems
    assert all(reason(problem, lang=lang) for lang in ("zh", "en"))
    assert not StoredFile.objects.exists()
    return problem.code


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.jpg", samples.photo(), "jpeg"),
        ("A.JPEG", samples.photo(), "jpeg"),
        ("blob", samples.photo(), "jpeg"),
        ("a.png", samples.photo("PNG"), "png"),
        ("a.webp", samples.photo("WEBP"), "webp"),
        ("a.pdf", samples.pdf(), "pdf"),
        ("a.mp3", samples.mp3(), "mp3"),
        ("a.mp3", samples.MP3_FRAME * 2, "mp3"),
        ("a.wav", samples.wav(), "wav"),
        ("a.webm", samples.webm(), "webm"),
        ("a.mp4", samples.mp4(), "mp4"),
        ("a.m4a", samples.mp4(b"M4A "), "m4a"),
    ],
)
def test_every_kind_that_is_promised_is_taken(name, data, kind):
    stored = keep(name, data)
    assert stored.kind == kind
    assert stored.size == len(kept(stored))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jpg", b"", "files.empty"),
        ("a.jpg", b"MZ\x90\x00" + b"\0" * 100, "files.program"),
        ("photo.png", b"\x7fELF" + b"\0" * 100, "files.program"),
        ("a.pdf", b"#!/bin/sh\nrm -rf /\n", "files.program"),
        ("a.docx", samples.archive(), "files.archive"),
        ("a.jpg", b"<svg onload=alert(1)>", "files.unknown_kind"),
        ("a.txt", b"hello", "files.unknown_kind"),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 20, "files.heic"),
        ("a.mov", b"\0\0\0\x14ftypqt  " + b"\0" * 20, "files.unknown_kind"),
        ("a.exe", samples.photo(), "files.pretends"),
        ("a.pdf", samples.photo(), "files.pretends"),
        ("a.png", samples.photo(), "files.pretends"),
        ("a.jpg", samples.photo()[:200], "files.damaged"),
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * 50, "files.damaged"),
        ("a.png", samples.bomb(), "files.too_many_pixels"),
        ("a.png", samples.bomb(9_000, 9_000), "files.too_many_pixels"),
        ("a.pdf", samples.pdf() + samples.archive(), "files.two_in_one"),
        ("a.pdf", b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF", "files.two_in_one"),
        (
            "a.pdf",
            samples.pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
            "files.active_pdf",
        ),
        ("a.pdf", b"%PDF-1.4\n", "files.damaged"),
        ("a.wav", samples.wav() + samples.archive(), "files.two_in_one"),
        ("a.wav", b"RIFF\0\0\0\0WAVEjunk", "files.damaged"),
        ("a.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x02xxhello", "files.damaged"),
        ("a.mp4", samples.box(b"ftyp", b"isom\0\0\0\0") + b"\0\0\xff\xffmoov", "files.damaged"),
        ("a.mp4", samples.box(b"ftyp", b"isom\0\0\0\0"), "files.damaged"),
        ("a.mkv", b"\x1aE\xdf\xa3" + b"matroska".ljust(80), "files.unknown_kind"),
    ],
)
def test_what_is_refused_is_refused_with_its_reason_and_leaves_nothing(name, data, code):
    assert refusal(name, data) == code


def test_25_megabytes_is_the_limit_and_the_announced_size_is_not_believed(settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    assert refusal("a.wav", samples.wav() + b"\0" * 1000) == "files.too_large"

    class Liar:
        name, size = "a.wav", 10

        def read(self, size=-1):
            return b"\0" * size

    with pytest.raises(Invalid, match="too_large"):
        service.store(Liar(), owner_key=SENDER, purpose="evidence", at=NOW)


def test_the_position_is_read_and_then_nothing_is_left_of_it():
    stored = keep("a.jpg", samples.photo_with_position())
    assert stored.position.lat == pytest.approx(samples.LAT, abs=1e-6)
    assert stored.position.lon == pytest.approx(samples.LON, abs=1e-6)
    data = kept(stored)
    assert b"SecretPhone" not in data
    assert b"Exif" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert not image.getexif()


def test_south_and_west_are_negative():
    position = keep("a.jpg", samples.photo_with_position(north="S", east="W")).position
    assert (position.lat, position.lon) < (0, 0)


def test_a_photo_without_a_position_or_with_a_mad_one_is_fine():
    assert keep("a.jpg", samples.photo()).position is None
    assert keep("b.jpg", samples.photo_with_position(lat=0, lon=0)).position is None
    assert keep("c.jpg", samples.photo_with_position(lat=99, lon=1)).position is None


def test_a_turned_photo_stands_upright():
    stored = keep("a.jpg", samples.photo_with_position(orientation=6))
    row = StoredFile.objects.get(ref=stored.ref)
    assert (row.width, row.height) == (48, 64)


def test_large_photos_shrink_and_have_a_small_form():
    stored = keep("a.jpg", samples.photo(size=(4000, 1000)))
    row = StoredFile.objects.get(ref=stored.ref)
    assert (row.width, row.height) == (2560, 640)
    with default_storage.open(row.small_path) as file, Image.open(file) as small:
        assert small.size == (480, 120)
        assert small.format == "JPEG"


def test_what_follows_the_picture_is_gone():
    assert b"PK\x03\x04" not in kept(keep("a.jpg", samples.photo() + samples.archive()))
    assert b"<script>" not in kept(keep("a.png", samples.photo("PNG") + b"<script>alert(1)</script>"))
    assert b"hidden" not in kept(keep("b.jpg", samples.photo(comment=b"hidden")))


def test_pictures_that_can_be_seen_through_stay_so():
    stored = keep("a.png", samples.photo("PNG", mode="RGBA", colour=(1, 2, 3, 0)))
    with Image.open(io.BytesIO(kept(stored))) as image:
        assert image.mode == "RGBA"
    palette = keep("b.png", samples.photo("PNG", mode="P", colour=3, transparency=3))
    assert palette.kind == "png"


def test_recordings_lose_what_tells_about_person_and_place():
    assert b"my address" not in kept(keep("a.mp3", samples.mp3()))
    film = kept(keep("a.mp4", samples.mp4()))
    assert len(film) == len(samples.mp4())
    assert b"37.87" not in film
    assert b"secret" not in film
    assert b"hidden" not in film
    assert film.endswith(b"film")
    spoken = samples.wav(samples.wav_chunk(b"LIST", b"INFOmy address.."))
    assert kept(keep("a.wav", spoken)) == samples.wav()


def test_names_of_photos_are_not_kept_and_others_are_made_plain():
    assert StoredFile.objects.get(ref=keep("王秀兰身份证.jpg", samples.photo()).ref).name == ""
    named = StoredFile.objects.get(ref=keep("../../etc/回执\r\n\u202e.pdf", samples.pdf()).ref)
    assert named.name == "回执.pdf"
    assert ".." not in named.path


def test_equal_files_lie_apart_so_that_one_can_go():
    one, two = keep("a.jpg", samples.photo()), keep("b.jpg", samples.photo())
    assert one.sha256 == two.sha256
    assert service.delete([one.ref], NOW) == 1
    assert kept(two)


def test_a_file_belongs_to_its_sender_until_it_is_handed_over():
    sender, other = cast.resident(), cast.unrelated_neighbour()
    stored = service.store(
        samples.upload("a.jpg", samples.photo()), owner_key=sender.actor.key, purpose="x", at=NOW
    )
    with open_for(sender.actor, stored.ref, NOW).file as file:
        assert file.read(2) == b"\xff\xd8"
    for actor in (other.actor, cast.stranger().actor):
        with pytest.raises(NotVisible):
            open_for(actor, stored.ref, NOW)


def test_handing_over_is_for_the_sender_and_once():
    stored = keep("a.jpg", samples.photo())
    rules = {"owner_key": "thing:1", "retained_until": None, "at": NOW}
    with pytest.raises(Refused):
        service.hand_over([stored.ref], sender_key="account:thief", **rules)
    with pytest.raises(Refused):
        service.hand_over([stored.ref, "not-a-ref"], sender_key=SENDER, **rules)
    service.hand_over([stored.ref], sender_key=SENDER, **rules)
    with pytest.raises(Refused):
        service.hand_over([stored.ref], sender_key=SENDER, **rules)
    (card,) = files_of("thing:1")
    assert (card.ref, card.is_image, card.purpose) == (stored.ref, True, "evidence")
    with pytest.raises(NotVisible):  # no app answers for things
        open_for(cast.stranger().actor, stored.ref, NOW)


def test_what_nobody_claims_is_deleted_after_a_day():
    stored = keep("a.jpg", samples.photo())
    row = StoredFile.objects.get(ref=stored.ref)
    assert service.delete_due(NOW) == 0
    assert service.delete_due(NOW + timedelta(days=1)) == 1
    assert not default_storage.exists(row.path)
    assert not default_storage.exists(row.small_path)
    assert service.delete_due(NOW + timedelta(days=2)) == 0


def test_what_belongs_to_something_is_deleted_on_its_day():
    stored = keep("回执.pdf", samples.pdf())
    service.hand_over([stored.ref], sender_key=SENDER, owner_key="thing:1", retained_until=None, at=NOW)
    assert service.delete_due(NOW + timedelta(days=999)) == 0
    assert service.keep_until("thing:1", NOW + timedelta(days=30)) == 1
    assert service.delete_due(NOW + timedelta(days=30)) == 1
    row = StoredFile.objects.get()
    assert row.name == ""
    assert row.deleted_at
    with pytest.raises(NotVisible):
        open_for(cast.stranger().actor, stored.ref, NOW)


def test_a_file_that_never_reached_the_disk_is_not_there():
    stored = keep("a.jpg", samples.photo())
    default_storage.delete(StoredFile.objects.get(ref=stored.ref).path)
    owner = cast.resident()
    StoredFile.objects.update(owner_key=owner.actor.key)
    with pytest.raises(NotVisible):
        open_for(owner.actor, stored.ref, NOW)
