"""What is said to somebody who looks around in the invented case."""

from enum import StrEnum


class Demo(StrEnum):
    """The demo at a terminal."""

    HEAD = "DEMO: nothing here is private"
    MAKING = "One moment: three invented people enrol, write and seal…"
    INVENTED = (
        "Everything here is invented. Unlock as any of the three, look around, and try what you "
        "like. Two of them have agreed to open a sealed record; the third has not been asked yet."
    )
    PERSON = "{name}, {seat}: {passphrase}"
    CHOOSE = "Enter on a name fills in the passphrase:"
    GONE = "The vault was made for this demo alone. It has been removed."
