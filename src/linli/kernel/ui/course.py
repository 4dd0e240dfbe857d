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
NOTED_WIDTH, NOTE = 262, 17
"""How wide a box with notes is, and how high a note."""
ALONE = (
    "svg{font-family:sans-serif;background:#fff}.box{fill:#fff;stroke:#8a938d;stroke-width:1.5}"
    ".start .box{fill:#e6f0ea;stroke:#1f6b4f}.end .box{fill:#eef0ee;stroke:#c5ccc7}text{font-size:14px;fill:#1d2722}"
    ".note{font-size:12.5px;fill:#4b5650}.way{fill:none;stroke:#1f6b4f;stroke-width:1.5}.tip{fill:#1f6b4f}"
    ".way.back{stroke:#a5650a;stroke-dasharray:4 3}.tip.back{fill:#a5650a}"
)
"""How it looks where no style sheet of ours is: in a file of its own."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and its name for people; kind is "", start, end or now; notes are lines below the name."""

    key: str
    name: str
    kind: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A step from one stage to another, with its name for people; ``aside`` ones are not on the usual course."""

    source: str
    target: str
    name: str
    aside: bool = False


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


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the boxes stand: their left edge, their width, the top and the middle of each row's name."""

    left: int
    wide: int
    tops: tuple[int, ...]
    heights: tuple[int, ...]

    def middle(self, row: int) -> int:
        """Return where arrows meet the box of a row."""
        return self.tops[row] + ROW // 2

    @property
    def bottom(self) -> int:
        """Return how far down the last box reaches."""
        return self.tops[-1] + self.heights[-1] if self.tops else MARGIN


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
    """Keep the moves that do not close a circle: the usual course first, then what leads aside, then the way back."""
    order = {stage.key: index for index, stage in enumerate(stages)}
    known = [move for move in moves if move.source in order and move.target in order]
    start = next((stage.key for stage in stages if stage.kind == "start"), next(iter(order), ""))
    ends = {stage.key for stage in stages if stage.kind == "end"}
    begun = _steps([move for move in known if not move.aside and move.source not in ends], start)

    def rank(move: Move) -> tuple[int, bool, int]:
        far = begun.get(move.source)
        here = len(order) if far is None else far
        back = begun.get(move.target, len(order)) <= here
        last = far is None or move.source in ends
        return 2 if last else int(move.aside), back, order[move.source]

    forward: dict[str, list[str]] = {key: [] for key in order}
    for move in sorted(known, key=rank):
        if move.source != move.target and not _reaches(forward, move.target, move.source):
            forward[move.source].append(move.target)
    return forward


def _steps(moves: Sequence[Move], start: str) -> dict[str, int]:
    """Count the fewest steps from the start to each stage that can be reached."""
    found, todo = {start: 0}, [start]
    for here in todo:
        for there in (move.target for move in moves if move.source == here):
            if there not in found:
                found[there] = found[here] + 1
                todo.append(there)
    return found


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
    usual = {move.target for move in moves if not move.aside}
    rows = sorted(
        stages, key=lambda one: _place(one, depth[one.key], order[one.key], aside=one.key not in usual)
    )
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


def _place(stage: Stage, depth: int, order: int, *, aside: bool) -> tuple[bool, bool, int, int]:
    """Ends come last, the one at the end of the longest way first, those off the usual course after all others."""
    return (True, aside, -depth, order) if stage.kind == "end" else (False, False, depth, order)


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


def wrap(name: str, wide: int = BOX_WIDTH) -> list[str]:
    """Break a name into at most two lines that fit the box."""
    room = wide - 2 * MARGIN
    if _width(name) <= room:
        return [name]
    cut = next((i for i in range(len(name), 0, -1) if _width(name[:i]) <= room), 1)
    space = name.rfind(" ", 1, cut + 1)
    cut = space if space > 0 else cut
    return [name[:cut].strip(), _short(name[cut:].strip(), room)]


def _short(text: str, room: float) -> str:
    while _width(text) > room:
        text = text.rstrip("…")[:-1] + "…"
    return text


def _width(text: str) -> float:
    return sum(WIDE if ord(char) > 0x2E80 else NARROW for char in text)  # noqa: PLR2004 - CJK starts there


