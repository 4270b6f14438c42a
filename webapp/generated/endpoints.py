"""Every endpoint of lists that segue makes."""

from webapp.api.endpoint import Endpoint
from webapp.generated.arcs import Arcs
from webapp.generated.asking import Askers
from webapp.generated.blends import Blends
from webapp.generated.daily import Daily
from webapp.generated.journeys import Journeys
from webapp.generated.radios import Radios
from webapp.listener import Listeners


def generated_endpoints(listeners: Listeners) -> tuple[Endpoint, ...]:
    """Return what to register."""
    askers = Askers(listeners)
    kinds = (Journeys(askers), Blends(askers), Daily(askers), Arcs(askers), Radios(askers))
    return tuple(endpoint for kind in kinds for endpoint in kind.endpoints())
