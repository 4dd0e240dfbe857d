"""What certificates write down: kind, body and hash are public, whom it is about and what it says are not."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

CERTIFICATE_ISSUED = register(
    "certificates.issued", {"kind", "body", "digest", "algorithm", "until", "presence", "role"}
)
ENTRY_RECORDED = register("certificates.entry_recorded", {"register", "body", "role", "corrects"})
ENTRY_DECIDED = register("certificates.entry_decided", {"state", "role"})
KIOSK_OPENED = register("certificates.kiosk_opened", {"body", "role"})
KIOSK_CLOSED = register("certificates.kiosk_closed", {"role"})
KIOSK_LOOKED = register("certificates.kiosk_looked", {"way", "answer", "role"})
CERTIFICATE_REVOKED = register("certificates.revoked", {"reason", "role"})
