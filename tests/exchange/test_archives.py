"""Sessions as one file, taken in on another machine."""

import io

import pytest

from tests.cast import passphrase_of
from tests.machines import Machines
from vault import (
    JOINT,
    MEDIATORS,
    PRIVATE,
    FormatError,
    InvalidError,
    Invitation,
    Kind,
    NewEntry,
    ReadOnlyError,
    Role,
    Shelf,
    Source,
    UnlockedVault,
    UnlockError,
    caucus,
)
from vault.services import archives
from vault.store.rows import ChainRow, ChunkRow, RevisionRow


def archive_of(person: UnlockedVault, session: bytes, *names: str, **more) -> io.BytesIO:
    file = io.BytesIO()
    person.archives.export(file, [session], names, **more)
    return file


def texts(person: UnlockedVault, session: bytes) -> dict[str, str]:
    listing = person.entries.listing(session)
    assert listing.damages == ()
    return {person.entries.show(each.id).text: each.latest.audience for each in listing.entries}


def test_a_party_finds_their_side_and_nothing_else(tmp_path):
    with Machines(tmp_path) as machines:
        for audience in (PRIVATE, MEDIATORS, caucus("A"), caucus("B"), JOINT):
            machines.write(audience, f"said {audience}")
        record = machines.seal()
        mediator, anna = machines.mediator, machines.party("A")
        file = archive_of(mediator, machines.session, anna.name)
        taken = anna.archives.receive(file)
        assert (taken.exporter, taken.entries, taken.records) == (mediator.name, 2, 1)
        assert texts(anna, machines.session) == {"said caucus:A": "caucus:A", "said joint": JOINT}
        assert anna.docket.acknowledge(machines.session) == [record]
        assert anna.archives.receive(file).new == 0
        assert anna.checks.run().damages == []
        said = anna.exchange.acknowledgement_file(machines.session)
        assert mediator.exchange.receive(said).new
        (line,) = mediator.docket.lines(machines.session)
        assert line.acknowledged == (anna.name,)
        assert mediator.checks.run().damages == []


def test_receiving_again_adds_what_is_new_in_any_order(tmp_path):
    with Machines(tmp_path) as machines:
        mediator, anna = machines.mediator, machines.party("A")
        files = []
        for count in range(3):
            machines.write(JOINT, f"note {count}")
            files.append(archive_of(mediator, machines.session, anna.name))
        anna.archives.receive(files[1])
        assert len(texts(anna, machines.session)) == 2
        anna.archives.receive(files[0])
        anna.archives.receive(files[2])
        anna.archives.receive(files[0])
        assert len(texts(anna, machines.session)) == 3
        anna.entries.add(machines.session, NewEntry(JOINT, "from Anna"))
        mediator.archives.receive(archive_of(anna, machines.session, mediator.name))
        assert "from Anna" in texts(mediator, machines.session)
        assert mediator.checks.run().damages == anna.checks.run().damages == []


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_attachments_and_portions_come_along(tmp_path, size):
    with Machines(tmp_path) as machines:
        mediator, anna = machines.mediator, machines.party("A")
        data = b"x" * size
        source = Source("plan.pdf", len(data), [data])
        made = mediator.files.add_entry(machines.session, NewEntry(JOINT, "see"), [source])
        machines.seal()
        anna.archives.receive(archive_of(mediator, machines.session, anna.name))
        _, pieces = anna.files.extract(made.id, "plan.pdf")
        assert b"".join(pieces) == data
        assert anna.checks.run().damages == []


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_an_older_archive_does_not_bring_back_a_file_that_was_destroyed(tmp_path, size):
    """R10: and it is no reason to refuse what else the archive holds."""
    with Machines(tmp_path) as machines:
        mara, anna = machines.mediator, machines.party("A")
        source = Source("plan.pdf", size, [b"x" * size])
        gone = mara.files.add_entry(machines.session, NewEntry(JOINT, "see"), [source]).id
        own = archive_of(mara, machines.session)
        anna.archives.receive(archive_of(mara, machines.session, anna.name))
        anna.entries.add(machines.session, NewEntry(JOINT, "from Anna"))
        theirs = archive_of(anna, machines.session, mara.name)
        mara.entries.destroy([gone])
        assert mara.archives.receive(own).new == 0
        assert mara.archives.receive(theirs).new > 0
        assert set(texts(mara, machines.session)) == {"from Anna"}
        with mara._desk.store.read() as tx:
            assert tx.count(ChunkRow) == 0
        assert not mara.traces_remain
        assert mara.checks.run().damages == []


def test_an_older_archive_leaves_a_file_that_another_entry_has_too(tmp_path):
    """A mediator destroys the note; a party's later version of it, made apart, keeps the file."""
    with Machines(tmp_path) as machines:
        mara, anna = machines.mediator, machines.party("A")
        draft = NewEntry(JOINT, "see", Kind.DRAFT)
        source = Source("plan.pdf", 10, [b"x" * 10])
        entry = mara.files.add_entry(machines.session, draft, [source]).id
        own = archive_of(mara, machines.session)
        anna.archives.receive(archive_of(mara, machines.session, anna.name))
        anna.entries.edit(entry, "see, says Anna")
        mara.entries.destroy([entry])
        mara.archives.receive(archive_of(anna, machines.session, mara.name))
        mara.archives.receive(own)
        assert b"".join(mara.files.extract(entry, "plan.pdf")[1]) == b"x" * 10
        assert mara.checks.run().damages == []


