"""Exposed: the only way from a page to the Api. An explicit list of names, checked arguments, an envelope for an answer.

`invoke` and `invoke_json` never raise: `{"ok": true, "data": …}` or `{"ok": false, "error": {code, message, details}}`.
"""

from __future__ import annotations

import inspect
import logging
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from typing import Any, NotRequired, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic_core import to_json, to_jsonable_python
from typing_extensions import TypedDict

from omniimage.acting import check_admin
from omniimage.bridge.allowed import ADMIN_ONLY, EXPOSED
from omniimage.bridge.envelope import Envelope, failure
from omniimage.contracts.base import RequestId
from omniimage.errors import BadRequest, Cancelled, StudioError

MAX_TEXT_CHARS = 1_200_000
MAX_ARGUMENT_CHARS = 4_000_000
MAX_SHOWN_FIELDS = 20

log = logging.getLogger(__name__)


class Exposed:
    """Calls the methods of one `Api` by name. `api` is anything that has the methods of `names`.

    `repeatable`: those that take a `RequestId`; asked again under the same, they begin nothing a second time.
    """

    def __init__(self, api: object, names: Sequence[str] = EXPOSED) -> None:
        self._methods = {name: Method(name, getattr(api, name)) for name in names}
        self.repeatable = frozenset(name for name, method in self._methods.items() if method.is_repeatable)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._methods)

    def invoke(self, name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Envelope:
        """Call and answer in JSON values; NaN and infinity become null."""
        envelope = self._answer(name, args, kwargs)
        try:
            values: Envelope = to_jsonable_python(envelope, inf_nan_mode="null")
        except Exception as error:  # noqa: BLE001 - whatever a service returned, the page gets an answer
            return _internal(name, error)
        return values

    def invoke_json(self, name: str, kwargs: Mapping[str, Any] | None = None) -> bytes:
        """The same, as UTF-8 JSON."""
        envelope = self._answer(name, (), kwargs)
        try:
            return to_json(envelope, inf_nan_mode="null")
        except Exception as error:  # noqa: BLE001 - as above
            return to_json(_internal(name, error))

    def _answer(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any] | None) -> Envelope:
        try:
            method = self._methods.get(name)
            if method is None:
                raise BadRequest("there is no such method")
            if name in ADMIN_ONLY:
                check_admin()
            return {"ok": True, "data": method(args, kwargs or {})}
        except StudioError as error:
            return failure(error)
        except CancelledError:
            return failure(Cancelled("the studio is closing"))
        except Exception as error:  # noqa: BLE001 - the page must never wait for an answer that does not come
            return _internal(name, error)


def is_repeatable(method: Any) -> bool:
    """Whether it takes a `RequestId`."""
    return bool(get_type_hints(method, include_extras=True).get("request_id") == RequestId)


class Method:
    """One bound Api method, with its arguments checked against its annotations."""

    def __init__(self, name: str, function: Any) -> None:
        hints = get_type_hints(function, include_extras=True)
        parameters = inspect.signature(function).parameters
        self._function = function
        self.is_repeatable = is_repeatable(function)
        self._order = tuple(parameters)
        self._optional = {key for key, parameter in parameters.items() if parameter.default is not parameter.empty}
        fields = {key: NotRequired[hints[key]] if key in self._optional else hints[key] for key in parameters}
        arguments = with_config(ConfigDict(extra="forbid"))(TypedDict(name, fields))  # type: ignore[operator]
        self._adapter: TypeAdapter[dict[str, Any]] = TypeAdapter(arguments)

    def __call__(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Raises `BadRequest` with `fields`, the arguments that do not fit."""
        given = self._bound(args, kwargs)
        _check_texts(given)
        try:
            checked = self._adapter.validate_python(given)
        except ValidationError as error:
            # Neither pydantic's messages nor the inputs: an argument may be a key.
            problems = error.errors(include_url=False, include_input=False, include_context=False)[:MAX_SHOWN_FIELDS]
            found = {".".join(map(str, problem["loc"]))[:100]: problem["type"] for problem in problems}
            raise BadRequest("the arguments do not fit", fields=list(found), problems=found) from None
        return self._function(**checked)

    def _bound(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments by name. A positional null stands for an argument left out, where it may be."""
        if len(args) > len(self._order):
            raise BadRequest("too many arguments", fields=[])
        by_position = dict(zip(self._order, args, strict=False))
        left_out = {key for key, value in by_position.items() if value is None and key in self._optional}
        return {key: value for key, value in by_position.items() if key not in left_out} | dict(kwargs)


def _internal(name: str, error: Exception) -> Envelope:
    """The text of an unexpected error may hold a key: only its type and place are told and logged."""
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{frame[0].filename.rpartition('omniimage')[2]}:{frame[0].lineno}" if frame else "?"
    log.error("%s failed: %s at %s", name, type(error).__name__, place)
    return failure(StudioError("internal error", type=type(error).__name__))


def _check_texts(given: Mapping[str, Any]) -> None:
    """Raise `BadRequest` on a text or a whole that no honest page sends, and on half a surrogate pair."""
    total = 0
    waiting: list[Any] = [given]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and not _is_unicode(value):
            raise BadRequest("a text is not valid Unicode")
        size = 8 + (len(value) if isinstance(value, str) else 0)
        total += size
        if size > MAX_TEXT_CHARS + 8 or total > MAX_ARGUMENT_CHARS:
            raise BadRequest("the arguments are too long", limit=MAX_TEXT_CHARS)
        if isinstance(value, Mapping):
            waiting.extend(value.keys())
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
