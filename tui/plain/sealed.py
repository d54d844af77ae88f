"""Sealing, the docket, and asking everybody for a waiver."""

import click

from tui.plain.desk import Choice, Desk
from tui.plain.lines import record_words
from tui.plain.notes import chosen
from tui.plain.words import Sealed
from tui.references import EndOfDay
from vault import DocketLine, Entry, Room, spell_id


def seal(desk: Desk, room: Room) -> None:
    """Ask which entries, in which portions, and who a speaker is whom no seat is named for."""
    entries = chosen(desk, room)
    if not entries:
        return
    whole = desk.choose(Sealed.PORTIONS, (Sealed.BY_PARAGRAPH, Sealed.WHOLE)) == 1
    portions = f"--portions={'whole' if whole else 'paragraph'}"
    speakers = [f"--speaker-is={each}" for each in _placed(desk, room, entries)]
    references = [spell_id(each.id) for each in entries]
    desk.do("seal", portions, *speakers, "--", *references)


def _placed(desk: Desk, room: Room, entries: list[Entry]) -> list[str]:
    """Ask who it is that speaks under a name of no seat. Returns ``SPEAKER=NAME`` for each."""
    unknown: list[str] = []
    for entry in entries:
        unknown += desk.me.sealing.plan(entry.id).unknown_speakers
    names = [seat.name for seat in room.roster.seats]
    found = []
    for speaker in dict.fromkeys(unknown):
        place = desk.choose(Sealed.SPEAKER.format(name=speaker), [*names, Sealed.NOBODY])
        found.append(f"{speaker}={names[place] if place < len(names) else ''}")
    return found


def docket(desk: Desk, room: Room, session: str) -> None:
    """Read the docket out, and let it be acknowledged."""
    reference = spell_id(room.id)

    def choices() -> list[Choice]:
        if not desk.me.docket.lines(room.id):
            desk.say(Sealed.NONE)
            return []
        return [
            Choice(Sealed.READ, lambda: desk.do("docket", "--session", reference)),
            Choice(
                Sealed.ACKNOWLEDGE,
                lambda: desk.do("docket", "acknowledge", "--session", reference),
            ),
        ]

    if desk.me.docket.lines(room.id):
        desk.do("docket", "--session", reference)
    desk.menu(Sealed.DOCKET.format(session=session), choices)


def ask(desk: Desk, room: Room) -> bool:
    """Ask which portions of which records, until when; what for and for whom are asked too."""
    lines = desk.me.docket.lines(room.id)
    if not lines:
        desk.say(Sealed.NONE)
        return False
    for number, line in enumerate(lines, 1):
        desk.say(f"{number}  {record_words(line)}")
    wanted = [lines[place] for place in desk.numbers(Sealed.WHICH_RECORDS, len(lines))]
    if not wanted:
        return False
    references = [_portions(desk, line) for line in wanted]
    desk.do("waiver", "request", f"--until={_last_day(desk)}", "--", *references)
    return True


def _last_day(desk: Desk) -> str:
    """Return a date as the command takes it, asked for until it is one."""
    while True:
        typed = desk.ask(Sealed.UNTIL)
        try:
            EndOfDay().convert(typed, None, None)
        except click.BadParameter:
            desk.say(Sealed.NO_DATE)
        else:
            return typed


def _portions(desk: Desk, line: DocketLine) -> str:
    """Return a record with the portions that are asked for, as the command takes them."""
    question = Sealed.WHICH_PORTIONS.format(label=line.label, last=len(line.portions))
    numbers = [str(line.portions[place]) for place in desk.numbers(question, len(line.portions))]
    return f"{spell_id(line.record)}:{','.join(numbers)}" if numbers else spell_id(line.record)
