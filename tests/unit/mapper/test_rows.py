"""Values become rows of ciphertext and come back; moved, changed or cut they do not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from vault.crypto.digest import Sha256, sha256
from vault.errors import DamagedError, LimitError, WrongKeyError
from vault.format import own
from vault.format.sealed import portion_prefix
from vault.format.statement import StatementType
from vault.keys import shares
from vault.keys.identity import Identity, generate_seed
from vault.keys.statements import sign
from vault.mapper import cells, entries, own as own_mapper, sealed, sessions, streams, waivers
from vault.mapper.entries import BodyCells, ChainCells, Place
from vault.model import Contact, Header, Kind, PortionContent
from vault.store import rows, tables

ANNA, BORIS = Identity(generate_seed()), Identity(generate_seed())
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
SESSION, OTHER = b"s" * 32, b"t" * 32
ID, OTHER_ID = b"i" * 16, b"j" * 16
PLACE = Place(SESSION, "joint", KEY)
ELSEWHERE = (
    Place(SESSION, "joint", OTHER_KEY), Place(OTHER, "joint", KEY),
)  # fmt: skip
HEADER = Header(
    ID, Kind.NOTE, "Tïtle", ("Anna",), ("tag",), 7, (), b"", b"", (), sha256(b""), bytes(32)
)
SIGNED = sign(ANNA, StatementType.CLOSING, {"by": 0})


@dataclass
class Case:
    """One kind of row: how it is made, how it is read, and where else it might be put."""

    row: Any
    column: str
    read: Callable[[Any], Any]
    value: Any
    moved: tuple[Callable[[Any], Any], ...]
    """Reads with another key or of another place."""


def read_header(place: Place, row: Any) -> Header:
    return ChainCells(place, row.chain).read(row.sequence, row.id, row.header, row.link)


def read_body(place: Place, row: Any) -> str:
    return BodyCells(place).read(row.id, row.body, sha256(row.body))


def statement(kind: StatementType) -> Any:
    return sign(ANNA, kind, {"by": 0})


def cases() -> dict[str, Case]:
    roster, closing, manifest, request, opening, destruction, acknowledged, head = map(
        statement,
        (
            StatementType.ROSTER, StatementType.CLOSING, StatementType.MANIFEST,
            StatementType.REQUEST, StatementType.OPENING, StatementType.DESTRUCTION,
            StatementType.ACKNOWLEDGEMENT, StatementType.HEAD,
        ),
    )  # fmt: skip
    consents = [statement(StatementType.ANSWER), sign(BORIS, StatementType.ANSWER, {"by": 1})]
    body = BodyCells(PLACE).encrypt(ID, "Wörds")
    header = HEADER._replace(body_digest=sha256(body))
    revision = ChainCells(PLACE, ID).row(3, ID, header, body)
    chain = entries.chain_row(PLACE, ID, ID, 2)
    secrets = shares.draw(3)[0]
    share = sealed.share_row(SESSION, ID, 1, ANNA.public, secrets)
    keys = {"joint": KEY, "roster": OTHER_KEY}
    profile = own.Profile("Anna", ID, 1, ((ID, bytes(32)),))
    seat = own.OwnSeat(SESSION, 1, "Case", "Title", 5, b"", keys, {"joint": ID})
    contact = Contact("Boris", BORIS.public, confirmed=True)
    answer = own.OwnAnswer(bytes(32), "consent", 9, bytes(16), handed=True)
    line = own.Line("act", SESSION, 3, bytes(32), (own.TouchedRow("own", ID, bytes(32)),))

    def put(name: str, value: object) -> Callable[[Any], Any]:
        return lambda row: row._replace(**{name: value})

    def reading(read: Callable[..., Any], *args: object) -> Callable[[Any], Any]:
        return partial(read, *args)

    def by_place(read: Callable[..., Any]) -> tuple[Callable[[Any], Any], ...]:
        return tuple(partial(read, place) for place in ELSEWHERE)

    def own_case(row: Any, read: Callable[..., Any], value: object) -> Case:
        moved = (
            reading(read, BORIS),
            lambda found: read(ANNA, put("id", OTHER_ID)(found)),
            lambda found: read(ANNA, put("kind", "other")(found)),
        )
        return Case(row, "cell", reading(read, ANNA), value, moved)

    return {
        "roster": Case(
            sessions.session_row(KEY, SESSION, roster), "cell",
            reading(sessions.read_session, KEY), roster,
            (
                reading(sessions.read_session, OTHER_KEY),
                lambda row: sessions.read_session(KEY, put("id", OTHER)(row)),
            ),
        ),
        "closing": Case(
            sessions.closing_row(KEY, SESSION, closing), "cell",
            reading(sessions.read_closing, KEY), closing,
            (
                reading(sessions.read_closing, OTHER_KEY),
                lambda row: sessions.read_closing(KEY, put("session", OTHER)(row)),
            ),
        ),
        "grant": Case(
            sessions.grant_row(SESSION, 1, ANNA.public, keys), "wrapped",
            reading(sessions.read_grant, ANNA), keys,
            (
                reading(sessions.read_grant, BORIS),
                lambda row: sessions.read_grant(ANNA, put("session", OTHER)(row)),
                lambda row: sessions.read_grant(ANNA, put("seat", 2)(row)),
            ),
        ),
        "chain": Case(
            chain, "cell", reading(entries.read_chain, PLACE), 2,
            (
                *by_place(entries.read_chain),
                reading(entries.read_chain, Place(SESSION, "caucus:A", KEY)),
                lambda row: entries.read_chain(PLACE, put("id", OTHER_ID)(row)),
            ),
        ),
        "head": Case(
            chain._replace(head=entries.head_cell(PLACE, ID, head)), "head",
            reading(entries.read_head, PLACE), head,
            (
                *by_place(entries.read_head),
                lambda row: entries.read_head(PLACE, put("id", OTHER_ID)(row)),
            ),
        ),
        "header": Case(
            revision, "header", reading(read_header, PLACE), header,
            (
                *by_place(read_header),
                lambda row: read_header(PLACE, put("id", OTHER_ID)(row)),
                lambda row: read_header(PLACE, put("chain", OTHER_ID)(row)),
                lambda row: read_header(PLACE, put("sequence", 4)(row)),
                lambda row: read_header(PLACE, put("link", bytes(32))(row)),
            ),
        ),
        "body": Case(
            revision, "body", reading(read_body, PLACE), "Wörds",
            (
                *by_place(read_body),
                lambda row: read_body(PLACE, put("id", OTHER_ID)(row)),
                lambda row: BodyCells(PLACE).read(row.id, row.body, bytes(32)),
            ),
        ),
        "destruction": Case(
            entries.destruction_row(PLACE, ID, ID, destruction), "cell",
            reading(entries.read_destruction, PLACE), destruction,
            (
                *by_place(entries.read_destruction),
                lambda row: entries.read_destruction(PLACE, put("id", OTHER_ID)(row)),
            ),
        ),
        "record": Case(
            sealed.record_row(KEY, SESSION, ID, manifest), "cell",
            reading(sealed.read_record, KEY), manifest,
            (
                reading(sealed.read_record, OTHER_KEY),
                lambda row: sealed.read_record(KEY, put("session", OTHER)(row)),
                lambda row: sealed.read_record(KEY, put("id", OTHER_ID)(row)),
            ),
        ),
        "pass": Case(
            sealed.pass_row(KEY, SESSION, ID, OTHER_KEY), "cell",
            reading(sealed.read_pass, KEY, SESSION), OTHER_KEY,
            (
                reading(sealed.read_pass, OTHER_KEY, SESSION),
                reading(sealed.read_pass, KEY, OTHER),
                lambda row: sealed.read_pass(KEY, SESSION, put("item", OTHER_ID)(row)),
                lambda row: sealed.read_pass(KEY, SESSION, put("tag", OTHER_ID)(row)),
            ),
        ),
        "share": Case(
            share, "wrapped",
            reading(lambda row: sealed.read_share(ANNA, SESSION, row, sha256(row.wrapped), 3)),
            secrets,
            (
                lambda row: sealed.read_share(BORIS, SESSION, row, sha256(row.wrapped), 3),
                lambda row: sealed.read_share(ANNA, OTHER, row, sha256(row.wrapped), 3),
                lambda row: sealed.read_share(ANNA, SESSION, row, bytes(32), 3),
                lambda row: sealed.read_share(ANNA, SESSION, row, sha256(row.wrapped), 2),
                lambda row: sealed.read_share(
                    ANNA, SESSION, put("seat", 2)(row), sha256(row.wrapped), 3
                ),
            ),
        ),
        "acknowledgement": Case(
            sealed.acknowledgement_row(KEY, SESSION, ID, acknowledged), "cell",
            reading(sealed.read_acknowledgement, KEY), acknowledged,
            (
                reading(sealed.read_acknowledgement, OTHER_KEY),
                lambda row: sealed.read_acknowledgement(KEY, put("session", OTHER)(row)),
                lambda row: sealed.read_acknowledgement(KEY, put("id", OTHER_ID)(row)),
            ),
        ),
        "waiver": Case(
            waivers.waiver_row(KEY, SESSION, b"W" * 32, request), "cell",
            reading(waivers.read_waiver, KEY), request,
            (
                reading(waivers.read_waiver, OTHER_KEY),
                lambda row: waivers.read_waiver(KEY, put("session", OTHER)(row)),
                lambda row: waivers.read_waiver(KEY, put("id", OTHER_ID)(row)),
            ),
        ),
        "outcome": Case(
            waivers.outcome_row(KEY, SESSION, ID, opening, consents), "cell",
            reading(waivers.read_outcome, KEY, SESSION), (opening, consents),
            (
                reading(waivers.read_outcome, OTHER_KEY, SESSION),
                reading(waivers.read_outcome, KEY, OTHER),
                lambda row: waivers.read_outcome(KEY, SESSION, put("waiver", OTHER_ID)(row)),
            ),
        ),
        "profile": own_case(
            own_mapper.profile_row(ANNA, ID, profile), own_mapper.read_profile, profile
        ),
        "contact": own_case(
            own_mapper.contact_row(ANNA, ID, contact), own_mapper.read_contact, contact
        ),
        "seat": own_case(
            own_mapper.seat_row(ANNA, ID, seat), own_mapper.read_seat, seat
        ),
        "answer": own_case(
            own_mapper.answer_row(ANNA, ID, answer), own_mapper.read_answer, answer
        ),
        "journal": Case(
            own_mapper.journal_row(ANNA, 4, line), "cell",
            reading(own_mapper.read_journal, ANNA), line,
            (
                reading(own_mapper.read_journal, BORIS),
                lambda row: own_mapper.read_journal(ANNA, put("sequence", 5)(row)),
            ),
        ),
    }  # fmt: skip


CASES = cases()


@pytest.mark.parametrize("kind", CASES)
def test_a_value_comes_back_from_its_row(kind: str) -> None:
    case = CASES[kind]
    assert case.read(case.row) == case.value


@pytest.mark.parametrize("kind", CASES)
def test_a_row_with_another_key_or_in_another_place_does_not_open(kind: str) -> None:
    """R2."""
    case = CASES[kind]
    for read in case.moved:
        with pytest.raises(DamagedError):
            read(case.row)


@pytest.mark.parametrize("kind", CASES)
def test_a_changed_cut_or_lengthened_cell_is_damaged(kind: str) -> None:
    """R12."""
    case = CASES[kind]
    cell = getattr(case.row, case.column)
    places = {0, 1, len(cell) // 3, len(cell) // 2, len(cell) - 1}
    wrong = [cell[:at] + bytes([cell[at] ^ 1]) + cell[at + 1 :] for at in sorted(places)]
    for each in (*wrong, cell[:-1], cell + b"\0", b"", cell[:40]):
        with pytest.raises(DamagedError):
            case.read(case.row._replace(**{case.column: each}))


@pytest.mark.parametrize("kind", CASES)
def test_the_journal_names_every_kind_of_row_and_every_column_counts(kind: str) -> None:
    row = CASES[kind].row
    if isinstance(row, rows.JournalRow):
        with pytest.raises(KeyError):
            own_mapper.touched(row)
        return
    touched = own_mapper.touched(row)
    assert own_mapper.KINDS[touched.kind] is type(row)
    assert own_mapper.touched(row, removed=True) == touched._replace(digest=b"")
    for name, value in row._asdict().items():
        other = value + 1 if isinstance(value, int) else value + type(value)(value[:1] or b"x")
        assert own_mapper.row_digest(row._replace(**{name: other})) != touched.digest


def test_a_statement_of_another_type_does_not_open_in_its_place() -> None:
    row = sessions.closing_row(KEY, SESSION, statement(StatementType.ENDING))
    with pytest.raises(DamagedError):
        sessions.read_closing(KEY, row)


def test_an_ending_is_read_as_an_ending_with_no_consents_beside_it() -> None:
    ending = statement(StatementType.ENDING)
    row = waivers.outcome_row(KEY, SESSION, ID, ending, [])
    assert waivers.read_outcome(KEY, SESSION, row) == (ending, [])


def test_what_stands_beside_an_outcome_is_answers_and_nothing_else() -> None:
    ending, closing = statement(StatementType.ENDING), statement(StatementType.CLOSING)
    row = waivers.outcome_row(KEY, SESSION, ID, ending, [closing])
    with pytest.raises(DamagedError):
        waivers.read_outcome(KEY, SESSION, row)


def test_every_answer_is_a_letter_of_one_size() -> None:
    """R8."""
    sizes = {
        len(waivers.answer_letter([ANNA.public], SESSION, b"W" * 32, made))
        for made in (
            sign(ANNA, StatementType.ANSWER, {"answer": word, "contribution": given})
            for word in ("consent", "refusal", "withdrawal")
            for given in (None, "A" * 43)
        )
    }
    assert len(sizes) == 1


def test_where_an_attachment_lies_is_told_by_key_session_and_nonce_alone() -> None:
    places = [PLACE, *ELSEWHERE, Place(SESSION, "joint", b"z" * 32)]
    found = {
        entries.attachment_stream(place, nonce) for place in places for nonce in (ID, OTHER_ID)
    }
    assert len(found) == 8
    assert {len(stream) for stream in found} == {16}


def test_a_cell_hides_the_length_of_what_it_holds() -> None:
    """R1."""
    sizes = {len(cells.encrypt_bytes(KEY, b"place", bytes(size))) for size in range(200)}
    assert len(sizes) == 1
    bodies = {len(BodyCells(PLACE).encrypt(ID, "x" * size)) for size in range(500)}
    assert len(bodies) == 1


def test_a_cell_that_holds_no_object_is_damaged() -> None:
    cell = cells.encrypt_bytes(KEY, b"place", b"[1]")
    with pytest.raises(DamagedError):
        cells.decrypt_object(KEY, b"place", cell, "thing")


def test_a_letter_opens_for_its_readers_in_its_place_only() -> None:
    letter = waivers.write_letter([ANNA.public, BORIS.public], b"place", b"data")
    for reader in (ANNA, BORIS):
        assert waivers.open_letter(reader, b"place", letter, "letter") == b"data"
        with pytest.raises(WrongKeyError):
            waivers.open_letter(reader, b"other", letter, "letter")
    with pytest.raises(WrongKeyError):
        waivers.open_letter(Identity(generate_seed()), b"place", letter, "letter")
    for wrong in (letter[:-1], b"", letter[:-1] + bytes([letter[-1] ^ 1]), letter + b"\0"):
        with pytest.raises(DamagedError):
            waivers.open_letter(ANNA, b"place", wrong, "letter")


def test_an_answer_and_a_contribution_do_not_pass_for_each_other() -> None:
    made, request = statement(StatementType.ANSWER), b"W" * 32
    told = waivers.answer_letter([ANNA.public], SESSION, request, made)
    assert waivers.open_answer(ANNA, SESSION, request, told) == made
    given = waivers.contribution_letter(ANNA.public, SESSION, request, b"gates")
    assert waivers.open_contribution(ANNA, SESSION, request, given) == b"gates"
    with pytest.raises(DamagedError):
        waivers.open_contribution(ANNA, SESSION, request, told)
    with pytest.raises(DamagedError):
        waivers.open_answer(ANNA, SESSION, request, given)


SIZES = (0, 1, 511, 16 * 1024 - 8, 16 * 1024, 32 * 1024, 1024 * 1024 - 8, 1024 * 1024, 2_500_000)


def encrypted(data: bytes, piece: int = 65_536) -> tuple[list[bytes], bytes]:
    digest = Sha256()
    source = (data[at : at + piece] for at in range(0, len(data), piece))
    pieces = list(streams.encrypt_stream(KEY, b"place", len(data), source, digest))
    return pieces, digest.digest()


def decrypted(
    pieces: list[bytes], digest: bytes, key: bytes = KEY, place: bytes = b"place"
) -> bytes:
    return b"".join(streams.decrypt_stream(key, place, iter(pieces), digest, "file"))


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_comes_back_in_pieces_of_a_mebibyte(size: int) -> None:
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    pieces, digest = encrypted(data)
    assert decrypted(pieces, digest) == data
    assert {len(piece) for piece in pieces[:-1]} <= {streams.PIECE_BYTES}


def test_a_stream_that_was_cut_lengthened_or_changed_never_ends_well() -> None:
    pieces, digest = encrypted(b"x" * 1_100_000)
    wrongs = [
        pieces[:-1], pieces[1:], pieces[::-1], [*pieces, b"\0"], [*pieces, pieces[-1]], [],
        [pieces[0][:-1], *pieces[1:]], [pieces[0], pieces[1][:-1] + bytes([pieces[1][-1] ^ 1])],
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(DamagedError):
            decrypted(wrong, digest)
    for key, place, of in (
        (OTHER_KEY, b"place", digest),
        (KEY, b"x", digest),
        (KEY, b"place", bytes(32)),
    ):
        with pytest.raises(DamagedError):
            decrypted(pieces, of, key, place)


@pytest.mark.parametrize("said", [0, 9, 11, -1, streams.SIZE_MAX + 1])
def test_a_source_of_another_size_than_it_said_is_refused(said: int) -> None:
    with pytest.raises(LimitError):
        list(streams.encrypt_stream(KEY, b"place", said, [b"x" * 10], Sha256()))


@pytest.mark.parametrize("cut", [1, 4, 5, 100])
def test_a_portion_opens_whatever_pieces_it_comes_in(cut: int) -> None:
    content = PortionContent("text", "Tïtle", "", "joint", "Mara", ("Anna",), 7, 5)
    data = portion_prefix(content) + b"words"
    found, text = sealed.open_portion(data[at : at + cut] for at in range(0, len(data), cut))
    assert (found, b"".join(text)) == (content, b"words")


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\0\0\0\5{}", b"\0\0\0\2{}", b"\xff" * 9])
def test_what_does_not_begin_as_a_portion_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedError):
        sealed.open_portion(iter([data]))


def test_row_classes_and_tables_agree_column_by_column() -> None:
    for kind, table in tables.TABLES.items():
        assert kind._fields == tuple(column.name for column in table.columns)
    assert {table.name for table in tables.TABLES.values()} == set(tables.metadata.tables)
