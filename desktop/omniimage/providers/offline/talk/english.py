"""The facts in English: a question to ask of a picture, and the words for a prompt."""

from __future__ import annotations

from omniimage.providers.offline.lexicon import concepts, words_of

from .sayings import Asked, Sayings


def there(subject: str) -> Asked:
    name = a(word("subjects", subject))
    return Asked(f"Is there {name} in the picture?", name)


def count(subject: str, number: int) -> Asked:
    plural = many(word("subjects", subject))
    return Asked(f"How many {plural} are there?", f"{number} {plural}", str(number))


def colour(subject: str, several: bool, named: str) -> Asked:
    said, expected = _named(subject, several), word("colours", named)
    return Asked(f"What colour {_be(several).lower()} the {said}?", f"{expected} {said}", expected)


def size(subject: str, several: bool, named: str) -> Asked:
    said = f"{word('sizes', named)} {_named(subject, several)}"
    return Asked(f"Are they {said}?" if several else f"Is it {a(said)}?", said)


def pose(subject: str, several: bool, named: str) -> Asked:
    said, how = _named(subject, several), word("poses", named)
    return Asked(f"{_be(several)} the {said} {how}?", f"{how} {said}")


def part(subject: str, several: bool, named: str) -> Asked:
    said, what = _named(subject, several), a(word("parts", named))
    return Asked(f"{'Do' if several else 'Does'} the {said} have {what}?", f"{said} with {what}")


def place(subject: str, several: bool, where: str) -> Asked:
    said, at = _named(subject, several), word("positions", where)
    return Asked(f"{_be(several)} the {said} {at}?", f"{said} {at}")


def relation(subject: str, several: bool, how: str, other: str) -> Asked:
    said, at, what = _named(subject, several), word("relations", how), word("subjects", other)
    return Asked(f"{_be(several)} the {said} {at} the {what}?", f"{said} {at} {a(what)}")


def time(named: str) -> Asked:
    said = word("times", named)
    return Asked(f"Is it {said}?", f"at {said}")


def weather(named: str) -> Asked:
    said = word("weather", named)
    return Asked(f"Is the weather {said}?", f"{said} weather")


def season(named: str) -> Asked:
    return Asked(f"Is it {named}?", named)


def setting(named: str) -> Asked:
    said = word("settings", named)
    return Asked(f"Is the setting {said}?", f"{said} setting")


def mood(named: str) -> Asked:
    said = word("moods", named)
    return Asked(f"Is the mood {said}?", f"{said} mood")


def free(side: str) -> Asked:
    at = word("positions", side)
    return Asked(f"Is there empty space {at}?", f"empty space {at}")


def lettering(text: str) -> Asked:
    return Asked("What do the words in the picture say?", f'a sign that says "{text}"', text)


def absence(name: str) -> Asked:
    """`expected` is what is to be absent, for a negative prompt."""
    kind = next((kind for kind in ("subjects", "weather", "moods", "times") if name in concepts(kind)), "subjects")
    said = word(kind, name) if name in concepts(kind) else name
    things = many(said) if kind == "subjects" else said
    return Asked(f"Is the picture free of {things}?", f"no {things}", things)


def colour_name(named: str) -> str:
    return word("colours", named)


def unread(wish: str) -> Asked:
    return Asked(f"Does the picture show this: {wish}", wish)


SAYINGS = Sayings(
    added="Added: {words}.",
    nothing="Nothing to add that is not said already.",
    bare="The bare things of the goal; how they are to look is added as the judge misses it.",
    seen="to be seen: {what}",
    missing="not to be seen: {what}",
    unread="the question is not understood",
    wordless="there are no words",
    colourless="no colour of its own",
    one_style="all of it is drawn in one style",
    plain="drawn from plain shapes, no stray marks",
    whole="everything is whole and apart",
    lost="covered or cut off: {what}",
    free="{share} % of that half is free",
    complete="Nothing of what the goal names is missing.",
    both="both show {points} points of what is asked",
    more="{most} points of what is asked against {least}",
)


def word(kind: str, name: str) -> str:
    """The plainest English word of a concept, in which the lexicon finds it again."""
    return words_of(kind, name, "en")[0]


def a(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def many(noun: str) -> str:
    """The plural, as the lexicon knows it."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _named(subject: str, several: bool) -> str:
    name = word("subjects", subject)
    return many(name) if several else name


def _be(several: bool) -> str:
    return "Are" if several else "Is"


_PLURALS = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "fish": "fish",
    "sheep": "sheep",
    "deer": "deer",
}
