"""What the built-in writer says in three languages, its illustrator and its judge understand as it was meant."""

from __future__ import annotations

import re
from typing import Any

import pytest

from omniimage.providers.offline.lexicon import concepts
from omniimage.providers.offline.scene import Scene, read_scene
from omniimage.providers.offline.talk import chinese, english, russian
from omniimage.providers.offline.talk.facts import facts_of
from omniimage.providers.offline.talk.judge import checklist, pair, whole
from omniimage.providers.offline.talk.sayings import Tongue
from omniimage.providers.offline.talk.tongue import tongue_of

TONGUES: dict[str, Tongue] = {"en": english, "zh": chinese, "ru": russian}
SPOKEN = pytest.mark.parametrize("say", TONGUES.values(), ids=TONGUES.keys())
SIDES = ("left", "right", "top", "bottom")


def one(scene: Scene) -> str:
    assert len(scene.items) == 1, scene
    return scene.items[0].subject


@SPOKEN
def test_every_subject_is_found_again_alone_counted_and_coloured(say: Tongue) -> None:
    wrong = []
    for subject in sorted(concepts("subjects")):
        there, none = say.there(subject), say.absence(subject)
        for text in there[:2]:
            if [item.subject for item in read_scene(text).items] != [subject]:
                wrong.append((text, subject))
        for number in (2, 5):
            counted = say.count(subject, number)
            items = read_scene(counted.phrase).items
            if [(item.subject, item.count) for item in items] != [(subject, number)]:
                wrong.append((counted.phrase, subject))
            if [item.subject for item in read_scene(counted.question).items] != [subject]:
                wrong.append((counted.question, subject))
        for text in none[:2]:
            if read_scene(text).left_out != (subject,):
                wrong.append((text, subject))
        coloured = say.colour(subject, True, "blue")
        items = read_scene(coloured.phrase).items
        if [(item.subject, item.colours) for item in items] != [(subject, ("blue",))]:
            wrong.append((coloured.phrase, subject))
    assert not wrong


@SPOKEN
def test_what_a_thing_looks_like_is_found_again(say: Tongue) -> None:
    wrong = []
    for several in (False, True):
        for colour in sorted(concepts("colours")):
            said = say.colour("fox", several, colour)
            if [item.colours for item in read_scene(said.phrase).items] != [(colour,)]:
                wrong.append((said.phrase, colour))
        for kind, told in (("sizes", say.size), ("poses", say.pose), ("parts", say.part)):
            for name in sorted(concepts(kind)):
                for text in told("fox", several, name)[:2]:
                    items = read_scene(text).items
                    found = (
                        items
                        and {"sizes": items[0].size, "poses": items[0].pose, "parts": [p for p, _ in items[0].parts]}[kind]
                    )
                    if found not in (name, [name]):
                        wrong.append((text, name))
        for side in (*SIDES, "centre"):
            for text in say.place("fox", several, side)[:2]:
                if [item.where for item in read_scene(text).items] != [(side,)]:
                    wrong.append((text, side))
        for how in sorted(concepts("relations")):
            for text in say.relation("fox", several, how, "tree")[:2]:
                scene = read_scene(text)
                if [item.subject for item in scene.items] != ["fox", "tree"] or scene.items[0].relation != (how, 1):
                    wrong.append((text, how))
    assert not wrong


@SPOKEN
def test_the_scene_is_found_again(say: Tongue) -> None:
    wrong = []
    kinds = {"times": say.time, "weather": say.weather, "seasons": say.season, "settings": say.setting, "moods": say.mood}
    for kind, told in kinds.items():
        for name in sorted(concepts(kind)):
            for text in told(name)[:2]:
                scene = read_scene(text)
                found = {
                    "times": scene.time,
                    "weather": scene.weather,
                    "seasons": scene.season,
                    "settings": scene.setting,
                    "moods": scene.moods,
                }[kind]
                if found not in (name, (name,)) or scene.items:
                    wrong.append((text, name))
    for side in SIDES:
        for text in say.free(side)[:2]:
            if read_scene(text).free != (side,):
                wrong.append((text, side))
    for name in sorted(concepts("weather") & {"rain", "snow", "fog", "storm", "wind"}):
        for text in say.absence(name)[:2]:
            if read_scene(text).left_out != (name,):
                wrong.append((text, name))
    if read_scene(say.lettering("OPEN").phrase).text != "OPEN":
        wrong.append((say.lettering("OPEN").phrase, "OPEN"))
    assert not wrong


