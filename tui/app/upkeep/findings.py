"""What a check found, by what it means to somebody: counted, and with what to do about it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.app.upkeep.copies import Copy, made_since
from tui.app.upkeep.words import Check, Group, Remedy
from tui.app.work.times import day, full
from tui.views import moment
from vault import Checked, Damage, Entry, SessionView, UnlockedVault, VaultError

_GROUPS = {
    Group.ENTRIES: ("entry", "text", "header", "revision", "chain", "head", "destruction"),
    Group.FILES: ("attachment", "upload", "chunk", "file"),
    Group.SESSIONS: ("session", "roster", "grant", "closing", "seat"),
    Group.SEALED: (
        "sealed record", "record", "pass", "portion", "share", "manifest", "acknowledgement",
    ),
    Group.REQUESTS: (
        "request", "waiver", "answer", "answered", "outcome", "release", "contribution", "box",
    ),
    Group.PEOPLE: ("contact",),
    Group.WAYS_IN: ("keyslot", "slot setting", "profile"),
    Group.JOURNAL: ("journal", "mark"),
}  # fmt: skip
_GROUP_OF = {what: group for group, whats in _GROUPS.items() for what in whats}
REPAIRABLE = frozenset({Group.SESSIONS, Group.SEALED, Group.FILES})
"""Where a repair can help."""
_REMEDIES = {
    Group.FILES: Remedy.FILES,
    Group.SESSIONS: Remedy.SESSIONS,
    Group.SEALED: Remedy.SEALED,
    Group.REQUESTS: Remedy.REQUESTS,
    Group.PEOPLE: Remedy.PEOPLE,
    Group.WAYS_IN: Remedy.WAYS_IN,
    Group.JOURNAL: Remedy.JOURNAL,
    Group.VAULT: Remedy.VAULT,
}


class Line(NamedTuple):
    """One line of the table."""

    group: Group
    total: int
    """How many there are; -1 where that says nothing."""
    damaged: int

    @property
    def result(self) -> str:
        """What came of it."""
        if self.damaged:
            return Check.DAMAGED.format(count=self.damaged)
        if self.total < 0:
            return Check.IN_ORDER
        if not self.total:
            return Check.NONE_THERE
        return Check.WHOLE_ONE if self.total == 1 else Check.WHOLE


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is to be checked, as far as its listings can be read."""

    counts: dict[Group, int]
    entries: tuple[Entry, ...] = field(repr=False)
    views: dict[bytes, SessionView] = field(repr=False)


def group_of(damage: Damage) -> Group:
    """Return which line of the table a damage belongs to."""
    return _GROUP_OF.get(damage.what, Group.VAULT)


def take_stock(person: UnlockedVault) -> Stock:
    """Count what there is. What cannot be listed is for the check to name."""
    views = person.sessions.views()
    entries: list[Entry] = []
    sealed = requests = 0
    for view in views:
        with suppress(VaultError):
            entries += person.entries.listing(view.id).entries
        with suppress(VaultError):
            sealed += len(person.docket.lines(view.id))
        with suppress(VaultError):
            requests += len(person.waivers.views(view.id))
    counts = {
        Group.ENTRIES: len(entries),
        Group.FILES: len({each.nonce for entry in entries for each in _attachments(entry)}),
        Group.SESSIONS: len(views),
        Group.SEALED: sealed,
        Group.REQUESTS: requests,
        Group.PEOPLE: _count(person.people.contacts),
        Group.WAYS_IN: -1,
        Group.JOURNAL: _count(person.checks.activity),
        Group.VAULT: -1,
    }
    return Stock(counts, tuple(entries), {view.id: view for view in views})


def _attachments(entry: Entry) -> Iterable:  # type: ignore[type-arg]
    return (each for revision in entry.revisions for each in revision.header.attachments)


def _count(listing: Callable[[], Sequence[object]]) -> int:
    try:
        return len(listing())
    except VaultError:
        return 0


def table(stock: Stock, checked: Checked | None) -> list[Line]:
    """Return the lines of the table; what is damaged counts once, however often it was met."""
    met: dict[Group, set[str]] = {group: set() for group in Group}
    for damage in checked.damages if checked else ():
        met[group_of(damage)].add(damage.row)
    return [Line(group, stock.counts[group], len(met[group])) for group in Group]


def total_damaged(lines: Iterable[Line]) -> int:
    """Return how many things are damaged."""
    return sum(line.damaged for line in lines)


def remedies(stock: Stock, checked: Checked, copies: Sequence[Copy]) -> list[str]:
    """Return a sentence or two for everything that is damaged: what, and what to do."""
    lines = {line.group: line.damaged for line in table(stock, checked)}
    found = _entry_remedies(stock, checked, copies) if lines[Group.ENTRIES] else []
    return found + [
        sentence.format(count=lines[group])
        for group, sentence in _REMEDIES.items()
        if lines[group]
    ]


def _entry_remedies(stock: Stock, checked: Checked, copies: Sequence[Copy]) -> list[str]:
    rows = {each.row for each in checked.damages if group_of(each) is Group.ENTRIES}
    hit = [entry for entry in stock.entries if rows & {each.id.hex() for each in entry.revisions}]
    others = Remedy.REST.format(count=f"{len(stock.entries) - len(hit):,}")
    named = {each.id.hex() for entry in hit for each in entry.revisions}
    found = [f"{_spoken(stock, entry)} {_rescue(entry, rows, copies)}" for entry in hit]
    unknown = len(rows - named)
    if unknown:
        one, many = Remedy.ENTRY_UNKNOWN, Remedy.ENTRIES_UNKNOWN
        newest = (
            Remedy.COPY.format(file=copies[0].path.name, made=full(copies[0].made))
            if (copies)
            else Remedy.NO_COPY
        )
        found.append(f"{(one if unknown == 1 else many).format(count=unknown)} {newest}")
    return [*found, others] if found else []


def _spoken(stock: Stock, entry: Entry) -> str:
    latest = entry.latest
    view = stock.views.get(latest.session)
    session = view.title or view.case if view else ""
    place = ", ".join(filter(None, (session, day(latest.header.made))))
    return Remedy.ENTRY.format(title=latest.header.title, place=place)


def _rescue(entry: Entry, rows: set[str], copies: Sequence[Copy]) -> str:
    """Return where an entry may still be whole: in an earlier version, or in a backup."""
    whole = [each for each in entry.revisions if each.id.hex() not in rows]
    damaged = [each for each in entry.revisions if each.id.hex() in rows]
    if whole:
        return Remedy.EARLIER.format(made=full(whole[-1].header.made))
    holding = made_since(copies, damaged[0].header.made)
    if not holding:
        return Remedy.NO_COPY
    # The oldest that can hold it: damage is copied along too.
    return Remedy.COPY.format(file=holding[-1].path.name, made=full(holding[-1].made))


def report(checked: Checked, now: int) -> str:
    """Return what was found as text for a file: kinds and numbers, no names and no note text."""
    head = Check.REPORT_HEAD.format(
        made=moment(now), rows=checked.rows, count=len(checked.damages)
    )
    lines = [
        Check.REPORT_LINE.format(what=each.what, row=each.row, reason=each.reason)
        for each in checked.damages
    ]
    return "\n".join([head, "", *lines, ""])
