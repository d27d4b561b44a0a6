"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clinic_feedback.records.column_types import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and keep the trail of acts from being changed."""
    _attempt()
    _audit()
    _clinician()
    _key_check()
    _questionnaire_version()
    _staff_role()
    _staff_user()
    _tombstone()
    _clinic()
    _set_up_link()
    _staff_session()
    _staff_user_role()
    _consultation()
    _membership()
    _tablet()
    _draft()
    _flag()
    _follow_up()
    _invitation()
    _response()
    _pair()
    _append_only("audit")


def downgrade() -> None:
    """Take every table away; with the trail's table its triggers go."""
    op.drop_table("pair")
    op.drop_table("response")
    op.drop_table("invitation")
    op.drop_table("follow_up")
    op.drop_table("flag")
    op.drop_table("draft")
    op.drop_table("tablet")
    op.drop_table("membership")
    op.drop_table("consultation")
    op.drop_table("staff_user_role")
    op.drop_table("staff_session")
    op.drop_table("set_up_link")
    op.drop_table("clinic")
    op.drop_table("tombstone")
    op.drop_table("staff_user")
    op.drop_table("staff_role")
    op.drop_table("questionnaire_version")
    op.drop_table("key_check")
    op.drop_table("clinician")
    op.drop_table("audit")
    op.drop_table("attempt")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change")


