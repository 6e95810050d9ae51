"""Format 1: the first workspace format."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of format 1."""
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("adviser", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "adviser IN ('education', 'psychology', 'health', 'social_care', 'other')",
            name=op.f("ck_advice_adviser_known"),
        ),
        sa.CheckConstraint(
            "received_on IS NULL OR received_on >= asked_on", name=op.f("ck_advice_received_after_asked")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_table(
        "advice_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("usable", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_advice_list_single")),
        sa.CheckConstraint("rows >= usable AND usable >= 0", name=op.f("ck_advice_list_usable_within_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_list")),
    )
    op.create_table(
        "column_mapping",
        sa.Column("columns", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("columns", name=op.f("pk_column_mapping")),
    )
    op.create_table(
        "framework",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
        sa.UniqueConstraint("hash", name=op.f("uq_framework_hash")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_framework_key_version")),
        sa.UniqueConstraint("uid", name=op.f("uq_framework_uid")),
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_secret", sa.String(), nullable=False),
        sa.Column("age_secret", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_identity_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    op.create_table(
        "log",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("payload_digest", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("load_share", sa.Integer(), nullable=False),
        sa.Column("undertaking_on", sa.Date(), nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agency IN ('education', 'health', 'social_care', 'parent_forum', 'school')",
            name=op.f("ck_person_agency_known"),
        ),
        sa.CheckConstraint("load_share BETWEEN 0 AND 100", name=op.f("ck_person_load_share_percent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_uid")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.CheckConstraint("reference <> ''", name=op.f("ck_plan_reference_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("reference", name=op.f("uq_plan_reference")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_uid")),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(plan_id IS NOT NULL) + (setting <> '') + (area <> '') + (writer <> '') = 1",
            name=op.f("ck_conflict_one_target"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conflict_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_conflict_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("uid", name=op.f("uq_conflict_uid")),
    )
    with op.batch_alter_table("conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_person_id"), ["person_id"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_criterion_framework_id_framework")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("framework_id", "key", name=op.f("uq_criterion_framework_id_key")),
        sa.UniqueConstraint("framework_id", "position", name=op.f("uq_criterion_framework_id_position")),
    )
    op.create_table(
        "log_payload",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["log.seq"], name=op.f("fk_log_payload_seq_log")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_payload")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("draw", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("calibration_required", sa.Boolean(), nullable=False),
        sa.Column("replace_under_appeal", sa.Boolean(), nullable=False),
        sa.Column("names_hidden", sa.Boolean(), nullable=False),
        sa.Column("quotations", sa.Boolean(), nullable=False),
        sa.Column("wrong_child", sa.Boolean(), nullable=False),
        sa.Column("invented", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("purged", sa.String(), nullable=False),
        sa.Column("purged_at", sa.DateTime(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(purged = '') = (purged_at IS NULL)", name=op.f("ck_round_purge_has_moment")),
        sa.CheckConstraint(
            "draw IN ('random', 'stratified', 'all', 'chosen', 'unknown')", name=op.f("ck_round_draw_known")
        ),
        sa.CheckConstraint(
            "kind IN ('full', 'rolling', 'thematic', 'single_agency', 'checklist', 're_audit')",
            name=op.f("ck_round_kind_known"),
        ),
        sa.CheckConstraint("purged IN ('words', 'round', '')", name=op.f("ck_round_purged_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'moderating', 'facts_check', 'signed_off')", name=op.f("ck_round_state_known")
        ),
        sa.CheckConstraint("population IS NULL OR population > 0", name=op.f("ck_round_population_positive")),
        sa.ForeignKeyConstraint(["copied_from_id"], ["round.id"], name=op.f("fk_round_copied_from_id_round")),
        sa.ForeignKeyConstraint(["framework_id"], ["framework.id"], name=op.f("fk_round_framework_id_framework")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("name", name=op.f("uq_round_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_round_uid")),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("handbook", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("refresher_due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("person_id", "course", "taken_on", name=op.f("uq_training_person_id_course_taken_on")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_person_id"), ["person_id"], unique=False)

    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("council", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("invented", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'auditor')", name=op.f("ck_workspace_role_known")),
        sa.CheckConstraint("id = 1", name=op.f("ck_workspace_single")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workspace_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("uid", name=op.f("uq_workspace_uid")),
    )
    op.create_table(
        "frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("usable", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("rows >= usable AND usable >= 0", name=op.f("ck_frame_usable_within_rows")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_frame_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
        sa.UniqueConstraint("round_id", name=op.f("uq_frame_round_id")),
    )
    op.create_table(
        "guidance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_guidance_criterion_id_criterion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance")),
        sa.UniqueConstraint("criterion_id", name=op.f("uq_guidance_criterion_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_guidance_uid")),
    )
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outgoing", sa.Boolean(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers_to", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("log_head", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_why", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('work', 'return')", name=op.f("ck_pack_kind_known")),
        sa.CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name=op.f("ck_pack_undone_was_applied")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pack_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_pack_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
        sa.UniqueConstraint("uid", "outgoing", name=op.f("uq_pack_uid_outgoing")),
    )
    with op.batch_alter_table("pack", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pack_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pack_round_id"), ["round_id"], unique=False)

    op.create_table(
        "papers_basis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("auditors", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "auditors IN ('education', 'health', 'social_care', 'parent_forum', 'school', 'outside')",
            name=op.f("ck_papers_basis_auditors_known"),
        ),
        sa.CheckConstraint("basis <> '' AND approved_by <> ''", name=op.f("ck_papers_basis_basis_is_said")),
        sa.CheckConstraint("form IN ('whole', 'redacted', 'sections')", name=op.f("ck_papers_basis_form_known")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_papers_basis_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers_basis")),
        sa.UniqueConstraint("round_id", "auditors", name=op.f("uq_papers_basis_round_id_auditors")),
    )
    with op.batch_alter_table("papers_basis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_basis_round_id"), ["round_id"], unique=False)

    op.create_table(
        "round_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("frame_row", sa.Integer(), nullable=True),
        sa.Column("year_group", sa.Integer(), nullable=True),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("setting_code", sa.String(), nullable=False),
        sa.Column("setting_type", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("plan_kind", sa.String(), nullable=False),
        sa.Column("writer_code", sa.String(), nullable=False),
        sa.Column("advice_codes", sa.String(), nullable=False),
        sa.Column("agencies", sa.String(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("first_final_on", sa.Date(), nullable=True),
        sa.Column("exception", sa.String(), nullable=False),
        sa.Column("exception_applies", sa.Boolean(), nullable=True),
        sa.Column("previous_anchor_on", sa.Date(), nullable=True),
        sa.Column("last_review_on", sa.Date(), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("decided_not_to_amend", sa.Boolean(), nullable=False),
        sa.Column("amended_final_on", sa.Date(), nullable=True),
        sa.Column("phase_move", sa.String(), nullable=False),
        sa.Column("moves_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("exception IN ('a', 'b', 'c', 'd', '')", name=op.f("ck_round_plan_exception_known")),
        sa.CheckConstraint(
            "phase_move IN ('none', 'school', 'secondary_to_post16', 'post16_to_post16')",
            name=op.f("ck_round_plan_phase_move_known"),
        ),
        sa.CheckConstraint(
            "plan_kind IN ('new', 'amended', 'phase_transfer', 'reassessment', 'tribunal')",
            name=op.f("ck_round_plan_plan_kind_known"),
        ),
        sa.CheckConstraint(
            "year_group IS NULL OR year_group BETWEEN -4 AND 20", name=op.f("ck_round_plan_year_group_range")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_round_plan_plan_id_plan")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_plan_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_plan")),
        sa.UniqueConstraint("round_id", "plan_id", name=op.f("uq_round_plan_round_id_plan_id")),
    )
    with op.batch_alter_table("round_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_plan_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_plan_round_id"), ["round_id"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("log_head", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sign_off_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("uid", name=op.f("uq_sign_off_uid")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_round_id"), ["round_id"], unique=False)

    op.create_table(
        "stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.CheckConstraint("size >= drawn AND drawn >= 0", name=op.f("ck_stratum_drawn_within_size")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_stratum_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum")),
        sa.UniqueConstraint("round_id", "key", name=op.f("uq_stratum_round_id_key")),
    )
    op.create_table(
        "contact_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("sign_public", sa.String(), nullable=False),
        sa.Column("age_public", sa.String(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("learnt_at", sa.DateTime(), nullable=False),
        sa.Column("compared_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_why = '')", name=op.f("ck_contact_key_revocation_has_reason")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_contact_key_pack_id_pack")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_key_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_key")),
        sa.UniqueConstraint("sign_public", name=op.f("uq_contact_key_sign_public")),
        sa.UniqueConstraint("uid", name=op.f("uq_contact_key_uid")),
    )
    with op.batch_alter_table("contact_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_key_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sampled",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("round_plan_id", sa.Integer(), nullable=False),
        sa.Column("stratum_id", sa.Integer(), nullable=True),
        sa.Column("draw_order", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("papers_missing_on", sa.Date(), nullable=True),
        sa.Column("fed_back_on", sa.Date(), nullable=True),
        sa.Column("mended_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(replaces_id IS NULL) = (reason = '')", name=op.f("ck_sampled_replacement_has_reason")),
        sa.CheckConstraint("purpose IN ('sample', 'calibration')", name=op.f("ck_sampled_purpose_known")),
        sa.CheckConstraint(
            "reason IN ('ceased', 'moved_away', 'died', 'under_appeal', '')", name=op.f("ck_sampled_reason_known")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["sampled.id"], name=op.f("fk_sampled_replaces_id_sampled")),
        sa.ForeignKeyConstraint(["round_plan_id"], ["round_plan.id"], name=op.f("fk_sampled_round_plan_id_round_plan")),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.id"], name=op.f("fk_sampled_stratum_id_stratum")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_sampled_replaces_id")),
        sa.UniqueConstraint("round_plan_id", name=op.f("uq_sampled_round_plan_id")),
        sa.UniqueConstraint("stratum_id", "draw_order", name=op.f("uq_sampled_stratum_id_draw_order")),
        sa.UniqueConstraint("uid", name=op.f("uq_sampled_uid")),
    )
    op.create_table(
        "aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("kind = 'parked' OR words <> ''", name=op.f("ck_aside_question_has_words")),
        sa.CheckConstraint("kind IN ('parked', 'asked')", name=op.f("ck_aside_kind_known")),
        sa.CheckConstraint("length(words) <= 20000", name=op.f("ck_aside_words_length")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_aside_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_aside_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aside")),
        sa.UniqueConstraint("uid", name=op.f("uq_aside_uid")),
    )
    with op.batch_alter_table("aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aside_sampled_id"), ["sampled_id"], unique=False)
        batch_op.create_index(
            "uq_aside_open", ["sampled_id", "criterion_id"], unique=True, sqlite_where=sa.text("closed_at IS NULL")
        )

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("known_child_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('first', 'second', 'outside', 'calibration')", name=op.f("ck_assignment_kind_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_assignment_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("sampled_id", "person_id", "kind", name=op.f("uq_assignment_sampled_id_person_id_kind")),
        sa.UniqueConstraint("uid", name=op.f("uq_assignment_uid")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_sampled_id"), ["sampled_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rests_on", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(cause = '' AND agency = '') OR COALESCE(value, -9) IN (0, 1)",
            name=op.f("ck_decision_cause_with_shortfall"),
        ),
        sa.CheckConstraint(
            "agency IN ('education', 'health', 'social_care', 'parent_forum', 'school', '')",
            name=op.f("ck_decision_agency_known"),
        ),
        sa.CheckConstraint(
            "cause IN ('advice_missing', 'advice_weak', 'request', 'plan_writing', 'template', 'process', "
            "'out_of_date', 'other', '')",
            name=op.f("ck_decision_cause_known"),
        ),
        sa.CheckConstraint("reason <> '' AND length(reason) <= 20000", name=op.f("ck_decision_reason_given")),
        sa.CheckConstraint(
            "value IS NOT NULL OR supersedes_id IS NOT NULL", name=op.f("ck_decision_taken_back_was_there")
        ),
        sa.CheckConstraint("value IS NULL OR value IN (2, 1, 0, -1, -2)", name=op.f("ck_decision_value_on_scale")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_decision_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_decision_sampled_id_sampled")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["decision.id"], name=op.f("fk_decision_supersedes_id_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_decision_supersedes_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_criterion_id"), ["criterion_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_sampled_id"), ["sampled_id"], unique=False)
        batch_op.create_index(
            "uq_decision_first",
            ["sampled_id", "criterion_id"],
            unique=True,
            sqlite_where=sa.text("supersedes_id IS NULL"),
        )

    op.create_table(
        "reference_answer",
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("value IN (2, 1, 0, -1, -2)", name=op.f("ck_reference_answer_value_on_scale")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_reference_answer_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_reference_answer_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("sampled_id", "criterion_id", name=op.f("pk_reference_answer")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_why = '')", name=op.f("ck_audit_withdrawal_has_reason")
        ),
        sa.CheckConstraint(
            "checked_by = '' OR (entered_by <> '' AND checked_at IS NOT NULL)", name=op.f("ck_audit_check_of_sheet")
        ),
        sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f("ck_audit_reopening_has_reason")),
        sa.CheckConstraint(
            "state = 'draft' OR (digest <> '' AND ended_at IS NOT NULL)", name=op.f("ck_audit_ended_has_digest")
        ),
        sa.CheckConstraint("state IN ('draft', 'sealed', 'submitted')", name=op.f("ck_audit_state_known")),
        sa.CheckConstraint("number = 1 OR parent_id IS NOT NULL", name=op.f("ck_audit_later_revision_has_parent")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_audit_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_audit_pack_id_pack")),
        sa.ForeignKeyConstraint(["parent_id"], ["audit.id"], name=op.f("fk_audit_parent_id_audit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("assignment_id", "device", "number", name=op.f("uq_audit_assignment_id_device_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_audit_uid")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_assignment_id_state", ["assignment_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_pack_id"), ["pack_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("age_secret", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("gone_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(gone_at IS NULL) = (age_secret <> '')", name=op.f("ck_paper_gone_has_no_key")),
        sa.CheckConstraint("form IN ('whole', 'redacted', 'sections')", name=op.f("ck_paper_form_known")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_paper_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_paper_pack_id_pack")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("pack_id", "assignment_id", name=op.f("uq_paper_pack_id_assignment_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_paper_uid")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_pack_id"), ["pack_id"], unique=False)

    op.create_table(
        "sent",
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("papers", sa.String(), nullable=False),
        sa.Column("papers_until", sa.Date(), nullable=True),
        sa.Column("papers_gone_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("papers IN ('whole', 'redacted', 'sections', '')", name=op.f("ck_sent_papers_known")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_sent_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_sent_pack_id_pack")),
        sa.PrimaryKeyConstraint("pack_id", "assignment_id", name=op.f("pk_sent")),
    )
    op.create_table(
        "answer",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(cause = '' AND agency = '') OR COALESCE(value, -9) IN (0, 1)", name=op.f("ck_answer_cause_with_shortfall")
        ),
        sa.CheckConstraint(
            "agency IN ('education', 'health', 'social_care', 'parent_forum', 'school', '')",
            name=op.f("ck_answer_agency_known"),
        ),
        sa.CheckConstraint(
            "cause IN ('advice_missing', 'advice_weak', 'request', 'plan_writing', 'template', 'process', "
            "'out_of_date', 'other', '')",
            name=op.f("ck_answer_cause_known"),
        ),
        sa.CheckConstraint("length(note) <= 20000", name=op.f("ck_answer_note_length")),
        sa.CheckConstraint("value IS NULL OR value IN (2, 1, 0, -1, -2)", name=op.f("ck_answer_value_on_scale")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_answer_audit_id_audit"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_answer_criterion_id_criterion")),
        sa.PrimaryKeyConstraint("audit_id", "criterion_id", "part", name=op.f("pk_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("quotation", sa.String(), nullable=False),
        sa.CheckConstraint("length(quotation) <= 600", name=op.f("ck_evidence_quotation_length")),
        sa.CheckConstraint("page IS NULL OR page > 0", name=op.f("ck_evidence_page_positive")),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_evidence_audit_id_audit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_evidence_criterion_id_criterion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint(
            "audit_id", "criterion_id", "position", name=op.f("uq_evidence_audit_id_criterion_id_position")
        ),
    )
    op.create_table(
        "outcome",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("length(words) <= 600", name=op.f("ck_outcome_words_length")),
        sa.CheckConstraint("number > 0", name=op.f("ck_outcome_number_positive")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_outcome_audit_id_audit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("audit_id", "number", name=op.f("pk_outcome")),
    )
    op.create_table(
        "prompt_mark",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.CheckConstraint("mark IN ('used', 'fine', 'counts', 'counts_not')", name=op.f("ck_prompt_mark_mark_known")),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_prompt_mark_audit_id_audit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("audit_id", "passage", name=op.f("pk_prompt_mark")),
    )
    op.create_table(
        "thread_link",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_kind", sa.String(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "from_kind IN ('aspiration', 'need', 'outcome', 'provision')", name=op.f("ck_thread_link_from_kind_known")
        ),
        sa.CheckConstraint(
            "to_kind IN ('aspiration', 'need', 'outcome', 'provision')", name=op.f("ck_thread_link_to_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audit.id"], name=op.f("fk_thread_link_audit_id_audit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "audit_id", "from_kind", "from_number", "to_kind", "to_number", name=op.f("pk_thread_link")
        ),
    )
