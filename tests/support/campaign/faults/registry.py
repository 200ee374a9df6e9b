"""Every fault of the campaign, in the order in which they happen."""

from collections.abc import Sequence

from tests.support.campaign.faults import brokers, databases, freezes, kills, losses, members, poison
from tests.support.campaign.scene import Fault

FAULTS: Sequence[Fault] = (
    kills.apis_killed,
    kills.leading_relays_killed,
    kills.workers_of_needs_and_offers_killed,
    kills.workers_of_matcher_killed,
    kills.round_worker_killed,
    kills.everything_killed_at_once,
    freezes.zombie_relay,
    freezes.zombie_worker,
    freezes.zombie_worker_within_a_transaction,
    brokers.partition_leader_killed,
    brokers.controller_killed,
    brokers.broker_held_still,
    brokers.brokers_restarted_one_by_one,
    brokers.all_brokers_away_for_a_minute,
    brokers.one_broker_wiped,
    databases.postgresql_restarted,
    databases.sessions_terminated,
    members.rebalances_in_a_loop,
    poison.poison_and_oversized_records,
    losses.topic_deleted,
    losses.topic_deleted_and_created_at_once,
    losses.whole_cluster_wiped,
)
"""A fault that another depends on does not exist: each leaves the world whole."""
