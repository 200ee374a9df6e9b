"""The command `accord` and its subcommands."""

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from accord.activities.sending import import_file
from accord.backups import back_up, restore
from accord.demo.staging import play
from accord.embedded_postgres import EmbeddedPostgres
from accord.failures import CommandFailed
from accord.importing import Importer
from accord.jobs import republish_all
from accord.layout import DEFAULT_PORT_BASE, SERVICES, DataDirectory, Ports
from accord.loading_rates import load_rate_table
from accord.operating import run_for_operator
from accord.running_stack import RunningStack
from accord.showing import show_activities, show_import, show_rate_table
from accord.starting import Wish, down, up_detached, up_in_foreground
from accord.status import status_of
from accord.tokens import ClientTokens, TokenSource
from accord.verifying import show_verified, verify_log

app = typer.Typer(help="Accord on one machine: start it, look at it, feed it.", no_args_is_help=True)
console = Console(soft_wrap=True)

DataDir = Annotated[Path, typer.Option(help="where the stack keeps its data")]
HERE = Path(".accord")
TAKEN_IN_BY = {"rates": "matcher", "activities": "matcher"}
"""The service that takes in what is not named after it."""


@contextmanager
def failing_politely() -> Generator[None]:
    """Turn a failure into a sentence on standard error and exit code 1."""
    try:
        yield
    except CommandFailed as error:
        sys.stderr.write(f"accord: {error}\n")
        raise typer.Exit(1) from error


@app.command()
def up(
    *,
    detach: Annotated[bool, typer.Option(help="return when everything is ready")] = False,
    data_dir: DataDir = HERE,
    port_base: Annotated[
        int, typer.Option(min=1024, max=65000, envvar="ACCORD_PORT_BASE", help="first of the ports used")
    ] = DEFAULT_PORT_BASE,
    sample: Annotated[bool, typer.Option(help="take in the sample of real records")] = True,
) -> None:
    """Start PostgreSQL, the broker, the identity provider and all services, on loopback."""
    wish = Wish(DataDirectory(data_dir.resolve()), Ports(port_base), sample)
    with failing_politely():
        (up_detached if detach else up_in_foreground)(wish, console)


@app.command(name="down")
def stop(data_dir: DataDir = HERE) -> None:
    """Stop everything that `up` started."""
    with failing_politely():
        console.print("stopped" if down(data_dir.resolve()) else "nothing was running")


@app.command()
def status(
    *, as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False, data_dir: DataDir = HERE
) -> None:
    """Say what runs, whether it is ready, and how much it holds."""
    with failing_politely():
        stack = RunningStack.find(data_dir.resolve())
        now = status_of(stack.ports, stack.state, stack.tokens)
    if as_json:
        sys.stdout.write(json.dumps(now, indent=2) + "\n")
    else:
        _print_status(now)


@app.command()
def logs(
    service: str, *, follow: Annotated[bool, typer.Option("--follow", "-f")] = False, data_dir: DataDir = HERE
) -> None:
    """Print the log of a part: needs, offers, matcher, identity, broker or supervisor."""
    path = DataDirectory(data_dir.resolve()).log(service)
    with failing_politely():
        if not path.is_file():
            parts = ", ".join(sorted(each.stem for each in path.parent.glob("*.log")))
            raise CommandFailed(f"there is no log of {service!r}; there are: {parts or 'none yet'}")
    if follow:
        subprocess.run(["tail", "-n", "50", "-f", str(path)], check=False)  # noqa: S603, S607 (a fixed program)
    else:
        sys.stdout.write(path.read_text(encoding="utf-8", errors="replace"))


@app.command()
def token(
    role: str,
    *,
    state: Annotated[str | None, typer.Option(help="ISO 3166 alpha-3, for a recipient")] = None,
    organisation: Annotated[str | None, typer.Option(help="key of a donor")] = None,
    regions: Annotated[str | None, typer.Option(help="keys of regions or groups, separated by commas")] = None,
    data_dir: DataDir = HERE,
) -> None:
    """Print an access token of the local identity provider."""
    party = {"role": role, "state": state, "organisation": organisation, "regions": regions}
    with failing_politely():
        stack = RunningStack.find(data_dir.resolve())
        given = {name: value for name, value in party.items() if value}
        sys.stdout.write(stack.tokens.token_for(given) + "\n")


