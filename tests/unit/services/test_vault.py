"""Making, unlocking and locking a vault."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cast import LOWEST_COST, MEDIATOR, PARTY_A, Cast, Clock, passphrase_of
from vault import (
    DamagedError,
    ExistsError,
    InvalidError,
    KdfCost,
    LimitError,
    LockedError,
    NewEntry,
    PassphraseError,
    ReadOnlyError,
    RecoveryCodeError,
    StorageError,
    UnlockError,
    Vault,
    VaultExistsError,
    VaultMissingError,
)
from vault.keys import keyslot
from vault.store.rows import KeyslotRow, SettingRow


@pytest.fixture(scope="module")
def nobodys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with nobody in it, to be copied: making the tables takes its time."""
    path = tmp_path_factory.mktemp("nobodys") / "vault.caucus"
    made = Vault(str(path), marks=path.parent, clock=Clock(), cost=LOWEST_COST)
    made.create()
    made.close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def vault(request: pytest.FixtureRequest, nobodys: Path, tmp_path: Path) -> Iterator[Vault]:
    """A vault with nobody in it."""
    location = str(tmp_path / "vault.caucus")
    if request.param == "sqlite":
        shutil.copy(nobodys, location)
    else:
        location = request.getfixturevalue("postgresql")
    made = Vault(location, marks=tmp_path / "marks", clock=Clock(), cost=LOWEST_COST)
    if request.param != "sqlite":
        made.create()
    yield made
    made.close()


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[KdfCost]:
    """What every Argon2id run cost, in order; each of them really happens."""
    seen: list[KdfCost] = []
    real: Callable[[bytes, bytes, KdfCost], bytes] = keyslot.argon2id

    def counted(secret: bytes, salt: bytes, cost: KdfCost) -> bytes:
        seen.append(cost)
        return real(secret, salt, cost)

    monkeypatch.setattr(keyslot, "argon2id", counted)
    return seen


def again(vault: Vault, tmp_path: Path, cost: KdfCost = LOWEST_COST, **more: bool) -> Vault:
    return Vault(vault.location, marks=tmp_path / "marks", clock=Clock(), cost=cost, **more)


def test_a_vault_is_made_once(location: str, tmp_path: Path) -> None:
    vault = Vault(location, marks=tmp_path / "marks", clock=Clock(), cost=LOWEST_COST)
    vault.create()
    assert vault.enrol("Anna", "a passphrase")[0].checks.run().damages == []
    with pytest.raises(VaultExistsError):
        vault.create()
    vault.require_ready()
    assert vault.unlock("Anna", "a passphrase").name == "Anna"
    vault.close()


def test_a_vault_of_nobody_is_not_one_yet_and_is_made_again(location: str, tmp_path: Path) -> None:
    """A program killed between making and enrolling costs nothing."""
    killed = Vault(location, marks=tmp_path / "marks", clock=Clock(), cost=LOWEST_COST)
    killed.create()
    killed.close()
    vault = Vault(location, marks=tmp_path / "marks", clock=Clock(), cost=LOWEST_COST)
    for act in (vault.require_ready, lambda: vault.unlock("Anna", "a passphrase")):
        with pytest.raises(VaultMissingError):
            act()
    vault.create()
    assert vault.enrol("Anna", "a passphrase")[0].checks.run().damages == []
    vault.close()


def test_a_vault_whose_keyslots_are_gone_is_not_made_again(location: str, tmp_path: Path) -> None:
    """Whoever owns the database cannot have somebody new enrolled over what is in it."""
    vault = Vault(location, marks=tmp_path / "marks", clock=Clock(), cost=LOWEST_COST)
    vault.create()
    vault.enrol("Anna", "a passphrase")
    with vault._store.write() as tx:
        tx.remove(KeyslotRow)
    with pytest.raises(VaultExistsError):
        vault.create()
    vault.close()


def test_where_there_is_no_vault_nothing_opens(tmp_path: Path, location: str) -> None:
    vault = Vault(location, marks=tmp_path, clock=Clock(), cost=LOWEST_COST)
    for act in (
        vault.require_ready,
        lambda: vault.unlock("x", "y"),
        lambda: vault.enrol("x", "y"),
    ):
        with pytest.raises(StorageError):
            act()
    vault.close()
    elsewhere = Vault(str(tmp_path / "no" / "folder"), marks=tmp_path, clock=Clock())
    with pytest.raises(VaultMissingError):
        elsewhere.create()


