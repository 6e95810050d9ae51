"""Format 1: the first workspace format."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of format 1."""
    op.create_table(
        "action_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure_key", sa.String(), nullable=False),
        sa.Column("inspectors_said", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("next_steps", sa.String(), nullable=False),
        sa.Column("people_said", sa.String(), nullable=False),
        sa.Column("risks", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_area")),
        sa.UniqueConstraint("name", name=op.f("uq_action_area_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_area_uid")),
    )
    op.create_table(
        "action_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_report")),
        sa.UniqueConstraint("told_on", name=op.f("uq_action_report_told_on")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_report_uid")),
    )
    op.create_table(
        "action_state",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_hand", sa.Boolean(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.CheckConstraint(
            "colour IN ('blue', 'green', 'amber', 'red', 'grey')", name=op.f("ck_action_state_colour_known")
        ),
        sa.CheckConstraint("needs IN ('done', 'exception', '')", name=op.f("ck_action_state_needs_known")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_action_state")),
    )
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
        "dispute_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agency IN ('education', 'health', 'social_care', 'parent_forum', 'school')",
            name=op.f("ck_dispute_outcome_agency_known"),
        ),
        sa.CheckConstraint("kind IN ('tribunal', 'mediation')", name=op.f("ck_dispute_outcome_kind_known")),
        sa.CheckConstraint("words <> ''", name=op.f("ck_dispute_outcome_is_said")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_outcome")),
        sa.UniqueConstraint("uid", name=op.f("uq_dispute_outcome_uid")),
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
        "history_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("framework_key", sa.String(), nullable=False),
        sa.Column("measure_key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("percent", sa.String(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("basis IN ('plans', 'answers', '')", name=op.f("ck_history_figure_basis_known")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_history_figure_source_given")),
        sa.CheckConstraint(
            "k IS NULL OR (n IS NOT NULL AND k BETWEEN 0 AND n)", name=op.f("ck_history_figure_k_within_n")
        ),
        sa.CheckConstraint("n IS NULL OR n > 0", name=op.f("ck_history_figure_n_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_figure")),
        sa.UniqueConstraint("measure_key", "label", name=op.f("uq_history_figure_measure_key_label")),
        sa.UniqueConstraint("uid", name=op.f("uq_history_figure_uid")),
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
        "letterhead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("accent", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("classification", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_letterhead_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
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
        "marker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("attended IS NULL OR attended >= 0", name=op.f("ck_marker_attended_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
        sa.UniqueConstraint("uid", name=op.f("uq_marker_uid")),
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
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("held_in", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("k", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("measure_key", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("held_in IN ('day', 'month', 'year')", name=op.f("ck_survey_held_in_known")),
        sa.CheckConstraint(
            "answered > 0 AND (asked IS NULL OR asked >= answered)", name=op.f("ck_survey_answered_within_asked")
        ),
        sa.CheckConstraint("k IS NULL OR k BETWEEN 0 AND answered", name=op.f("ck_survey_k_within_answered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("uid", name=op.f("uq_survey_uid")),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("framework_key", sa.String(), nullable=False),
        sa.Column("measure_key", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_target_percent_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("framework_key", "measure_key", name=op.f("uq_target_framework_key_measure_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_target_uid")),
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
        sa.Column("after_moderation", sa.Boolean(), nullable=False),
        sa.Column("quotations", sa.Boolean(), nullable=False),
        sa.Column("wrong_child", sa.Boolean(), nullable=False),
        sa.Column("urgent_contact", sa.String(), nullable=False),
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
        "target_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("n > 0 AND k BETWEEN 0 AND n", name=op.f("ck_target_part_k_within_n")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_target_part_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_part")),
        sa.UniqueConstraint("target_id", "name", name=op.f("uq_target_part_target_id_name")),
    )
    with op.batch_alter_table("target_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_part_target_id"), ["target_id"], unique=False)

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
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("measure_key", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agency IN ('education', 'health', 'social_care', 'parent_forum', 'school', '')",
            name=op.f("ck_action_agency_known"),
        ),
        sa.CheckConstraint("what <> ''", name=op.f("ck_action_what_is_said")),
        sa.ForeignKeyConstraint(["area_id"], ["action_area.id"], name=op.f("fk_action_area_id_action_area")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_action_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_uid")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_round_id"), ["round_id"], unique=False)

    op.create_table(
        "commentary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_commentary_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commentary")),
        sa.UniqueConstraint("round_id", "audience", "section", name=op.f("uq_commentary_round_id_audience_section")),
    )
    with op.batch_alter_table("commentary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commentary_round_id"), ["round_id"], unique=False)

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
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_meeting_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_round_id"), ["round_id"], unique=False)

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
        sa.CheckConstraint("kind IN ('work', 'return', 'feedback')", name=op.f("ck_pack_kind_known")),
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
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("seen_early", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("hidden", sa.String(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("log_head", sa.String(), nullable=False),
        sa.CheckConstraint("edition IN ('working', 'partnership', 'public')", name=op.f("ck_release_edition_known")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_release_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("uid", name=op.f("uq_release_uid")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_round_id"), ["round_id"], unique=False)

    op.create_table(
        "report_choice",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("sections", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "edition IN ('working', 'partnership', 'public')", name=op.f("ck_report_choice_edition_known")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_report_choice_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "audience", name=op.f("pk_report_choice")),
    )
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
        sa.Column("team", sa.String(), nullable=False),
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
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("state_key", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_update_action_id_action")),
        sa.ForeignKeyConstraint(
            ["state_key"], ["action_state.key"], name=op.f("fk_action_update_state_key_action_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_update_uid")),
    )
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_update_action_id"), ["action_id"], unique=False)

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
        "present",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_present_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_present_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_present")),
    )
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
        sa.Column("meeting_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")),
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
        "exemplar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("passage", sa.String(), nullable=False),
        sa.Column("redacted", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("basis_words", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_why = '')", name=op.f("ck_exemplar_withdrawal_has_reason")
        ),
        sa.CheckConstraint("basis IN ('consent', 'legal')", name=op.f("ck_exemplar_basis_known")),
        sa.CheckConstraint("basis_words <> '' AND agreed_by <> ''", name=op.f("ck_exemplar_basis_is_said")),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR (passage = '' AND redacted IS NULL)", name=op.f("ck_exemplar_withdrawn_is_empty")
        ),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_exemplar_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar")),
        sa.UniqueConstraint("uid", name=op.f("uq_exemplar_uid")),
    )
    with op.batch_alter_table("exemplar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemplar_sampled_id"), ["sampled_id"], unique=False)

    op.create_table(
        "fact_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=True),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(sampled_id IS NOT NULL) + (agency <> '') = 1", name=op.f("ck_fact_sheet_plan_or_agency")),
        sa.CheckConstraint(
            "agency IN ('education', 'health', 'social_care', 'parent_forum', 'school', '')",
            name=op.f("ck_fact_sheet_agency_known"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_fact_sheet_round_id_round")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_fact_sheet_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_sheet")),
        sa.UniqueConstraint("uid", name=op.f("uq_fact_sheet_uid")),
    )
    with op.batch_alter_table("fact_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_sheet_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_sheet_sampled_id"), ["sampled_id"], unique=False)

    op.create_table(
        "mending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("seen_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("result IN ('yes', 'partly', 'no')", name=op.f("ck_mending_result_known")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_mending_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_mending_sampled_id_sampled")),
        sa.ForeignKeyConstraint(["seen_id"], ["sampled.id"], name=op.f("fk_mending_seen_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mending")),
        sa.UniqueConstraint(
            "sampled_id", "criterion_id", "seen_id", name=op.f("uq_mending_sampled_id_criterion_id_seen_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_mending_uid")),
    )
    with op.batch_alter_table("mending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mending_sampled_id"), ["sampled_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mending_seen_id"), ["seen_id"], unique=False)

    op.create_table(
        "noted_view",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("value IN (2, 1, 0, -1, -2)", name=op.f("ck_noted_view_value_on_scale")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_noted_view_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_noted_view_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_noted_view_person_id_person")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_noted_view_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("meeting_id", "sampled_id", "criterion_id", "person_id", name=op.f("pk_noted_view")),
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
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.CheckConstraint("words <> '' AND length(words) <= 20000", name=op.f("ck_reply_words_given")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_reply_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("uid", name=op.f("uq_reply_uid")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_sampled_id"), ["sampled_id"], unique=False)

    op.create_table(
        "urgent_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("done_words", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(done_on IS NULL) = (done_words = '')", name=op.f("ck_urgent_flag_done_has_words")),
        sa.CheckConstraint("(told_on IS NULL) = (contact = '')", name=op.f("ck_urgent_flag_told_has_contact")),
        sa.CheckConstraint(
            "kind IN ('other_child', 'safeguarding', 'no_provision')", name=op.f("ck_urgent_flag_kind_known")
        ),
        sa.CheckConstraint("length(words) <= 20000", name=op.f("ck_urgent_flag_words_length")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_urgent_flag_sampled_id_sampled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_flag")),
        sa.UniqueConstraint("uid", name=op.f("uq_urgent_flag_uid")),
    )
    with op.batch_alter_table("urgent_flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urgent_flag_sampled_id"), ["sampled_id"], unique=False)

    op.create_table(
        "aside_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("aside_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("words <> '' AND length(words) <= 20000", name=op.f("ck_aside_reply_words_given")),
        sa.ForeignKeyConstraint(["aside_id"], ["aside.id"], name=op.f("fk_aside_reply_aside_id_aside")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_aside_reply_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aside_reply")),
        sa.UniqueConstraint("aside_id", "assignment_id", name=op.f("uq_aside_reply_aside_id_assignment_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_aside_reply_uid")),
    )
    with op.batch_alter_table("aside_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aside_reply_aside_id"), ["aside_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_aside_reply_assignment_id"), ["assignment_id"], unique=False)

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
        "fact_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("sampled_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(outcome = '') = (settled_on IS NULL)", name=op.f("ck_fact_point_outcome_has_day")),
        sa.CheckConstraint("outcome = '' OR why <> ''", name=op.f("ck_fact_point_outcome_has_reason")),
        sa.CheckConstraint("outcome IN ('accepted', 'not_accepted', '')", name=op.f("ck_fact_point_outcome_known")),
        sa.CheckConstraint("words <> '' AND length(words) <= 20000", name=op.f("ck_fact_point_words_given")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_fact_point_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_fact_point_decision_id_decision")),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled.id"], name=op.f("fk_fact_point_sampled_id_sampled")),
        sa.ForeignKeyConstraint(["sheet_id"], ["fact_sheet.id"], name=op.f("fk_fact_point_sheet_id_fact_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_point")),
        sa.UniqueConstraint("uid", name=op.f("uq_fact_point_uid")),
    )
    with op.batch_alter_table("fact_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_point_sampled_id"), ["sampled_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_point_sheet_id"), ["sheet_id"], unique=False)

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