@app.command(name="import")
def import_records(
    kind: Annotated[str, typer.Argument(help="needs, offers, rates or activities")],
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="one record a line; rates: one document; activities: also IATI"
        ),
    ],
    *,
    historic: Annotated[bool, typer.Option("--historic", help="past records, to be shown as examples")] = False,
    service_url: Annotated[str | None, typer.Option(help="the service, where it is not the local stack's")] = None,
    token_endpoint: Annotated[str | None, typer.Option(help="a provider that knows each party as a client")] = None,
    client_secret: Annotated[str, typer.Option(envvar="ACCORD_CLIENT_SECRET", help="of those clients")] = "",
    data_dir: DataDir = HERE,
) -> None:
    """Take in needs, offers, running activities, or a table of exchange rates, through the services' own APIs."""
    with failing_politely():
        if kind not in ("needs", "offers", "rates", "activities"):
            raise CommandFailed(f"expected needs, offers, rates or activities, got {kind!r}")
        tokens: TokenSource
        if service_url and token_endpoint:
            url, tokens = service_url, ClientTokens(token_endpoint, client_secret)
        else:
            stack = RunningStack.find(data_dir.resolve())
            url, tokens = stack.ports.url(TAKEN_IN_BY.get(kind, kind)), stack.tokens
        if kind == "rates":
            show_rate_table(console, load_rate_table(url, tokens, file.read_bytes()))
            return
        if kind == "activities":
            if not show_activities(console, import_file(file, url, tokens)):
                raise typer.Exit(1)
            return
        with file.open("rb") as lines:
            report = Importer(kind, url, tokens, historic=historic).run(lines)
    show_import(console, kind, report)
    if report.refused:
        raise typer.Exit(1)


@app.command()
def demo(
    *,
    need: Annotated[str | None, typer.Option(help="number of the need to begin with, such as N-040")] = None,
    port_base: Annotated[
        int | None, typer.Option(help="first of the services' ports, where no local stack runs")
    ] = None,
    token_endpoint: Annotated[str | None, typer.Option(help="a provider that knows each party as a client")] = None,
    client_secret: Annotated[str, typer.Option(envvar="ACCORD_CLIENT_SECRET", help="of those clients")] = "",
    data_dir: DataDir = HERE,
) -> None:
    """Play the life of a match on the sample, from proposal to evaluation, and print what each party sees."""
    with failing_politely():
        tokens: TokenSource
        if token_endpoint:
            ports, tokens = Ports(port_base or DEFAULT_PORT_BASE), ClientTokens(token_endpoint, client_secret)
        else:
            stack = RunningStack.find(data_dir.resolve())
            ports, tokens = stack.ports, stack.tokens
        play(console, {name: ports.url(name) for name in SERVICES}, tokens, need)


@app.command()
def republish(data_dir: DataDir = HERE) -> None:
    """Have every need, offer, match and reservation stated again on the bus."""
    with failing_politely():
        stack = RunningStack.find(data_dir.resolve())
        postgres = EmbeddedPostgres(stack.data.postgres)
        postgres.start()
        republish_all(stack.data, stack.ports, postgres)
    console.print("republished")


@app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def run(
    service: Annotated[str, typer.Argument(help="needs, offers or matcher")],
    words: Annotated[list[str], typer.Argument(help="republish, outbox, letters, persons, restored or rebuild ...")],
    *,
    data_dir: DataDir = HERE,
) -> None:
    """Run a service's own operator command against the stack; its exit code is the command's."""
    with failing_politely():
        code = run_for_operator(RunningStack.find(data_dir.resolve()), service, words)
    raise typer.Exit(code)


@app.command()
def backup(folder: Path, *, data_dir: DataDir = HERE) -> None:
    """Write all three databases, as they are at one moment, into a new folder, while everything runs."""
    with failing_politely():
        postgres = EmbeddedPostgres(RunningStack.find(data_dir.resolve()).data.postgres)
        postgres.start()
        back_up(postgres, folder.resolve())
    console.print(f"backed up to {folder}", markup=False)


@app.command(name="restore")
def put_back(folder: Path, *, data_dir: DataDir = HERE) -> None:
    """Put a backup in place of the databases of a stack that is stopped; the former ones are kept beside it."""
    with failing_politely():
        kept = restore(DataDirectory(data_dir.resolve()), folder.resolve())
    console.print(f"restored from {folder}; what was there is in {kept}, until the next restore", markup=False)


@app.command(name="verify-log")
def verify(
    source: Annotated[str, typer.Argument(help="an export of the decision log: a file or an address")],
    *,
    checkpoint: Annotated[
        list[str] | None, typer.Option(help="NUMBER:HASH, or a file or address of published ones; may be repeated")
    ] = None,
    token: Annotated[str | None, typer.Option(envvar="ACCORD_TOKEN", help="for addresses")] = None,
) -> None:
    """Check an exported decision log, offline for a file; the first broken entry is named, with exit code 1."""
    with failing_politely():
        show_verified(console, verify_log(source, checkpoint or (), token))


def _print_status(now: dict[str, Any]) -> None:
    for name, service in now["services"].items():
        console.print(f"{name:<10} {'ready' if service['ready'] else 'not ready':<10} {service['url']}")
    console.print(f"broker     {'ready' if now['broker']['ready'] else 'not ready':<10} {now['broker']['bootstrap']}")
    console.print(f"database   {'ready' if now['database']['ready'] else 'not ready'}")
    console.print(", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in now["counts"].items()))