def _append_only(table: str) -> None:
    """Let the database itself refuse to change or delete rows."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
        )
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


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("tried_by", sa.LargeBinary(length=32), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "action", "tried_by", "began_at", name=op.f("uq_attempt_action_tried_by_began_at")
        ),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(op.f("ix_audit_subject_kind_subject"), "audit", ["subject_kind", "subject"], unique=False)


def _clinician() -> None:
    op.create_table(
        "clinician",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("profession", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "profession IN ('doctor', 'physiotherapist', 'occupational_therapist', 'nurse', 'psychologist')",
            name=op.f("ck_clinician_profession_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinician")),
        sa.UniqueConstraint("source", "code", name=op.f("uq_clinician_source_code")),
    )


def _key_check() -> None:
    op.create_table(
        "key_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_check")),
        sa.UniqueConstraint("key_id", name=op.f("uq_key_check_key_id")),
    )


def _questionnaire_version() -> None:
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("structure_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "state IN ('offered', 'retired')", name=op.f("ck_questionnaire_version_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint(
            "questionnaire", "version", name=op.f("uq_questionnaire_version_questionnaire_version")
        ),
    )


def _staff_role() -> None:
    op.create_table(
        "staff_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "name IN ('clinician', 'contact_person', 'quality', 'administrator')",
            name=op.f("ck_staff_role_name_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_role_name")),
    )


def _staff_user() -> None:
    op.create_table(
        "staff_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_user")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_staff_user_fs_uniquifier")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_user_username")),
    )


def _tombstone() -> None:
    op.create_table(
        "tombstone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("digest", name=op.f("uq_tombstone_digest")),
    )


def _clinic() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("questionnaire", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("closing_hours", sa.Integer(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("not_urgent", sa.Text(), nullable=True),
        sa.Column("contact_person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("form IN ('core', 'full')", name=op.f("ck_clinic_form_known")),
        sa.CheckConstraint("closing_hours BETWEEN 24 AND 168", name=op.f("ck_clinic_closing_hours_range")),
        sa.CheckConstraint("due_days > 0", name=op.f("ck_clinic_due_days_positive")),
        sa.ForeignKeyConstraint(
            ["contact_person_id"], ["staff_user.id"], name=op.f("fk_clinic_contact_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
        sa.UniqueConstraint("code", name=op.f("uq_clinic_code")),
    )


def _set_up_link() -> None:
    op.create_table(
        "set_up_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_set_up_link_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_up_link")),
        sa.UniqueConstraint("token_hmac", name=op.f("uq_set_up_link_token_hmac")),
    )
    op.create_index(op.f("ix_set_up_link_user_id"), "set_up_link", ["user_id"], unique=False)


def _staff_session() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("session_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_staff_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("session_hmac", name=op.f("uq_staff_session_session_hmac")),
    )
    op.create_index(op.f("ix_staff_session_user_id"), "staff_session", ["user_id"], unique=False)


def _staff_user_role() -> None:
    op.create_table(
        "staff_user_role",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["staff_role.id"], name=op.f("fk_staff_user_role_role_id")),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_staff_user_role_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_staff_user_role")),
    )


def _consultation() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("clinician_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(length=64), nullable=False),
        sa.Column("questionnaire", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("week", sa.String(length=64), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("ref_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("ref_enc", sa.LargeBinary(), nullable=True),
        sa.Column("patient_state", sa.String(length=64), nullable=False),
        sa.Column("clinician_state", sa.String(length=64), nullable=False),
        sa.Column("patient_key_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "clinician_state IN ('open', 'sent', 'withdrawn')",
            name=op.f("ck_consultation_clinician_state_known"),
        ),
        sa.CheckConstraint("form IN ('core', 'full')", name=op.f("ck_consultation_form_known")),
        sa.CheckConstraint(
            "patient_state IN ('open', 'begun', 'stopped', 'sent', 'withdrawn')",
            name=op.f("ck_consultation_patient_state_known"),
        ),
        sa.CheckConstraint(
            "profession IN ('doctor', 'physiotherapist', 'occupational_therapist', 'nurse', 'psychologist')",
            name=op.f("ck_consultation_profession_known"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_consultation_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinician_id"], ["clinician.id"], name=op.f("fk_consultation_clinician_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_consultation_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consultation_public_id")),
        sa.UniqueConstraint(
            "source", "ref_hmac", "questionnaire", name=op.f("uq_consultation_source_ref_hmac_questionnaire")
        ),
    )
    op.create_index(
        op.f("ix_consultation_clinic_id_week"), "consultation", ["clinic_id", "week"], unique=False
    )
    op.create_index(
        op.f("ix_consultation_clinician_id_clinician_state"),
        "consultation",
        ["clinician_id", "clinician_state"],
        unique=False,
    )
    op.create_index(op.f("ix_consultation_closes_at"), "consultation", ["closes_at"], unique=False)


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("clinician_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(role = 'clinician') = (clinician_id IS NOT NULL)", name=op.f("ck_membership_clinician_named")
        ),
        sa.CheckConstraint("role IN ('clinician', 'contact_person')", name=op.f("ck_membership_role_known")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_membership_clinic_id")),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name=op.f("fk_membership_clinician_id")),
        sa.ForeignKeyConstraint(["user_id"], ["staff_user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id", "clinic_id", "role", name=op.f("uq_membership_user_id_clinic_id_role")
        ),
    )


def _tablet() -> None:
    op.create_table(
        "tablet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("credential_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("enrolled_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_tablet_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
        sa.UniqueConstraint("credential_hmac", name=op.f("uq_tablet_credential_hmac")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tablet_public_id")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=False),
        sa.Column("key_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body_enc", sa.LargeBinary(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("lasts_until", UtcDateTime(), nullable=False),
        sa.CheckConstraint("side IN ('patient', 'clinician')", name=op.f("ck_draft_side_known")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_draft_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("key_hmac", name=op.f("uq_draft_key_hmac")),
    )
    op.create_index(op.f("ix_draft_consultation_id"), "draft", ["consultation_id"], unique=False)


def _flag() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("leaning", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_flag_consultation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint(
            "consultation_id", "rule", "item", name=op.f("uq_flag_consultation_id_rule_item")
        ),
    )


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=64), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=64), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'done') = (how IS NOT NULL)", name=op.f("ck_follow_up_done_says_how")),
        sa.CheckConstraint(
            "how IN ('called', 'wrote', 'new_appointment', 'nothing_needed')",
            name=op.f("ck_follow_up_how_known"),
        ),
        sa.CheckConstraint("reason IN ('contact', 'not_reassured')", name=op.f("ck_follow_up_reason_known")),
        sa.CheckConstraint("state IN ('open', 'planned', 'done')", name=op.f("ck_follow_up_state_known")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["staff_user.id"], name=op.f("fk_follow_up_changed_by_id")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_follow_up_clinic_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_follow_up_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["clinician.id"], name=op.f("fk_follow_up_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("consultation_id", "reason", name=op.f("uq_follow_up_consultation_id_reason")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_up_public_id")),
    )
    op.create_index(op.f("ix_follow_up_clinic_id_state"), "follow_up", ["clinic_id", "state"], unique=False)
    op.create_index(op.f("ix_follow_up_owner_id_state"), "follow_up", ["owner_id", "state"], unique=False)


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("token_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('link', 'code')", name=op.f("ck_invitation_kind_known")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_invitation_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hmac", name=op.f("uq_invitation_token_hmac")),
    )
    op.create_index(op.f("ix_invitation_consultation_id"), "invitation", ["consultation_id"], unique=False)


def _response() -> None:
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=False),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        sa.Column("content_hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("sharing", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("texts_enc", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_hmac", sa.LargeBinary(length=32), nullable=True),
        sa.Column("mode", sa.String(length=64), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(side = 'patient') = (sharing IS NOT NULL)", name=op.f("ck_response_sharing_is_the_patients")
        ),
        sa.CheckConstraint(
            "mode IN ('tablet', 'phone', 'browser', 'paper', 'import')", name=op.f("ck_response_mode_known")
        ),
        sa.CheckConstraint("sharing IN ('clinician', 'totals_only')", name=op.f("ck_response_sharing_known")),
        sa.CheckConstraint("side IN ('patient', 'clinician')", name=op.f("ck_response_side_known")),
        sa.CheckConstraint(
            "texts_enc IS NULL OR sharing IS NULL OR sharing <> 'totals_only'",
            name=op.f("ck_response_no_text_in_totals"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_response_consultation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("consultation_id", "id", name=op.f("uq_response_consultation_id_id")),
        sa.UniqueConstraint("consultation_id", "side", name=op.f("uq_response_consultation_id_side")),
        sa.UniqueConstraint("receipt_hmac", name=op.f("uq_response_receipt_hmac")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_response_submission_id")),
    )


def _pair() -> None:
    op.create_table(
        "pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("patient_response_id", sa.Integer(), nullable=False),
        sa.Column("clinician_response_id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id", "clinician_response_id"],
            ["response.consultation_id", "response.id"],
            name=op.f("fk_pair_consultation_id_clinician_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id", "patient_response_id"],
            ["response.consultation_id", "response.id"],
            name=op.f("fk_pair_consultation_id_patient_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_pair_consultation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_pair_consultation_id")),
    )
