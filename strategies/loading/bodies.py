"""Bodies that decide, by names that tell one kommun's from another's."""

import re

from strategies.loading.register import Register

SHORT = {
    "KF": "Kommunfullmäktige",
    "KS": "Kommunstyrelsen",
    "RF": "Regionfullmäktige",
    "RS": "Regionstyrelsen",
}
# Bodies that every kommun or region has one of; a Norwegian or English name is left as it is written.
COMMON = re.compile(
    r"(?:[a-zåäö-]+\s){0,4}[a-zåäö]*(?:fullmäktige|styrelsen?|nämnden?|utskottet|direktionen)(?:\sför\s.+)?",
    re.IGNORECASE,
)


def full_name(body: str, owners: list[str], register: Register) -> str:
    """ "kommunfullmäktige" of a plan that Mora kommun owns as "Kommunfullmäktige i Mora kommun".

    Left as written where the owner is not one alone, where its name is in the body's already, and where the register knows the body.
    """
    name = SHORT.get(body, body)
    if len(owners) != 1 or name.lower() in register.bodies or not COMMON.fullmatch(name):
        return name
    owner = owners[0]
    if owner.removesuffix(" kommun").lower() in name.lower():
        return name
    return f"{name[:1].upper()}{name[1:]} i {owner}"
