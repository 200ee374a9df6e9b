"""What `accord up` shows when everything runs: addresses, accounts, and real candidates with their reasons."""

from typing import Any

from rich.console import Console
from rich.table import Table

from accord import loopback
from accord.activities.sending import ActivityReport
from accord.importing import ImportReport
from accord.layout import Ports
from accord.tokens import TokenSource

SHOWN_EXAMPLES = ("N-040", "N-083", "N-008")
"""Records of the sample whose candidates are shown, where they are there."""


def show_addresses(console: Console, ports: Ports) -> None:
    """Print where everything is."""
    table = Table(title="Accord is running", title_justify="left")
    for column in ("part", "address", "interactive API"):
        table.add_column(column)
    for name in ("needs", "offers", "matcher"):
        table.add_row(name, ports.url(name), f"{ports.url(name)}/docs")
    table.add_row("identity provider", ports.url("identity"), "")
    table.add_row("Kafka broker", ports.url("broker").removeprefix("http://"), "")
    console.print(table)


def show_accounts(console: Console) -> None:
    """Print how to get a token for each kind of account."""
    table = Table(title="Demo accounts: each command prints a bearer token", title_justify="left")
    table.add_column("who")
    table.add_column("command")
    table.add_row("recipient State", "accord token recipient --state BFA")
    table.add_row("donor", "accord token donor --organisation eu")
    table.add_row("coordinator", "accord token coordinator")
    table.add_row("regional coordinator", "accord token coordinator --regions ecowas")
    table.add_row("observer", "accord token observer")
    console.print(table)


def show_import(console: Console, kind: str, report: ImportReport) -> None:
    """Print what became of a file's records, the refused ones by line and field."""
    console.print(
        f"{kind}: {report.taken_in} there ({report.opened} opened, {report.drafted} left as drafts, "
        f"{report.already_there} were there before), {len(report.refused)} refused"
    )
    for each in report.refused:
        console.print(f"  line {each.line} ({each.record_id}), {each.field}: {each.expected}", markup=False)


def show_activities(console: Console, report: ActivityReport) -> bool:
    """Print what became of a file's activities, the refused ones by line and field; say whether none was refused."""
    kept = ", ".join(f"{report.kept[outcome]} {outcome}" for outcome in ("created", "updated", "unchanged"))
    console.print(f"activities: {kept}, {report.not_ours} of other sectors, {len(report.refused)} refused")
    for each in report.refused:
        console.print(f"  line {each.line} ({each.record_id}), {each.field}: {each.expected}", markup=False)
    return not report.refused


def show_rate_table(console: Console, table: dict[str, Any]) -> None:
    """Print which rates were loaded."""
    heading = f"{table['reference_currency']}, {table['date']}, {table['source']}"
    console.print(f"rates: {len(table['rates'])} currencies for one {heading}", markup=False, highlight=False)


def show_candidates(console: Console, ports: Ports, tokens: TokenSource) -> None:
    """Print the best candidates of a few needs of the sample, each with the sentences of its explanation."""
    bearer = {"Authorization": f"Bearer {tokens.token_for({'role': 'coordinator'})}"}
    with loopback.client(headers=bearer, timeout=10) as client:
        for number in SHOWN_EXAMPLES:
            found = client.get(f"{ports.url('needs')}/v1/needs", params={"external_id": number}).json()
            for need in found["items"][:1]:
                path = f"{ports.url('matcher')}/v1/needs/{need['id']}/candidates"
                _show_need(console, need, client.get(path, params={"limit": 1}).json()["items"])


def _show_need(console: Console, need: dict[str, Any], candidates: list[dict[str, Any]]) -> None:
    asking = ", ".join(need["states"]) or need["group"]
    source = need["provenance"]["source_name"]
    console.print(f"\n[bold]{need['external_id']}[/bold] {need['title']} ({asking}; historic example from: {source})")
    if not candidates:
        console.print("  no offer answers it")
    for candidate in candidates:
        offer = candidate["offer"]
        console.print(f"  {candidate['score']}/1000  {offer['external_id']} {offer['donor_name']}: {offer['title']}")
        for reason in candidate["explanation"]:
            console.print(f"    {reason['contribution']:>4}  {reason['sentence']}", markup=False, highlight=False)
