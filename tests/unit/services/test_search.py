"""Search: everything somebody may read, and nothing else."""

import pytest

from tests.cast import Cast
from vault import JOINT, PRIVATE, NewEntry, UnlockedVault
from vault.store.rows import RevisionRow


def found(person: UnlockedVault, session: bytes, query: str) -> list[bytes]:
    return [match.entry.id for match in person.search.finder([session]).find(query)]


def test_every_word_must_be_there_in_text_title_speaker_or_tag(sitting: Cast) -> None:
    entry = sitting.write(
        JOINT,
        "Die Straße ist LANG.\nZeile zwei.",
        title="Weg",
        tags=("rota",),
        speakers=("Anna Berg",),
    )
    mediator, session = sitting.mediator, sitting.session
    for query in (
        "strasse",
        "STRASSE lang",
        "weg",
        "#rota",
        "@anna",
        "zwei  zeile",
        "ota",
        "lang.",
    ):
        assert found(mediator, session, query) == [entry], query
    for query in ("", "   ", "strasse absent", "#anna", "%", "_", "' OR 1=1"):
        assert found(mediator, session, query) == [], query


def test_what_is_written_is_found_on_either_database(cast_everywhere: Cast) -> None:
    """R2."""
    cast = cast_everywhere
    entries = [cast.write(audience, "one word") for audience in (JOINT, "caucus:A")]
    assert found(cast.party("A"), cast.session, "word") == entries
    assert found(cast.party("B"), cast.session, "word") == entries[:1]


def test_only_what_somebody_may_read_is_found(sitting: Cast) -> None:
    """R2."""
    session, anna = sitting.session, sitting.party("A")
    for audience in (PRIVATE, "mediators", "caucus:A", "caucus:B", JOINT):
        sitting.write(audience, f"keyword in {audience}")
    anna.entries.add(session, NewEntry(PRIVATE, "keyword of her own"))
    counts = [len(found(person, session, "keyword")) for person in sitting.people.values()]
    assert counts == [5, 4, 3, 2, 2, 0, 1]


def test_the_newest_text_is_searched_and_destroyed_ones_are_not(sitting: Cast) -> None:
    entry = sitting.write(JOINT, "before")
    sitting.mediator.entries.edit(entry, "after", title="now")
    assert found(sitting.mediator, sitting.session, "before") == []
    assert found(sitting.mediator, sitting.session, "after") == [entry]
    sitting.mediator.entries.destroy([entry])
    assert found(sitting.mediator, sitting.session, "after") == []


def test_both_sides_of_a_fork_are_found(sitting: Cast) -> None:
    entry = sitting.write(JOINT, "base")
    for text in ("left", "right"):
        sitting.mediator.entries.edit(entry, text, base=entry)
    for text in ("left", "right"):
        assert found(sitting.mediator, sitting.session, text) == [entry], text


def test_a_snippet_shows_the_place_and_stays_short(sitting: Cast) -> None:
    sitting.write(JOINT, "x " * 500 + "needle" + " y" * 500)
    sitting.write(JOINT, "İ" * 50 + " needle")
    for match in sitting.mediator.search.finder([sitting.session]).find("needle"):
        assert "needle" in match.snippet
        assert len(match.snippet) < 100
        assert "\n" not in match.snippet


def test_what_cannot_be_read_is_reported_and_the_rest_is_found(sitting: Cast) -> None:
    """R12."""
    entries = [sitting.write(JOINT, f"word {number}") for number in range(3)]
    with sitting.mediator._desk.store.write() as tx:
        tx.change(RevisionRow, {"body": b"x" * 600}, id=entries[1])
    finder = sitting.mediator.search.finder([sitting.session])
    assert [match.entry.id for match in finder.find("word")] == [entries[0], entries[2]]
    assert [(damage.what, damage.row) for damage in finder.damages] == [("text", entries[1].hex())]
    assert sitting.mediator.entries.listing(sitting.session).damages == ()


def test_reading_and_searching_in_steps_gives_what_doing_it_at_once_gives(
    sitting: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.services.finder._READ_AT_ONCE", 3)
    monkeypatch.setattr("vault.services.finder._SEARCHED_AT_ONCE", 2)
    entries = [sitting.write(JOINT, f"word {number}") for number in range(7)]
    for text in ("word left", "word right"):
        sitting.mediator.entries.edit(entries[3], text, base=entries[3])
    entries += [sitting.write(PRIVATE, "word, privately")]
    at_once = sitting.mediator.search.finder([sitting.session]).find("word")
    finder = sitting.mediator.search.finder([sitting.session])
    steps = 1
    while finder.read_some():
        steps += 1
    assert steps > len(entries) / 3
    assert finder.read_some() is False
    parts = list(finder.matches("word"))
    assert all(len(part) <= 2 for part in parts)
    assert [match.entry for part in parts for match in part] == [each.entry for each in at_once]
    assert {each.entry.id for each in at_once} == set(entries)
    assert len(at_once) == len(entries)
