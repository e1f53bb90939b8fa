from __future__ import annotations

import inspect
import json
import logging
import random
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_studio import NAMES, SmallApi

from omniimage.bridge.allowed import EXPOSED
from omniimage.bridge.exposed import MAX_TEXT_CHARS, Exposed
from omniimage.errors import ERROR_CODES

exposed = Exposed(SmallApi(), NAMES)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def code(envelope: dict[str, Any]) -> str | None:
    assert envelope["ok"] is ("error" not in envelope)
    return None if envelope["ok"] else envelope["error"]["code"]


def test_the_list_is_every_public_method_of_the_api() -> None:
    from omniimage.bridge.api import Api

    methods = {name for name, _ in inspect.getmembers(Api, inspect.isfunction) if not name.startswith("_")}
    assert methods == set(EXPOSED)
    assert len(EXPOSED) == len(set(EXPOSED))


def test_arguments_by_position_and_by_name() -> None:
    assert exposed.invoke("add", [2, 3]) == {"ok": True, "data": 5}
    assert exposed.invoke("add", [2]) == {"ok": True, "data": 3}
    assert exposed.invoke("add", [], {"a": 2, "b": 5}) == {"ok": True, "data": 7}
    assert exposed.invoke("choose", ["discard", None]) == {"ok": True, "data": "discard None"}


def test_a_positional_null_leaves_out_only_what_may_be_left_out() -> None:
    assert exposed.invoke("add", [2, None]) == {"ok": True, "data": 3}
    assert code(exposed.invoke("add", [None, 2])) == "bad_request"


def test_models_are_validated_and_answered_as_json() -> None:
    answer = exposed.invoke("generate", ["a cat", ["offline/sketch"], {"n": 2}])
    assert answer["data"] == {"length": 5, "models": ["offline/sketch"], "n": 2}


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        ([], {}),
        (["two"], {}),
        ([2, 3, 4], {}),
        ([2], {"c": 1}),
        ([{"a": 2}], {}),
        ([[2]], {}),
        ([], {"a": 2, "__class__": "x"}),
    ],
)
def test_arguments_that_do_not_fit_are_a_bad_request(args: list[Any], kwargs: dict[str, Any]) -> None:
    assert code(exposed.invoke("add", args, kwargs)) == "bad_request"


def test_a_bad_argument_is_named_and_not_repeated() -> None:
    answer = exposed.invoke("generate", ["a cat", [], {"n": "sk-secret-value"}])
    assert answer["error"]["details"]["fields"] == ["params.n"]
    assert "sk-secret-value" not in json.dumps(answer)


def test_unknown_fields_of_a_model_are_a_bad_request() -> None:
    assert code(exposed.invoke("generate", ["a", [], {"sampler": "euler"}])) == "bad_request"


def test_a_prompt_of_a_megabyte_reaches_the_service_and_a_longer_one_is_refused() -> None:
    assert exposed.invoke("generate", ["x" * 1_000_000, [], {}])["data"]["length"] == 1_000_000
    assert code(exposed.invoke("generate", ["x" * (MAX_TEXT_CHARS + 1), [], {}])) == "bad_request"
    assert code(exposed.invoke("generate", ["x", ["m"] * 600_000, {}])) == "bad_request"


def test_expected_errors_carry_their_code_and_details() -> None:
    answer = exposed.invoke("fails", [2.5])
    assert answer == {"ok": False, "error": {"code": "cost_cap", "message": "over the cap", "details": {"amount": 2.5}}}


def test_unexpected_errors_tell_and_log_no_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = exposed.invoke("breaks", ["sk-secret-value"])
    assert answer["error"]["code"] == "internal"
    assert "RuntimeError" in caplog.text
    assert "sk-secret-value" not in caplog.text + json.dumps(answer)


def test_nan_and_infinity_never_go_out() -> None:
    assert exposed.invoke("odd_numbers")["data"]["nan"] is None
    text = exposed.invoke_json("odd_numbers")
    assert json.loads(text, parse_constant=pytest.fail)["data"]["list"] == [None, 1.5]


def test_an_answer_that_is_not_json_is_internal() -> None:
    assert code(exposed.invoke("odd_object")) == "internal"
    assert json.loads(exposed.invoke_json("odd_object"))["error"]["code"] == "internal"


def test_a_lone_surrogate_is_a_bad_request() -> None:
    assert code(exposed.invoke("generate", ["\ud800", [], {}])) == "bad_request"
    json.loads(exposed.invoke_json("choose", {"action": "\ud800"}))


PIECES = [
    "_private",
    "__class__",
    "__globals__",
    "__init__",
    "secret_ways",
    "not_listed",
    "hidden",
    "_methods",
    "add",
    "os",
    "system",
]


def hostile_names(count: int, seed: int) -> list[str]:
    """Dotted, underscored, dunder and unicode names; none is on the list."""
    dice = random.Random(seed)
    made = [
        "",
        "_private",
        "not_listed",
        "add.__func__",
        "add.__globals__",
        "ａｄｄ",
        "add\u200b",
        "ADD",
        " add",
        "add\x00",
        "\ud800",
    ]
    while len(made) < count:
        joiner = dice.choice([".", "_", "__", "/", "\x00", "\u2024", ""])
        name = joiner.join(dice.choices(PIECES, k=dice.randint(1, 5)))
        if dice.random() < 0.3:
            name = "".join(chr(dice.randint(1, sys.maxunicode)) if dice.random() < 0.2 else letter for letter in name)
        if name not in NAMES:
            made.append(name)
    return made


@pytest.mark.parametrize("name", hostile_names(300, seed=7))
def test_names_off_the_list_reach_nothing(name: str) -> None:
    assert code(exposed.invoke(name)) == "bad_request"


@pytest.mark.soak
def test_thousands_of_names_off_the_list_reach_nothing() -> None:
    assert {code(exposed.invoke(name)) for name in hostile_names(20_000, seed=8)} == {"bad_request"}


@given(st.sampled_from(NAMES), st.lists(json_values, max_size=4), st.dictionaries(st.text(), json_values, max_size=3))
def test_whatever_is_sent_an_envelope_of_json_comes_back(name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    answer = exposed.invoke(name, args, kwargs)
    assert code(answer) in {None, *ERROR_CODES}
    json.dumps(answer, allow_nan=False)
