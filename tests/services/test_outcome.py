"""How a generation ends, from how its calls ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage import errors
from omniimage.contracts.base import ErrorInfo
from omniimage.services.outcome import MAX_WAITS, attempt_state, generation_state, wait_before_retry

CODES = st.sampled_from(errors.ERROR_CODES)
ERRORS = st.lists(CODES.map(lambda code: ErrorInfo(code=code, message=code)), max_size=5)


@given(ERRORS, st.integers(0, 4))
def test_an_unknown_outcome_is_never_hidden(found: list[ErrorInfo], images: int) -> None:
    state, error = generation_state(images, found)
    if any(each.code == "outcome_unknown" for each in found):
        assert state == "unknown" and error is not None and error.code == "outcome_unknown"
    elif images:
        assert state == "done"
    else:
        assert state in ("failed", "refused", "cancelled") and error is not None


@given(ERRORS.filter(bool))
def test_a_failure_beside_pictures_rides_along(found: list[ErrorInfo]) -> None:
    _, error = generation_state(1, found)
    assert error in found


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (errors.OutcomeUnknown(), "unknown"),
        (errors.ContentRefused(), "refused"),
        (errors.Cancelled(), "cancelled"),
        (errors.ProviderUnavailable(), "failed"),
    ],
)
def test_each_error_ends_an_attempt_in_its_own_state(error: errors.StudioError, state: str) -> None:
    assert attempt_state(error) == state


@given(st.floats(0, 120), st.integers(0, MAX_WAITS - 1), st.floats(0, 1))
def test_retry_after_is_never_undercut(asked: float, waits: int, jitter: float) -> None:
    error = errors.RateLimited(safe_to_retry=True, retry_after=asked)
    pause = wait_before_retry(error, waits, jitter)
    assert (pause is not None and asked <= pause) or asked == 0


@given(CODES, st.sampled_from(["yes", "no", "unknown", None]), st.integers(0, 9))
def test_nothing_is_sent_again_without_proof(code: str, charged: str | None, waits: int) -> None:
    kind = next((kind for kind in errors.StudioError.__subclasses__() if kind.code == code), errors.StudioError)
    assert wait_before_retry(kind(charged=charged), waits, 0.5) is None


def test_waiting_ends() -> None:
    assert wait_before_retry(errors.RateLimited(safe_to_retry=True), MAX_WAITS, 0) is None
    assert wait_before_retry(errors.RateLimited(safe_to_retry=True, retry_after=9999), 0, 0) is None
