"""The facts in Russian. The lexicon knows stems; the whole words are in `russian.json`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from . import english
from .sayings import Asked, Sayings


def there(subject: str) -> Asked:
    name = _subject(subject)[0]
    return Asked(f"Есть ли здесь {name}?", name)


def count(subject: str, number: int) -> Asked:
    one, _, few, lots = _subject(subject)
    last, tens = number % 10, number % 100
    form = lots if 11 <= tens <= 14 else one if last == 1 else few if 2 <= last <= 4 else lots
    return Asked(f"Сколько здесь {lots}?", f"{number} {form}", str(number))


def colour(subject: str, several: bool, named: str) -> Asked:
    said, (expected, of) = _named(subject, several), _data()["colours"][named]
    return Asked(f"Какого цвета {said}?", f"{said} {of} цвета", expected)


def size(subject: str, several: bool, named: str) -> Asked:
    return _both(f"{_data()['sizes'][named]} размера {_named(subject, several)}")


def pose(subject: str, several: bool, named: str) -> Asked:
    return _both(f"{_named(subject, several)} {_data()['poses'][named][several]}")


def part(subject: str, several: bool, named: str) -> Asked:
    return _both(f"{_named(subject, several)} с {_data()['parts'][named]}")


def place(subject: str, several: bool, where: str) -> Asked:
    return _both(f"{_named(subject, several)} {_data()['positions'][where]}")


def relation(subject: str, several: bool, how: str, other: str) -> Asked:
    said, at = _named(subject, several), _data()["relations"].get(how)
    if at is None:
        # Who holds what wants a case of its own.
        return english.relation(subject, several, how, other)
    return _both(f"{said} {at} {_subject(other)[2]}")


def time(named: str) -> Asked:
    said = _data()["times"][named]
    return Asked(f"Это {said}?", said)


def weather(named: str) -> Asked:
    said = _data()["weather"][named]
    return Asked(f"Погода: {said}?", said)


def season(named: str) -> Asked:
    said = _data()["seasons"][named]
    return Asked(f"Время года: {said}?", said)


def setting(named: str) -> Asked:
    said = _data()["settings"][named]
    return Asked(f"Место: {said}?", said)


def mood(named: str) -> Asked:
    return _both(f"{_data()['moods'][named]} настроение")


def free(side: str) -> Asked:
    said = f"пустое место {_data()['positions'][side]}"
    return Asked(f"Есть ли {said}?", said)


def lettering(text: str) -> Asked:
    return Asked("Какие слова написаны?", f"вывеска с надписью «{text}»", text)


def absence(name: str) -> Asked:
    if name in _data()["subjects"]:
        said = _subject(name)[3]
        return Asked(f"Здесь нет {said}?", f"без {said}", _subject(name)[1])
    if name not in _data()["without"]:
        return english.absence(name)
    said = _data()["without"][name]
    return Asked(f"Здесь нет {said}?", f"без {said}", _data()["weather"][name])


def colour_name(named: str) -> str:
    found: str = _data()["colours"][named][0]
    return found


def unread(wish: str) -> Asked:
    return Asked(f"Показано ли это: {wish}", wish)


SAYINGS = Sayings(
    added="Добавлено: {words}.",
    nothing="Добавить нечего: всё уже сказано.",
    bare="Только предметы цели; как они выглядят, добавится, когда судья этого не найдёт.",
    seen="видно: {what}",
    missing="не видно: {what}",
    unread="вопрос непонятен",
    wordless="надписей нет",
    colourless="своего цвета нет",
    one_style="всё нарисовано в одном стиле",
    plain="нарисовано простыми фигурами, лишних следов нет",
    whole="всё целиком и ничем не закрыто",
    lost="закрыто или обрезано: {what}",
    free="свободно {share} % этой половины",
    complete="Всё, что названо в цели, есть.",
    both="на обеих видно {points} баллов из того, что просили",
    more="{most} баллов из того, что просили, против {least}",
)


def _both(said: str) -> Asked:
    return Asked(f"{said[0].upper()}{said[1:]}?", said)


def _named(subject: str, several: bool) -> str:
    return _subject(subject)[1 if several else 0]


def _subject(name: str) -> list[str]:
    """One, several, of one, of several."""
    found: list[str] = _data()["subjects"][name]
    return found


@cache
def _data() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("russian.json").read_text(encoding="utf-8")
    data: dict[str, dict[str, Any]] = json.loads(text)
    return data
