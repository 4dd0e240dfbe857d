"""How files are handed out, and how too large bodies are turned away unread."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import RequestFactory
from tests import cast
from tests.cast import NOW
from tests.kernel.files import samples

from linli.kernel.files import owners, service
from linli.kernel.files.uploading import FORM_AROUND, CountingUploadHandler
from linli.kernel.identity.signing_in import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(client):
    member = cast.resident()
    client.force_login(member.account, backend=BACKEND)
    return member


def keep(member, name, data):
    upload = samples.upload(name, data)
    return service.store(upload, owner_key=member.actor.key, purpose="x", at=NOW).ref


def body(response):
    return b"".join(response.streaming_content)


def test_a_photo_is_shown_and_can_do_nothing_else(client, sender):
    ref = keep(sender, "a.jpg", samples.photo())
    response = client.get(f"/files/{ref}")
    assert body(response)[:2] == b"\xff\xd8"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("inline")
    assert response["Cache-Control"] == "private, no-store"


def test_a_photo_has_a_small_form_and_paper_has_none(client, sender):
    ref = keep(sender, "a.png", samples.photo("PNG"))
    response = client.get(f"/files/{ref}/small")
    assert response["Content-Type"] == "image/jpeg"
    assert body(response)[:2] == b"\xff\xd8"
    assert client.get(f"/files/{keep(sender, 'a.pdf', samples.pdf())}/small").status_code == 404


def test_paper_is_downloaded_under_its_name(client, sender):
    response = client.get(f"/files/{keep(sender, '回执.pdf', samples.pdf())}")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%9B%9E")
    assert body(response).startswith(b"%PDF")


def test_sound_comes_in_pieces(client, sender):
    data = samples.wav()
    ref = keep(sender, "a.wav", data)
    part = client.get(f"/files/{ref}", headers={"Range": "bytes=4-7"})
    assert (part.status_code, body(part)) == (206, data[4:8])
    assert part["Content-Range"] == f"bytes 4-7/{len(data)}"
    assert body(client.get(f"/files/{ref}", headers={"Range": "bytes=4-"})) == data[4:]
    assert client.get(f"/files/{ref}", headers={"Range": "bytes=9999-"}).status_code == 416
    assert body(client.get(f"/files/{ref}", headers={"Range": "lines=1-2"})) == data


def test_absent_and_hidden_look_alike(client, sender):
    ref = keep(sender, "a.jpg", samples.photo())
    client.logout()
    hidden, absent = client.get(f"/files/{ref}"), client.get("/files/00000000-0000-4000-8000-000000000000")
    assert hidden.status_code == absent.status_code == 404
    assert client.post(f"/files/{ref}").status_code == 405


def test_the_owners_app_decides(client, sender, monkeypatch):
    ref = keep(sender, "a.jpg", samples.photo())
    monkeypatch.setattr(owners, "_owners", {})
    seen = []

    def ask(actor, owner, file, at):
        seen.append((actor.is_stranger, owner, file))
        return owner == "7"

    owners.register("case", ask)
    service.hand_over([ref], sender_key=sender.actor.key, owner_key="case:7", retained_until=None, at=NOW)
    client.logout()
    assert body(client.get(f"/files/{ref}"))
    assert seen == [(True, "7", ref)]


class Unread(io.BytesIO):
    """A body that must not be touched."""

    def read(self, *_):
        raise AssertionError("read")


def announced(method, size):
    return method(
        "/login",
        b"x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size),
        **{"wsgi.input": Unread()},
    )


def test_two_gigabytes_are_turned_away_without_reading_a_byte():
    request = announced(RequestFactory().post, 2 * 1024**3)
    with pytest.raises(RequestDataTooBig):
        _ = request.POST


def test_the_page_says_so(client):
    response = announced(client.post, 2 * 1024**3)
    assert response.status_code == 413
    assert "25 MB" in response.content.decode()


def test_what_comes_in_is_counted_even_when_its_length_was_a_lie(settings):
    settings.UPLOAD_LIMIT_BYTES = 10
    handler = CountingUploadHandler()
    handler.handle_raw_input(None, {}, 0, b"x")
    assert handler.receive_data_chunk(b"a" * FORM_AROUND, 0)
    assert handler.file_complete(3) is None
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"a" * 11, 0)


def test_it_stands_before_the_handlers_that_keep(settings):
    assert settings.FILE_UPLOAD_HANDLERS[0].endswith("CountingUploadHandler")
    assert MemoryFileUploadHandler.__name__ in settings.FILE_UPLOAD_HANDLERS[1]
