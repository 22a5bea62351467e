"""Who and where: users and their memberships, actors, and the territories they work in."""

from actors.models.actor import Actor, ActorKind, folded, may_administer, may_load
from actors.models.former import FormerActor, taken_addresses
from actors.models.invitation import Invitation
from actors.models.membership import Membership, MembershipRole, MembershipSource, roles_of
from actors.models.region import Region, RegionKind
from actors.models.user import User, Visitor

__all__ = [
    "Actor",
    "ActorKind",
    "FormerActor",
    "Invitation",
    "Membership",
    "MembershipRole",
    "MembershipSource",
    "Region",
    "RegionKind",
    "User",
    "Visitor",
    "folded",
    "may_administer",
    "may_load",
    "roles_of",
    "taken_addresses",
]
