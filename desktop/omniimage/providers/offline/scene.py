"""What a prompt asks for, as a value: things, their counts, colours and places, and the scene they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .lexicon import Token, subjects, tokens

MOST_OF_ONE_KIND = 24
# More takes minutes to draw and shows nothing of the single ones; what is left out is told as not drawn.
MOST_ITEMS = 32
_MOST_COLOURS = 4
_QUOTED = re.compile(r"[\"“”«»「『]([^\"“”«»」』]{1,40})[\"“”«»」』]|(?<!\w)['‘]([^'’]{1,40})['’](?!\w)")
_LETTER = re.compile(r"(?:\bletter|\bбукв[аыу]|字母)\s*([A-ZА-ЯЁ0-9])(?![A-Za-zА-яё])")
_PLURAL_COUNT = 3
_SKY_TIMES = {"moon": "night", "crescent": "night", "star": "night"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of thing the prompt names. `relation` is (kind, index of the other thing in `Scene.items`)."""

    subject: str
    count: int = 1
    colours: tuple[str, ...] = ()
    size: str = ""
    where: tuple[str, ...] = ()
    relation: tuple[str, int] | None = None
    parts: tuple[tuple[str, str], ...] = ()
    pose: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that was understood of a prompt; `unknown` holds the words that were not."""

    items: tuple[Wanted, ...] = ()
    time: str = ""
    weather: tuple[str, ...] = ()
    season: str = ""
    setting: str = ""
    moods: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    backdrop_colour: str = ""
    grid: tuple[int, int] | None = None
    gutter: bool = False
    text: str = ""
    left_out: tuple[str, ...] = ()
    edit: bool = False
    unknown: tuple[str, ...] = ()


def read_scene(prompt: str, negative_prompt: str = "") -> Scene:
    """`prompt` in English, Chinese or Russian as a Scene; never raises."""
    quoted = [a or b for a, b in _QUOTED.findall(prompt)] + _LETTER.findall(prompt)
    reader = _Reader()
    for clause in _clauses(tokens(_LETTER.sub(" ", _QUOTED.sub(" ", prompt)))):
        reader.clause(clause)
    unwanted = {t.name for t in tokens(negative_prompt) if t.kind in ("subjects", "weather", "moods", "times")}
    return reader.finish(" ".join(quoted).strip(), unwanted)


def _clauses(found: list[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in found:
        if token.kind == "break":
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [c for c in clauses if c]


@dataclass
class _Pending:
    """Attributes heard before the thing they belong to."""

    count: int = 0
    vague: int = 0
    colours: tuple[str, ...] = ()
    size: str = ""
    where: tuple[str, ...] = ()
    pose: str = ""
    another: bool = False
    plain: bool = False


class _Reader:
    def __init__(self) -> None:
        self.items: list[Wanted] = []
        self.facts: dict[str, list[str]] = {}
        self.left_out: list[str] = []
        self.unknown: list[str] = []
        self.free: list[str] = []
        self.backdrop_colour = ""
        self._reset()

    def _reset(self) -> None:
        self.pending = _Pending()
        self.last: int | None = None
        self.relation: tuple[str, int] | None = None
        self.placed_at: int | None = None
        self.companion: int | None = None
        self.relate_next: tuple[str, int] | None = None
        self.negated = False
        self.previous = ""

    def clause(self, clause: list[Token]) -> None:
        self._reset()
        if any(t.kind == "space" for t in clause) and any(t.kind == "positions" for t in clause):
            self.free += [t.name for t in clause if t.kind == "positions"]
            clause = [t for t in clause if t.kind not in ("space", "positions", "sizes")]
        elif any(t.kind == "space" for t in clause):
            self.free.append("any")
        for at, token in enumerate(clause):
            following = clause[at + 1 : at + 4]
            if token.kind == "colours" and token.name == "orange" and self._is_fruit(token, following):
                token = Token("subjects", "orange", token.text)
            if token.kind in ("relations", "stops", "with") and self.previous == "unknown":
                self.pending = _Pending()
            handler = _HANDLERS.get(token.kind)
            if handler:
                handler(self, token)
            elif token.kind in _FACTS:
                self._fact(token)
            self.previous = token.kind
        if self.pending.colours and self.last is not None and not self.items[self.last].colours:
            self._update(self.last, colours=self.pending.colours)

    @staticmethod
    def _is_fruit(token: Token, following: list[Token]) -> bool:
        if token.text != "orange":
            return False
        if any(t.kind == "subjects" for t in following[:3]):
            nearest = next(i for i, t in enumerate(following) if t.kind == "subjects")
            return any(t.kind in ("relations", "and", "stops") for t in following[:nearest])
        return not any(t.kind in ("background", "moods") for t in following[:2])

    def _update(self, index: int, **changes: object) -> None:
        self.items[index] = replace(self.items[index], **changes)  # type: ignore[arg-type]

    def _fact(self, token: Token) -> None:
        if self.negated:
            self.left_out.append(token.name)
        else:
            self.facts.setdefault(token.kind, []).append(token.name)

    def _number(self, token: Token) -> None:
        self.pending.count = max(1, min(int(token.name), MOST_OF_ONE_KIND))

    def _vague(self, token: Token) -> None:
        self.pending.vague = int(token.name)

    def _colour(self, token: Token) -> None:
        self.pending.colours = (*self.pending.colours, token.name)[:_MOST_COLOURS]

    def _size(self, token: Token) -> None:
        self.pending.size = token.name

    def _pose(self, token: Token) -> None:
        if self.last is None:
            self.pending.pose = token.name
        else:
            self._update(self.last, pose=token.name)

    def _another(self, token: Token) -> None:
        self.pending.another = True

    def _plain(self, token: Token) -> None:
        self.pending.plain = True

    def _position(self, token: Token) -> None:
        if self.last is None or self.previous == "and":
            self.pending.where = tuple(dict.fromkeys((*self.pending.where, token.name)))
        else:
            self._update(self.last, where=tuple(dict.fromkeys((*self.items[self.last].where, token.name))))

    def _part(self, token: Token) -> None:
        if self.last is None or self.negated:
            self.unknown.append(token.text)
            return
        colour = self.pending.colours[-1] if self.pending.colours else ""
        self._update(self.last, parts=(*self.items[self.last].parts, (token.name, colour)))
        self.pending = _Pending()

    def _background(self, token: Token) -> None:
        if self.pending.colours or self.pending.plain:
            self.backdrop_colour = (self.pending.colours or ("white",))[-1]
            self.facts.setdefault("settings", []).append("studio")
        self.pending = _Pending()

    def _negation(self, token: Token) -> None:
        self.negated = True

    def _relation(self, token: Token) -> None:
        if self.last is not None:
            self.relation = (token.name, self.last)

    def _with(self, token: Token) -> None:
        self.negated = False
        self.companion = self.last

    def _at(self, token: Token) -> None:
        self.placed_at = self.last

    def _postposition(self, token: Token) -> None:
        if self.previous != "subjects" or self.last is None:
            return
        if self.placed_at is not None and self.placed_at != self.last:
            self._update(self.placed_at, relation=(token.name, self.last))
            self.placed_at = None
        else:
            self.relate_next = (token.name, self.last)

    def _unknown(self, token: Token) -> None:
        self.unknown.append(token.text)

    def _subject(self, token: Token) -> None:
        pending, self.pending = self.pending, _Pending()
        if self.negated:
            self.left_out.append(token.name)
            return
        if token.name == "window" and any(subjects()[i.subject].home in _OUTDOORS for i in self.items):
            self.pending = _Pending()
            return
        count = pending.count or (pending.vague or _PLURAL_COUNT if token.plural or pending.vague else 1)
        where = pending.where
        new = Wanted(token.name, count, pending.colours, pending.size, where, None, (), pending.pose)
        index = self._same_as(new, another=pending.another)
        if index is None and len(self.items) >= MOST_ITEMS:
            self.unknown.append(token.text)
            return
        if index is None:
            self.items.append(new)
            index = len(self.items) - 1
        else:
            old = self.items[index]
            self._update(
                index,
                count=max(old.count, pending.count or old.count),
                colours=old.colours or new.colours,
                size=old.size or new.size,
                where=old.where or where,
            )
        self._relate(index)
        self.last = index

    def _same_as(self, new: Wanted, *, another: bool) -> int | None:
        if another:
            return None
        for index, old in enumerate(self.items):
            clash = any(a and b and a != b for a, b in ((old.colours, new.colours), (old.where, new.where)))
            if old.subject == new.subject and not clash:
                return index
        return None

    def _relate(self, index: int) -> None:
        if self.companion is not None and self.companion != index and not self.relation:
            self._accompany(self.companion, index)
        elif self.relation and self.relation[1] != index:
            name, source = self.relation
            self._update(source, relation=(name, index))
        elif self.relate_next and self.relate_next[1] != index:
            self._update(index, relation=self.relate_next)
            self.relate_next = None
        self.relation = None

    def _accompany(self, first: int, second: int) -> None:
        """ "With" puts flowers into a vase and an umbrella into a hand; elsewhere it says nothing of the place."""
        one, other = self.items[first].subject, self.items[second].subject
        if one in _VESSELS and other in _STEMMED:
            self._update(second, relation=("inside", first))
        elif one in _HANDED and other in _HELD:
            self._update(first, relation=("holding", second))
        self.companion = None

    def finish(self, text: str, unwanted: set[str]) -> Scene:
        left_out = [*self.left_out, *sorted(unwanted)]
        if text and not any(i.subject == "sign" for i in self.items):
            self.items.append(Wanted("sign"))
        items = _without(self.items, {*left_out, *(_PEOPLE if "person" in left_out else ())})
        facts = {kind: [n for n in names if n not in left_out] for kind, names in self.facts.items()}
        grid = facts.get("grids")
        return Scene(
            items=items,
            time=_first(facts, "times"),
            weather=tuple(dict.fromkeys(facts.get("weather", ()))),
            season=_first(facts, "seasons"),
            setting=_first(facts, "settings"),
            moods=tuple(dict.fromkeys(facts.get("moods", ()))),
            free=tuple(dict.fromkeys(self.free)),
            backdrop_colour=self.backdrop_colour,
            grid=(int(grid[0][0]), int(grid[0][2])) if grid else None,
            gutter=bool(facts.get("gutter")),
            text=text,
            left_out=tuple(dict.fromkeys(left_out)),
            edit=bool(facts.get("edit")),
            unknown=tuple(dict.fromkeys(self.unknown)),
        )


_VESSELS = frozenset(("vase", "mug", "bowl", "bottle", "glass"))
_STEMMED = frozenset(("flower", "rose", "tulip", "sunflower"))
_HANDED = frozenset(("person", "man", "woman", "child", "robot", "astronaut"))
_HELD = _STEMMED | {"umbrella", "toyballoon", "kite", "book", "bag", "mug", "camera", "guitar", "lamp", "heart", "ball"}
_OUTDOORS = frozenset(("hills", "forest", "city"))
_PEOPLE = ("person", "man", "woman", "child")
_RESTING = ("on", "inside")
_FACTS = frozenset(("times", "weather", "seasons", "settings", "moods", "grids", "gutter", "edit"))
_HANDLERS = {
    "numbers": _Reader._number,
    "vague": _Reader._vague,
    "colours": _Reader._colour,
    "sizes": _Reader._size,
    "poses": _Reader._pose,
    "another": _Reader._another,
    "plain": _Reader._plain,
    "positions": _Reader._position,
    "parts": _Reader._part,
    "background": _Reader._background,
    "negations": _Reader._negation,
    "relations": _Reader._relation,
    "at": _Reader._at,
    "with": _Reader._with,
    "postpositions": _Reader._postposition,
    "unknown": _Reader._unknown,
    "subjects": _Reader._subject,
}


def _first(facts: dict[str, list[str]], kind: str) -> str:
    return (facts.get(kind) or [""])[0]


def _without(items: list[Wanted], unwanted: set[str]) -> tuple[Wanted, ...]:
    """The items that are wanted, their relations renumbered."""
    kept = [i for i, item in enumerate(items) if item.subject not in unwanted]
    numbers = {old: new for new, old in enumerate(kept)}
    result = []
    for i in kept:
        relation = items[i].relation
        moved = (relation[0], numbers[relation[1]]) if relation and relation[1] in numbers else None
        result.append(replace(items[i], relation=moved))
    return tuple(result)


def home_of(scene: Scene) -> str:
    """The setting asked for, or the one its things are usually in ("hills" when nothing says)."""
    if scene.setting:
        return scene.setting
    known = [subjects()[i.subject] for i in scene.items]
    terrain = [s.home for s in known if s.place == "terrain" and s.name not in ("sky", "grass")]
    if terrain:
        return terrain[0]
    if any(s.place in ("floor", "wall") for s in known):
        inside = [bool(i.relation and i.relation[0] == "inside") for i in scene.items]
        on_table = all(s.place == "table" or s.name == "table" or i for s, i in zip(known, inside, strict=True))
        return "tabletop" if on_table and len(known) > 1 else "room"
    settled = [s for i, s in zip(scene.items, known, strict=True) if not (i.relation and i.relation[0] in _RESTING)]
    known = settled or known
    homes = [s.home for s in known if s.place != "sky"] or [s.home for s in known]
    home = homes[0] if homes else "hills"
    if home in ("hills", "forest", "meadow") and any(s.name == "mountain" for s in known):
        return "mountains"
    return {"studio": "plain", "room": "tabletop"}.get(home, home)


def time_of(scene: Scene) -> str:
    """The time asked for, or the one its sky implies; empty when the artist may choose."""
    if scene.time:
        return scene.time
    return next((_SKY_TIMES[i.subject] for i in scene.items if i.subject in _SKY_TIMES), "")
