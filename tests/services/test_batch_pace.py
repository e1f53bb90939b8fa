"""Pace with a clock of its own: limits hold at every moment, a refusal slows, good answers speed up again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from omniimage.services.batch.pace import LONGEST_PAUSE, MINUTE, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


STEPS = st.lists(st.tuples(st.sampled_from(("begin", "came", "refused", "unreachable")), st.floats(0, 30)), max_size=120)


@given(STEPS, st.integers(1, 8), st.integers(1, 20))
def test_never_more_at_once_nor_in_a_minute(steps: list[tuple[str, float]], most: int, per_minute: int) -> None:
    clock = Clock()
    pace, starts, places = Pace(most, per_minute, clock), [], []
    for step, seconds in steps:
        clock.now += seconds
        if step == "begin" and pace.wait() == 0:
            places.append(pace.begin())
            starts.append(clock.now)
            assert pace.at_work <= most and sum(clock.now - start < MINUTE for start in starts) <= per_minute
        elif step != "begin" and pace.at_work:
            places.pop().leave()
            if step == "refused":
                pace.refused(seconds)
                assert pace.held() >= seconds - 1e-6
            else:
                getattr(pace, step)()
        assert 1 <= pace.width <= most and pace.held() <= LONGEST_PAUSE


def test_a_refusal_slows_and_good_answers_speed_up_again() -> None:
    clock = Clock()
    pace = Pace(16, None, clock)
    places = [pace.begin() for _ in range(16)]
    assert pace.wait() is None
    for place in places:
        place.leave()
        pace.refused(5)
    assert pace.width == 11 and pace.per_minute == 11 and pace.wait() == 60
    clock.now += 61
    for _ in range(100):
        pace.came()
    assert pace.width == 16 and pace.wait() == 0
    for _ in range(60):
        clock.now += 16
        pace.wait()
    assert pace.per_minute is None


def test_a_provider_that_is_down_gets_one_call_now_and_then() -> None:
    clock = Clock()
    pace, pauses = Pace(8, None, clock), []
    for _ in range(12):
        pace.begin().leave()
        pace.unreachable()
        assert pace.width == 1
        pauses.append(pace.held())
        clock.now += pace.held()
    assert pauses[:4] == [2, 4, 8, 16] and pauses[-1] == LONGEST_PAUSE
    pace.came()
    assert pace.width == 8


def test_many_that_fail_together_are_one_pause() -> None:
    pace = Pace(8, None, Clock())
    for _ in range(8):
        pace.unreachable()
    assert pace.held() == 2
