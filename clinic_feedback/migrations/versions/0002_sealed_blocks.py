"""Sealed blocks of closed visits, their sums, and what is listed with what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clinic_feedback.records.column_types import UtcDateTime

revision = "0002"
down_revision = "0001"

_NEVER_CHANGED = ("stratum", "block", "block_cell", "listing")


def upgrade() -> None:
    """Make the tables, keep published sums from being changed, and let tombstones name their block."""
    _sealed_week()
    _stratum()
    _block()
    _block_cell()
    _cluster_cell()
    _listing()
    _staffing()
    _sealed_unit()
    _forgotten_week()
    op.add_column("tombstone", sa.Column("block_id", sa.Integer(), nullable=True))
    for table in _NEVER_CHANGED:
        _never_changed(table)


def downgrade() -> None:
    """Take the tables away, and with them what was published; their triggers go with them."""
    op.drop_column("tombstone", "block_id")
    op.drop_table("forgotten_week")
    op.drop_table("sealed_unit")
    op.drop_table("staffing")
    op.drop_table("listing")
    op.drop_table("cluster_cell")
    op.drop_table("block_cell")
    op.drop_table("block")
    op.drop_table("stratum")
    op.drop_table("sealed_week")


def _never_changed(table: str) -> None:
    """Let the database itself refuse to change or delete rows."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_change()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
        )


def _sealed_week() -> None:
    op.create_table(
        "sealed_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_week")),
        sa.UniqueConstraint("week", name=op.f("uq_sealed_week_week")),
    )


def _stratum() -> None:
    op.create_table(
        "stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("professions", sa.String(length=200), nullable=False),
        sa.Column("questionnaire", sa.String(length=64), nullable=False),
        sa.Column("structure_hash", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.CheckConstraint("form IN ('core', 'full')", name=op.f("ck_stratum_form_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum")),
        sa.UniqueConstraint(
            "quarter",
            "place",
            "professions",
            "questionnaire",
            "structure_hash",
            "form",
            name="uq_stratum_key",
        ),
    )


def _block() -> None:
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("first_week", sa.String(length=64), nullable=False),
        sa.Column("last_week", sa.String(length=64), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.id"], name=op.f("fk_block_stratum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
        sa.UniqueConstraint("stratum_id", "last_week", name=op.f("uq_block_stratum_id_last_week")),
    )
    op.create_index(op.f("ix_block_last_week"), "block", ["last_week"], unique=False)


def _block_cell() -> None:
    op.create_table(
        "block_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=64), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("p", sa.String(length=64), nullable=False),
        sa.Column("c", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_block_cell_block_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_cell")),
        sa.UniqueConstraint(
            "block_id", "family", "mode", "p", "c", name=op.f("uq_block_cell_block_id_family_mode_p_c")
        ),
    )


def _cluster_cell() -> None:
    op.create_table(
        "cluster_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("clinician_key", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=64), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("p", sa.String(length=64), nullable=False),
        sa.Column("c", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_cluster_cell_block_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_cell")),
        sa.UniqueConstraint(
            "block_id",
            "family",
            "clinician_key",
            "mode",
            "p",
            "c",
            name=op.f("uq_cluster_cell_block_id_family_clinician_key_mode_p_c"),
        ),
    )


def _listing() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("listed_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_listing_block_id")),
        sa.ForeignKeyConstraint(["listed_id"], ["block.id"], name=op.f("fk_listing_listed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("block_id", "family", name=op.f("uq_listing_block_id_family")),
    )
    op.create_index(op.f("ix_listing_listed_id"), "listing", ["listed_id"], unique=False)


def _staffing() -> None:
    op.create_table(
        "staffing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(length=64), nullable=False),
        sa.Column("small", sa.Boolean(), nullable=False),
        sa.Column("professions", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "profession IN ('doctor', 'physiotherapist', 'occupational_therapist', 'nurse', 'psychologist')",
            name=op.f("ck_staffing_profession_known"),
        ),
        sa.CheckConstraint("small = (professions = '')", name=op.f("ck_staffing_small_has_no_professions")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_staffing_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffing")),
        sa.UniqueConstraint(
            "quarter", "clinic_id", "profession", name=op.f("uq_staffing_quarter_clinic_id_profession")
        ),
    )


def _sealed_unit() -> None:
    op.create_table(
        "sealed_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_sealed_unit_block_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_sealed_unit_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_unit")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_sealed_unit_consultation_id")),
    )
    op.create_index(op.f("ix_sealed_unit_block_id"), "sealed_unit", ["block_id"], unique=False)


def _forgotten_week() -> None:
    op.create_table(
        "forgotten_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(length=64), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("held_back", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "profession IN ('doctor', 'physiotherapist', 'occupational_therapist', 'nurse', 'psychologist')",
            name=op.f("ck_forgotten_week_profession_known"),
        ),
        sa.CheckConstraint(
            "held_back BETWEEN 0 AND closed", name=op.f("ck_forgotten_week_held_back_of_closed")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_forgotten_week_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_week")),
        sa.UniqueConstraint(
            "week", "clinic_id", "profession", name=op.f("uq_forgotten_week_week_clinic_id_profession")
        ),
    )
