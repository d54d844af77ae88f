"""Enrolling somebody at the machine of somebody else: both know each other from then on."""

from vault import ExistsError, UnlockedVault, Vault


def require_unknown(me: UnlockedVault, name: str) -> None:
    """Refuse a name that somebody known already has. Raises ExistsError."""
    known = (me.people.me, *me.people.contacts())
    if any(each.name.casefold() == name.casefold() for each in known):
        raise ExistsError("person", name)


def enrol_beside(
    place: Vault, me: UnlockedVault, name: str, passphrase: str
) -> tuple[UnlockedVault, str]:
    """Enrol somebody who sits here, and put both in touch. Returns them unlocked, and their code.

    Raises:
        ExistsError: the name is taken.

    """
    new, code = place.enrol(name, passphrase)
    try:
        # Both sit at this machine: nobody can have put other keys in between.
        me.people.add(name, new.people.me.identity, confirmed=True)
        new.people.add(me.name, me.people.me.identity, confirmed=True)
    except BaseException:
        new.lock()
        raise
    return new, code
