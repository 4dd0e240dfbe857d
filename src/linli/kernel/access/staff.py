"""Reads what is typed when an account for a member of staff is opened."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid

LOGIN = re.compile(r"[a-z0-9][a-z0-9.\-]{2,59}")
NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Staff:
    """A sign-in name and a name as they will be kept."""

    login: str
    name: str


def read_staff(login: str, name: str, password: str) -> Staff:
    """Return both names in their kept form.

    Raises:
        Invalid: with all that is wrong at once.
    """
    read = Staff(login.strip().lower(), _one_line(name))
    problems = [
        None if LOGIN.fullmatch(read.login) else Problem("login", "identity.login_shape"),
        None if 0 < len(read.name) <= NAME_LIMIT else Problem("name", "identity.name_missing"),
        password_problem(password),
    ]
    if found := [problem for problem in problems if problem]:
        raise Invalid(*found)
    return read


def password_problem(password: str) -> Problem | None:
    """Say whether a new password is too weak."""
    try:
        validate_password(password)
    except ValidationError:
        return Problem("password", "identity.password_weak")
    return None


def _one_line(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    visible = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(visible.split())
