"""The life of a match as a drawing: which arrows there are is the table's to say, where they run is said here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matcher.domain.matches.life_cycle import OFF_RAMPS, TRANSITIONS, Action, Status, Transition, Who

WIDTH: Final = 1196
HEIGHT: Final = 450
BOX_WIDTH: Final = 102
BOX_HEIGHT: Final = 74
LETTERS: Final[Mapping[Who, str]] = {"coordinator": "C", "recipient": "R", "donor": "D", "accord": "A"}
MEANINGS: Final = "C a coordinator · R the recipient State · D each donor with a line · A Accord by itself"

MAIN_ROW: Final = 160
PLACES: Final[Mapping[Status, tuple[int, int]]] = {
    "proposed": (118, MAIN_ROW),
    "endorsed": (284, MAIN_ROW),
    "refused": (369, 50),
    "reserved": (454, MAIN_ROW),
    "confirmed": (620, MAIN_ROW),
    "in_delivery": (784, MAIN_ROW),
    "delivered": (960, MAIN_ROW),
    "evaluated": (1134, MAIN_ROW),
}
"""The middle of each box on the way and of `refused` above it."""

LANES: Final[Mapping[Status, int]] = {"rejected": 252, "declined": 292, "expired": 332, "dissolved": 372}
"""How far down the line runs on which a match leaves the way."""
LANE_BEGINS: Final = 84
LANE_ENDS: Final = 909

STYLE: Final = (
    "text{fill:#17212b;text-anchor:middle}.w{fill:#fff}.b{fill:#e8f1f8;stroke:#2b5d8a;stroke-width:1.5}"
    ".r{fill:#fdf4e3;stroke:#a8741a;stroke-width:1.5}.o{fill:#f6eaea;stroke:#9a4040;stroke-width:1.5}"
    ".e{fill:#e6f4ea;stroke:#2f7d4a;stroke-width:1.5}.a{stroke:#17212b;stroke-width:1.5;fill:none;marker-end:url(#m)}"
    ".l{stroke:#9a4040;stroke-width:1.5;fill:none;marker-end:url(#n)}.d{stroke:#9aa5b1;stroke-width:1;fill:none}"
    ".j{fill:#9a4040}.n{font-weight:600}.s{font-size:12px;fill:#46525e}.t{font-size:11px;fill:#9a4040;text-anchor:start}"
    ".h{paint-order:stroke;stroke:#fff;stroke-width:4px}"
)
HEAD: Final = '<marker id="{}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'


@dataclass(frozen=True)
class Arrow:
    """The way of an arrow, and where what it means is written; `spread` = who may do it stands below the line."""

    path: str
    label: tuple[int, int]
    spread: bool = True


def _right(before: Status, after: Status) -> Arrow:
    start, end = PLACES[before][0] + BOX_WIDTH // 2, PLACES[after][0] - BOX_WIDTH // 2
    return Arrow(f"M{start} {MAIN_ROW}H{end - 2}", ((start + end) // 2, MAIN_ROW - 9))


ARROWS: Final[Mapping[tuple[Status | None, Status], Arrow]] = {
    (None, "proposed"): Arrow(f"M8 {MAIN_ROW}H65", (35, MAIN_ROW - 9)),
    ("proposed", "endorsed"): _right("proposed", "endorsed"),
    ("endorsed", "reserved"): _right("endorsed", "reserved"),
    ("reserved", "confirmed"): _right("reserved", "confirmed"),
    ("confirmed", "in_delivery"): _right("confirmed", "in_delivery"),
    ("in_delivery", "delivered"): _right("in_delivery", "delivered"),
    ("delivered", "evaluated"): _right("delivered", "evaluated"),
    ("endorsed", "refused"): Arrow(f"M284 {MAIN_ROW - 37}V66H316", (262, 60), spread=False),
    ("reserved", "refused"): Arrow(f"M454 {MAIN_ROW - 37}V66H422", (478, 60), spread=False),
    ("refused", "proposed"): Arrow(f"M318 34H118V{MAIN_ROW - 39}", (200, 26), spread=False),
}
"""One for each way from box to box; what keeps the status is written into its box, what ends it runs down to a lane."""


def life_cycle_svg() -> str:
    """Return the picture of the whole table; KeyError where a transition has no place in it yet."""
    parts = [*_frame(), *_drops(), *_lanes(), *_boxes(), *_arrows(), *_legend(), "</svg>"]
    return "\n".join(parts) + "\n"


def initials(who: Iterable[Who]) -> str:
    """Return the letters of those who may do something, in the order of the legend."""
    asked = set(who)
    return " ".join(letter for each, letter in LETTERS.items() if each in asked)


def _frame() -> Iterator[str]:
    about = "The life of a match, from proposed to evaluated, and the four ways in which it may end before that"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif"'
        f' font-size="14" role="img" aria-label="{about}">'
    )
    yield f"<style>{STYLE}</style>"
    heads = (f'{HEAD.format(name)}<path d="M0 0L8 4L0 8z" fill="{fill}"/></marker>' for name, fill in _heads())
    yield f"<defs>{''.join(heads)}</defs>"
    yield f'<rect class="w" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'


def _heads() -> Iterator[tuple[str, str]]:
    yield "m", "#17212b"
    yield "n", "#9a4040"


def _leaving(before: Status) -> Mapping[Status, set[Who]]:
    """Return the ends that a match may come to from here, and who may bring each about."""
    ways: dict[Status, set[Who]] = {}
    for row in TRANSITIONS:
        if row.after in OFF_RAMPS and before in row.before:
            ways.setdefault(row.after, set()).update(row.by)
    return ways


def _drops() -> Iterator[str]:
    for status, (x, y) in PLACES.items():
        ways = _leaving(status)
        if ways:
            lowest = max(LANES[after] for after in ways)
            yield f'<path class="d" d="M{x} {y + BOX_HEIGHT // 2}V{lowest}"/>'


def _lanes() -> Iterator[str]:
    for after, y in LANES.items():
        yield f'<path class="l" d="M{LANE_BEGINS} {y}H{LANE_ENDS - 2}"/>'
        action = next(row.action for row in TRANSITIONS if row.after == after)
        yield _text(46, y + 4, action, "s")
        for status, (x, _) in PLACES.items():
            who = _leaving(status).get(after)
            if who is not None:
                yield f'<circle class="j" cx="{x}" cy="{y}" r="4.5"/>'
                yield _text(x + 8, y - 5, initials(who), "t")


def _boxes() -> Iterator[str]:
    for status, (x, y) in PLACES.items():
        yield _box(x, y, BOX_HEIGHT, {"refused": "r", "evaluated": "e"}.get(status, "b"))
        kept = list(_kept(status))
        top = y + 5 - 7 * len(kept)
        yield _text(x, top, status.replace("_", " "), "n")
        for place, said in enumerate(kept, 1):
            yield _text(x, top + 15 * place + 1, said, "s")
    for status, y in LANES.items():
        yield _box(LANE_ENDS + BOX_WIDTH // 2, y, 30, "o")
        yield _text(LANE_ENDS + BOX_WIDTH // 2, y + 5, status, "n")


def _kept(status: Status) -> Iterator[str]:
    for row in TRANSITIONS:
        if status in row.before and (row.keeps or row.after == status):
            yield f"{row.action} · {initials(row.by)}"


def _arrows() -> Iterator[str]:
    for (before, after), rows in _edges().items():
        arrow = ARROWS[before, after]
        (x, y), actions = arrow.label, "/".join(dict.fromkeys(row.action for row in rows))
        who = initials(each for row in rows for each in row.by)
        yield f'<path class="a" d="{arrow.path}"/>'
        yield _text(x, y, actions if arrow.spread else f"{actions} · {who}", "s h")
        if arrow.spread:
            yield _text(x, y + 24, who, "s h")


def _edges() -> Mapping[tuple[Status | None, Status], list[Transition]]:
    edges: dict[tuple[Status | None, Status], list[Transition]] = {}
    for row in TRANSITIONS:
        if row.after is None or row.after in OFF_RAMPS:
            continue
        for before in row.before or (None,):
            if before != row.after:
                edges.setdefault((before, row.after), []).append(row)
    return edges


def _legend() -> Iterator[str]:
    yield _text(WIDTH // 2, HEIGHT - 26, MEANINGS, "s")
    yield _text(WIDTH // 2, HEIGHT - 9, "A dot is a way out; each wants a coded reason and frees what was held.", "s")


def _box(x: int, y: int, height: int, kind: str) -> str:
    left, top = x - BOX_WIDTH // 2, y - height // 2
    return f'<rect class="{kind}" x="{left}" y="{top}" width="{BOX_WIDTH}" height="{height}" rx="8"/>'


def _text(x: int, y: int, said: str | Action, kind: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{said}</text>'
