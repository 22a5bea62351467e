"""Who and where: users and their memberships, actors, and the territories they work in."""

from actors.models.actor import Actor, ActorKind, folded, may_load
from actors.models.former import FormerActor, taken_addresses
from actors.models.membership import Membership, MembershipRole
from actors.models.region import Region, RegionKind
from actors.models.user import User, Visitor

__all__ = [
    "Actor",
    "ActorKind",
    "FormerActor",
    "Membership",
    "MembershipRole",
    "Region",
    "RegionKind",
    "User",
    "Visitor",
    "folded",
    "may_load",
    "taken_addresses",
]
