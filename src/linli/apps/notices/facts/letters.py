"""What an announcement says over each channel, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings

from linli.apps.notices.models import Announcement
from linli.apps.notices.models.codes import PLAIN
from linli.apps.notices.policy.messages import Measured, fit
from linli.core.speech.read import read
from linli.core.speech.spoken import Spoken
from linli.kernel.ui import show
from linli.kernel.ui.text import t

FIELDS = ("title", "text", "do", "place")


@dataclass(frozen=True, slots=True)
class Words:
    """An announcement in one language; what was not translated is Chinese."""

    title: str
    text: str
    do: str
    place: str
    by: datetime | None
    language: str


def words_of(row: Announcement, language: str) -> Words:
    """Return the words of an announcement in a language, falling back to Chinese as a whole."""
    spoken = language if language == "zh" or (row.title_en and row.text_en) else "zh"
    found = {name: getattr(row, f"{name}_{spoken}") for name in FIELDS}
    return Words(**found, by=row.by, language=spoken)


def headline(row: Announcement, language: str) -> str:
    """Return the title, with a word in front when it corrects or withdraws another."""
    words = words_of(row, language)
    if row.kind == PLAIN:
        return words.title
    return t(f"notices.headline_{row.kind}", lang=words.language, title=words.title)


def message_of(row: Announcement, language: str, token: str) -> Measured:
    """Return the text message that one person gets, shortened to two parts; the link leads to the rest."""
    words = words_of(row, language)
    head = t("notices.sms_head", lang=words.language, title=headline(row, language))
    rest = words.do or words.text.split("\n", maxsplit=1)[0]
    if words.by is not None:
        rest = t("notices.sms_by", lang=words.language, when=_close(words), do=rest)
    return fit(head, rest, f" {link(token)}")


def mail_of(row: Announcement, language: str, token: str) -> tuple[str, str]:
    """Return subject and body of the e-mail that one person gets."""
    words = words_of(row, language)
    lines = [words.text]
    if words.do:
        lines.append(t("notices.mail_do", lang=words.language, do=words.do))
    if words.by is not None:
        lines.append(t("notices.mail_by", lang=words.language, when=show.when(words.by, words.language)))
    if words.place:
        lines.append(t("notices.mail_place", lang=words.language, place=words.place))
    lines.append(t("notices.mail_foot", lang=words.language, link=link(token)))
    return headline(row, language), "\n\n".join(lines)


def said(row: Announcement, language: str) -> str:
    """Return what a voice says: in Chinese without figures and letters, in English as it is written."""
    words = words_of(row, language)
    parts = [headline(row, language), words.text]
    if words.do:
        parts.append(t("notices.say_do", lang=words.language, do=words.do))
    if words.by is not None:
        parts.append(t("notices.say_by", lang=words.language, when=_close(words)))
    if words.place:
        parts.append(t("notices.say_place", lang=words.language, place=words.place))
    if words.language == "zh":
        return "".join(_sentence(read(part).text) for part in parts)
    return "\n".join(parts)


def _sentence(text: str) -> str:
    """End it with one sign, whether or not it was written with one."""
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _close(words: Words) -> str:
    """Write a moment without the spaces that divide Chinese from figures, by which a voice would not know a date."""
    written = show.when(words.by, words.language)
    return written.replace(" ", "") if words.language == "zh" else written


def called(row: Announcement, language: str) -> str:
    """Return what is said on the telephone: the announcement, and which key says that one has heard it."""
    words = words_of(row, language)
    again = t("notices.call_foot", lang=words.language)
    return said(row, language) + (read(again).text if words.language == "zh" else f"\n{again}")


def spoken_fields(row: Announcement) -> dict[str, Spoken]:
    """Return how each Chinese field is read, for finding what cannot be."""
    return {f"{name}_zh": read(getattr(row, f"{name}_zh")) for name in FIELDS}


def link(token: str) -> str:
    """Return the address of one person's page of one announcement."""
    return f"{settings.ADDRESS}/n/{token}"


class Post:
    """Writes the letters of one announcement; what is the same for everybody is put together once."""

    def __init__(self, row: Announcement) -> None:
        self._row = row
        self._mark = "0" * 24
        self._made = cache(self._make)

    def letter(self, channel: str, language: str, token: str) -> tuple[str, str]:
        """Return subject and body for one person."""
        subject, body = self._made(channel, language)
        if channel == "voice":
            return token, body
        return subject, body.replace(link(self._mark), link(token))

    def _make(self, channel: str, language: str) -> tuple[str, str]:
        if channel == "voice":
            return "", called(self._row, language)
        if channel == "sms":
            return headline(self._row, language), message_of(self._row, language, self._mark).text
        return mail_of(self._row, language, self._mark)
