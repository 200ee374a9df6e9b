"""Putting the play on: who takes part, in which order, and what is checked at the end."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from rich.console import Console

from accord import loopback
from accord.demo.choosing import Pair, unmatched_pairs
from accord.demo.playing import Play
from accord.demo.services import Services, Voice
from accord.demo.telling import Teller
from accord.failures import CommandFailed
from accord.tokens import TokenSource
from accord.verifying import show_verified, verify_log

COORDINATOR: Final = Voice("coordinator", {"role": "coordinator"})
OBSERVER: Final = Voice("observer", {"role": "observer"})
STATES_BESIDE: Final = ("BFA", "MNE", "SEN")
"""One of these looks on as a State that is no party."""


def play(console: Console, urls: Mapping[str, str], tokens: TokenSource, need: str | None) -> None:
    """Play a match through, and a second one that is declined; CommandFailed says what stood in the way."""
    with loopback.client(timeout=30) as client:
        services = Services(urls, tokens, client)
        pairs = list(islice(_one_for_each_need(services, need), 2))
        if not pairs:
            raise CommandFailed("no need of the sample is left that has a measured candidate and no match")
        _through(console, services, pairs[0])
        if len(pairs) > 1:
            _declined(console, services, pairs[1])
        _check(console, services)


def _one_for_each_need(services: Services, need: str | None) -> Iterator[Pair]:
    seen: set[str] = set()
    for pair in unmatched_pairs(services, COORDINATOR, need):
        if pair.need["id"] not in seen:
            seen.add(pair.need["id"])
            yield pair


def _through(console: Console, services: Services, pair: Pair) -> None:
    play = _play(console, services, pair)
    for step in (play.propose, play.endorse, play.talk, play.agree, play.deliver, play.evaluate):
        step()


def _declined(console: Console, services: Services, pair: Pair) -> None:
    play = _play(console, services, pair)
    for step in (play.propose, play.endorse, play.decline):
        step()


def _play(console: Console, services: Services, pair: Pair) -> Play:
    states = (each for each in STATES_BESIDE if each not in pair.need["states"])
    stranger = next(states)
    beside = Voice(f"State {stranger}, no party", {"role": "recipient", "state": stranger})
    teller = Teller(console, services, (COORDINATOR, pair.state, pair.donor, beside, OBSERVER))
    need, offer = pair.need, pair.candidate["offer"]
    console.print(f"\n[bold]{need['external_id']}[/bold] {need['title']} ({', '.join(need['states'])})")
    console.print(f"[bold]{offer['external_id']}[/bold] {offer['title']} ({offer['donor_name']})")
    return Play(services, teller, COORDINATOR, pair)


def _check(console: Console, services: Services) -> None:
    """Read the funnel as an observer, and verify the decision log."""
    found = services.get(OBSERVER, "matcher:/v1/statistics/matches").document
    console.print("\n[bold]What an observer counts[/bold]")
    for step in found["funnel"]:
        console.print(f"  {step['stage']:<12} {step['matches']}", highlight=False)
    console.print("\n[bold]What an auditor verifies: the decision log[/bold]")
    log = f"{services.urls['matcher']}/v1/decisions"
    token = services.tokens.token_for(COORDINATOR.party)
    show_verified(console, verify_log(f"{log}/export", [f"{log}/checkpoint"], token))