def test_an_archive_brings_no_rows_of_a_session_that_it_is_not_about(tmp_path, monkeypatch):
    """R12: nobody would read that session whole and verify its heads."""
    with Machines(tmp_path) as machines:
        mara, anna = machines.mediator, machines.party("A")
        seats = [Invitation(Role.MEDIATOR, mara.name), Invitation(Role.PARTY, anna.name, "A")]
        other = mara.sessions.convene("Another", "Its sitting", seats)
        anna.archives.receive(archive_of(mara, other, anna.name))
        mara.entries.add(other, NewEntry(JOINT, "not signed yet"))
        machines.write(JOINT, "signed by the export")
        lines = archives._lines

        def and_others(tx, *rest):
            yield from lines(tx, *rest)
            for chain in tx.find(ChainRow, session=other):
                yield archives.row_line(chain)
                for row in tx.find(RevisionRow, chain=chain.id):
                    yield archives.row_line(row)

        with monkeypatch.context() as patched:
            patched.setattr(archives, "_lines", and_others)
            file = archive_of(mara, machines.session, anna.name)
        with pytest.raises(FormatError):
            anna.archives.receive(file)
        assert texts(anna, other) == {}
        assert anna.archives.receive(archive_of(mara, machines.session, anna.name)).new > 0
        assert anna.checks.run().damages == []


def test_two_mediators_end_with_the_same_session(tmp_path):
    with Machines(tmp_path, mediators=("Mara Lindt", "Nils Holm")) as machines:
        mara, nils = machines.holders[:2]
        draft = machines.write(JOINT, "a draft")
        nils.archives.receive(archive_of(mara, machines.session, nils.name))
        nils.entries.add(machines.session, NewEntry(MEDIATORS, "from Nils"))
        mara.entries.add(machines.session, NewEntry(MEDIATORS, "from Mara"))
        machines.seal(label="sealed by Mara")
        nils.entries.destroy([draft])
        mara.archives.receive(archive_of(nils, machines.session, mara.name), follow=True)
        nils.archives.receive(archive_of(mara, machines.session, nils.name), follow=True)
        assert texts(mara, machines.session) == texts(nils, machines.session)
        assert set(texts(mara, machines.session)) == {"from Nils", "from Mara"}
        assert mara.docket.lines(machines.session)[0].label == "sealed by Mara"
        assert mara.checks.run().damages == nils.checks.run().damages == []


def test_an_archive_opens_years_later_without_its_vault_or_in_a_new_one(tmp_path):
    with Machines(tmp_path) as machines:
        mediator = machines.mediator
        machines.write(PRIVATE, "my own")
        record = machines.seal()
        waiver = mediator.waivers.request({record: [1]}, "p", "r", machines.clock.now + 999)
        file = archive_of(mediator, machines.session, with_keyslot=True)
        workspace = tmp_path / "shelf"
        workspace.mkdir()
        shelf = Shelf(file, workspace=workspace, clock=machines.clock)
        with pytest.raises(UnlockError):
            shelf.unlock(mediator.name, "not the passphrase")
        opened = shelf.unlock(mediator.name, passphrase_of(mediator.name))
        assert texts(opened, machines.session) == {"my own": PRIVATE}
        assert opened.docket.lines(machines.session)[0].label == "The rota"
        assert opened.waivers.show(waiver.id).purpose == "p"
        with pytest.raises(ReadOnlyError):
            opened.entries.add(machines.session, NewEntry(JOINT, "no"))
        assert opened.checks.run().damages == []
        opened.lock()
        shelf.close()
        bare = machines.vault_of("bare")
        bare.create()
        again, _ = bare.adopt(file, mediator.name, passphrase_of(mediator.name))
        again.archives.receive(file)
        assert texts(again, machines.session) == {"my own": PRIVATE}
        again.entries.add(machines.session, NewEntry(JOINT, "on the new machine"))
        assert again.checks.run().damages == []
        mediator.archives.receive(archive_of(again, machines.session))
        assert "on the new machine" in texts(mediator, machines.session)
        again.lock()
        bare.close()


def large(machines: Machines) -> io.BytesIO:
    data = b"x" * 5_000_000
    source = Source("plan.pdf", len(data), [data])
    machines.mediator.files.add_entry(machines.session, NewEntry(JOINT, "see"), [source])
    return archive_of(machines.mediator, machines.session, machines.party("A").name)


def test_what_a_killed_receive_left_does_not_keep_the_archive_out(tmp_path, monkeypatch):
    """R11: pieces that were stored are taken up again, and a repair afterwards loses nothing."""
    with Machines(tmp_path) as machines:
        file, anna = large(machines), machines.party("A")
        from vault.services.archives import Archives

        class Killed(BaseException):
            pass

        def cut_short(self, stream, pieces, progress):
            with self._desk.store.write() as tx:
                tx.add(ChunkRow(stream, 1, next(pieces)))
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(Archives, "_store", cut_short)
            patched.setattr("vault.services.archives.drop_upload", lambda *_: None)
            with pytest.raises(Killed):
                anna.archives.receive(file)
        assert anna.archives.receive(file).new > 0
        assert anna.checks.repair().damages == []
        (entry,) = anna.entries.listing(machines.session).entries
        assert len(b"".join(anna.files.extract(entry.id, "plan.pdf")[1])) == 5_000_000


def test_a_repair_beside_a_running_attach_makes_it_fail_aloud(tmp_path):
    with Machines(tmp_path) as machines:
        mediator = machines.mediator
        other = machines.vault_of(mediator.name).unlock(
            mediator.name, passphrase_of(mediator.name)
        )

        def repaired_meanwhile():
            other.checks.repair()
            yield b"x" * 4_000_000

        source = Source("plan.pdf", 4_000_000, repaired_meanwhile())
        with pytest.raises(InvalidError):
            mediator.files.add_entry(machines.session, NewEntry(JOINT, "see"), [source])
        assert mediator.entries.listing(machines.session).entries == ()
        assert mediator.checks.repair().damages == []
        other.lock()
