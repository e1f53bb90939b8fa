"""Who writes and who judges, where nobody was chosen, and what is to be said of the choice."""

from __future__ import annotations

from omniimage.contracts.models import UnavailableReason
from omniimage.contracts.refine import Roles, SessionWarning
from omniimage.errors import BadRequest, ModelMissing
from omniimage.providers import capabilities, registry
from omniimage.providers.chat import models
from omniimage.providers.chat.rows import reads_facts
from omniimage.sdk.refine.judging import is_one_family
from omniimage.services.keys import Keys

BUILT_IN = Roles(writer="offline/writer", judge="offline/judge")
_CHOSEN_PROVIDER, _CHOSEN_FAMILY = "openrouter", "grok"


def chosen(keys: Keys, asked: Roles | None, image_model: str) -> Roles:
    """The roles with the empty ones filled in: Grok through OpenRouter, else the first whose key is there.

    Without any key: for a built-in image model the built-in ones, which can read what it drew; else Grok, which wants one.
    """
    able = [each for each in models.known() if each.is_ai and each.sees]
    grok = next(each for each in able if each.provider == _CHOSEN_PROVIDER and _CHOSEN_FAMILY in each.id)
    ready = next((each for each in (grok, *able) if obstacle(keys, each.id) is None), None)
    first = (ready or grok).id
    usual = Roles(writer=first, judge=first) if ready or not is_sketch(image_model) else BUILT_IN
    given = asked or Roles()
    return Roles(writer=given.writer or usual.writer, judge=given.judge or usual.judge)


def check(roles: Roles) -> None:
    """Raises `ModelMissing`, and `BadRequest` where the judge cannot see."""
    for role, name in (("writer", roles.writer), ("judge", roles.judge)):
        found = models.model(name)
        if found is None:
            raise ModelMissing("no such chat model", model=name, field=f"roles.{role}")
        if role == "judge" and found.sees is False:
            raise BadRequest("this model cannot see pictures", model=name, field="roles.judge", reason="cannot_see")


def obstacle(keys: Keys, model: str) -> UnavailableReason | None:
    """Why a chat model cannot be used now."""
    return keys.obstacle(registry.get_provider(model.partition("/")[0]))


def warnings(roles: Roles, image_model: str) -> list[SessionWarning]:
    """What the user should know before believing a score."""
    writer_built_in, judge_built_in = (reads_facts(each.partition("/")[0]) for each in (roles.writer, roles.judge))
    judge = models.model(roles.judge)
    told: dict[SessionWarning, bool] = {
        "writer_not_ai": writer_built_in,
        "judge_not_ai": judge_built_in,
        "judge_needs_sketches": judge_built_in and not is_sketch(image_model),
        "judge_cannot_see": judge is not None and judge.sees is False,
        "one_family": not (writer_built_in or judge_built_in) and is_one_family(roles.writer, roles.judge),
    }
    return [name for name, holds in told.items() if holds]


def is_sketch(image_model: str) -> bool:
    """Whether a built-in model makes the images, which writes down what it drew."""
    found = capabilities.find(image_model)
    return found is not None and not found.is_ai
