"""From a prompt with placeholders to the tasks of a batch. Pure.

`{name}`: the base image's file name without its extension; `{n}`: the number of the base image or line, from 1;
`{column}`: a cell of its line; `{list}`: every entry of a named list in turn; `{red|green}`: the same, written out;
`__list__`: one entry, drawn anew for each prompt. `{{` and `}}` are braces. What is filled in is never looked at again.
"""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from omniimage.contracts.batch import MAX_TASKS, BatchParams
from omniimage.contracts.runs import MAX_PROMPT_CHARS
from omniimage.errors import BadRequest, TooLarge

MAX_PROMPT_TOTAL = 200_000_000
_TOKEN = re.compile(r"\{\{|\}\}|\{[^{}]*\}|__[^\W_](?:\w*?[^\W_])?__|[{}]")
_BUILT_IN = ("name", "n")


@dataclass(frozen=True)
class BaseImage:
    id: str
    name: str

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem or self.name


@dataclass(frozen=True)
class TaskSpec:
    """One task before it is in the queue; `repeat` counts from 0."""

    base_image_id: str | None
    model: str
    prompt: str
    repeat: int


@dataclass(frozen=True)
class Subject:
    """What one rendering is about: a base image, a line of the table, both or neither."""

    base: BaseImage | None
    row: Mapping[str, str]


@dataclass(frozen=True)
class Subjects:
    """`without_row`: ids of base images that no line names. `unused_rows`: lines that name no base image."""

    all: tuple[Subject, ...]
    without_row: tuple[str, ...] = ()
    unused_rows: int = 0


