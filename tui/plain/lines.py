"""Sessions, entries and records as lines that are listened to: the telling part first, no ids."""

from tui.plain.words import House, Notes, Sealed
from tui.views import moment
from vault import PRIVATE, DocketLine, Entry, Room, SessionView, UnlockedVault

_DAY = len("2026-03-04")


def session_words(view: SessionView) -> str:
    """Return what a session is called."""
    form = House.SESSION if view.title else House.SESSION_UNTITLED
    called = form.format(case=view.case, title=view.title, day=moment(view.convened)[:_DAY])
    return House.CLOSED.format(session=called) if view.closed else called


def spoken(audience: str) -> str:
    """Return an audience as it is said: ``caucus A``."""
    return audience.replace(":", " ")


def audience_words(me: UnlockedVault, session: bytes, audience: str) -> str:
    """Return an audience with the names of whoever reads it."""
    if audience == PRIVATE:
        return Notes.PRIVATE
    names = ", ".join(me.entries.readers(session, audience))
    return Notes.AUDIENCE.format(audience=spoken(audience), names=names)


def entry_words(room: Room, entry: Entry) -> str:
    """Return an entry in a list."""
    latest = entry.latest
    header = latest.header
    files = len(header.attachments)
    more = "".join(
        (
            f", {files} file{'' if files == 1 else 's'}" if files else "",
            f", {len(entry.revisions)} versions" if len(entry.revisions) > 1 else "",
            ", two versions at once" if len(entry.versions) > 1 else "",
        )
    )
    return Notes.ENTRY.format(
        title=header.title or Notes.UNTITLED, audience=spoken(latest.audience),
        kind=header.kind.value,
        author=room.roster.seat(entry.first.author).name, time=moment(entry.first.header.made),
        more=more,
    )  # fmt: skip


def record_words(line: DocketLine) -> str:
    """Return a sealed record in a list."""
    count = len(line.portions)
    portions = Sealed.PORTION if count == 1 else Sealed.PORTION_COUNT.format(count=count)
    return Sealed.RECORD.format(label=line.label, portions=portions, time=moment(line.sealed))