@pytest.mark.parametrize(
    ("goal", "question", "phrase"),
    [
        ("three red foxes at dusk, no people", "How many foxes are there?", "3 foxes"),
        ("黄昏时的三只红色狐狸，没有人", "狐狸的数量是多少？", "3个狐狸"),
        ("три рыжие лисы в сумерках, без людей", "Сколько здесь лис?", "3 лисы"),
    ],
)
def test_a_goal_is_answered_in_its_own_language(goal: str, question: str, phrase: str) -> None:
    facts = {fact.id: fact for fact in facts_of(goal)}
    assert (facts["fox_count"].question, facts["fox_count"].phrase) == (question, phrase)
    # Each of them, not the count alone.
    assert all(tongue_of(fact.question) is tongue_of(goal) for fact in facts.values())
    assert {"fox", "fox_count", "time", "no_person"} <= facts.keys()


FOX = {
    "subject": "fox", "count": 1, "asked_count": 1, "asked": True, "where": "left middle", "size": "", "pose": "",
    "parts": [], "colour": "red", "colours": ["red"], "relation": "", "hex": "#c03020",
}  # fmt: skip
DRAWN: dict[str, Any] = {
    "items": [FOX],
    "scene": {"time": "dusk", "weather": ["fog"], "season": "", "setting": "", "moods": []},
    "free": {"left": 0.3, "right": 0.9, "top": 0.5, "bottom": 0.2},
    "text": "",
    "style": "poster",
}
GOALS = {
    "en": 'two red foxes on the right at dusk in the fog, a sign that says "OPEN", empty space on the right, no trees',
    "zh": "两只红色的狐狸在右边，黄昏，有雾，招牌写着“营业”，右边留白，没有树",
    "ru": "две красные лисы справа, сумерки, туман, вывеска с надписью «ОТКРЫТО», пустое место справа, без деревьев",
}
OF_EVERY_PICTURE = (
    "Is the picture free of artefacts: no seams?",
    "Does one style hold the whole picture together?",
    "Is the composition clear: nothing that matters is cut off?",
)
FOREIGN = {"en": r"[\u0400-\u04ff\u3400-\u9fff]", "zh": r"[A-Za-z\u0400-\u04ff]", "ru": r"[A-Za-z\u3400-\u9fff]"}


@pytest.mark.parametrize("language", GOALS)
def test_the_judge_says_what_it_saw_in_the_language_of_the_goal(language: str) -> None:
    facts = facts_of(GOALS[language])
    assert {fact.id for fact in facts} >= {"fox", "fox_count", "fox_colour", "fox_right", "time", "lettering", "no_tree"}
    names = ("question", "kind", "expected", "weight")
    asked = [{"id": fact.id, **{name: getattr(fact, name) for name in names}} for fact in facts]
    asked += [{"id": each, "question": each, "kind": "yes_no", "expected": "yes", "weight": 1} for each in OF_EVERY_PICTURE]
    rows = {row["id"]: row for row in checklist({"questions": asked}, DRAWN)["answers"]}
    assert {id: rows[id]["answer"] for id in ("fox", "fox_count", "fox_right", "time", "no_tree", "free_right")} == {
        "fox": "yes", "fox_count": "1", "fox_right": "no", "time": "yes", "no_tree": "yes", "free_right": "yes",
    }  # fmt: skip
    said = [row["evidence"] for row in rows.values()]
    said += [whole({"goal": GOALS[language]}, DRAWN)["notes"], pair({"questions": asked}, [DRAWN, DRAWN])["reason"]]
    said += [pair({"questions": asked}, [DRAWN, DRAWN | {"text": "OPEN 营业 ОТКРЫТО", "items": []}])["reason"]]
    # A colour is told by its number as well.
    foreign = [words for words in said if not words or re.search(FOREIGN[language], re.sub(r"#[0-9a-f]{6}", "", words))]
    assert foreign == []
