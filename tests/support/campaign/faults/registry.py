"""Every fault of the campaign, in the order in which they happen."""

from collections.abc import Sequence

from tests.support.campaign.faults import (
    backups,
    brokers,
    clocks,
    databases,
    disks,
    freezes,
    kills,
    losses,
    members,
    network,
    overload,
    poison,
    versions,
)
from tests.support.campaign.scene import Fault

FAULTS: Sequence[Fault] = (
    backups.matcher_restored_from_an_older_backup,
    backups.all_restored_from_backups_of_different_moments,
    backups.needs_restored_from_an_older_backup,
    backups.offers_restored_from_an_older_backup,
    losses.topic_deleted,
    losses.topic_deleted_and_created_at_once,
    losses.whole_cluster_wiped,
    versions.next_version_beside_this_one,
    overload.overload,
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
    disks.disk_of_the_databases_full,
    disks.disk_of_the_write_ahead_log_full,
    network.slow_network,
    network.connections_cut,
    network.network_to_brokers_half_open,
    network.network_to_databases_half_open,
    network.commits_cut,
    clocks.clocks_jumped,
    clocks.clocks_of_half_jumped,
    clocks.clock_of_postgresql_jumped,
    members.rebalances_in_a_loop,
    poison.poison_and_oversized_records,
)
"""A fault that another depends on does not exist: each leaves the world whole. Those come first that have everything
stated or read again, for what that takes grows with all that was ever told."""
