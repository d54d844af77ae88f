"""The first tables.

Revision: 0001
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
    )
    op.create_index("ix_acknowledgement_tag", "acknowledgement", ["tag"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("waiver", sa.LargeBinary(length=16), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("contribution", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_waiver", "answer", ["waiver"], unique=False)
    op.create_table(
        "chain",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )
    op.create_index("ix_chain_tag", "chain", ["tag"], unique=False)
    op.create_table(
        "chunk",
        sa.Column("stream", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name=op.f("pk_chunk")),
    )
    op.create_table(
        "closing",
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_closing")),
    )
    op.create_table(
        "destruction",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
    )
    op.create_index("ix_destruction_tag", "destruction", ["tag"], unique=False)
    op.create_table(
        "grant",
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", "seat", name=op.f("pk_grant")),
    )
    op.create_table(
        "journal",
        sa.Column("owner", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "sequence", name=op.f("pk_journal")),
    )
    op.create_table(
        "keyslot",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("owner", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("setting", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyslot")),
    )
    op.create_index("ix_keyslot_owner", "keyslot", ["owner"], unique=False)
    op.create_index("uq_keyslot_tag", "keyslot", ["tag"], unique=True)
    op.create_table(
        "outcome",
        sa.Column("waiver", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("waiver", name=op.f("pk_outcome")),
    )
    op.create_table(
        "own",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("owner", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own")),
    )
    op.create_index("ix_own_owner", "own", ["owner", "kind"], unique=False)
    op.create_table(
        "pass",
        sa.Column("item", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tag", sa.LargeBinary(length=16), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("item", "tag", name=op.f("pk_pass")),
    )
    op.create_index("ix_pass_tag", "pass", ["tag"], unique=False)
    op.create_table(
        "record",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index("ix_record_session", "record", ["session"], unique=False)
    op.create_table(
        "revision",
        sa.Column("chain", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_revision_sequence")),
        sa.PrimaryKeyConstraint("chain", "sequence", name=op.f("pk_revision")),
    )
    op.create_index("uq_revision_id", "revision", ["id"], unique=True)
    op.create_table(
        "session",
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("memory_kib", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("passes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lanes", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_table(
        "share",
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record", "seat", name=op.f("pk_share")),
    )
    op.create_table(
        "vault",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("format", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault")),
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cell", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index("ix_waiver_session", "waiver", ["session"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_waiver_session", table_name="waiver")
    op.drop_table("waiver")
    op.drop_table("vault")
    op.drop_table("share")
    op.drop_table("setting")
    op.drop_table("session")
    op.drop_index("uq_revision_id", table_name="revision")
    op.drop_table("revision")
    op.drop_index("ix_record_session", table_name="record")
    op.drop_table("record")
    op.drop_index("ix_pass_tag", table_name="pass")
    op.drop_table("pass")
    op.drop_index("ix_own_owner", table_name="own")
    op.drop_table("own")
    op.drop_table("outcome")
    op.drop_index("uq_keyslot_tag", table_name="keyslot")
    op.drop_index("ix_keyslot_owner", table_name="keyslot")
    op.drop_table("keyslot")
    op.drop_table("journal")
    op.drop_table("grant")
    op.drop_index("ix_destruction_tag", table_name="destruction")
    op.drop_table("destruction")
    op.drop_table("closing")
    op.drop_table("chunk")
    op.drop_index("ix_chain_tag", table_name="chain")
    op.drop_table("chain")
    op.drop_index("ix_answer_waiver", table_name="answer")
    op.drop_table("answer")
    op.drop_index("ix_acknowledgement_tag", table_name="acknowledgement")
    op.drop_table("acknowledgement")
