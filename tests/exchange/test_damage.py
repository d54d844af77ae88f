"""Archives that were damaged, cut, extended, or put together by somebody else."""

import io

import pytest

from tests.machines import Machines
from vault import (
    JOINT,
    DamagedError,
    FormatError,
    NewEntry,
    UnconfirmedError,
    UnlockedVault,
    VaultError,
    WrongKeyError,
    read_bag,
)
from vault.format import bag
from vault.format.bag import Index
from vault.mapper import archives as mapper
from vault.mapper.archives import Contents, Signed
from vault.mapper.lines import read_row, row_line
from vault.services.bags import BagWriter
from vault.store.rows import ChainRow, RevisionRow

SIZE = 64 * 1024


def archive_of(person: UnlockedVault, session: bytes, *names: str) -> bytes:
    file = io.BytesIO()
    person.archives.export(file, [session], names)
    return file.getvalue()


def an_archive(machines: Machines) -> bytes:
    """Return an archive for Anna of about 64 KiB."""
    for count in range(12):
        machines.write(JOINT, f"note {count}\n" + "words " * 300)
    return archive_of(machines.mediator, machines.session, machines.party("A").name)


def refused(data: bytes) -> bool:
    try:
        read_bag(io.BytesIO(data))
    except FormatError:
        return True
    return False


def flip_and_cut(data: bytes, step: int) -> None:
    assert not refused(data)
    kept = []
    for place in range(0, len(data), step):
        changed = bytearray(data)
        for bit in range(8):
            changed[place] ^= 1 << bit
            if not refused(bytes(changed)):
                kept.append((place, bit))
            changed[place] ^= 1 << bit
    kept += [(length, "cut") for length in range(0, len(data), step) if not refused(data[:length])]
    assert kept == []
    assert refused(data + b"\0")
    assert refused(b"\0" + data)


def test_no_flipped_bit_and_no_cut_is_accepted(tmp_path):
    with Machines(tmp_path) as machines:
        flip_and_cut(an_archive(machines), 211)


@pytest.mark.long
def test_no_byte_of_an_archive_flipped_or_missing_is_accepted(tmp_path):
    with Machines(tmp_path) as machines:
        data = an_archive(machines)
        assert len(data) >= SIZE
        flip_and_cut(data, 1)


class Forger:
    """Somebody with the key of an archive who writes another one of it."""

    def __init__(self, machines: Machines, data: bytes) -> None:
        self.machines = machines
        self.found = read_bag(io.BytesIO(data))
        identity = machines.party("A")._desk.identity
        self.key = mapper.unwrap_key(identity, self.found.read(self.found.part("wraps")[0]))
        (part,) = self.found.part("rows")
        plain = mapper.decrypt_part(self.key, 1, self.found.read(part))
        self.lines = list(mapper.read_part(plain))

    def written(self, lines, *, sign=None) -> bytes:
        """Return the archive with other lines; signed anew by ``sign``, or with the old one."""
        file = io.BytesIO()
        writer = BagWriter(file)
        wraps = self.found.read(self.found.part("wraps")[0])
        names = [writer.add_payload((wraps,), len(wraps))[0]]
        data = b"".join(
            mapper.contents_line(each) if isinstance(each, Contents) else row_line(each)
            for each in lines
        )
        cell = mapper.encrypt_part(self.key, 1, data)
        names.append(writer.add_payload((cell,), len(cell))[0])
        index = Index(bag.ARCHIVE, {"wraps": (names[0],), "streams": (), "rows": (names[1],)})
        contents = lines[0]

        def attest(tags: bytes) -> bytes:
            if sign is None:
                return self.found.read(bag.SIGNATURE)
            body = mapper.signed_object(Signed(contents.made, contents.sessions, tags))
            return mapper.signature_cell(self.key, sign(body))

        writer.finish(index, attest)
        return file.getvalue()


@pytest.fixture
def forger(tmp_path):
    with Machines(tmp_path) as machines:
        yield Forger(machines, an_archive(machines))


def signed_by(person: UnlockedVault):
    from vault.format.statement import StatementType
    from vault.keys.statements import sign

    return lambda body: sign(person._desk.identity, StatementType.ARCHIVE, body)


def take(forger: Forger, data: bytes):
    return forger.machines.party("A").archives.receive(io.BytesIO(data))


def test_the_same_lines_signed_by_their_exporter_are_taken(forger):
    """What the forgeries below differ from is accepted."""
    data = forger.written(forger.lines, sign=signed_by(forger.machines.mediator))
    assert take(forger, data).new > 0


def test_an_archive_with_somebody_elses_signature_is_refused(forger):
    data = forger.written(forger.lines, sign=signed_by(forger.machines.party("B")))
    with pytest.raises(DamagedError):
        take(forger, data)


def test_an_old_signature_under_other_lines_is_refused(forger):
    with pytest.raises(DamagedError):
        take(forger, forger.written(forger.lines[:-1]))