def draw(
    stages: Sequence[Stage],
    moves: Sequence[Move],
    name: str,
    *,
    lang: str | None = None,
    alone: bool = False,
) -> Markup:
    """Draw the whole course; say the same as text with ``ui.figure`` or a table beneath.

    Where the boxes hold notes these tell the ways out; then only ways to stages that go on are drawn
    beside them. ``alone`` is for a file of its own, which no style sheet of ours reaches.
    """
    noted = any(stage.notes for stage in stages)
    layout = lay_out(stages, _going_on(stages, moves) if noted else moves)
    lanes_left = 1 + max((place for _lane, place in layout.left), default=-1)
    lanes_right = 1 + max((place for _lane, place in layout.right), default=-1)
    frame = _framed(layout, lanes_left, NOTED_WIDTH if noted else BOX_WIDTH)
    width = frame.left + frame.wide + lanes_right * LANE + (10 if lanes_right else 0) + MARGIN
    parts = [_straight(row, frame) for row in layout.straight]
    parts += [_lane_drawn(lane, frame, -1, place) for lane, place in layout.left]
    parts += [_lane_drawn(lane, frame, 1, place) for lane, place in layout.right]
    parts += [_box(stage, row, frame) for row, stage in enumerate(layout.stages)]
    return Markup(
        '<svg{ns} class="course{more}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{say}">'
        "{style}{parts}</svg>"
    ).format(
        ns=Markup(' xmlns="http://www.w3.org/2000/svg"') if alone else "",
        more=" noted" if noted else "",
        w=width,
        h=frame.bottom + MARGIN,
        say=t("ui.course_title", lang=lang, name=name),
        style=Markup("<style>{}</style>").format(Markup(ALONE)) if alone else "",  # noqa: S704 - a constant of ours
        parts=Markup("").join(parts),
    )


def in_order(stages: Sequence[Stage], moves: Sequence[Move]) -> list[Stage]:
    """Return the stages from the top down as they are drawn when their boxes hold notes."""
    return lay_out(stages, _going_on(stages, moves)).stages


def _going_on(stages: Sequence[Stage], moves: Sequence[Move]) -> list[Move]:
    """Leave out ways to ends, but for the first of them on the longest way."""
    ends = {stage.key for stage in stages if stage.kind == "end"}
    first = next(iter(lay_out(stages, moves).stages[len(stages) - len(ends) :]), None)
    kept = first.key if first else ""
    return [move for move in moves if move.target not in ends or move.target == kept]


def _framed(layout: Layout, lanes_left: int, wide: int) -> Frame:
    tops, heights, top = [], [], MARGIN
    for stage in layout.stages:
        tops.append(top)
        heights.append(ROW + (len(stage.notes) * NOTE + MARGIN if stage.notes else 0))
        top += heights[-1] + GAP
    return Frame(MARGIN + lanes_left * LANE + (10 if lanes_left else 0), wide, tuple(tops), tuple(heights))


def _box(stage: Stage, row: int, frame: Frame) -> Markup:
    lines = wrap(stage.name, frame.wide)
    start = frame.middle(row) - (len(lines) - 1) * LINE / 2
    words = Markup("").join(
        Markup('<text x="{}" y="{}" dy="0.36em" text-anchor="middle">{}</text>').format(
            frame.left + frame.wide // 2, start + i * LINE, text
        )
        for i, text in enumerate(lines)
    )
    notes = Markup("").join(
        Markup('<text class="note" x="{}" y="{}">{}</text>').format(
            frame.left + MARGIN + 2,
            frame.tops[row] + ROW + (i + 1) * NOTE - 5,
            note,
        )
        for i, note in enumerate(stage.notes)
    )
    round_ends = ROW // 2 if stage.kind in ("start", "end") and not stage.notes else 6
    return Markup(
        '<g class="{}"><rect class="box" x="{}" y="{}" width="{}" height="{}" rx="{}"/>{}{}</g>'
    ).format(
        stage.kind, frame.left, frame.tops[row], frame.wide, frame.heights[row], round_ends, words, notes
    )  # fmt: skip


def _straight(row: int, frame: Frame) -> Markup:
    x, y, end = frame.left + frame.wide // 2, frame.tops[row] + frame.heights[row], frame.tops[row + 1]
    return Markup(
        '<path class="way" d="M{x} {y}V{stop}"/><path class="tip" d="M{x} {end}l-4.5 -7h9z"/>'
    ).format(x=x, y=y, stop=end - 6, end=end)


def _lane_drawn(lane: Lane, frame: Frame, side: int, place: int) -> Markup:
    """Draw one lane: short ways out of its sources, one trunk, one tip into its target."""
    edge = frame.left if side < 0 else frame.left + frame.wide
    trunk = edge + side * (10 + place * LANE)
    kind = "" if side < 0 else " back"
    into = frame.middle(lane.target) + (-8 if side < 0 else 8)
    outs = [frame.middle(source) + (8 if side < 0 else -8) for source in lane.sources]
    ways = [f"M{edge} {out}H{trunk}V{into}H{edge + side * 6}" for out in outs]
    return Markup(
        '<path class="way{kind}" d="{ways}"/><path class="tip{kind}" d="M{edge} {into}l{back} -4.5v9z"/>'
    ).format(kind=kind, ways="".join(ways), edge=edge, into=into, back=side * 7)
