"""People who share one studio, and where they are signed in. Of a token or a session only a hash is kept."""

from __future__ import annotations

from omniimage import acting
from omniimage.acting import Actor
from omniimage.storage.tables import PersonRow


def actor_of(owner: str) -> Actor:
    """As whom this person acts; somebody who was removed sees what was theirs. Inside `Database.read` or `write`."""
    if owner == acting.LOCAL:
        return Actor()
    row = PersonRow.get_or_none(PersonRow.id == owner)
    is_admin = row is not None and row.role == "admin"
    return Actor(owner, row.name if row else "", is_admin=is_admin, sees_all=is_admin)
