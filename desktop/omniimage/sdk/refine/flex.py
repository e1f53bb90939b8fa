"""FLEX blocks: the named parts of an image prompt that a loop may change, and nothing else of the text.

A block is what stands between the lines `## FLEX_BEGIN:<name>` and `## FLEX_END:<name>`. Text outside may say
`{{ flex.<name> }}`: there the block's words go when the prompt is made ready for an image model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from omniimage.errors import BadRequest

BLOCKS = ("subject", "style", "composition", "lighting", "camera", "constraints", "negative_constraints")
NEGATIVE = "negative_constraints"
MAX_PROMPT_CHARS = 20_000
_MARKER = re.compile(r"[ \t]*##[ \t]*FLEX_(BEGIN|END):([a-z_]+)[ \t]*(?:\r?\n)?")
_HINT = re.compile(r"FLEX_(?:BEGIN|END)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\{\s*flex\.(\w*)\s*\}\}")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Flex:
    """A prompt in its blocks. `spans`: where each block's words begin and end in `text`, in the order of the text."""

    text: str
    spans: Mapping[str, tuple[int, int]]

    @property
    def blocks(self) -> dict[str, str]:
        """The words of each block, without the blank lines around them."""
        return {name: self.text[start:end].strip() for name, (start, end) in self.spans.items()}

    @property
    def outside(self) -> tuple[str, ...]:
        """What no revision may change: the pieces between the blocks' words, markers included."""
        edges = [0, *(edge for span in self.spans.values() for edge in span), len(self.text)]
        return tuple(self.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


@lru_cache(maxsize=512)
def parse(text: str) -> Flex:
    """Raises `BadRequest` with a `reason` and, where there is one, the block's `name`.

    Reasons: no_blocks, unknown_block, nested_block, duplicate_block, unclosed_block, unopened_block, broken_marker,
    unknown_placeholder, placeholder_in_block, too_long.
    """
    if len(text) > MAX_PROMPT_CHARS:
        raise _broken("too_long", limit=MAX_PROMPT_CHARS)
    spans: dict[str, tuple[int, int]] = {}
    inside, start, at = "", 0, 0
    # Split at line feeds alone: other breaks are part of a line's words.
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        marker = _MARKER.fullmatch(line)
        if marker is None and _HINT.search(line):
            raise _broken("broken_marker", line=line.strip()[:80])
        if marker is not None:
            kind, name = marker.groups()
            _check_marker(kind, name, inside, spans)
            if kind == "BEGIN":
                inside, start = name, at + len(line)
            else:
                spans[name], inside = (start, at), ""
        at += len(line)
    if inside:
        raise _broken("unclosed_block", name=inside)
    if not spans:
        raise _broken("no_blocks")
    found = Flex(text, spans)
    _check_placeholders(found)
    return found


def patch(flex: Flex, changes: Mapping[str, str], allowed: Collection[str]) -> Flex:
    """The same text with the words of some blocks changed. Raises `BadRequest` where a change goes beyond them.

    Reasons: block_not_there, block_not_allowed, marker_in_block, placeholder_in_block, too_long.
    """
    for name, words in changes.items():
        if name not in flex.spans:
            raise _broken("block_not_there", name=name)
        if name not in allowed:
            raise _broken("block_not_allowed", name=name)
        if _HINT.search(words):
            raise _broken("marker_in_block", name=name)
        if _PLACEHOLDER.search(words):
            raise _broken("placeholder_in_block", name=name)
    pieces, last = [], 0
    for name, (start, end) in flex.spans.items():
        pieces.append(flex.text[last:start])
        pieces.append(_body(flex, name, changes[name]) if name in changes else flex.text[start:end])
        last = end
    return parse("".join([*pieces, flex.text[last:]]))


def accept(previous: Flex, answer: str, allowed: Collection[str]) -> Flex:
    """A revision that came as a whole text. Raises `BadRequest` as `parse` does.

    And with the reasons lost_block, outside_changed, block_not_allowed.
    """
    revised = parse(answer)
    missing = [name for name in previous.spans if name not in revised.spans]
    if missing:
        raise _broken("lost_block", name=missing[0])
    if tuple(revised.spans) != tuple(previous.spans) or revised.outside != previous.outside:
        raise _broken("outside_changed")
    for name, (start, end) in previous.spans.items():
        first, last = revised.spans[name]
        if name not in allowed and previous.text[start:end] != revised.text[first:last]:
            raise _broken("block_not_allowed", name=name)
    return revised


def free(text: str, locked: Collection[str]) -> tuple[str, ...]:
    """The blocks of a prompt that may be changed, in their usual order."""
    there = parse(text).spans
    return tuple(name for name in BLOCKS if name in there and name not in locked)


def changed(before: Flex, after: Flex) -> tuple[str, ...]:
    """The blocks whose words differ, in the order of the text."""
    old = before.blocks
    return tuple(name for name, words in after.blocks.items() if words != old.get(name))


def for_model(flex: Flex, *, takes_negative: bool) -> tuple[str, str]:
    """`(prompt, negative prompt)` as an image model gets them: no markers, placeholders filled in.

    A block that a placeholder names stands there alone. What is to be left out goes into the negative prompt where
    the model takes one, and stays in the prompt where not.
    """
    words = flex.blocks
    named = {match.group(1) for piece in flex.outside for match in _PLACEHOLDER.finditer(piece)}
    negative = words.get(NEGATIVE, "") if takes_negative else ""
    if negative:
        words[NEGATIVE] = ""
    lines: list[str] = []
    for piece, name in zip(flex.outside, [*flex.spans, None], strict=True):
        kept = [line for line in piece.split("\n") if not _MARKER.fullmatch(line)]
        lines.append(_PLACEHOLDER.sub(lambda match: words[match.group(1)], "\n".join(kept)))
        if name is not None and name not in named:
            lines.append(words[name])
    whole = "\n".join(each.strip("\r\n") for each in lines if each.strip())
    return _BLANK_LINES.sub("\n\n", whole).strip(), negative


def build(blocks: Mapping[str, str], wanted: Collection[str] = BLOCKS) -> Flex:
    """A fresh prompt with all `wanted` blocks in their usual order; what is not given stays empty."""
    frame = "".join(f"## FLEX_BEGIN:{name}\n## FLEX_END:{name}\n" for name in BLOCKS if name in wanted)
    empty = parse(frame)
    return patch(empty, {name: words for name, words in blocks.items() if words.strip()}, empty.spans)


def _body(flex: Flex, name: str, words: str) -> str:
    """Words as they stand in a text: ended by the line break that the text itself uses."""
    start = flex.spans[name][0]
    end_of_line = "\r\n" if flex.text[:start].endswith("\r\n") else "\n"
    plain = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    return plain.replace("\n", end_of_line) + end_of_line if plain else ""


def _check_marker(kind: str, name: str, inside: str, spans: Mapping[str, tuple[int, int]]) -> None:
    if name not in BLOCKS:
        raise _broken("unknown_block", name=name)
    if kind == "BEGIN" and inside:
        raise _broken("nested_block", name=name)
    if kind == "BEGIN" and name in spans:
        raise _broken("duplicate_block", name=name)
    if kind == "END" and name != inside:
        raise _broken("unclosed_block" if inside else "unopened_block", name=inside or name)


def _check_placeholders(flex: Flex) -> None:
    for name, words in flex.blocks.items():
        if _PLACEHOLDER.search(words):
            raise _broken("placeholder_in_block", name=name)
    for piece in flex.outside:
        for match in _PLACEHOLDER.finditer(piece):
            if match.group(1) not in flex.spans:
                raise _broken("unknown_placeholder", name=match.group(1))


def _broken(reason: str, **facts: object) -> BadRequest:
    return BadRequest("the prompt's blocks are not as they should be", field="prompt", reason=reason, **facts)
