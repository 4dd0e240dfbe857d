"""Bytes whose hash somebody else signed are kept as they came, or not at all: every check, and nothing drawn anew."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from PIL.PngImagePlugin import PngInfo
from tests.cast import NOW
from tests.kernel.files import samples
from tests.kernel.files.test_store import kept

from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.files import service
from linli.kernel.files.bare import is_bare
from linli.kernel.files.models import StoredFile
from linli.kernel.ui.text import reason

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
REF, KEY = uuid.UUID("0f0b4a52-3c7d-4a53-9d0e-6f5f8f1f2a10"), "form:here"


def keep(name, data, *, ref=REF, key=KEY, at=NOW):
    return service.store_as_signed(data, ref=ref, name=name, owner_key=key, purpose="case", at=at)


ALL = {
    "a.jpg": samples.photo(),
    "b.jpg": samples.photo(size=(900, 700), colour=(9, 99, 200)),
    "a.png": samples.photo("PNG"),
    "b.png": samples.photo("PNG", mode="RGBA", colour=(9, 9, 9, 90)),
    "a.webp": samples.photo("WEBP"),
    "b.webp": samples.photo("WEBP", mode="RGBA", colour=(9, 9, 9, 90)),
    "a.pdf": samples.pdf(),
    "a.mp3": samples.mp3(),
    "a.wav": samples.wav(),
    "a.webm": samples.webm(),
    "a.mp4": samples.mp4(),
    "a.m4a": samples.mp4(b"M4A "),
}


@pytest.mark.parametrize("name", ALL)
def test_what_one_city_cleaned_another_keeps_byte_by_byte(name):
    sent = service.store(samples.upload(name, ALL[name]), owner_key="form:there", purpose="case", at=NOW)
    data = kept(sent)
    keep(name if name.endswith("pdf") else "", data)
    row = StoredFile.objects.get(ref=REF)
    assert (row.sha256, row.size, row.name) == (sent.sha256, sent.size, name if name == "a.pdf" else "")
    with service.default_storage.open(row.path) as file:
        assert file.read() == data
    assert bool(row.small_path) == row.media_type.startswith("image/")


WORDS = PngInfo()
WORDS.add_text("here", "my address")

MORE = {
    "a place": samples.photo_with_position(),
    "a place in a PNG": samples.photo_with_position(kind="PNG"),
    "a place in a WebP": samples.photo_with_position(kind="WEBP"),
    "a remark": samples.photo(comment=b"my address"),
    "a profile": samples.photo(icc_profile=b"\0" * 200),
    "words in a PNG": samples.photo("PNG", pnginfo=WORDS),
    "an archive behind a photo": samples.photo() + samples.archive(),
    "an archive behind a PNG": samples.photo("PNG") + samples.archive(),
    "something behind a WebP": samples.photo("WEBP") + b"hidden",
    "tags of a song": samples.mp3(),
    "the place of a film": samples.mp4(),
}


@pytest.mark.parametrize("name", MORE)
def test_what_would_have_to_be_taken_out_is_refused_as_a_whole(name):
    with pytest.raises(Invalid) as no:
        keep("", MORE[name])
    (problem,) = no.value.problems
    assert problem.code == "files.carries_more"
    assert all(reason(problem, lang=lang) for lang in ("zh", "en"))
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "files.empty"),
        (b"MZ\x90\x00", "files.program"),
        (samples.archive(), "files.archive"),
        (samples.photo()[:200], "files.damaged"),
        (samples.bomb(), "files.too_many_pixels"),
        (samples.pdf(b"<< /JavaScript 1 0 R >>"), "files.active_pdf"),
        (b"x" * 2_000_000, "files.too_large"),
    ],
)
def test_every_check_of_an_upload_is_made(data, code, settings):
    settings.UPLOAD_LIMIT_BYTES = 1_000_000
    with pytest.raises(Invalid) as no:
        keep("", data)
    assert no.value.problems[0].code == code


def test_a_name_that_pretends_is_refused():
    with pytest.raises(Invalid) as no:
        keep("a.pdf", samples.photo())
    assert no.value.problems[0].code == "files.pretends"


def test_kept_twice_it_is_there_once_and_somebody_s_file_is_never_replaced():
    keep("", samples.photo())
    keep("", samples.photo(), key="form:again", at=NOW + timedelta(hours=1))
    row = StoredFile.objects.get()
    assert row.owner_key == "form:again"
    assert service.default_storage.exists(row.path)
    service.hand_over([str(REF)], sender_key="form:again", owner_key="case:x", retained_until=None, at=NOW)
    with pytest.raises(Refused):
        keep("", samples.photo("PNG"))
    service.delete([str(REF)], NOW)
    keep("", samples.photo())
    assert StoredFile.objects.get().owner_key == KEY


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_no_broken_photo_is_bare(kind):
    data = samples.photo(kind.upper())
    assert is_bare(kind, data)
    assert not any(is_bare(kind, data[:length]) for length in range(2, len(data), 7))
