"""The truth in a picture of the illustrator, and what it answers to a question in plain words."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from omniimage.providers.offline.lexicon import tokens
from omniimage.providers.offline.scene import Scene, Wanted, read_scene

from .facts import FREE, facts_of
from .sayings import Tongue

KEYWORD = "omniimage:drawn"
YES, NO, UNSURE = "yes", "no", "unsure"
_QUALITY = re.compile(r"\b(artefacts?|artifacts?|lettering|watermarks?)\b", re.IGNORECASE)
_COMPOSED = re.compile(r"\b(composition|cut off|crowded)\b", re.IGNORECASE)
_ONE_STYLE = re.compile(r"\bone style\b", re.IGNORECASE)


class Seen(NamedTuple):
    """An answer, and what it was read from."""

    answer: str
    evidence: str


def truth_in(url: str) -> Mapping[str, Any] | None:
    """What the picture of a data URL says was drawn; `None` for any other picture."""
    from PIL import Image

    try:
        data = base64.b64decode(url.partition(",")[2], validate=True)
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            found = json.loads(str(getattr(image, "text", {}).get(KEYWORD, "")))
    except (OSError, ValueError, SyntaxError, RecursionError, Image.DecompressionBombError):
        return None
    return found if isinstance(found, dict) and {"items", "scene", "free", "text", "style"} <= found.keys() else None


def seen(drawn: Mapping[str, Any], question: str, kind: str, say: Tongue) -> Seen:
    """The answer to one question, its evidence said in that tongue. What the lexicon does not understand is unsure."""
    if kind == "text":
        return Seen(drawn["text"], say.lettering(drawn["text"]).phrase if drawn["text"] else say.SAYINGS.wordless)
    subjects = [token.name for token in tokens(question) if token.kind == "subjects"]
    if kind in ("count", "colour"):
        if not subjects:
            return Seen(UNSURE, say.SAYINGS.unread)
        return (_count if kind == "count" else _colour)(drawn, subjects[0], say)
    return _quality(drawn, question, say) or _yes_no(drawn, question, say)


def _count(drawn: Mapping[str, Any], subject: str, say: Tongue) -> Seen:
    found = sum(item["count"] for item in drawn["items"] if item["subject"] == subject)
    one = say.there(subject).phrase
    if found > 1:
        return Seen(str(found), say.count(subject, found).phrase)
    return Seen(str(found), (say.SAYINGS.seen if found else say.SAYINGS.missing).format(what=one))


def _colour(drawn: Mapping[str, Any], subject: str, say: Tongue) -> Seen:
    items = [item for item in drawn["items"] if item["subject"] == subject]
    if not items:
        return Seen(UNSURE, say.SAYINGS.missing.format(what=say.there(subject).phrase))
    names = dict.fromkeys(colour for item in items for colour in item["colours"] if colour)
    said = ", ".join(say.colour_name(name) for name in names)
    return Seen(said or UNSURE, f"{said or say.SAYINGS.colourless} ({items[0]['hex']})")


def _quality(drawn: Mapping[str, Any], question: str, say: Tongue) -> Seen | None:
    if _ONE_STYLE.search(question):
        return Seen(YES, say.SAYINGS.one_style)
    if _QUALITY.search(question):
        return Seen(YES, say.SAYINGS.plain)
    if not _COMPOSED.search(question):
        return None
    lost = [item["subject"] for item in drawn["items"] if item["asked"] and item["count"] < item["asked_count"]]
    names = ", ".join(say.there(subject).phrase for subject in dict.fromkeys(lost))
    return Seen(NO, say.SAYINGS.lost.format(what=names)) if lost else Seen(YES, say.SAYINGS.whole)


def _yes_no(drawn: Mapping[str, Any], question: str, say: Tongue) -> Seen:
    """Everything that the question names has to be there as it says."""
    scene = read_scene(question)
    held = [not _is_there(drawn, name) for name in scene.left_out]
    if not (scene.free and "any" not in scene.free):
        held += [_holds(drawn, item, scene.items) for item in scene.items]
    shares = [drawn["free"][side] for side in scene.free if side in drawn["free"]]
    held += [share >= FREE for share in shares]
    painted = drawn["scene"]
    held += [painted[kind] == wanted for kind, wanted in _of_scene(scene) if wanted]
    held += [name in painted["weather"] for name in scene.weather] + [name in painted["moods"] for name in scene.moods]
    if not held:
        return Seen(UNSURE, say.SAYINGS.unread)
    answer = YES if all(held) else NO
    if shares:
        return Seen(answer, say.SAYINGS.free.format(share=round(100 * shares[-1])))
    return Seen(answer, _evidence(question, all(held), say))


def _of_scene(scene: Scene) -> tuple[tuple[str, str], ...]:
    return ("time", scene.time), ("season", scene.season), ("setting", scene.setting)


def _evidence(question: str, holds: bool, say: Tongue) -> str:
    """What the question asks for, as a prompt says it, is to be seen or not."""
    facts = facts_of(question)
    if not facts:
        return ""
    if facts[-1].absent:
        return facts[-1].phrase if holds else say.SAYINGS.seen.format(what=facts[-1].absent)
    return (say.SAYINGS.seen if holds else say.SAYINGS.missing).format(what=facts[-1].phrase)


def _holds(drawn: Mapping[str, Any], wanted: Wanted, others: Sequence[Wanted]) -> bool:
    item = next((item for item in drawn["items"] if item["subject"] == wanted.subject), None)
    return item is not None and (
        all(_stands(item["where"].split(), each) for each in wanted.where)
        and (not wanted.size or item["size"] == wanted.size)
        and (not wanted.pose or item["pose"] == wanted.pose)
        and all(part in item["parts"] for part, _ in wanted.parts)
        and all(colour in item["colours"] for colour in wanted.colours)
        and (not wanted.relation or _related(item, wanted, others))
    )


def _stands(places: Sequence[str], where: str) -> bool:
    """`where` of the lexicon against "left middle"; a corner is both its sides."""
    sides = [side for side in ("left", "right", "top", "bottom", "centre") if side in where]
    return all(side in places for side in sides)


def _related(item: Mapping[str, Any], wanted: Wanted, others: Sequence[Wanted]) -> bool:
    assert wanted.relation is not None
    how, at = wanted.relation
    return bool(item["relation"] == f"{how} {others[at].subject}")


def _is_there(drawn: Mapping[str, Any], name: str) -> bool:
    painted = drawn["scene"]
    things = [item["subject"] for item in drawn["items"]]
    return name in (*things, *painted["weather"], *painted["moods"], painted["time"])
