"""A picture of a lifecycle: stages in layers from top to bottom, moves as arrows, readable on a phone.

Each stage has a row of its own, ordered by its layer (the longest way from the start, going back not counted).
A move to the next row is a straight arrow; a move that skips rows runs in a lane left, a move back in a lane
right of the boxes. Moves to the same stage share a lane, so that the picture stays quiet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from linli.kernel.ui.text import t

BOX_WIDTH, ROW, GAP, LANE, MARGIN = 190, 40, 26, 13, 8
LINE = 18
WIDE, NARROW = 14.0, 7.6


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and its name for people; kind is "", start, end or now."""

    key: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A step from one stage to another, with its name for people."""

    source: str
    target: str
    name: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One vertical way to a stage, from the rows it gathers."""

    target: int
    sources: tuple[int, ...]

    @property
    def top(self) -> int:
        """The upper row it touches."""
        return min(self.target, *self.sources)

    @property
    def bottom(self) -> int:
        """The lower row it touches."""
        return max(self.target, *self.sources)


@dataclass(slots=True)
class Layout:
    """Where everything goes; rows count from the top."""

    stages: list[Stage]
    straight: list[int] = field(default_factory=list)
    left: list[tuple[Lane, int]] = field(default_factory=list)
    right: list[tuple[Lane, int]] = field(default_factory=list)


def layers(stages: Sequence[Stage], moves: Iterable[Move]) -> dict[str, int]:
    """Number each stage by the longest way to it; moves that go back in a walk from the start do not count."""
    forward = _forward(stages, list(moves))
    depth = {stage.key: 0 for stage in stages}
    for _ in stages:
        for source, targets in forward.items():
            for target in targets:
                depth[target] = max(depth[target], depth[source] + 1)
    return depth


def _forward(stages: Sequence[Stage], moves: list[Move]) -> dict[str, list[str]]:
    """Keep the moves that do not close a circle, in the order the stages are declared."""
    order = {stage.key: index for index, stage in enumerate(stages)}
    known = [move for move in moves if move.source in order and move.target in order]
    forward: dict[str, list[str]] = {key: [] for key in order}
    for move in sorted(
        known, key=lambda move: (order[move.target] <= order[move.source], order[move.source])
    ):
        if move.source != move.target and not _reaches(forward, move.target, move.source):
            forward[move.source].append(move.target)
    return forward


def _reaches(forward: dict[str, list[str]], start: str, goal: str) -> bool:
    seen, todo = set[str](), [start]
    while todo:
        here = todo.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            todo += forward[here]
    return False


def lay_out(stages: Sequence[Stage], moves: Sequence[Move]) -> Layout:
    """Choose rows and lanes."""
    depth = layers(stages, moves)
    order = {stage.key: index for index, stage in enumerate(stages)}
    rows = sorted(stages, key=lambda stage: _place(stage, depth[stage.key], order[stage.key]))
    row = {stage.key: index for index, stage in enumerate(rows)}
    layout = Layout(rows)
    jumps: dict[tuple[str, int], set[int]] = {}
    for move in moves:
        if move.source not in row or move.target not in row or move.source == move.target:
            continue
        source, target = row[move.source], row[move.target]
        if target == source + 1:
            layout.straight.append(source)
        else:
            jumps.setdefault(("left" if target > source else "right", target), set()).add(source)
    lanes = {
        wanted: [
            Lane(target, tuple(sorted(sources)))
            for (side, target), sources in jumps.items()
            if side == wanted
        ]
        for wanted in ("left", "right")
    }
    layout.left, layout.right = _numbered(lanes["left"]), _numbered(lanes["right"])
    layout.straight = sorted(set(layout.straight))
    return layout


def _place(stage: Stage, depth: int, order: int) -> tuple[bool, int, int]:
    """Ends come last, the one at the end of the longest way first."""
    return (True, -depth, order) if stage.kind == "end" else (False, depth, order)


def _numbered(lanes: list[Lane]) -> list[tuple[Lane, int]]:
    """Give short lanes the inner places; lanes that do not overlap share one."""
    taken: list[list[Lane]] = []
    placed: list[tuple[Lane, int]] = []
    for lane in sorted(lanes, key=lambda lane: (lane.bottom - lane.top, lane.top)):
        free = (
            i for i, row in enumerate(taken) if all(o.bottom < lane.top or lane.bottom < o.top for o in row)
        )
        place = next(free, len(taken))
        if place == len(taken):
            taken.append([])
        taken[place].append(lane)
        placed.append((lane, place))
    return placed


