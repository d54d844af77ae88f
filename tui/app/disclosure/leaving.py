"""What leaves with a disclosure, said before it is written; and writing it."""

from pathlib import Path

from textual.content import Content

from tui.app.disclosure.picking import Chosen, numbers_of, words_of
from tui.app.disclosure.words import GROUND_WORDS, KIND_WORDS, Disclose
from tui.app.scope import badge
from tui.app.text import plain, plain_line
from tui.disclosure_words import Notice
from tui.locked import Lock
from vault import Disclosing, Ground, Room, UnlockedVault, read_disclosure


def disclose(
    person: UnlockedVault, chosen: Chosen, disclosing: Disclosing, target: Path, lock: Lock
) -> str:
    """Write a disclosure and read it back before it gets its name. Returns its check words."""
    with lock.file(target) as file:
        person.disclosures.make(numbers_of(chosen), disclosing, file)
        file.seek(0)
        return read_disclosure(file).disclosure.check_words


def planned(person: UnlockedVault, entries: list[bytes]) -> tuple[Room, Chosen]:
    """Return the portions of entries, with their session. Raises VaultError."""
    room, _ = person.entries.find_all(entries)
    return room, {entry: person.disclosures.plan(entry) for entry in entries}


def audiences(chosen: Chosen) -> list[str]:
    """Return which audiences the chosen portions were written for."""
    return [each.content.audience for some in chosen.values() for each in some]


def what_leaves(chosen: Chosen, disclosing: Disclosing) -> Content:
    """Return what leaves, to whom, on whose word, and who is not told."""
    lines = [plain(Disclose.LEAVES, "bold")]
    for some in chosen.values():
        first = some[0].content
        lines.append(Content.assemble(badge(first.audience), plain_line(f"  {first.title}")))
        lines += [
            plain("  " + Disclose.PORTION.format(number=each.number, text=words_of(each)))
            for each in some
        ]
    kind = KIND_WORDS[disclosing.recipient_kind.value]
    said = [
        f"{Disclose.GROUND}: {GROUND_WORDS[disclosing.ground.value]}. {disclosing.reference}",
        Notice.RECIPIENT.format(recipient=disclosing.recipient, kind=kind),
        f"{Notice.OWN_WORD} {Notice.NOT_TOLD}",
    ]
    if disclosing.ground is Ground.SAFETY:
        said.append(Notice.SAFETY_ONLY)
    return Content("\n").join([*lines, plain(""), *(plain(each.strip()) for each in said)])
