"""A personal rating of each model from choices between pictures. Pure.

The chance that one picture is preferred among several is its strength over the sum of all their strengths, exp(θ): Luce's
choice axiom (R. D. Luce, Individual Choice Behavior, 1959), which for two is the model of Bradley and Terry (Biometrika 39,
1952). θ starts from a normal prior of mean 0 and standard deviation `PRIOR`, so that a model with few votes stays near the
average and one that always won has a finite rating (as F. Caron and A. Doucet, JCGS 21, 2012, do with a gamma prior). The
logarithm of the posterior is concave: Newton's steps lead to its one maximum, and the curvature there gives the
uncertainty (Laplace's approximation). Ratings are on Elo's scale: 1000 + 400 θ / ln 10.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PRIOR = 1.0
MEAN = 1000.0
PER_UNIT = 400 / math.log(10)
# 95 of 100 cases of a normal distribution.
SPREAD = 1.959964
MOST_STEPS = 100


@dataclass(frozen=True)
class Rated:
    rating: float
    low: float
    high: float
    looks: int
    wins: int


def rate(choices: Iterable[tuple[str, Sequence[str]]]) -> dict[str, Rated]:
    """Each choice: the model that won, and the models of all pictures in sight, its own included, as often as they were.

    A choice in which only one model was in sight says nothing and is left out.
    """
    import numpy as np

    counted = Counter((winner, tuple(sorted(among))) for winner, among in choices if len({winner, *among}) > 1)
    names = sorted({name for winner, among in counted for name in (winner, *among)})
    if not names:
        return {}
    place = {name: index for index, name in enumerate(names)}
    number = np.array([*counted.values()], dtype=float)
    won = np.zeros((len(counted), len(names)))
    shown = np.zeros_like(won)
    for row, (winner, among) in enumerate(counted):
        won[row, place[winner]] = 1
        for name in among:
            shown[row, place[name]] += 1
    theta = np.zeros(len(names))
    for _ in range(MOST_STEPS):
        strength = shown * np.exp(theta)
        chance = strength / strength.sum(axis=1, keepdims=True)
        slope = number @ (won - chance) - theta / PRIOR**2
        weighted = number[:, None] * chance
        curvature = np.diag(weighted.sum(axis=0)) - chance.T @ weighted + np.eye(len(names)) / PRIOR**2
        step = np.linalg.solve(curvature, slope)
        # A step too far is cut short: the exponentials are to stay tame.
        theta += step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        if float(np.abs(step).max()) < 1e-10:
            break
    deviation = np.sqrt(np.diag(np.linalg.inv(curvature)))
    looks = number @ (shown > 0)
    wins = number @ won
    return {
        name: Rated(
            rating=MEAN + PER_UNIT * float(theta[index]),
            low=MEAN + PER_UNIT * float(theta[index] - SPREAD * deviation[index]),
            high=MEAN + PER_UNIT * float(theta[index] + SPREAD * deviation[index]),
            looks=int(looks[index]),
            wins=int(wins[index]),
        )
        for name, index in place.items()
    }
