"""The words the offline illustrator knows, in English, Chinese and Russian.

`lexicon.json` maps a kind ("subjects", "colours", ...) to concepts, and each concept to its words. In a word, a final
`*` is a stem (up to three more letters), a final `+` marks a plural form.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:[-'’][^\W\d_\u3400-\u9fff]+)*|\d+(?:\s?[x×х]\s?\d+)?|[\u3400-\u9fff]|[^\w\s]")
_BREAKS = frozenset(".,;:!?，。；：！？\n|/()[]（）—–")
_LONGEST_PHRASE = 5
_LONGEST_ENDING = 3


class Token(NamedTuple):
    """One understood piece of a prompt; `kind` is "unknown" for a word and "break" for a clause end."""

    kind: str
    name: str
    text: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What the lexicon says of one drawable thing. `height` is its usual share of the picture's height."""

    name: str
    place: str
    height: float
    home: str
    colours: tuple[str, ...] = ()
    accent: str = ""
    top: float | None = None


@cache
def _data() -> dict[str, dict[str, dict[str, Any]]]:
    text = files(__package__).joinpath("lexicon.json").read_text(encoding="utf-8")
    data: dict[str, dict[str, dict[str, Any]]] = json.loads(text)
    return data


@cache
def subjects() -> dict[str, Subject]:
    """Every drawable subject by name."""
    return {
        name: Subject(
            name, d["place"], d["height"], d["home"], tuple(d.get("colours", ())), d.get("accent", ""), d.get("top")
        )
        for name, d in _data()["subjects"].items()
    }


@cache
def colours() -> dict[str, str]:
    """Named colours as `#rrggbb`."""
    return {name: d["rgb"] for name, d in _data()["colours"].items()}


def concepts(kind: str) -> frozenset[str]:
    """All names of a kind."""
    return frozenset(_data()[kind])


def words_of(kind: str, name: str, language: str) -> list[str]:
    """The words of a concept in "en", "zh" or "ru", the plainest first; Russian ones are mostly stems."""
    return [word.rstrip("+*") for word in _data()[kind][name][language]]


def normalise(text: str) -> str:
    """Lower case, ё as е, one kind of multiplication sign."""
    return text.lower().replace("ё", "е").replace("×", "x")


class _Words(NamedTuple):
    exact: dict[str, tuple[str, str, bool]]
    stems: dict[str, tuple[str, str]]
    phrase_stems: list[tuple[re.Pattern[str], str, str]]


def _english_plurals(word: str) -> list[str]:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word[:-1] + "ies"]
    if word.endswith(("s", "x", "ch", "sh")):
        return [word + "es"]
    if word.endswith("f"):
        return [word + "s", word[:-1] + "ves"]
    return [word + "s"]


@cache
def _words() -> _Words:
    found = _Words({}, {}, [])
    for kind, concepts in _data().items():
        for name, languages in concepts.items():
            for language in ("en", "zh", "ru"):
                for word in languages[language]:
                    _learn(found, kind, name, normalise(word), inflect=language == "en" and kind in ("subjects", "parts"))
    return found


def _learn(found: _Words, kind: str, name: str, word: str, *, inflect: bool) -> None:
    if word.endswith("+"):
        found.exact[word[:-1]] = (kind, name, True)
    elif "* " in word or (" " in word and word.endswith("*")):
        parts = [re.escape(p.rstrip("*")) + (r"\w{0,3}" if p.endswith("*") else "") for p in word.split()]
        found.phrase_stems.append((re.compile(" ".join(parts)), kind, name))
    elif word.endswith("*"):
        found.stems.setdefault(word[:-1], (kind, name))
    else:
        found.exact.setdefault(word, (kind, name, False))
        for plural in _english_plurals(word) if inflect else ():
            found.exact.setdefault(plural, (kind, name, True))


def _joined(words: list[str]) -> str:
    cjk = all("\u3400" <= c <= "\u9fff" for c in "".join(words))
    return ("" if cjk else " ").join(words)


def _match(words: list[str], at: int) -> tuple[Token, int] | None:
    """The longest phrase that starts at word `at`, and its length in words."""
    known = _words()
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        phrase = _joined(words[at : at + length])
        if hit := known.exact.get(phrase):
            return Token(hit[0], hit[1], phrase, hit[2]), length
        if length > 1:
            for pattern, kind, name in known.phrase_stems:
                if pattern.fullmatch(phrase):
                    return Token(kind, name, phrase), length
    word = words[at]
    for end in range(len(word), max(2, len(word) - _LONGEST_ENDING) - 1, -1):
        if stem := known.stems.get(word[:end]):
            return Token(stem[0], stem[1], word), 1
    return None


def tokens(text: str) -> list[Token]:
    """`text` as known concepts, clause breaks and unknown words, in order. Never raises."""
    words = [re.sub(r"\s", "", w) if w[0].isdigit() else w for w in _WORD.findall(normalise(text).replace("\n", " . "))]
    found: list[Token] = []
    at = 0
    while at < len(words):
        if words[at] in _BREAKS:
            found.append(Token("break", "", words[at]))
            at += 1
        elif hit := _match(words, at):
            found.append(hit[0])
            at += hit[1]
        else:
            _unknown(found, words[at], glued=at > 0 and _is_cjk(words[at - 1]) and _is_cjk(words[at]))
            at += 1
    return found


def _is_cjk(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff"


def _unknown(found: list[Token], word: str, *, glued: bool) -> None:
    if not word[0].isalnum():
        return
    if glued and found and found[-1].kind == "unknown":
        found[-1] = Token("unknown", "", found[-1].text + word)
    elif word.isdecimal() and len(word) <= 3 and int(word):
        found.append(Token("numbers", word, word))
    else:
        found.append(Token("unknown", "", word))
