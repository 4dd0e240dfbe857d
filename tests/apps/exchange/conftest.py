"""A city of ours, with or without files of its own folder, beside one other whose answers the test writes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.kernel.files import service as files


@pytest.fixture
def border(city, monkeypatch, settings, tmp_path):
    settings.EXCHANGE_CODE = "fenan"
    settings.EXCHANGE_KEY_FILE = tmp_path / "exchange.key"
    from tests.apps.exchange.test_exchange import Border

    return Border(city, monkeypatch)


@pytest.fixture
def town(city, monkeypatch, settings, tmp_path):
    settings.EXCHANGE_CODE = "fenan"
    settings.EXCHANGE_KEY_FILE = tmp_path / "exchange.key"
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "f"},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    monkeypatch.setattr(files, "UNCLAIMED_FOR", timedelta(days=1_000))  # acts are recorded by the real clock
    from tests.apps.exchange.town import Town

    return Town(city, monkeypatch)
