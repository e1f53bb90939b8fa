"""Open answers compared in code: counts, colours and the words in a picture, in English, Chinese and Russian."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from omniimage.sdk.refine.contract import Atom

YES, UNSURE, NO = 1.0, 0.5, 0.0

_NUMBERS = {
    word: value
    for value, words in enumerate(
        (
            "zero none no nothing 零 无 没有 ноль нет ни",
            "one a an single 一 один одна одно",
            "two pair both couple 二 两 俩 два две двое пара",
            "three trio 三 три трое",
            "four 四 четыре четверо",
            "five 五 пять",
            "six 六 шесть",
            "seven 七 семь",
            "eight 八 восемь",
            "nine 九 девять",
            "ten 十 десять",
            "eleven 十一 одиннадцать",
            "twelve dozen 十二 двенадцать",
        )
    )
    for word in words.split()
}
_COLOURS = {
    "red": "red crimson scarlet vermilion maroon burgundy 红 赤 红色 красн алый алая багров бордов",
    "orange": "orange amber 橙 橘 оранжев янтарн",
    "yellow": "yellow golden gold mustard 黄 金 жёлт желт золот",
    "green": "green emerald olive lime 绿 зелён зелен изумруд оливков",
    "cyan": "cyan teal turquoise aqua 青 бирюзов",
    "blue": "blue navy azure cobalt indigo 蓝 син голуб лазурн",
    "purple": "purple violet lilac lavender 紫 фиолетов сиренев лилов пурпур",
    "pink": "pink magenta rose 粉 玫 розов",
    "brown": "brown tan chestnut 棕 褐 коричнев",
    "black": "black 黑 чёрн черн",
    "white": "white ivory cream 白 бел кремов",
    "grey": "grey gray silver 灰 银 сер",
}
_UNSURE = re.compile(
    r"\b(unsure|uncertain|unclear|cannot tell|can't tell|not visible|unknown)\b|不确定|看不清|неясно|не видно", re.I
)
_WORD = re.compile(r"\d+|[^\W\d_]+")
_QUOTES = re.compile(r"[\"'“”‘’«»「」『』`]")
_CLOSE = 0.85


def value_of(atom: Atom, answer: str) -> float:
    """1 yes, 0.5 unsure, 0 no: the answer beside what the atom expects."""
    said = unicodedata.normalize("NFKC", answer).strip()
    if not said:
        # The judge is told to give an empty text where there are no words.
        return NO if atom.kind == "text" else UNSURE
    if atom.kind == "yes_no":
        return _yes_no(said, atom.expected)
    if _UNSURE.search(said):
        return UNSURE
    return {"count": _count, "colour": _colour, "text": _text}[atom.kind](said, atom.expected)


def _yes_no(said: str, expected: str) -> float:
    word = (_WORD.findall(said.casefold()) or [""])[0]
    found = {"yes": YES, "no": NO, "true": YES, "false": NO, "да": YES, "нет": NO, "是": YES, "否": NO}.get(word, UNSURE)
    return 1 - found if expected.casefold() in ("no", "нет", "否") else found


def number_in(text: str) -> int | None:
    """The one number that a short text says; `None` where it says none, or several."""
    found: set[int] = set()
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if word.isdecimal():
            found.add(int(word[:9]))
        elif word in _NUMBERS:
            found.add(_NUMBERS[word])
        elif not word.isascii() and (han := re.match(r"十[一二]?|[零一二两三四五六七八九]", word)):
            found.add(_NUMBERS[han[0]])
    found -= {1} if len(found) > 1 else set()  # "a group of four"
    return found.pop() if len(found) == 1 else None


def colours_in(text: str) -> frozenset[str]:
    """Basic colours that a text names."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = _WORD.findall(plain)
    found = set()
    for colour, names in _COLOURS.items():
        for name in names.split():
            whole = any(word == name for word in words) if name.isascii() else False
            begins = name[0] > "\u0400" and any(word.startswith(name) for word in words)
            if whole or begins or (ord(name[0]) > 0x2E80 and name in plain):
                found.add(colour)
    return frozenset(found)


def _count(said: str, expected: str) -> float:
    wanted, seen = number_in(expected), number_in(said)
    if wanted is None or seen is None:
        return UNSURE
    return YES if wanted == seen else NO


def _colour(said: str, expected: str) -> float:
    wanted, seen = colours_in(expected), colours_in(said)
    if not wanted:
        return YES if expected.casefold() in said.casefold() else UNSURE
    if not seen:
        return UNSURE
    return YES if wanted <= seen else NO


def _text(said: str, expected: str) -> float:
    wanted, seen = _plain(expected), _plain(said)
    if wanted == seen:
        return YES
    return UNSURE if SequenceMatcher(None, wanted, seen, autojunk=False).ratio() >= _CLOSE else NO


def _plain(text: str) -> str:
    return " ".join(_QUOTES.sub("", unicodedata.normalize("NFKC", text)).casefold().split())
