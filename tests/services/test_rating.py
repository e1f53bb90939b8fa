"""The laws of a rating from choices."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.services.rating import MEAN, PER_UNIT, Rated, rate

MODELS = ("a/one", "b/two", "c/three", "d/four")
Choice = tuple[str, tuple[str, ...]]

one_choice = st.lists(st.sampled_from(MODELS), min_size=2, max_size=5).map(lambda among: (among[0], tuple(among)))
choices = st.lists(one_choice, max_size=30)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def alike(one: dict[str, Rated], other: dict[str, Rated]) -> bool:
    return one.keys() == other.keys() and all(
        math.isclose(getattr(one[name], field), getattr(other[name], field), abs_tol=1e-4)
        for name in one
        for field in ("rating", "low", "high", "looks", "wins")
    )


@given(choices, st.randoms())
@quick
def test_the_order_of_votes_does_not_matter(votes: list[Choice], random: object) -> None:
    mixed = [(winner, tuple(reversed(among))) for winner, among in votes]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert alike(rate(votes), rate(mixed))


@given(choices)
@quick
def test_names_do_not_matter(votes: list[Choice]) -> None:
    other = dict(zip(MODELS, reversed(MODELS), strict=True))
    renamed = [(other[winner], tuple(other[name] for name in among)) for winner, among in votes]
    assert alike(rate(votes), {other[name]: rated for name, rated in rate(renamed).items()})


@given(choices)
@quick
def test_the_average_stays_where_it_is_and_lies_within_its_bounds(votes: list[Choice]) -> None:
    rated = rate(votes)
    if rated:
        assert math.isclose(sum(each.rating for each in rated.values()) / len(rated), MEAN, abs_tol=1e-4)
    for each in rated.values():
        assert each.low < each.rating < each.high
        assert 0 <= each.wins <= each.looks


@given(choices, one_choice.filter(lambda choice: len(set(choice[1])) > 1))
@quick
def test_one_more_win_never_lowers_the_winner(votes: list[Choice], more: Choice) -> None:
    # Against others that are known already, so that nobody new moves the average.
    known = [*votes, *((name, MODELS) for name in MODELS)]
    winner = more[0]
    assert rate([*known, more])[winner].rating > rate(known)[winner].rating


@given(st.integers(1, 40), st.integers(1, 40))
@quick
def test_two_models_are_told_apart_as_by_bradley_and_terry(wins: int, losses: int) -> None:
    """For two the maximum is where the slope is nought: wins less what was to be expected equal the pull of the prior."""
    rated = rate([("a", ("a", "b"))] * wins + [("b", ("b", "a"))] * losses)
    theta = (rated["a"].rating - MEAN) / PER_UNIT
    expected = (wins + losses) / (1 + math.exp(-2 * theta))
    assert math.isclose(wins - expected, theta, abs_tol=1e-6)


def test_more_votes_make_surer() -> None:
    def width(times: int) -> float:
        rated = rate([("a", ("a", "b"))] * times + [("b", ("a", "b"))] * times)["a"]
        return rated.high - rated.low

    widths = [width(times) for times in (1, 4, 16, 64)]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("votes", [[], [("a", ("a", "a"))], [("a", ("a",))]])
def test_a_choice_without_another_model_says_nothing(votes: Sequence[Choice]) -> None:
    assert rate(votes) == {}


def test_one_that_always_won_has_a_finite_rating() -> None:
    rated = rate([("a", ("a", "b", "c"))] * 1000)
    assert 1000 < rated["a"].rating < 3000
    assert math.isclose(rated["b"].rating, rated["c"].rating)