def test_a_file_that_is_no_vault_is_refused_and_left_alone(tmp_path: Path) -> None:
    """R12."""
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Anna, " * 1000)
    vault = Vault(str(path), marks=tmp_path, clock=Clock())
    with pytest.raises(VaultExistsError):
        vault.create()
    with pytest.raises((StorageError, DamagedError)):
        vault.unlock("x", "y")
    vault.close()
    assert path.read_bytes() == b"Dear Anna, " * 1000


def test_a_database_of_another_program_is_no_vault(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mail (id INTEGER)")
    other.close()
    vault = Vault(str(path), marks=tmp_path, clock=Clock())
    with pytest.raises(StorageError):
        vault.require_ready()
    with pytest.raises(VaultExistsError):
        vault.create()
    vault.close()


def test_an_unknown_name_and_a_wrong_passphrase_are_one_case(
    vault: Vault, runs: list[KdfCost], tmp_path: Path
) -> None:
    """R2."""
    vault.enrol("Zoë Straße", "a passphrase")
    stronger = again(vault, tmp_path, KdfCost(64 * 1024, 2, 1))
    stronger.enrol("Somebody Else", "another passphrase")
    errors, costs = [], []
    for name, passphrase in (
        ("Nobody", "a passphrase"), ("Zoë Straße", "a passphrase "),
        ("zoë straße", "A passphrase"), ("Somebody Else", "a passphrase"), ("", "x"),
    ):  # fmt: skip
        runs.clear()
        with pytest.raises(UnlockError) as caught:
            vault.unlock(name, passphrase)
        errors.append((type(caught.value), caught.value.data))
        costs.append(list(runs))
    assert errors == [(UnlockError, {"damaged": 0})] * 5
    assert costs == [[KdfCost(64 * 1024, 2, 1), LOWEST_COST]] * 5
    stronger.close()


def test_a_name_and_a_passphrase_unlock_however_they_are_composed(vault: Vault) -> None:
    vault.enrol("Zoë Straße", "Ein Kl\u00e4ppchen")
    unlocked = vault.unlock("ＺＯE\u0308 strasse", "Ein Kla\u0308ppchen")
    assert unlocked.name == "Zoë Straße"
    assert unlocked.people.me.name == "Zoë Straße"


def test_recovery_finds_a_name_however_it_is_composed(vault: Vault) -> None:
    _, code = vault.enrol("Zoë Straße", "a passphrase")
    unlocked, _ = vault.recover(code, "ＺＯE\u0308 strasse", "another passphrase")
    assert unlocked.name == "Zoë Straße"


def test_what_cannot_be_a_name_or_a_passphrase_is_refused(vault: Vault) -> None:
    vault.enrol("Boris", "his own")
    for passphrase in ("", "x" * 1025, "\u0378"):
        with pytest.raises(PassphraseError):
            vault.enrol("Anna", passphrase)
        with pytest.raises(PassphraseError):
            vault.unlock("Anna", passphrase)
    for name in ("", "  ", "x" * 401, "a\nb", "\ud800"):
        with pytest.raises(InvalidError):
            vault.enrol(name, "a passphrase")


def test_two_people_may_share_a_name_but_not_a_passphrase_too(vault: Vault) -> None:
    first, _ = vault.enrol("Anna Berg", "a passphrase")
    second, _ = vault.enrol("Anna Berg", "another passphrase")
    assert first.people.me.identity.kem != second.people.me.identity.kem
    with pytest.raises(ExistsError):
        vault.enrol("anna berg", "a passphrase")
    kem = vault.unlock("Anna Berg", "another passphrase").people.me.identity.kem
    assert kem == second.people.me.identity.kem


def test_changing_a_passphrase_ends_the_old_one_and_leaves_the_code(vault: Vault) -> None:
    person, code = vault.enrol("Anna", "the first")
    assert person.change_passphrase("the second") == ""
    with pytest.raises(UnlockError):
        vault.unlock("Anna", "the first")
    assert vault.unlock("Anna", "the second").checks.run().damages == []
    with pytest.raises(PassphraseError):
        person.change_passphrase("")
    vault.recover(code, "Anna", "the third")


def test_recovering_ends_the_old_code_and_the_old_passphrase(vault: Vault) -> None:
    _, code = vault.enrol("Anna", "the first")
    _, other = vault.enrol("Boris", "his own")
    recovered, fresh = vault.recover(code.lower().replace("-", " "), "anna", "the second")
    assert recovered.checks.run().damages == []
    assert fresh != code
    with pytest.raises(UnlockError):
        vault.recover(code, "Anna", "the third")
    with pytest.raises(UnlockError):
        vault.unlock("Anna", "the first")
    vault.unlock("Anna", "the second")
    with pytest.raises(UnlockError):
        vault.recover(other, "Anna", "the third")
    with pytest.raises(PassphraseError):
        vault.recover(fresh, "Anna", "")
    vault.recover(fresh, "Anna", "the fourth")
    with pytest.raises(RecoveryCodeError) as caught:
        vault.recover("U" + fresh[1:], "Anna", "the fifth")
    assert caught.value.group == 1


def test_a_cheap_slot_is_wrapped_anew_at_the_next_unlock(
    vault: Vault, runs: list[KdfCost], tmp_path: Path
) -> None:
    vault.enrol("Anna", "a passphrase")
    stronger = KdfCost(64 * 1024, 2, 1)
    later = again(vault, tmp_path, stronger)
    later.unlock("Anna", "a passphrase")
    runs.clear()
    unlocked = later.unlock("Anna", "a passphrase")
    assert runs == [stronger]
    assert unlocked.checks.run().damages == []
    runs.clear()
    vault.unlock("Anna", "a passphrase")
    assert runs == [stronger]
    later.close()


@pytest.mark.long
def test_a_vault_keeps_three_slot_settings_at_most(vault: Vault, tmp_path: Path) -> None:
    names = ["Anna", "Boris", "Cleo", "Dan"]
    for passes, name in enumerate(names, 1):
        stronger = again(vault, tmp_path, KdfCost(64 * 1024, passes, 1))
        if passes <= 3:
            stronger.enrol(name, f"{name} passphrase")
        else:
            with pytest.raises(InvalidError):
                stronger.enrol(name, f"{name} passphrase")
            for known in names[:3]:
                unlocked = stronger.unlock(known, f"{known} passphrase")
                assert unlocked.checks.run().damages == []
        stronger.close()
    with vault._store.read() as tx:
        assert 1 <= tx.count(SettingRow) <= 3


def test_a_setting_that_nobody_uses_makes_room(vault: Vault, tmp_path: Path) -> None:
    vault.enrol("Anna", "a passphrase")
    for passes in range(2, 5):
        stronger = again(vault, tmp_path, KdfCost(64 * 1024, passes, 1))
        stronger.unlock("Anna", "a passphrase")
        stronger.close()
    with vault._store.read() as tx:
        assert tx.count(SettingRow) <= 3
    assert vault.unlock("Anna", "a passphrase").name == "Anna"


@pytest.mark.parametrize(
    "hostile",
    [
        {"memory_kib": 2**31 - 1},
        {"memory_kib": 1024},
        {"passes": 0},
        {"passes": 1000},
        {"lanes": 99},
    ],
)
def test_hostile_slot_settings_are_refused_before_any_memory_is_taken(
    vault: Vault, runs: list[KdfCost], hostile: dict[str, int]
) -> None:
    """R12 and R13."""
    vault.enrol("Anna", "a passphrase")
    with vault._store.write() as tx:
        row = tx.find(SettingRow)[0]
        tx.change(SettingRow, hostile, id=row.id)
    runs.clear()
    with pytest.raises(LimitError):
        vault.unlock("Anna", "a passphrase")
    assert runs == []


def test_a_fourth_slot_setting_is_refused(vault: Vault, runs: list[KdfCost]) -> None:
    vault.enrol("Anna", "a passphrase")
    with vault._store.write() as tx:
        row = tx.find(SettingRow)[0]
        for number in range(2, 5):
            tx.add(row._replace(id=bytes([number]) * 16, position=number))
    runs.clear()
    with pytest.raises(LimitError):
        vault.unlock("Anna", "a passphrase")
    assert runs == []


def test_a_changed_slot_is_damaged_for_the_right_passphrase(vault: Vault) -> None:
    """R12."""
    person, _ = vault.enrol("Anna", "a passphrase")
    with vault._store.write() as tx:
        row = tx.one(KeyslotRow, kind="passphrase")
        assert row is not None
        tx.change(KeyslotRow, {"wrapped": row.wrapped[:-1] + b"\0\0"}, id=row.id)
    with pytest.raises(DamagedError):
        vault.unlock("Anna", "a passphrase")
    with pytest.raises(UnlockError):
        vault.unlock("Anna", "another")
    assert ("keyslot", row.id.hex()) in {(d.what, d.row) for d in person.checks.run().damages}


def test_an_old_slot_that_was_put_back_does_not_open(vault: Vault) -> None:
    person, _ = vault.enrol("Anna", "the first")
    with vault._store.read() as tx:
        old = tx.one(KeyslotRow, kind="passphrase")
    assert old is not None
    person.change_passphrase("the second")
    with vault._store.write() as tx:
        tx.add(old)
    with pytest.raises(DamagedError):
        vault.unlock("Anna", "the first")
    found = vault.unlock("Anna", "the second").checks.run().damages
    assert {damage.what for damage in found} == {"keyslot"}


def test_a_locked_vault_gives_nothing(cast_everywhere: Cast) -> None:
    cast = cast_everywhere
    entry = cast.write("joint", "The words.")
    record = cast.seal()
    waiver = cast.ask(record)
    mediator, session = cast.mediator, cast.session
    mediator.lock()
    mediator.lock()
    acts: list[Callable[[], object]] = [
        lambda: mediator.entries.listing(session),
        lambda: mediator.entries.show(entry),
        lambda: mediator.entries.add(session, NewEntry("private", "x")),
        lambda: mediator.entries.edit(entry, "y"),
        lambda: mediator.entries.destroy([entry]),
        lambda: mediator.files.extract(entry, "x"),
        lambda: mediator.search.finder([session]).find("words"),
        mediator.sessions.views,
        lambda: mediator.sessions.open(session),
        mediator.people.contacts,
        lambda: mediator.docket.lines(session),
        lambda: mediator.sealing.plan(entry),
        lambda: mediator.waivers.show(waiver.id),
        lambda: mediator.opening.open(waiver.id),
        mediator.checks.run,
        mediator.checks.activity,
        lambda: mediator.change_passphrase("x"),
    ]
    given = []
    for number, act in enumerate(acts):
        try:
            act()
        except LockedError:
            continue
        except Exception as error:  # noqa: BLE001 (which error is what is under test)
            given.append((number, type(error).__name__))
        else:
            given.append((number, "answered"))
    assert given == []
    assert repr(mediator) == "UnlockedVault()"


def test_locking_signs_what_was_written_and_unlocking_finds_it(cast: Cast) -> None:
    """R11."""
    entry = cast.write("private", "The words.")
    assert not cast.mediator.entries.show(entry).revision.signed
    cast.mediator.lock()
    found = cast.unlock(MEDIATOR).entries.show(entry)
    assert (found.text, found.revision.signed) == ("The words.", True)


def test_words_survive_a_program_that_never_locked(cast: Cast) -> None:
    """R11."""
    entry = cast.write("private", "The words.")
    later = cast.unlock(MEDIATOR)
    assert later.entries.show(entry).text == "The words."
    later.entries.edit(entry, "More words.")
    later.lock()
    found = cast.unlock(MEDIATOR)
    assert found.entries.show(entry).revision.signed
    assert found.checks.run().damages == []


def test_somebody_who_unlocks_anew_is_still_the_person_whom_others_seated(cast: Cast) -> None:
    unlocked = cast.unlock(PARTY_A)
    assert [view.id for view in unlocked.sessions.views()] == [cast.session]
    assert unlocked.sessions.refused == []


def test_a_read_only_vault_is_read_and_never_written(
    cast_everywhere: Cast, tmp_path: Path
) -> None:
    cast = cast_everywhere
    entry = cast.write("joint", "The words.")
    record = cast.seal()
    cast.close()
    vault = Vault(
        cast.location, marks=cast.marks, clock=cast.clock, cost=KdfCost(64 * 1024, 2, 1),
        read_only=True,
    )  # fmt: skip
    reader = vault.unlock(MEDIATOR, passphrase_of(MEDIATOR))
    assert reader.entries.show(entry).text == "The words."
    assert [line.record for line in reader.docket.lines(cast.session)] == [record]
    assert reader.search.finder([cast.session]).find("words")
    assert reader.checks.run().damages == []
    for act in (
        lambda: reader.entries.add(cast.session, NewEntry("joint", "x")),
        lambda: reader.entries.edit(entry, "y"),
        lambda: reader.entries.destroy([entry]),
        lambda: reader.files.attach(entry, []),
        lambda: reader.sessions.close(cast.session),
        lambda: reader.sealing.seal([entry], "Label", safety_reviewed=True),
        lambda: reader.change_passphrase("a new one"),
        lambda: vault.enrol("Zoe", "a passphrase"),
        reader.accept_older,
    ):  # fmt: skip
        with pytest.raises((ReadOnlyError, StorageError)):
            act()
    reader.lock()
    vault.close()
    fresh = cast.unlock(MEDIATOR)
    assert fresh.entries.show(entry).text == "The words."
    assert fresh.checks.run().damages == []
