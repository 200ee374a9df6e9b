"""Matches, in place of proposals; each proposal goes on as a match that a coordinator judges anew before endorsing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSONB = postgresql.JSONB(astext_type=sa.Text())
MOMENT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text())
HOLDS = "('none', 'asked', 'held', 'refused')"

CARRY_MATCHES = """
INSERT INTO matches (
    id, version, status, need_id, offer_id, states, "group", donors, origin_kind, proposed_by, round_id, round_plan,
    round_digest, input_digest, judged_need_version, judged_need_statement, judged_offer_version,
    judged_offer_statement, score, explanation, profile_digest, stale, need_statement, offer_statement,
    funder_statement, offers_hold, needs_hold, offers_answered, needs_answered, shortfalls, acknowledged, interests,
    acceptances, plan, deliveries, stage_since, deadline, created_at, updated_at)
SELECT
    proposals.id, proposals.version, 'proposed', proposals.need_id, proposals.offer_id, needs.states, needs."group",
    ARRAY[offers.organisation], 'round', proposed_by, round_id, proposals.plan, round_digest, input_digest,
    need_version, need_version, offer_version, offer_version, score, explanation, profile_digest, true,
    need_version, offer_version, 0, 'none', 'none', 0, 0, '[]', '[]', '[]', '[]',
    '{"milestones": [], "indicators": []}', '[]', created_at, now() + interval '30 days', created_at, updated_at
FROM proposals JOIN needs USING (need_id) JOIN offers USING (offer_id)
"""
"""Nobody said then how much of a component each line covers, so each is stale: judged anew, that is worked out."""

CARRY_LINES = """
INSERT INTO match_lines (
    match_id, component_id, line_id, offer_id, role, position, category, score, quantity, unit, currency, coverage,
    component_unit, charged, delivered, covered)
SELECT
    proposal_id, component_id, line_id, matches.offer_id, 'provides', position,
    coalesce(component ->> 'category', 'unknown'), proposal_lines.score, quantity, unit, currency, NULL,
    component ->> 'unit', NULL, 0, 0
FROM proposal_lines
JOIN matches ON matches.id = proposal_id
JOIN needs ON needs.need_id = matches.need_id
LEFT JOIN LATERAL (
    SELECT element AS component FROM jsonb_array_elements(needs.state -> 'components') AS element
    WHERE element ->> 'component_id' = component_id::text
) AS asked ON true
"""

CARRY_HISTORY = """
INSERT INTO match_versions (match_id, version, happened, at, reason, by_subject, by_role, document)
SELECT id, version, 'proposed', created_at, NULL, proposed_by, 'coordinator',
       jsonb_build_object('status', status, 'stale', stale)
FROM matches
"""

NOTHING_IS_LOST = """
DO $$ BEGIN
    IF (SELECT count(*) FROM matches) <> (SELECT count(*) FROM proposals) THEN
        RAISE EXCEPTION 'Some proposals have lost sight of their need or offer: let matcher.rebuild end, then migrate.';
    END IF;
