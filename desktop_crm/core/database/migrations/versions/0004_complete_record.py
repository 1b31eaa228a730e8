"""The complete record: needs, deals, service, satisfaction, attachments and the rest, own values, links and marks."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.core.values.names import likeness_key

revision = "0004"
down_revision = "0003"

_LINKS = {
    "interactions": ("material_id", "need_id", "deal_id", "service_id"),
    "followups": ("contact_id", "interaction_id", "need_id", "deal_id", "service_id"),
    "needs": ("interaction_id",),
    "chain": ("contact_id", "deal_id"),
    "commitments": ("interaction_id",),
    "deals": ("need_id",),
    "quotations": ("deal_id",),
    "contracts": ("deal_id",),
    "orders": ("deal_id", "contract_id"),
    "service": ("contact_id", "need_id"),
    "feedback": ("contact_id", "service_id"),
    "satisfaction": ("contact_id", "interaction_id", "answers_id"),
    "survey_answers": ("survey_id", "contact_id"),
    "gifts": ("contact_id",),
    "stories": ("need_id",),
    "contacts": ("replaced_by",),
}

_CHOICES = (
    *("deleted_at", "account_type", "status", "churn_reason", "owner", "industry", "size", "gender", "age_band"),
    *("ownership", "source", "flags", "need_tags", "region", "tier_override", "industry_potential", "id"),
)


def upgrade() -> None:
    _make_tables()
    _widen_tables()
    _fill_likeness_keys()
    _leave_one_primary_contact()
    _index_links()
    _index_choices()


def _make_tables() -> None:
    op.create_table(
        "erasures",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("materials_by_title", "materials", ["deleted_at", "title", "id"], unique=False)
    op.create_table(
        "secret_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("secret_values_by_record", "secret_values", ["record_id", "field"], unique=True)
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=True),
        sa.Column("questions", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("surveys_by_title", "surveys", ["deleted_at", "title", "id"], unique=False)
    op.create_table(
        "verifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("verifications_by_record", "verifications", ["record_id", "field"], unique=True)
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("record_kind", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "attachments_by_customer", "attachments", ["customer_id", "deleted_at", "dated", "id"], unique=False
    )
    op.create_index(
        "attachments_by_record_kind", "attachments", ["deleted_at", "record_kind", "record_id", "id"], unique=False
    )
    op.create_index("attachments_by_time", "attachments", ["deleted_at", "dated", "id"], unique=False)
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("news_by_customer", "news", ["customer_id", "deleted_at", "happened_on", "id"], unique=False)
    op.create_index("news_by_time", "news", ["deleted_at", "happened_on", "id"], unique=False)
    op.create_table(
        "standing",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("year_cents", sa.Integer(), nullable=False),
        sa.Column("repeat_permille", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("trend", sa.Integer(), nullable=True),
        sa.Column("complete_percent", sa.Integer(), nullable=False),
        sa.Column("good_until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    op.create_index("standing_by_completeness", "standing", ["complete_percent", "customer_id"], unique=False)
    op.create_index("standing_by_score", "standing", ["score", "customer_id"], unique=False)
    op.create_index("standing_by_tier", "standing", ["tier", "customer_id"], unique=False)
    op.create_index("standing_by_time", "standing", ["good_until"], unique=False)
    op.create_index("standing_by_year", "standing", ["year_cents", "customer_id"], unique=False)
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("due_zone", sa.Text(), nullable=True),
        sa.Column("due_all_day", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("kept_on", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interactions.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "commitments_by_customer", "commitments", ["customer_id", "deleted_at", "status", "due", "id"], unique=False
    )
    op.create_index("commitments_by_time", "commitments", ["deleted_at", "due", "id"], unique=False)
    op.create_table(
        "gifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("value_cents", sa.Integer(), nullable=True),
        sa.Column("value_currency", sa.Text(), nullable=True),
        sa.Column("value_text", sa.Text(), nullable=True),
        sa.Column("reaction", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("gifts_by_customer", "gifts", ["customer_id", "deleted_at", "given_on", "id"], unique=False)
    op.create_index("gifts_by_time", "gifts", ["deleted_at", "given_on", "id"], unique=False)
    op.create_table(
        "needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("pain_points", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("importance", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("raised", sa.Text(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("budget_low_cents", sa.Integer(), nullable=True),
        sa.Column("budget_high_cents", sa.Integer(), nullable=True),
        sa.Column("budget_currency", sa.Text(), nullable=True),
        sa.Column("budget_text", sa.Text(), nullable=True),
        sa.Column("budget_confirmed", sa.Integer(), nullable=True),
        sa.Column("budget_confirmed_on", sa.Text(), nullable=True),
        sa.Column("decision_cycle", sa.Text(), nullable=True),
        sa.Column("service_mode", sa.Text(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("solved_on", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("rolled_out", sa.Text(), nullable=True),
        sa.Column("value_checked", sa.Text(), nullable=True),
        sa.Column("value_check", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interactions.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("needs_by_customer", "needs", ["customer_id", "deleted_at", "due", "id"], unique=False)
    op.create_index("needs_by_time", "needs", ["deleted_at", "raised", "id"], unique=False)
    op.create_table(
        "survey_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("main_problems", sa.Text(), nullable=True),
        sa.Column("suggestions", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "survey_answers_by_customer", "survey_answers", ["customer_id", "deleted_at", "answered_on", "id"], unique=False
    )
    op.create_index("survey_answers_by_time", "survey_answers", ["deleted_at", "answered_on", "id"], unique=False)
    op.create_table(
        "deals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("amount_currency", sa.Text(), nullable=True),
        sa.Column("amount_text", sa.Text(), nullable=True),
        sa.Column("probability", sa.Integer(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("expected_close", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("competitors", sa.Text(), nullable=True),
        sa.Column("payment_terms", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("lost_reason", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["needs.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("deals_by_customer", "deals", ["customer_id", "deleted_at", "stage", "id"], unique=False)
    op.create_index("deals_by_time", "deals", ["deleted_at", "expected_close", "id"], unique=False)
    op.create_table(
        "satisfaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("scored_on", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("responsiveness", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.Integer(), nullable=True),
        sa.Column("professionalism", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("interaction_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answers_id"],
            ["survey_answers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interactions.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "satisfaction_by_customer", "satisfaction", ["customer_id", "deleted_at", "scored_on", "id"], unique=False
    )
    op.create_index("satisfaction_by_time", "satisfaction", ["deleted_at", "scored_on", "id"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=True),
        sa.Column("received_zone", sa.Text(), nullable=True),
        sa.Column("received_all_day", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("responded", sa.Integer(), nullable=True),
        sa.Column("responded_zone", sa.Text(), nullable=True),
        sa.Column("responded_all_day", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("account_manager", sa.Text(), nullable=True),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("lead_department", sa.Text(), nullable=True),
        sa.Column("supporting_departments", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("resolved", sa.Integer(), nullable=True),
        sa.Column("resolved_zone", sa.Text(), nullable=True),
        sa.Column("resolved_all_day", sa.Integer(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("customer_feedback", sa.Text(), nullable=True),
        sa.Column("confirmed", sa.Integer(), nullable=True),
        sa.Column("confirmed_zone", sa.Text(), nullable=True),
        sa.Column("confirmed_all_day", sa.Integer(), nullable=True),
        sa.Column("prevention", sa.Text(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["needs.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("service_by_customer", "service", ["customer_id", "deleted_at", "received", "id"], unique=False)
    op.create_index("service_by_status", "service", ["deleted_at", "status", "received", "id"], unique=False)
    op.create_index("service_by_time", "service", ["deleted_at", "received", "id"], unique=False)
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Text(), nullable=True),
        sa.Column("situation", sa.Text(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("may_be_told", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["needs.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stories_by_customer", "stories", ["customer_id", "deleted_at", "told_on", "id"], unique=False)
    op.create_index("stories_by_time", "stories", ["deleted_at", "told_on", "id"], unique=False)
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("attitude", sa.Text(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"],
            ["deals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("chain_by_customer", "chain", ["customer_id", "deleted_at", "position", "id"], unique=False)
    op.create_table(
        "contracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("contract_number", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("amount_currency", sa.Text(), nullable=True),
        sa.Column("amount_text", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("payment_terms", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"],
            ["deals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "contracts_by_customer", "contracts", ["customer_id", "deleted_at", "signed_on", "id"], unique=False
    )
    op.create_index("contracts_by_time", "contracts", ["deleted_at", "signed_on", "id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("tone", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("measures_done_on", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("may_be_quoted", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("feedback_by_customer", "feedback", ["customer_id", "deleted_at", "given_on", "id"], unique=False)
    op.create_index("feedback_by_time", "feedback", ["deleted_at", "given_on", "id"], unique=False)
    op.create_table(
        "quotations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.Integer(), nullable=True),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("quotation_number", sa.Text(), nullable=True),
        sa.Column("sent_on", sa.Text(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("amount_currency", sa.Text(), nullable=True),
        sa.Column("amount_text", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("payment_terms", sa.Text(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Integer(), nullable=True),
        sa.Column("unplaced", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["deal_id"],
            ["deals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "quotations_by_customer", "quotations", ["customer_id", "deleted_at", "sent_on", "id"], unique=False
    )
    op.create_index("quotations_by_time", "quotations", ["deleted_at", "sent_on", "id"], unique=False)


def _widen_tables() -> None:
    """Links to other records carry no foreign key: SQLite would have to write the tables anew."""
    op.add_column("contacts", sa.Column("own", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("responsibility", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("birthday_lunar", sa.Integer(), nullable=True))
    op.add_column("contacts", sa.Column("joined_on", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("replaced_by", sa.Integer(), nullable=True))
    op.add_column("contacts", sa.Column("consent_on", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("consent_basis", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("consent_withdrawn_on", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("confidential", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("own", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("likeness_key", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("status_note", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("status_since", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("tier_override", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("tier_reason", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("industry_potential", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("cadence_days", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("on_demand", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("account_plan", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("wechat_remark", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("anniversary", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("confidential", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("own", sa.Text(), nullable=True))
    op.add_column("followups", sa.Column("need_id", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("deal_id", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("service_id", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("told_customer", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("confirmed", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("confirmed_zone", sa.Text(), nullable=True))
    op.add_column("followups", sa.Column("confirmed_all_day", sa.Integer(), nullable=True))
    op.add_column("followups", sa.Column("confidential", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("own", sa.Text(), nullable=True))
    op.add_column("interactions", sa.Column("objective", sa.Text(), nullable=True))
    op.add_column("interactions", sa.Column("our_participants", sa.Text(), nullable=True))
    op.add_column("interactions", sa.Column("needs_said", sa.Text(), nullable=True))
    op.add_column("interactions", sa.Column("material_id", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("need_id", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("deal_id", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("service_id", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("summary_sent", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("summary_sent_zone", sa.Text(), nullable=True))
    op.add_column("interactions", sa.Column("summary_sent_all_day", sa.Integer(), nullable=True))
    op.add_column("interactions", sa.Column("confidential", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("own", sa.Text(), nullable=True))
    op.add_column("orders", sa.Column("deal_id", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("contract_id", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("confidential", sa.Integer(), nullable=True))


def _fill_likeness_keys() -> None:
    connection = op.get_bind()
    names = connection.execute(sa.text("SELECT id, name FROM customers WHERE name IS NOT NULL"))
    keys = [{"id": record_id, "key": likeness_key(name) or None} for record_id, name in names]
    if keys:
        connection.execute(sa.text("UPDATE customers SET likeness_key = :key WHERE id = :id"), keys)
    op.create_index("customers_by_likeness", "customers", ["likeness_key"], unique=False)
    for name in ("customers", "contacts"):
        op.create_index(f"{name}_by_email", name, [sa.text("email COLLATE NOCASE")], unique=False)


def _leave_one_primary_contact() -> None:
    """Of several primary contacts of a customer the one that came first stays."""
    op.execute(
        "UPDATE contacts SET is_primary = 0 WHERE is_primary = 1 AND deleted_at IS NULL AND customer_id IS NOT NULL"
        " AND id NOT IN (SELECT min(id) FROM contacts WHERE is_primary = 1 AND deleted_at IS NULL GROUP BY customer_id)"
    )
    op.create_index(
        "contacts_one_primary",
        "contacts",
        ["customer_id"],
        unique=True,
        sqlite_where=sa.text("is_primary = 1 AND deleted_at IS NULL"),
    )


def _index_links() -> None:
    for table, columns in _LINKS.items():
        for column in columns:
            op.create_index(f"{table}_by_{column}", table, [column], sqlite_where=sa.text(f"{column} IS NOT NULL"))
    op.create_index("journal_deletions", "journal", ["id"], sqlite_where=sa.text("operation = 'delete'"))


def _index_choices() -> None:
    op.drop_index("customers_by_choices", "customers")
    op.create_index("customers_by_choices", "customers", _CHOICES, unique=False)
