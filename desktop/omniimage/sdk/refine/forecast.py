"""What a session can come to before it goes on: images, and calls to its writer and judge."""

from __future__ import annotations

from dataclasses import dataclass

from omniimage.sdk.refine import strategies
from omniimage.sdk.refine.session import Session
from omniimage.sdk.refine.strategies import Done


@dataclass(frozen=True)
class Forecast:
    """Images, and calls of writer and judge by themselves, at least and at most.

    `idle`: why the loop has nothing to do, as of `Session.stopped`.
    """

    images: int
    writes: int
    looks_least: int
    looks_most: int
    idle: str = ""

    @property
    def chat_calls_least(self) -> int:
        """Of writer and judge together, at least."""
        return self.writes + self.looks_least

    @property
    def chat_calls_most(self) -> int:
        """Of writer and judge together, at most."""
        return self.writes + self.looks_most


def forecast_of_text(session: Session) -> Forecast:
    """Until contract and first prompt are written, and no image is made."""
    contract = int(session.strategy == "contract" and session.contract is None)
    looks = contract if session.source is not None else 0
    return Forecast(0, contract - looks + (session.last is None), looks, looks)


def forecast(session: Session) -> Forecast:
    """Until all its images are made; nothing where the loop has nothing to do.

    Stopping early makes it less; answers that do not fit are not counted.
    """
    if isinstance(step := strategies.next_step(session), Done):
        return Forecast(0, 0, 0, 0, step.reason)
    made = sum(each.image is not None or bool(each.failure) for each in session.iterations)
    left = max(0, session.max_images - made)
    last = session.last
    is_written = last is not None and last.standing == "waiting" and last.image is None
    is_unjudged = last is not None and last.standing == "waiting" and last.image is not None
    judged = left + is_unjudged
    if session.strategy == "simple":
        return Forecast(left, max(0, left - is_written), judged, judged)
    contract = len(session.unread_feedback) if session.contract else int(left > 0 or last is None)
    seen_by_judge = contract if session.source is not None and session.contract is None else 0
    writes = max(0, left - is_written) + contract - seen_by_judge
    # The first image is compared with none; one that passes everything is looked at once more.
    first = int(session.best is None and judged > 0)
    again = int(session.best is not None and strategies.wants_another_look(session))
    each = 2 if session.economy else 3
    most = 2 * first + each * (judged - first) + int(judged > 0) + again
    return Forecast(left, writes, judged + again + seen_by_judge, most + seen_by_judge)