END $$
"""


def upgrade() -> None:
    _create_matches()
    _index_matches()
    _create_lines_and_history()
    for carry in (CARRY_MATCHES, NOTHING_IS_LOST, CARRY_LINES, CARRY_HISTORY):
        op.execute(carry)
    op.drop_table("proposal_lines")
    op.drop_table("proposals")


def _create_matches() -> None:
    op.create_table(
        "matches",
        *_whose_it_is(),
        *_as_judged(),
        *_as_held_and_agreed(),
        sa.CheckConstraint(
            "status IN ('proposed', 'endorsed', 'refused', 'reserved', 'confirmed', 'in_delivery', 'delivered',"
            " 'evaluated', 'rejected', 'declined', 'expired', 'dissolved')",
            name="matches_status",
        ),
        sa.CheckConstraint("origin_kind IN ('engine', 'round', 'hand')", name="matches_origin"),
        sa.CheckConstraint(f"offers_hold IN {HOLDS}", name="matches_offers_hold"),
        sa.CheckConstraint(f"needs_hold IN {HOLDS}", name="matches_needs_hold"),
        sa.CheckConstraint("(origin_kind = 'round') = (round_id IS NOT NULL)", name="matches_of_a_round_name_it"),
        sa.CheckConstraint(
            "(status IN ('rejected', 'declined', 'expired', 'dissolved')) = (reason_code IS NOT NULL)",
            name="matches_that_left_say_why",
        ),
        sa.CheckConstraint(
            "status NOT IN ('reserved') OR (offers_hold = 'held' AND needs_hold = 'held')",
            name="matches_are_reserved_only_when_both_sides_hold",
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _whose_it_is() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("funder_offer_id", sa.Uuid(), nullable=True),
        sa.Column("package_id", sa.Uuid(), nullable=True),
        sa.Column("states", TEXTS, nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("donors", TEXTS, nullable=False),
    ]


def _as_judged() -> list[sa.Column[object]]:
    return [
        sa.Column("origin_kind", sa.String(length=32), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("round_plan", sa.Text(), nullable=True),
        sa.Column("round_digest", sa.Text(), nullable=True),
        sa.Column("input_digest", sa.Text(), nullable=True),
        sa.Column("judged_need_version", sa.Integer(), nullable=False),
        sa.Column("judged_need_statement", sa.Integer(), nullable=False),
        sa.Column("judged_offer_version", sa.Integer(), nullable=False),
        sa.Column("judged_offer_statement", sa.Integer(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("explanation", JSONB, nullable=False),
        sa.Column("profile_digest", sa.Text(), nullable=False),
    ]


def _as_held_and_agreed() -> list[sa.Column[object]]:
    return [
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("need_statement", sa.Integer(), nullable=False),
        sa.Column("offer_statement", sa.Integer(), nullable=False),
        sa.Column("funder_statement", sa.Integer(), nullable=False),
        sa.Column("offers_hold", sa.String(length=32), nullable=False),
        sa.Column("needs_hold", sa.String(length=32), nullable=False),
        sa.Column("hold_version", sa.Integer(), nullable=True),
        sa.Column("offers_answered", sa.Integer(), nullable=False),
        sa.Column("needs_answered", sa.Integer(), nullable=False),
        *(
            sa.Column(name, JSONB, nullable=False)
            for name in ("shortfalls", "acknowledged", "interests", "acceptances", "plan", "deliveries")
        ),
        sa.Column("evaluation", JSONB, nullable=True),
        sa.Column("endorsed_by", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reason_text", sa.Text(), nullable=True),
        sa.Column("stage_since", MOMENT, nullable=False),
        sa.Column("deadline", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    ]


def _index_matches() -> None:
    op.create_index("ix_matches_package_id", "matches", ["package_id"], unique=False)
    op.create_index("ix_matches_round_id", "matches", ["round_id"], unique=False)
    op.create_index(
        "matches_one_stands_for_a_need_and_an_offer",
        "matches",
        ["need_id", "offer_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('proposed', 'endorsed', 'refused', 'reserved')"),
    )
    op.create_index("matches_of_need", "matches", ["need_id"], unique=False)
    op.create_index("matches_of_offer", "matches", ["offer_id"], unique=False)
    op.create_index("matches_of_funder", "matches", ["funder_offer_id"], unique=False)
    op.create_index("matches_of_states", "matches", ["states"], unique=False, postgresql_using="gin")
    op.create_index("matches_of_donors", "matches", ["donors"], unique=False, postgresql_using="gin")
    op.create_index("matches_due", "matches", ["deadline"], unique=False)


def _create_lines_and_history() -> None:
    op.create_table(
        "match_lines",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("coverage", sa.BigInteger(), nullable=True),
        sa.Column("component_unit", sa.Text(), nullable=True),
        sa.Column("charged", sa.BigInteger(), nullable=True),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("covered", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role IN ('provides', 'funds')", name="match_lines_role"),
        sa.CheckConstraint("quantity > 0", name="match_lines_give_something"),
        sa.CheckConstraint("coverage > 0", name="match_lines_cover_something"),
        sa.CheckConstraint("delivered >= 0 AND delivered <= quantity", name="match_lines_deliver_what_was_agreed"),
        sa.CheckConstraint("covered >= 0 AND covered <= coverage", name="match_lines_cover_what_was_agreed"),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"]),
        sa.PrimaryKeyConstraint("match_id", "component_id", "line_id"),
    )
    op.create_index("match_lines_category", "match_lines", ["category"], unique=False)
    op.create_table(
        "match_versions",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_subject", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("document", JSONB, nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"]),
        sa.PrimaryKeyConstraint("match_id", "version", "happened"),
    )
