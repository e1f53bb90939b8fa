"""What the illustrator understands of a prompt, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.providers.offline.lexicon import colours, subjects, tokens
from omniimage.providers.offline.scene import MOST_ITEMS, Scene, home_of, read_scene, time_of


def _meaning(scene: Scene) -> tuple[object, ...]:
    items = sorted((i.subject, i.count, i.colours, i.where, i.pose) for i in scene.items)
    linked = sorted((i.subject, i.relation[0], scene.items[i.relation[1]].subject) for i in scene.items if i.relation)
    return items, linked, scene.time, sorted(scene.weather), scene.season, scene.free, scene.grid


@pytest.mark.parametrize(
    "same",
    [
        ("three red apples on a wooden table", "木质桌子上的三个红苹果", "три красных яблока на деревянном столе"),
        ("two boats at dawn", "黎明的两只小船", "две лодки на рассвете"),
        ("a blue cat sitting under the moon", "一只蓝色的猫坐在月亮下", "синий кот сидит под луной"),
        ("a lighthouse on the left, night, snow", "灯塔在左边,夜晚,下雪", "маяк слева, ночь, снег"),
        ("a red mug on a plain white background", "白色背景上的红色杯子", "красная кружка на белом фоне"),
        ("five birds above the sea at sunset", "日落时大海上空的五只鸟", "пять птиц над морем на закате"),
        ("a robot holding a yellow flower", "机器人拿着一朵黄色的花", "робот держит жёлтый цветок"),
        ("2x2 grid of a castle in winter", "冬天城堡的四宫格", "сетка 2x2, замок, зима"),
    ],
)
def test_three_languages_mean_the_same(same: tuple[str, str, str]) -> None:
    english, chinese, russian = (_meaning(read_scene(p)) for p in same)
    assert english == chinese
    assert english == russian


def test_things_without_end_are_told_as_not_drawn() -> None:
    scene = read_scene("another red cat, " * 400 + "a dog")
    assert (len(scene.items), scene.unknown) == (MOST_ITEMS, ("cat", "dog"))


def test_a_number_without_end_is_no_count() -> None:
    assert [token.kind for token in tokens("9" * 5_000 + " boats")] == ["unknown", "subjects"]


def test_counts_colours_and_sides_belong_to_their_thing() -> None:
    scene = read_scene("a red boat on the left and two small blue boats on the right")
    first, second = scene.items
    assert (first.count, first.colours, first.where) == (1, ("red",), ("left",))
    assert (second.count, second.colours, second.where, second.size) == (2, ("blue",), ("right",), "small")


@pytest.mark.parametrize(
    ("prompt", "free"),
    [
        ("a lighthouse, wide negative space on the left", ("left",)),
        ("灯塔，右侧留白", ("right",)),
        ("маяк, пустое место слева", ("left",)),
    ],
)
def test_negative_space(prompt: str, free: tuple[str, ...]) -> None:
    assert read_scene(prompt).free == free


@pytest.mark.parametrize("prompt", ["a lake without boats", "湖，没有船", "озеро без лодок"])
def test_what_is_forbidden_is_left_out(prompt: str) -> None:
    scene = read_scene(prompt)
    assert "boat" in scene.left_out
    assert all(i.subject != "boat" for i in scene.items)


def test_the_negative_prompt_forbids_too_and_relations_survive() -> None:
    scene = read_scene("a dog, a tree and a cat on a table", "dog")
    assert [i.subject for i in scene.items] == ["tree", "cat", "table"]
    cat = scene.items[1]
    assert cat.relation == ("on", 2)


def test_no_people_means_nobody() -> None:
    assert not read_scene("a woman and a man, no people").items


def test_an_orange_is_a_fruit_and_an_orange_cat_is_not() -> None:
    assert [i.subject for i in read_scene("an orange and a pear").items] == ["orange", "pear"]
    (cat,) = read_scene("an orange cat").items
    assert (cat.subject, cat.colours) == ("cat", ("orange",))


def test_text_in_quotes_becomes_a_sign() -> None:
    scene = read_scene("a sign that says 'OPEN'")
    assert scene.text == "OPEN"
    assert [i.subject for i in scene.items] == ["sign"]


def test_a_thing_named_twice_is_one_thing() -> None:
    scene = read_scene("Subject: a lighthouse. Composition: lighthouse on the right. Lighting: dusk")
    (only,) = scene.items
    assert only.where == ("right",) or only.count == 1


def test_words_it_does_not_know_are_kept() -> None:
    assert read_scene("a quantum cat of 忧郁 печаль").unknown[:1] == ("quantum",)


def test_settings_follow_their_things() -> None:
    assert home_of(read_scene("a fish")) == "underwater"
    assert home_of(read_scene("three apples on a table")) == "tabletop"
    assert home_of(read_scene("a red shoe, product photo")) == "studio"
    assert time_of(read_scene("a cat under the moon")) == "night"


def test_the_lexicon_is_sound() -> None:
    named = colours()
    for subject in subjects().values():
        assert set(subject.colours) <= set(named), subject.name
        assert not subject.accent or subject.accent in named
        assert subject.place == "terrain" or subject.colours or subject.name == "rainbow", subject.name


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=40))
def test_any_text_is_read(prompt: str, negative: str) -> None:
    scene = read_scene(prompt, negative)
    for item in scene.items:
        assert item.subject in subjects()
        assert item.relation is None or 0 <= item.relation[1] < len(scene.items)
    assert all(t.text for t in tokens(prompt))
