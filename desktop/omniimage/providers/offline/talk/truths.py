"""The truth in a picture of the illustrator, and what it answers to a question in plain words."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from omniimage.providers.offline.lexicon import tokens
from omniimage.providers.offline.scene import Wanted, read_scene

from .english import word
from .facts import FREE
from .tongue import Tongue, tongue_of

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
    except (OSError, ValueError, binascii.Error, SyntaxError, RecursionError):
        return None
    return found if isinstance(found, dict) and {"items", "scene", "free", "text", "style"} <= found.keys() else None


def seen(drawn: Mapping[str, Any], question: str, kind: str) -> Seen:
    """The answer to one question. What the lexicon does not understand is unsure."""
    if kind == "text":
        return Seen(drawn["text"], f"the sign says “{drawn['text']}”" if drawn["text"] else "there are no words")
    subjects = [token.name for token in tokens(question) if token.kind == "subjects"]
    if kind == "count":
        return _count(drawn, subjects)
    if kind == "colour":
        return _colour(drawn, subjects, tongue_of(question))
    return _quality(drawn, question) or _yes_no(drawn, question)


def _count(drawn: Mapping[str, Any], subjects: Sequence[str]) -> Seen:
    if not subjects:
        return Seen(UNSURE, "which things are meant is not understood")
    found = sum(item["count"] for item in drawn["items"] if item["subject"] == subjects[0])
    return Seen(str(found), f"{found} × {word('subjects', subjects[0])}")


def _colour(drawn: Mapping[str, Any], subjects: Sequence[str], say: Tongue) -> Seen:
    items = [item for item in drawn["items"] if item["subject"] in subjects[:1]]
    if not items:
        return Seen(UNSURE, "it is not to be seen")
    names = dict.fromkeys(colour for item in items for colour in item["colours"] if colour)
    said = ", ".join(say.colour_name(name) for name in names)
    return Seen(said or UNSURE, f"{said or 'no colour of its own'} ({items[0]['hex']})")


def _quality(drawn: Mapping[str, Any], question: str) -> Seen | None:
    if _ONE_STYLE.search(question):
        return Seen(YES, f"all of it is {drawn['style']}")
    if _QUALITY.search(question):
        return Seen(YES, "drawn from plain shapes, no stray marks")
    if not _COMPOSED.search(question):
        return None
    lost = [item["subject"] for item in drawn["items"] if item["asked"] and item["count"] < item["asked_count"]]
    return Seen(NO if lost else YES, f"covered or cut off: {', '.join(lost)}" if lost else "everything is whole and apart")


def _yes_no(drawn: Mapping[str, Any], question: str) -> Seen:
    """Everything that the question names has to be there as it says."""
    scene = read_scene(question)
    found: list[Seen] = [_absent(drawn, name) for name in scene.left_out]
    if not (scene.free and "any" not in scene.free):
        found += [_item(drawn, item, scene.items) for item in scene.items]
    found += [_free(drawn, side) for side in scene.free if side in drawn["free"]]
    painted = drawn["scene"]
    if scene.time:
        found.append(_same("time", painted["time"], scene.time))
    if scene.season:
        found.append(_same("season", painted["season"], scene.season))
    if scene.setting:
        found.append(_same("setting", painted["setting"], scene.setting))
    for kind, names in (("weather", scene.weather), ("moods", scene.moods)):
        found += [
            Seen(YES if name in painted[kind] else NO, f"{kind}: {', '.join(painted[kind]) or 'none'}") for name in names
        ]
    if not found:
        return Seen(UNSURE, "the question is not understood")
    return next((each for each in found if each.answer != YES), found[-1])


def _item(drawn: Mapping[str, Any], wanted: Wanted, others: Sequence[Wanted]) -> Seen:
    name = word("subjects", wanted.subject)
    items = [item for item in drawn["items"] if item["subject"] == wanted.subject]
    if not items:
        return Seen(NO, f"no {name} is to be seen")
    item = items[0]
    places = item["where"].split()
    checks = {
        f"{name} at {item['where']}": all(_stands(places, each) for each in wanted.where),
        f"{name} is {item['size'] or 'of usual size'}": not wanted.size or item["size"] == wanted.size,
        f"{name} is {item['pose'] or 'in no such pose'}": not wanted.pose or item["pose"] == wanted.pose,
        f"{name} shows {', '.join(item['parts']) or 'no such part'}": all(part in item["parts"] for part, _ in wanted.parts),
        f"{name} is {item['colour'] or 'plain'}": all(colour in item["colours"] for colour in wanted.colours),
        f"{name} {item['relation'] or 'stands alone'}": not wanted.relation or _related(item, wanted, others),
    }
    wrong = next((said for said, holds in checks.items() if not holds), None)
    return Seen(NO, wrong) if wrong else Seen(YES, f"{item['count']} × {name}, {item['where']}")


def _stands(places: Sequence[str], where: str) -> bool:
    """`where` of the lexicon against "left middle"; a corner is both its sides."""
    sides = [side for side in ("left", "right", "top", "bottom", "centre") if side in where]
    return all(side in places for side in sides)


def _related(item: Mapping[str, Any], wanted: Wanted, others: Sequence[Wanted]) -> bool:
    assert wanted.relation is not None
    how, at = wanted.relation
    return bool(item["relation"] == f"{how} {others[at].subject}")


def _absent(drawn: Mapping[str, Any], name: str) -> Seen:
    painted = drawn["scene"]
    there = [item["subject"] for item in drawn["items"] if item["subject"] == name]
    there += [each for each in (*painted["weather"], *painted["moods"], painted["time"]) if each == name]
    return Seen(NO, f"{name} is there") if there else Seen(YES, f"no {name} anywhere")


def _free(drawn: Mapping[str, Any], side: str) -> Seen:
    share = drawn["free"][side]
    return Seen(YES if share >= FREE else NO, f"{round(share * 100)} % of that half is free")


def _same(what: str, painted: str, wanted: str) -> Seen:
    return Seen(YES if painted == wanted else NO, f"{what}: {painted or 'none shows'}")
