"""What may be done (permissions are code) and which roles may do it (roles are sets of them)."""

from linli.kernel.access.permissions.permission import Permission
from linli.kernel.access.permissions.roles import ROLES, Role, Scope, scope_of

__all__ = ["ROLES", "Permission", "Role", "Scope", "scope_of"]
