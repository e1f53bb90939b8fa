"""What of a wish can be asked of a picture: small facts, each with its question, its words for a prompt, and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from omniimage.providers.offline.scene import Scene, Wanted, read_scene

from .sayings import Asked, Tongue
from .tongue import tongue_of

Kind = Literal["yes_no", "count", "colour", "text"]
MUST, MATTERS, NICE = 3, 2, 1
_SHOWN_WHERE = ("left", "right", "top", "bottom", "centre")
_CORNERS = {
    "topleft": ("top", "left"),
    "topright": ("top", "right"),
    "bottomleft": ("bottom", "left"),
    "bottomright": ("bottom", "right"),
}


@dataclass(frozen=True)
class Fact:
    """`phrase`: what a prompt says so that it is drawn; a fact to be left out has it for a negative prompt in `absent`."""

    id: str
    block: str
    question: str
    phrase: str
    kind: Kind = "yes_no"
    expected: str = "yes"
    parent: str | None = None
    weight: int = MUST
    absent: str = ""

    def as_atom(self) -> dict[str, Any]:
        """As a contract's answer has it."""
        names = ("id", "block", "question", "kind", "expected", "parent", "weight")
        return {name: getattr(self, name) for name in names}


def facts_of(wish: str) -> list[Fact]:
    """What a goal in English, Chinese or Russian asks for, as far as the lexicon knows its words; said in its language."""
    scene, say = read_scene(wish), tongue_of(wish)
    found = [fact for item in scene.items for fact in _of_item(item, scene, say)]
    found += _of_scene(scene, say)
    found += [_absence(name, say) for name in scene.left_out]
    return list({fact.id: fact for fact in found}.values())


def facts_shown(drawn: Mapping[str, Any], language_of: str = "") -> list[Fact]:
    """The same of a picture that is there, by the truth it carries: what makes it this very picture.

    Said in the language of the text `language_of`.
    """
    say = tongue_of(language_of)
    items = [item for item in drawn["items"] if item["asked"]] or list(drawn["items"])
    scene = Scene(
        items=tuple(_wanted(item) for item in items),
        time=drawn["scene"]["time"],
        weather=tuple(drawn["scene"]["weather"]),
        season=drawn["scene"]["season"],
        moods=tuple(drawn["scene"]["moods"]),
        free=tuple(side for side, share in drawn["free"].items() if share >= FREE),
        text=drawn["text"],
    )
    found = [fact for item in scene.items for fact in _of_item(item, scene, say)]
    return list({fact.id: fact for fact in [*found, *_of_scene(scene, say)]}.values())


FREE = 0.75


def _wanted(item: Mapping[str, Any]) -> Wanted:
    across, _, down = item["where"].partition(" ")
    where = tuple(each for each in (across, {"middle": ""}.get(down, down)) if each in _SHOWN_WHERE and each != "centre")
    colour = item["colour"] if item["colour"] not in ("", "various") else ""
    return Wanted(
        item["subject"],
        item["count"],
        (colour,) if colour else (),
        item["size"],
        where,
        pose=item["pose"],
        parts=tuple((part, "") for part in item["parts"]),
    )


def _fact(
    id: str, block: str, asked: Asked, *, kind: Kind = "yes_no", parent: str | None = None, weight: int = MUST
) -> Fact:
    return Fact(id, block, asked.question, asked.phrase, kind, asked.expected, parent, weight)


def _of_item(item: Wanted, scene: Scene, say: Tongue) -> Iterator[Fact]:
    key, several = item.subject, item.count > 1
    yield _fact(key, "subject", say.there(key))
    if several:
        yield _fact(f"{key}_count", "subject", say.count(key, item.count), kind="count", parent=key)
    for colour in item.colours[:1]:
        asked = say.colour(key, several, colour)
        yield _fact(f"{key}_colour", "subject", asked, kind="colour", parent=key, weight=MATTERS)
    yield from _looks(item, say)
    yield from _place(item, scene, say)


def _looks(item: Wanted, say: Tongue) -> Iterator[Fact]:
    key, several = item.subject, item.count > 1
    if item.size:
        yield _fact(f"{key}_size", "composition", say.size(key, several, item.size), parent=key, weight=NICE)
    if item.pose:
        yield _fact(f"{key}_pose", "subject", say.pose(key, several, item.pose), parent=key, weight=MATTERS)
    for part, _ in item.parts:
        yield _fact(f"{key}_{part}", "subject", say.part(key, several, part), parent=key, weight=NICE)


def _place(item: Wanted, scene: Scene, say: Tongue) -> Iterator[Fact]:
    key, several = item.subject, item.count > 1
    for where in dict.fromkeys(side for each in item.where for side in _CORNERS.get(each, (each,))):
        if where in _SHOWN_WHERE:
            yield _fact(f"{key}_{where}", "composition", say.place(key, several, where), parent=key, weight=MATTERS)
    if item.relation is not None:
        how, at = item.relation
        asked = say.relation(key, several, how, scene.items[at].subject)
        yield _fact(f"{key}_place", "composition", asked, parent=key, weight=MATTERS)


def _of_scene(scene: Scene, say: Tongue) -> Iterator[Fact]:
    if scene.time:
        yield _fact("time", "lighting", say.time(scene.time), weight=MATTERS)
    for each in scene.weather:
        yield _fact(f"weather_{each}", "lighting", say.weather(each), weight=MATTERS)
    if scene.season:
        yield _fact("season", "lighting", say.season(scene.season), weight=MATTERS)
    if scene.setting:
        yield _fact("setting", "composition", say.setting(scene.setting), weight=MATTERS)
    for mood in scene.moods:
        yield _fact(f"mood_{mood}", "style", say.mood(mood), weight=NICE)
    for side in scene.free:
        if side in _SHOWN_WHERE and side != "centre":
            yield _fact(f"free_{side}", "composition", say.free(side), weight=NICE)
    if scene.text:
        yield _fact("lettering", "subject", say.lettering(scene.text), kind="text")


def _absence(name: str, say: Tongue) -> Fact:
    question, phrase, absent = say.absence(name)
    return Fact(f"no_{name}", "negative_constraints", question, phrase, absent=absent)
