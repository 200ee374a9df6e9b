"""How the play is told: each step with its request and answer, and what each party then sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from rich.console import Console

from accord.demo.services import Answer, Json, Services, Voice


@dataclass
class Teller:
    """Prints the play; `watching` are those whose view is shown after each step."""

    console: Console
    services: Services
    watching: Sequence[Voice]
    step: int = 0

    def begin(self, title: str) -> None:
        """Print the heading of the next step."""
        self.step += 1
        self.console.print(f"\n[bold]{self.step}. {title}[/bold]")

    def request(self, who: Voice, method: str, path: str, answer: Answer) -> None:
        """Print who asked for what, and what was answered; a refusal with its code and its words."""
        service, _, rest = path.partition(":")
        told = f"  {who.name}: {method} {rest} ({service}) -> {answer.status}"
        if answer.is_refusal:
            told += f" {answer.document.get('code')}: {answer.document.get('detail')}"
        self.console.print(told, markup=False, highlight=False)

    def note(self, text: str) -> None:
        """Print a remark."""
        self.console.print(f"  {text}", markup=False, highlight=False)

    def views(self, match_id: str) -> None:
        """Print what each party sees of the match, and what waits for it."""
        for who in self.watching:
            self.console.print(f"    {who.name:<24} {self._view(who, match_id)}", markup=False, highlight=False)

    def _view(self, who: Voice, match_id: str) -> str:
        seen = self.services.get(who, f"matcher:/v1/matches/{match_id}")
        if seen.status == HTTPStatus.NOT_FOUND:
            return "sees nothing (404)"
        match = seen.document
        told = [match["status"] + (", stale" if match["stale"] else "")]
        if match["deadline"]:
            told.append(f"until {match['deadline'][:10]}")
        if match["actions"]:
            told.append(f"may {', '.join(match['actions'])}")
        tasks = self.services.get(who, "matcher:/v1/tasks").document["items"]
        waiting = [task["kind"] for task in tasks if task["record"]["id"] == match_id]
        if waiting:
            told.append(f"waits for it: {', '.join(waiting)}")
        return "; ".join(told)


def ledger_sentence(need: Json, offer: Json, component_id: str, line_id: str) -> str:
    """Return both ledgers of one pair in a sentence."""
    component = next(each for each in need["components"] if each["id"] == component_id)
    line = next(each for each in offer["lines"] if each["id"] == line_id)
    given = ", ".join(f"{name} {line[name]}" for name in ("pledged", "reserved", "committed", "delivered"))
    asked = ", ".join(f"{name} {component[name]}" for name in ("quantity", "held", "confirmed", "delivered"))
    return f"offer line ({line['unit']}): {given}; need component ({component['unit']}): {asked}; need {need['status']}"
