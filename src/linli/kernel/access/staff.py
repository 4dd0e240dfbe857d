"""Reads what is typed when an account for a member of staff is opened."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity.service import password_problem

LOGIN = re.compile(r"[a-z0-9][a-z0-9.\-]{2,59}")
NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Staff:
    """A sign-in name and a name as they will be kept."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password hashed before: good hashing is slow, and the demo city gives hundreds the same one."""

    value: str


def hashed(password: str) -> Hashed:
    """Hash a password once for many accounts."""
    return Hashed(make_password(password))


def read_staff(login: str, name: str, password: str | Hashed) -> Staff:
    """Return both names in their kept form.

    Raises:
        Invalid: with all that is wrong at once.
    """
    read = Staff(login.strip().lower(), _one_line(name))
    problems = [
        None if LOGIN.fullmatch(read.login) else Problem("login", "identity.login_shape"),
        None if 0 < len(read.name) <= NAME_LIMIT else Problem("name", "identity.name_missing"),
        None if isinstance(password, Hashed) else password_problem(password),
    ]
    if found := [problem for problem in problems if problem]:
        raise Invalid(*found)
    return read


def _one_line(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    visible = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(visible.split())
