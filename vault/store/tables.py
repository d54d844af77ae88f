"""The tables. Column for column they are the row classes of :mod:`vault.store.rows`."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from vault.store import rows

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str, *, key: bool = False, length: int = 16) -> Column[bytes]:
    return Column(name, LargeBinary(length), primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=False, autoincrement=False)


def _word(name: str) -> Column[str]:
    return Column(name, String(16), nullable=False)


def _cell(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


SESSION_BYTES = 32

vault = Table("vault", metadata, _id("id", key=True), _number("format"))
setting = Table(
    "setting", metadata, _id("id", key=True), _number("position"), _id("salt", length=32),
    _number("memory_kib"), _number("passes"), _number("lanes"),
)  # fmt: skip
keyslot = Table(
    "keyslot", metadata, _id("id", key=True), _id("owner"), _word("kind"), _id("setting"),
    _id("tag"), _cell("wrapped"), _id("checksum", length=32),
    Index("uq_keyslot_tag", "tag", unique=True), Index("ix_keyslot_owner", "owner"),
)  # fmt: skip
own = Table(
    "own", metadata, _id("id", key=True), _id("owner"), _word("kind"), _cell("cell"),
    Index("ix_own_owner", "owner", "kind"),
)  # fmt: skip
journal = Table(
    "journal", metadata, _id("owner", key=True), _number("sequence", key=True), _cell("cell")
)
session = Table("session", metadata, _id("id", key=True, length=SESSION_BYTES), _cell("cell"))
closing = Table("closing", metadata, _id("session", key=True, length=SESSION_BYTES), _cell("cell"))
grant = Table(
    "grant", metadata, _id("session", key=True, length=SESSION_BYTES), _number("seat", key=True),
    _cell("wrapped"),
)  # fmt: skip
chain = Table(
    "chain", metadata, _id("id", key=True), _id("session", length=SESSION_BYTES), _id("tag"),
    _cell("cell"), _cell("head"), Index("ix_chain_tag", "tag"),
)  # fmt: skip
revision = Table(
    "revision", metadata, _id("chain", key=True), _number("sequence", key=True), _id("id"),
    _cell("header"), _cell("body"), _id("link", length=32), _id("mark", length=32),
    Index("uq_revision_id", "id", unique=True),
    CheckConstraint("sequence >= 1", name="sequence"),
)  # fmt: skip
chunk = Table(
    "chunk", metadata, _id("stream", key=True), _number("number", key=True), _cell("data")
)
destruction = Table(
    "destruction", metadata, _id("id", key=True), _id("session", length=SESSION_BYTES),
    _id("tag"), _cell("cell"), Index("ix_destruction_tag", "tag"),
)  # fmt: skip
record = Table(
    "record", metadata, _id("id", key=True), _id("session", length=SESSION_BYTES), _cell("cell"),
    Index("ix_record_session", "session"),
)  # fmt: skip
share = Table(
    "share", metadata, _id("record", key=True), _number("seat", key=True), _cell("wrapped")
)
pass_ = Table(
    "pass", metadata, _id("item", key=True), _id("tag", key=True), _cell("cell"),
    Index("ix_pass_tag", "tag"),
)  # fmt: skip
acknowledgement = Table(
    "acknowledgement", metadata, _id("id", key=True), _id("session", length=SESSION_BYTES),
    _id("tag"), _cell("cell"), Index("ix_acknowledgement_tag", "tag"),
)  # fmt: skip
waiver = Table(
    "waiver", metadata, _id("id", key=True), _id("session", length=SESSION_BYTES), _cell("cell"),
    Index("ix_waiver_session", "session"),
)  # fmt: skip
answer = Table(
    "answer", metadata, _id("id", key=True), _id("waiver"), _cell("letter"),
    _cell("contribution"), Index("ix_answer_waiver", "waiver"),
)  # fmt: skip
outcome = Table("outcome", metadata, _id("waiver", key=True), _cell("cell"))

TABLES: dict[type[Any], Table] = {
    rows.VaultRow: vault,
    rows.SettingRow: setting,
    rows.KeyslotRow: keyslot,
    rows.OwnRow: own,
    rows.JournalRow: journal,
    rows.SessionRow: session,
    rows.ClosingRow: closing,
    rows.GrantRow: grant,
    rows.ChainRow: chain,
    rows.RevisionRow: revision,
    rows.ChunkRow: chunk,
    rows.DestructionRow: destruction,
    rows.RecordRow: record,
    rows.ShareRow: share,
    rows.PassRow: pass_,
    rows.AcknowledgementRow: acknowledgement,
    rows.WaiverRow: waiver,
    rows.AnswerRow: answer,
    rows.OutcomeRow: outcome,
}