def test_who_claims_to_be_another_exporter_is_refused(forger):
    anna = forger.machines.party("A")._desk.identity
    lines = [forger.lines[0]._replace(exporter=anna.fingerprint), *forger.lines[1:]]
    with pytest.raises(DamagedError):
        take(forger, forger.written(lines, sign=signed_by(forger.machines.mediator)))


def without(forger: Forger, drop) -> bytes:
    kept = [each for each in forger.lines if not drop(each)]
    return forger.written(kept, sign=signed_by(forger.machines.mediator))


def test_a_row_missing_from_the_middle_is_refused(forger):
    data = without(forger, lambda each: isinstance(each, RevisionRow) and each.sequence == 3)
    with pytest.raises(DamagedError):
        take(forger, data)
    assert forger.machines.party("A").sessions.views() == []


def test_rows_behind_the_signed_head_are_refused(forger):
    """A half-signed archive: the head stays where it was, and a row more stands behind it."""
    older = [each for each in forger.lines if isinstance(each, ChainRow)]
    assert older
    lines = [
        each._replace(head=b"") if isinstance(each, ChainRow) else each for each in forger.lines
    ]
    with pytest.raises(DamagedError):
        take(forger, forger.written(lines, sign=signed_by(forger.machines.mediator)))


def test_a_roster_of_strangers_is_refused(tmp_path):
    with Machines(tmp_path) as machines:
        data = an_archive(machines)
        stranger = machines.vault_of("stranger")
        stranger.create()
        anna = machines.party("A")
        lonely, _ = stranger.enrol("Somebody", "correct horse battery staple Somebody")
        with pytest.raises(WrongKeyError):
            lonely.archives.receive(io.BytesIO(data))
        lonely.lock()
        stranger.close()
        fresh = machines.vault_of("fresh")
        fresh.create()
        file = io.BytesIO()
        anna.archives.receive(io.BytesIO(data))
        anna.archives.export(file, [machines.session], with_keyslot=True)
        again, _ = fresh.adopt(file, anna.name, f"correct horse battery staple {anna.name}")
        with pytest.raises(UnconfirmedError):
            again.archives.receive(io.BytesIO(data))
        assert again.sessions.views() == []
        again.archives.receive(file)
        assert len(again.sessions.views()) == 1
        again.lock()
        fresh.close()


def test_the_same_id_with_other_bytes_is_an_error(forger):
    taken = take(forger, forger.written(forger.lines, sign=signed_by(forger.machines.mediator)))
    assert taken.new
    party = forger.machines.party("A")
    before = party.entries.listing(forger.machines.session)
    lines = [
        each._replace(mark=bytes(32)) if isinstance(each, RevisionRow) and each.sequence == 2
        else each
        for each in forger.lines
    ]  # fmt: skip
    with pytest.raises(DamagedError):
        take(forger, forger.written(lines, sign=signed_by(forger.machines.mediator)))
    assert party.entries.listing(forger.machines.session) == before


def test_rows_that_nobody_here_could_read_are_refused(forger):
    """What can't be checked is not taken in."""
    chain = next(each for each in forger.lines if isinstance(each, ChainRow))
    foreign = chain._replace(id=bytes(16), tag=bytes(16))
    lines = [*forger.lines, foreign]
    with pytest.raises(VaultError):
        take(forger, forger.written(lines, sign=signed_by(forger.machines.mediator)))
    assert (
        forger.machines.party("A").sessions.views() == []
        or not forger.machines.party("A").entries.listing(forger.machines.session).entries
    )


def test_a_forked_chain_is_refused_on_both_sides(tmp_path):
    """Two copies of one vault, written in apart: the second archive is not believed."""
    with Machines(tmp_path) as machines:
        mediator, anna = machines.mediator, machines.party("A")
        machines.write(JOINT, "common")
        import shutil

        place = machines.place_of(mediator.name)
        mediator.lock()
        copy = place.with_name("copy")
        shutil.copytree(place, copy)
        from tests.cast import LOWEST_COST, passphrase_of
        from vault import Vault

        files = []
        for folder, text in ((place, "here"), (copy, "there")):
            vault = Vault(
                str(folder / "vault.caucus"), marks=folder / "marks", clock=machines.clock,
                cost=LOWEST_COST,
            )  # fmt: skip
            person = vault.unlock(mediator.name, passphrase_of(mediator.name))
            person.entries.add(machines.session, NewEntry(JOINT, text))
            files.append(archive_of(person, machines.session, anna.name))
            person.lock()
            vault.close()
        anna.archives.receive(io.BytesIO(files[0]))
        with pytest.raises(DamagedError):
            anna.archives.receive(io.BytesIO(files[1]))
        listing = anna.entries.listing(machines.session)
        assert len(listing.entries) == 2
        assert anna.checks.run().damages == []


def test_a_row_read_back_is_the_row_that_was_written():
    row = RevisionRow(bytes(16), 1, bytes(16), b"h", b"b", bytes(32), bytes(32))
    from vault.mapper.lines import read_lines

    (line,) = read_lines(row_line(row))
    assert read_row(line) == row
