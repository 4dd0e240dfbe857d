"""What can be done with a bundle: send it; everything after follows from the acts of its parts."""

from linli.apps.bundles.service.following import follow
from linli.apps.bundles.service.forgetting import forget_done
from linli.apps.bundles.service.opening import Sent, check_sent, open_bundle
from linli.apps.bundles.service.starting import carry_on

__all__ = ["Sent", "carry_on", "check_sent", "follow", "forget_done", "open_bundle"]
