"""Tells Django's sign-in machinery how to find an account again; passwords are checked in `service`."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from linli.kernel.identity.models import Account


class AccountBackend(BaseBackend):
    """Finds the account of a session."""

    def get_user(self, user_id: int) -> Account | None:
        """Return the account if it is still in use."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
