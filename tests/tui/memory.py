"""What a program that locks leaves in its memory: run in a process that holds nothing else.

In a process of many tests there are millions of things to look through that are none of its.
"""

import asyncio
import gc
import sys
from functools import cache
from pathlib import Path
from types import MemberDescriptorType
from uuid import uuid4

from tests.cast import Cast
from tests.tui.staging import at_work, unlock, until
from tui.app.place import Place


def main(folder: Path) -> None:
    """Fail if a word of an entry can be found in memory after locking, twice over."""
    mark = f"ZQX-{uuid4().hex}"
    with Cast(str(folder / "vault.caucus"), folder / "marks") as cast:
        entry = cast.write("joint", f"{mark} text", title=f"{mark} title")
    asyncio.run(lock_twice(cast, entry, mark))


async def lock_twice(cast: Cast, entry: bytes, mark: str) -> None:
    async with at_work(cast) as (app, pilot):
        app.place = Place(cast.session, "joint", entry)
        for _ in range(2):
            await pilot.press("ctrl+l")
            await until(pilot, lambda: app.person is None)
            await pilot.pause()
            assert not [kind for kind in referring_to(mark) if kind != "cell"]
            await unlock(app, pilot, cast.mediators[0])
            await until(pilot, lambda: mark in app.export_screenshot())
            assert referring_to(mark)


def referring_to(mark: str) -> list[str]:
    """Return what kinds of things hold a text with this mark in it."""
    found = []
    for thing in gc.get_objects():
        match thing:
            case dict():
                held = [*thing.values(), *thing.keys()]
            case list() | tuple() | set() | frozenset():
                held = list(thing)
            case _:
                held = [value(slot, thing) for slot in slots_of(type(thing))]
        if any(type(each) is str and mark in each and each != mark for each in held):
            found.append(type(thing).__name__)
    return found


@cache
def slots_of(kind: type) -> list[MemberDescriptorType]:
    return [
        slot
        for each in kind.__mro__
        for slot in each.__dict__.values()
        if isinstance(slot, MemberDescriptorType)
    ]


def value(slot: MemberDescriptorType, thing: object) -> object:
    try:
        return slot.__get__(thing)
    except AttributeError:
        return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    sys.stdout.write("nothing is left\n")