class Template:
    """A prompt taken apart once. Raises `BadRequest` on braces that do not match and placeholders without a column."""

    def __init__(self, prompt: str, columns: Sequence[str], lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._pieces: list[tuple[str, str]] = []
        self._choices: list[Sequence[str]] = []
        unknown: list[str] = []
        at = 0
        for found in _TOKEN.finditer(prompt):
            self._add("text", prompt[at : found.start()])
            at = found.end()
            token = found[0]
            if token in ("{{", "}}"):
                self._add("text", token[0])
            elif token in ("{", "}"):
                raise BadRequest("the braces of the prompt do not match", field="prompt", reason="braces", at=found.start())
            elif token.startswith("__"):
                name = token[2:-2]
                self._add(*(("draw", name) if lists.get(name) else ("text", token)))
            elif not self._placeholder(token[1:-1], columns):
                unknown.append(token[1:-1].strip())
        self._add("text", prompt[at:])
        if unknown:
            raise BadRequest(
                "placeholder without column", field="prompt", reason="placeholder", unknown=list(dict.fromkeys(unknown))
            )

    @property
    def choices(self) -> tuple[tuple[str, ...], ...]:
        """What each list that is gone through holds, in the order they stand in the prompt."""
        return tuple(tuple(choice) for choice in self._choices)

    @property
    def variants(self) -> int:
        """How many prompts it makes of one subject."""
        return math.prod(len(choice) for choice in self._choices)

    def render(self, subject: Subject, number: int) -> Iterator[str]:
        """Every variant for the `number`-th subject, always the same ones in the same order."""
        values = {"n": str(number), "name": subject.base.stem if subject.base else "", **subject.row}
        for variant, chosen in enumerate(itertools.product(*self._choices)):
            drawn = random.Random(f"{number}/{variant}")
            choice = iter(chosen)
            parts = []
            for kind, value in self._pieces:
                match kind:
                    case "text":
                        parts.append(value)
                    case "value":
                        parts.append(values.get(value, ""))
                    case "choice":
                        parts.append(next(choice))
                    case _:
                        parts.append(drawn.choice(self._lists[value]))
            yield "".join(parts)

    def _placeholder(self, inside: str, columns: Sequence[str]) -> bool:
        name = inside.strip()
        if "|" in inside:
            self._choose([part.strip() for part in inside.split("|")])
        elif name in columns or name in _BUILT_IN:
            self._add("value", name)
        elif self._lists.get(name):
            self._choose(self._lists[name])
        else:
            return False
        return True

    def _choose(self, choices: Sequence[str]) -> None:
        self._choices.append(choices)
        self._add("choice", "")

    def _add(self, kind: str, value: str) -> None:
        if value or kind == "choice":
            self._pieces.append((kind, value))


@dataclass(frozen=True)
class Plan:
    """A batch worked out: how many tasks, and each in its order (subject, then prompt, then model, then repeat)."""

    template: Template
    subjects: Subjects
    models: tuple[str, ...]
    repeat: int

    @property
    def prompts(self) -> int:
        return len(self.subjects.all) * self.template.variants

    @property
    def total(self) -> int:
        return self.prompts * len(self.models) * self.repeat

    def tasks(self) -> Iterator[TaskSpec]:
        for number, subject in enumerate(self.subjects.all, 1):
            base = subject.base.id if subject.base else None
            for prompt in self.template.render(subject, number):
                for model in self.models:
                    for repeat in range(self.repeat):
                        yield TaskSpec(base, model, prompt, repeat)


def work_out(prompt: str, bases: Sequence[BaseImage], models: Sequence[str], params: BatchParams) -> Plan:
    """Raises `BadRequest` on what no batch can be made of, `TooLarge` on more tasks than a batch holds."""
    if not prompt.strip():
        raise BadRequest("the prompt is empty", field="prompt", reason="empty")
    if len(prompt) > MAX_PROMPT_CHARS or "\x00" in prompt:
        raise BadRequest("the prompt is too long or holds a NUL character", field="prompt", reason="too_long")
    columns = list(dict.fromkeys(column for row in params.rows for column in row))
    template = Template(prompt, columns, params.lists)
    plan = Plan(template, matched(bases, params.rows), tuple(dict.fromkeys(models)), params.repeat)
    if plan.total > MAX_TASKS:
        raise TooLarge("more tasks than a batch holds", tasks=plan.total, limit=MAX_TASKS)
    return plan


def listed(plan: Plan) -> list[TaskSpec]:
    """All tasks at once. Raises `BadRequest` where a rendered prompt is empty or too long, `TooLarge` on too much text."""
    tasks, chars = list(plan.tasks()), 0
    for task in tasks:
        if not task.prompt.strip() or len(task.prompt) > MAX_PROMPT_CHARS:
            reason = "too_long" if task.prompt.strip() else "empty"
            raise BadRequest("a prompt is empty or too long once it is filled in", field="prompt", reason=reason)
        chars += len(task.prompt)
    if chars > MAX_PROMPT_TOTAL:
        raise TooLarge("the prompts are too long together", chars=chars, limit=MAX_PROMPT_TOTAL)
    return tasks


def matched(bases: Sequence[BaseImage], rows: Sequence[Mapping[str, str]]) -> Subjects:
    """Each base image with the line that names it. Raises `BadRequest` where there are both and none belongs together."""
    if not bases:
        return Subjects(tuple(Subject(None, row) for row in rows) or (Subject(None, {}),))
    if not rows:
        return Subjects(tuple(Subject(base, {}) for base in bases))
    by_name = _by_name(bases, rows)
    subjects = [Subject(base, by_name[key]) for base in bases if (key := _key_of(base, by_name)) is not None]
    if not subjects:
        raise BadRequest("no line of the table names a base image", field="rows", reason="no_match", columns=list(rows[0]))
    used = {id(subject.row) for subject in subjects}
    without = tuple(base.id for base in bases if _key_of(base, by_name) is None)
    return Subjects(tuple(subjects), without, sum(id(row) not in used for row in rows))


def _by_name(bases: Sequence[BaseImage], rows: Sequence[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """The lines by the cell that names a file: of the columns, the one that names the most."""
    wanted = {key for base in bases for key in (_plain(base.name), _plain(base.stem))}
    columns = dict.fromkeys(column for row in rows for column in row)
    hits = {column: sum(_plain(row.get(column, "")) in wanted for row in rows) for column in columns}
    best = max(hits, key=lambda column: hits[column], default="")
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        if cell := _plain(row.get(best, "")):
            found.setdefault(cell, row)
    return found


def _key_of(base: BaseImage, by_name: Mapping[str, object]) -> str | None:
    return next((key for key in (_plain(base.name), _plain(base.stem)) if key in by_name), None)


def _plain(name: str) -> str:
    """A file's name as people write it into tables: without its folder, whatever its case."""
    return re.split(r"[/\\]", name.strip())[-1].casefold()
