"""Who may tend the catalogue, and the rule that a second person decides."""

from __future__ import annotations

from linli.core.shared.outcomes import Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Refused


def require(actor: Actor, *permissions: Permission, area_path: str | None = None) -> None:
    """Refuse whoever has none of the permissions there."""
    if not any(actor.may(permission, area_path=area_path) for permission in permissions):
        raise Refused(Refusal("catalogue.not_allowed", {"permission": permissions[0].value}))


def require_second(actor: Actor, proposed_by: str) -> None:
    """Refuse whoever would approve what they proposed."""
    if actor.key == proposed_by:
        raise Refused(Refusal("catalogue.second_person"))
