"""What of a wish can be asked of a picture: small facts, each with its question, its words for a prompt, and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from omniimage.providers.offline.lexicon import concepts, english_words
from omniimage.providers.offline.scene import Scene, Wanted, read_scene

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
    """What a goal in English, Chinese or Russian asks for, as far as the lexicon knows its words."""
    scene = read_scene(wish)
    found = [fact for item in scene.items for fact in _of_item(item, scene)]
    found += _of_scene(scene)
    found += [_absence(name) for name in scene.left_out]
    return list({fact.id: fact for fact in found}.values())


def facts_shown(drawn: Mapping[str, Any]) -> list[Fact]:
    """The same of a picture that is there, by the truth it carries: what makes it this very picture."""
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
    found = [fact for item in scene.items for fact in _of_item(item, scene)]
    return list({fact.id: fact for fact in [*found, *_of_scene(scene)]}.values())


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


def _of_item(item: Wanted, scene: Scene) -> Iterator[Fact]:
    name, key = word("subjects", item.subject), item.subject
    plural = many(name)
    said = plural if item.count > 1 else name
    be = "Are" if item.count > 1 else "Is"
    yield Fact(key, "subject", f"Is there {a(name)} in the picture?", a(name))
    if item.count > 1:
        how_many = f"How many {plural} are there?"
        yield Fact(f"{key}_count", "subject", how_many, f"{item.count} {plural}", "count", str(item.count), key)
    for colour in item.colours[:1]:
        named = word("colours", colour)
        asked = f"What colour {be.lower()} the {said}?"
        yield Fact(f"{key}_colour", "subject", asked, f"{named} {said}", "colour", named, key, MATTERS)
    yield from _looks(item, key, said, be)
    yield from _place(item, scene, key, said, be)


def _looks(item: Wanted, key: str, said: str, be: str) -> Iterator[Fact]:
    if item.size:
        size = word("sizes", item.size)
        yield Fact(f"{key}_size", "composition", f"{be} the {said} {size}?", f"{size} {said}", parent=key, weight=NICE)
    if item.pose:
        pose = word("poses", item.pose)
        yield Fact(f"{key}_pose", "subject", f"{be} the {said} {pose}?", f"{pose} {said}", parent=key, weight=MATTERS)
    for part, _ in item.parts:
        named = a(word("parts", part))
        do = "Do" if be == "Are" else "Does"
        asked = f"{do} the {said} have {named}?"
        yield Fact(f"{key}_{part}", "subject", asked, f"{said} with {named}", parent=key, weight=NICE)


def _place(item: Wanted, scene: Scene, key: str, said: str, be: str) -> Iterator[Fact]:
    for where in dict.fromkeys(side for each in item.where for side in _CORNERS.get(each, (each,))):
        if where in _SHOWN_WHERE:
            place = word("positions", where)
            asked = f"{be} the {said} {place}?"
            yield Fact(f"{key}_{where}", "composition", asked, f"{said} {place}", parent=key, weight=MATTERS)
    if item.relation is not None:
        how, at = item.relation
        other = word("subjects", scene.items[at].subject)
        place = word("relations", how)
        asked = f"{be} the {said} {place} the {other}?"
        yield Fact(f"{key}_place", "composition", asked, f"{said} {place} {a(other)}", parent=key, weight=MATTERS)


def _of_scene(scene: Scene) -> Iterator[Fact]:
    if scene.time:
        time = word("times", scene.time)
        yield Fact("time", "lighting", f"Is it {time}?", f"at {time}", weight=MATTERS)
    for each in scene.weather:
        said = word("weather", each)
        yield Fact(f"weather_{each}", "lighting", f"Is the weather {said}?", f"{said} weather", weight=MATTERS)
    if scene.season:
        yield Fact("season", "lighting", f"Is it {scene.season}?", scene.season, weight=MATTERS)
    if scene.setting:
        setting = word("settings", scene.setting)
        yield Fact("setting", "composition", f"Is the setting {setting}?", f"{setting} setting", weight=MATTERS)
    for mood in scene.moods:
        said = word("moods", mood)
        yield Fact(f"mood_{mood}", "style", f"Is the mood {said}?", f"{said} mood", weight=NICE)
    for side in scene.free:
        if side in _SHOWN_WHERE and side != "centre":
            place = word("positions", side)
            yield Fact(f"free_{side}", "composition", f"Is there empty space {place}?", f"empty space {place}", weight=NICE)
    if scene.text:
        yield Fact(
            "lettering",
            "subject",
            "What do the words in the picture say?",
            f'a sign that says "{scene.text}"',
            "text",
            scene.text,
        )


def _absence(name: str) -> Fact:
    kind = next((kind for kind in ("subjects", "weather", "moods", "times") if name in concepts(kind)), "subjects")
    said = word(kind, name) if name in concepts(kind) else name
    things = many(said) if kind == "subjects" else said
    return Fact(f"no_{name}", "negative_constraints", f"Is the picture free of {things}?", f"no {things}", absent=things)


def word(kind: str, name: str) -> str:
    """The plainest English word of a concept, in which the lexicon finds it again."""
    return english_words(kind, name)[0]


def a(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def many(noun: str) -> str:
    """The plural, as the lexicon knows it."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


_PLURALS = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "fish": "fish",
    "sheep": "sheep",
    "deer": "deer",
}