def wrap(name: str) -> list[str]:
    """Break a name into at most two lines that fit the box."""
    room = BOX_WIDTH - 2 * MARGIN
    if _width(name) <= room:
        return [name]
    cut = next((i for i in range(len(name), 0, -1) if _width(name[:i]) <= room), 1)
    space = name.rfind(" ", 1, cut + 1)
    cut = space if space > 0 else cut
    rest = name[cut:].strip()
    while _width(rest) > room:
        rest = rest.rstrip("…")[:-1] + "…"
    return [name[:cut].strip(), rest]


def _width(text: str) -> float:
    return sum(WIDE if ord(char) > 0x2E80 else NARROW for char in text)  # noqa: PLR2004 - CJK starts there


def draw(stages: Sequence[Stage], moves: Sequence[Move], name: str) -> Markup:
    """Draw the whole course; say the same as text with ``ui.figure`` or a table beneath."""
    layout = lay_out(stages, moves)
    lanes_left = 1 + max((place for _lane, place in layout.left), default=-1)
    lanes_right = 1 + max((place for _lane, place in layout.right), default=-1)
    box_left = MARGIN + lanes_left * LANE + (10 if lanes_left else 0)
    width = box_left + BOX_WIDTH + lanes_right * LANE + (10 if lanes_right else 0) + MARGIN
    height = len(layout.stages) * (ROW + GAP) - GAP + 2 * MARGIN
    parts = [_straight(row, box_left) for row in layout.straight]
    parts += [_lane(lane, box_left, -1, place) for lane, place in layout.left]
    parts += [_lane(lane, box_left, 1, place) for lane, place in layout.right]
    parts += [_box(stage, row, box_left) for row, stage in enumerate(layout.stages)]
    return Markup(
        '<svg class="course" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{say}">{parts}</svg>'
    ).format(w=width, h=height, say=t("ui.course_title", name=name), parts=Markup("").join(parts))


def _top(row: int) -> int:
    return MARGIN + row * (ROW + GAP)


def _box(stage: Stage, row: int, left: int) -> Markup:
    lines = wrap(stage.name)
    start = _top(row) + ROW / 2 - (len(lines) - 1) * LINE / 2
    words = Markup("").join(
        Markup('<text x="{}" y="{}" dy="0.36em" text-anchor="middle">{}</text>').format(
            left + BOX_WIDTH // 2, start + i * LINE, text
        )
        for i, text in enumerate(lines)
    )
    return Markup(
        '<g class="{}"><rect class="box" x="{}" y="{}" width="{}" height="{}" rx="{}"/>{}</g>'
    ).format(
        stage.kind, left, _top(row), BOX_WIDTH, ROW, ROW // 2 if stage.kind in ("start", "end") else 6, words
    )


def _straight(row: int, left: int) -> Markup:
    x, y, end = left + BOX_WIDTH // 2, _top(row) + ROW, _top(row + 1)
    return Markup(
        '<path class="way" d="M{x} {y}V{stop}"/><path class="tip" d="M{x} {end}l-4.5 -7h9z"/>'
    ).format(x=x, y=y, stop=end - 6, end=end)


def _lane(lane: Lane, left: int, side: int, place: int) -> Markup:
    """Draw one lane: short ways out of its sources, one trunk, one tip into its target."""
    edge = left if side < 0 else left + BOX_WIDTH
    trunk = edge + side * (10 + place * LANE)
    kind = "" if side < 0 else " back"
    into = _top(lane.target) + ROW // 2 + (-8 if side < 0 else 8)
    outs = [_top(source) + ROW // 2 + (8 if side < 0 else -8) for source in lane.sources]
    ways = [f"M{edge} {out}H{trunk}V{into}H{edge + side * 6}" for out in outs]
    return Markup(
        '<path class="way{kind}" d="{ways}"/><path class="tip{kind}" d="M{edge} {into}l{back} -4.5v9z"/>'
    ).format(kind=kind, ways="".join(ways), edge=edge, into=into, back=side * 7)
