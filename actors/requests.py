from actors.models.user import User
from portal.http import PortalRequest


class StaffRequest(PortalRequest):
    """A request of somebody who is signed in; LoginRequiredMiddleware sees to it."""

    user: User
