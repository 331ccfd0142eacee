"""The retrospective in full"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "what", "subject", name="uq_due_word"),
    )
    with op.batch_alter_table("due_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_word_due_at"), ["due_at"], unique=False)

    op.create_table(
        "error_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "folded", name="uq_error_category"),
    )
    op.create_table(
        "monthly_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("long_late", sa.Integer(), nullable=False),
        sa.Column("decoration", sa.Integer(), nullable=False),
        sa.Column("was_due", sa.Integer(), nullable=False),
        sa.Column("was_done", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('board', 'leaders')", name="ck_purpose"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "month", "purpose", name="uq_monthly_review"),
    )
    op.create_table(
        "tracker_cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "place", name="uq_tracker_cursor"),
    )
    op.create_table(
        "chance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN ('undecided', 'build_in', 'accept')", name="ck_choice"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chance_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "chosen_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["error_category.id"],
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", name="uq_chosen_category"),
    )
    with op.batch_alter_table("chosen_category", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chosen_category_category_id"), ["category_id"], unique=False
        )

    op.create_table(
        "cross_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("time_order", sa.String(), nullable=False),
        sa.Column("seen_before", sa.String(), nullable=False),
        sa.Column("undetermined", sa.Boolean(), nullable=False),
        sa.Column("prove_wrong", sa.String(), nullable=False),
        sa.Column("soundness", sa.String(), nullable=False),
        sa.Column("gaps", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("soundness IN ('unsaid', 'sound', 'gaps')", name="ck_soundness"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", name="uq_cross_check"),
    )
    op.create_table(
        "factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("recollection", sa.Boolean(), nullable=False),
        sa.Column("otherwise", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("nature IN ('technical', 'organisational')", name="ck_nature"),
        sa.CheckConstraint("role IN ('trigger', 'latent')", name="ck_role"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "former_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("former", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('hypothesis', 'factor', 'chance', 'check')", name="ck_kind"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("former_judgement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_judgement_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "hypothesis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("axis", sa.String(), nullable=False),
        sa.Column("evidence_for", sa.String(), nullable=False),
        sa.Column("evidence_against", sa.String(), nullable=False),
        sa.Column("assumptions", sa.String(), nullable=False),
        sa.Column("test", sa.String(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("undo", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("basis IN ('unsaid', 'correlation', 'intervention')", name="ck_basis"),
        sa.CheckConstraint(
            "verdict IN ('untested', 'supported', 'refuted', 'inconclusive')", name="ck_verdict"
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", "number", name="uq_hypothesis"),
    )
    with op.batch_alter_table("hypothesis", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hypothesis_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "package_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("cannot_be_had", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("former", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint(
            "part IN ('tasks', 'users', 'duration', 'customer_effect', 'logs', 'feedback', 'metrics', 'examples')",
            name="ck_part",
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", "part", name="uq_package_line"),
    )
    with op.batch_alter_table("package_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_package_line_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "parked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("parked_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'item', 'let_go')", name="ck_state"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("parked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "plan_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('moved', 'waived')", name="ck_kind"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("plan_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_decision_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "preparation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("next_reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("told", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("pace IN ('live', 'days')", name="ck_pace"),
        sa.CheckConstraint("status IN ('planned', 'started', 'waived')", name="ck_status"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", name="uq_preparation_incident"),
    )
    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_preparation_next_reminder_at"), ["next_reminder_at"], unique=False
        )

    op.create_table(
        "slices_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'dropped')", name="ck_state"),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("slices_sent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_slices_sent_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "anonymous_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("anonymous_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_anonymous_answer_retro_id"), ["retro_id"], unique=False
        )

    op.create_table(
        "answer_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("into", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("answer_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_merge_retro_id"), ["retro_id"], unique=False)

    op.create_table(
        "board_answer",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id", "stage", "number"),
        sa.UniqueConstraint("retro_id", "source", name="uq_board_answer_source"),
    )
    op.create_table(
        "care_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("care_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_pause_retro_id"), ["retro_id"], unique=False)

    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["action_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checkpoint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkpoint_item_id"), ["item_id"], unique=False)

    op.create_table(
        "dot_vote",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id", "stage", "user_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "former_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["action_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", "number", name="uq_former_key"),
    )
    with op.batch_alter_table("former_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_key_incident_id"), ["incident_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_former_key_item_id"), ["item_id"], unique=False)

    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["action_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_over_item_id"), ["item_id"], unique=False)

    op.create_table(
        "has_answered",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id", "stage", "user_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("ours", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("theirs", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["action_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "place", name="uq_item_issue"),
        sa.UniqueConstraint("team_id", "marker", name="uq_item_issue_marker"),
    )
    with op.batch_alter_table("item_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_issue_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_issue_issue_id"), ["issue_id"], unique=False)

    op.create_table(
        "own_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('detection', 'diagnosis', 'repair', 'key_moment', 'said')", name="ck_kind"
        ),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("retro_id", "user_id", "subject", name="uq_own_question"),
    )
    with op.batch_alter_table("own_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_question_retro_id"), ["retro_id"], unique=False)

    op.create_table(
        "planned_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("preparation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("discipline", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('takes_part', 'offered', 'declined')", name="ck_state"),
        sa.ForeignKeyConstraint(
            ["preparation_id"],
            ["preparation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("preparation_id", "user_id", name="uq_planned_seat"),
    )
    with op.batch_alter_table("planned_seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_planned_seat_preparation_id"), ["preparation_id"], unique=False
        )

    op.create_table(
        "retro_pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("soaking", sa.Boolean(), nullable=False),
        sa.CheckConstraint("pace IN ('live', 'days')", name="ck_pace"),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("retro_id", name="uq_retro_pace"),
    )
    op.create_table(
        "room_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("room_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_word_retro_id"), ["retro_id"], unique=False)

    op.create_table(
        "round_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("retro_id", "round", "user_id", name="uq_round_word"),
    )
    with op.batch_alter_table("round_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_word_retro_id"), ["retro_id"], unique=False)

    op.create_table(
        "safety_given",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id", "user_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "safety_tally",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id"),
    )
    op.create_table(
        "stage_reveal",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id", "stage"),
    )
    op.create_table(
        "survey_asked",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id", "user_id"),
    )
    op.create_table(
        "survey_tally",
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("learned", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("safe_1", sa.Integer(), nullable=False),
        sa.Column("safe_2", sa.Integer(), nullable=False),
        sa.Column("safe_3", sa.Integer(), nullable=False),
        sa.Column("safe_4", sa.Integer(), nullable=False),
        sa.Column("safe_5", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("retro_id"),
    )
    op.create_table(
        "effect_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("done_id", sa.Integer(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "effect IN ('held', 'came_back', 'brought_new', 'cannot_tell')", name="ck_effect"
        ),
        sa.ForeignKeyConstraint(
            ["done_id"],
            ["item_change.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["action_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "done_id", "after_days", name="uq_effect_answer"),
    )
    with op.batch_alter_table("effect_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_effect_answer_item_id"), ["item_id"], unique=False)

    op.create_table(
        "link_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("first_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('checked', 'unchecked', 'failed')", name="ck_state"),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["action_item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["proof_id"],
            ["proof.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("proof_id"),
    )
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_check_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_check_item_id"), ["item_id"], unique=False)

    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('offered', 'used', 'kept')", name="ck_state"),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["stage_answer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["retro_id"],
            ["retrospective.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("retro_id", "stage", "user_id", name="uq_wording"),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_retro_id"), ["retro_id"], unique=False)

    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("falls_to_lead_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("fell_to_lead_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("obstacle", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("escalates_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("escalating_to", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("escalated_to", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("confirmed_by", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("figure_before", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("figure_after", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("figure_unit", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("figure_better", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("asked_again", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("source_channel", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("source_ts", sa.String(), server_default="", nullable=False))
        batch_op.create_index(
            batch_op.f("ix_action_item_escalates_at"), ["escalates_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_action_item_escalating_to"), ["escalating_to"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_action_item_falls_to_lead_at"), ["falls_to_lead_at"], unique=False
        )

    with op.batch_alter_table("chain_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))

    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("canvas_id", sa.String(), nullable=True))

    with op.batch_alter_table("retrospective", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.String(), server_default="long", nullable=False))
        batch_op.add_column(sa.Column("ordinal", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_retrospective_incident"), type_="unique")
        batch_op.create_unique_constraint("uq_retrospective_ordinal", ["incident_id", "ordinal"])

    with op.batch_alter_table("stage_answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("as_said", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("said_channel", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("said_ts", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("hidden", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("stage_answer", schema=None) as batch_op:
        batch_op.drop_column("hidden")
        batch_op.drop_column("said_ts")
        batch_op.drop_column("said_channel")
        batch_op.drop_column("as_said")

    with op.batch_alter_table("retrospective", schema=None) as batch_op:
        batch_op.drop_constraint("uq_retrospective_ordinal", type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_retrospective_incident"), ["incident_id"])
        batch_op.drop_column("ordinal")
        batch_op.drop_column("form")

    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("canvas_id")

    with op.batch_alter_table("chain_step", schema=None) as batch_op:
        batch_op.drop_column("parent_id")

    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_item_falls_to_lead_at"))
        batch_op.drop_index(batch_op.f("ix_action_item_escalating_to"))
        batch_op.drop_index(batch_op.f("ix_action_item_escalates_at"))
        batch_op.drop_column("source_ts")
        batch_op.drop_column("source_channel")
        batch_op.drop_column("asked_again")
        batch_op.drop_column("figure_better")
        batch_op.drop_column("figure_unit")
        batch_op.drop_column("figure_after")
        batch_op.drop_column("figure_before")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("confirmed_by")
        batch_op.drop_column("offered_at")
        batch_op.drop_column("escalated_to")
        batch_op.drop_column("escalating_to")
        batch_op.drop_column("escalates_at")
        batch_op.drop_column("obstacle")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("fell_to_lead_at")
        batch_op.drop_column("falls_to_lead_at")

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_retro_id"))

    op.drop_table("wording")
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_check_item_id"))
        batch_op.drop_index(batch_op.f("ix_link_check_due_at"))

    op.drop_table("link_check")
    with op.batch_alter_table("effect_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_effect_answer_item_id"))

    op.drop_table("effect_answer")
    op.drop_table("survey_tally")
    op.drop_table("survey_asked")
    op.drop_table("stage_reveal")
    op.drop_table("safety_tally")
    op.drop_table("safety_given")
    with op.batch_alter_table("round_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_word_retro_id"))

    op.drop_table("round_word")
    with op.batch_alter_table("room_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_word_retro_id"))

    op.drop_table("room_word")
    op.drop_table("retro_pace")
    with op.batch_alter_table("planned_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_seat_preparation_id"))

    op.drop_table("planned_seat")
    with op.batch_alter_table("own_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_question_retro_id"))

    op.drop_table("own_question")
    with op.batch_alter_table("item_issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_issue_issue_id"))
        batch_op.drop_index(batch_op.f("ix_item_issue_due_at"))

    op.drop_table("item_issue")
    op.drop_table("has_answered")
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_over_item_id"))

    op.drop_table("hand_over")
    with op.batch_alter_table("former_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_key_item_id"))
        batch_op.drop_index(batch_op.f("ix_former_key_incident_id"))

    op.drop_table("former_key")
    op.drop_table("dot_vote")
    with op.batch_alter_table("checkpoint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkpoint_item_id"))

    op.drop_table("checkpoint")
    with op.batch_alter_table("care_pause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_pause_retro_id"))

    op.drop_table("care_pause")
    op.drop_table("board_answer")
    with op.batch_alter_table("answer_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_merge_retro_id"))

    op.drop_table("answer_merge")
    with op.batch_alter_table("anonymous_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_anonymous_answer_retro_id"))

    op.drop_table("anonymous_answer")
    with op.batch_alter_table("slices_sent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slices_sent_incident_id"))

    op.drop_table("slices_sent")
    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparation_next_reminder_at"))

    op.drop_table("preparation")
    with op.batch_alter_table("plan_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_decision_incident_id"))

    op.drop_table("plan_decision")
    with op.batch_alter_table("parked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_incident_id"))

    op.drop_table("parked")
    with op.batch_alter_table("package_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_line_incident_id"))

    op.drop_table("package_line")
    with op.batch_alter_table("hypothesis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hypothesis_incident_id"))

    op.drop_table("hypothesis")
    with op.batch_alter_table("former_judgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_judgement_incident_id"))

    op.drop_table("former_judgement")
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_incident_id"))

    op.drop_table("factor")
    op.drop_table("cross_check")
    with op.batch_alter_table("chosen_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chosen_category_category_id"))

    op.drop_table("chosen_category")
    with op.batch_alter_table("chance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chance_incident_id"))

    op.drop_table("chance")
    op.drop_table("tracker_cursor")
    op.drop_table("monthly_review")
    op.drop_table("error_category")
    with op.batch_alter_table("due_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_due_word_due_at"))

    op.drop_table("due_word")
