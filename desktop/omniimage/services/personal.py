"""PersonalSettings: each person's own look, draft and chosen models over what holds for the whole studio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from omniimage import acting
from omniimage.events import EventBus
from omniimage.settings import Settings, SettingsStore

PERSONAL = frozenset(
    {
        "language",
        "theme",
        "columns",
        "history_open",
        "selected_models",
        "params",
        "prompt_draft",
        "display_currency",
        "enhance_model",
        "translate_model",
        "reproduce_model",
        "refine",
    }
)
# What a page need not be told of that nobody but an admin may change.
_HIDDEN = {"providers": {}, "catalogue_url": "", "update_url": ""}


class PersonalSettings:
    """The studio's own user reads and writes the studio's; everybody else has a file in `folder`, named by their id.

    Who changes something is heard by their other pages; by everybody, where it holds for the whole studio.
    """

    def __init__(self, studio: SettingsStore, folder: Path, bus: EventBus) -> None:
        self._studio = studio
        self._folder = folder
        self._bus = bus
        self._own: dict[str, SettingsStore] = {}

    @property
    def current(self) -> Settings:
        """Of whoever acts."""
        actor, studio = acting.actor(), self._studio.current
        if actor.id == acting.LOCAL:
            return studio
        own = self._store(actor.id).current
        hidden = {} if actor.is_admin else _HIDDEN
        return studio.model_copy(update={**hidden, **{name: getattr(own, name) for name in PERSONAL}})

    def update(self, changes: dict[str, Any]) -> Settings:
        """Raises `BadRequest` with the fields that do not fit, `AuthFailed` where a member changes the studio's."""
        actor = acting.actor()
        common = {name: value for name, value in changes.items() if name not in PERSONAL}
        own = {name: value for name, value in changes.items() if name in PERSONAL}
        if actor.id == acting.LOCAL:
            self._studio.update(changes)
        else:
            if common:
                acting.check_admin()
                self._studio.update(common)
            if own:
                self._store(actor.id).update(own)
        if common:
            self._bus.publish("settings.changed", {"id": "settings", "names": sorted(common)})
        if own:
            self._bus.publish("settings.changed", {"id": "settings", "names": sorted(own), "owner": actor.id})
        return self.current

    def path(self, person: str) -> Path:
        return self._folder / f"{person}.json"

    def _store(self, person: str) -> SettingsStore:
        return self._own.get(person) or self._own.setdefault(person, SettingsStore(self.path(person)))
