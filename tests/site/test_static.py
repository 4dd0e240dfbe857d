from __future__ import annotations

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from linli.site.serving.static import version


def test_every_server_finds_what_pages_name():
    address = staticfiles_storage.url("ui/base.css")
    assert address == f"/static/{version()}/ui/base.css"
    named = address.removeprefix("/static/")
    assert finders.find(named) == finders.find("ui/base.css")
    assert finders.find(named, find_all=True) == finders.find("ui/base.css", find_all=True)


def test_a_version_that_is_none_finds_nothing():
    assert finders.find("000000000000/ui/base.css") is None
    assert finders.find(version()) is None
    assert finders.find(f"{version()}/ui/absent.css") is None


def test_what_changes_between_versions_is_in_the_address(client):
    page = client.get(staticfiles_storage.url("ui/page.js"))
    assert "immutable" in page.headers["Cache-Control"]
    beside = client.get("/static/ui/page.js")
    assert "immutable" not in beside.headers["Cache-Control"]
    assert b"".join(page.streaming_content) == b"".join(beside.streaming_content)
    for answer in (page, beside):
        for shut in answer._resource_closers:  # not the answer: that ends a request, and with it a connection
            shut()
