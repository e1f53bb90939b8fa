"""Whose task comes next when several people have batches."""

from __future__ import annotations

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.batch import BatchParams
from omniimage.services.batch.active import Active, Turns


def test_owners_take_turns_whatever_they_ask_for() -> None:
    def active(id: str, owner: str, priority: int = 0) -> Active:
        return Active(id, owner, priority, BatchParams(), providers={"openai"})

    turns, all_ = Turns(), [active("a1", "ann"), active("a2", "ann", 5), active("b1", "bob")]
    served = []
    for _ in range(6):
        chosen = turns.choose("openai", all_)
        assert chosen is not None
        turns.served(chosen, "openai")
        served.append(chosen.id)
    assert served == ["a2", "b1"] * 3
    all_[1].block("openai", ErrorInfo(code="auth_failed", message=""))
    for chosen_id in ("a1", "b1"):
        chosen = turns.choose("openai", all_)
        assert chosen is not None and chosen.id == chosen_id
        turns.served(chosen, "openai")
