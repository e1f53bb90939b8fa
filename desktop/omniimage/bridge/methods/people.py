"""People who share the studio."""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.people import Me, NewToken, Person, PersonName, Role
from omniimage.contracts.studio import Done


class PeopleMethods(ApiMethods):
    """Who shares the studio. Each comes in by a token of their own and sees their own things; an admin sees all."""

    def who_am_i(self) -> Me:
        return self._wait(self._parts.people.me())

    def list_people(self) -> list[Person]:
        """Everybody, those who were removed too. A member gets themselves alone."""
        return self._wait(self._parts.people.list())

    def add_person(self, name: PersonName, role: Role = "member") -> NewToken:
        """The token is told this once."""
        return self._wait(self._parts.people.add(name, role))

    def renew_token(self, person_id: str) -> NewToken:
        """Another token; the old one, and every browser that was signed in by it, is shut out."""
        return self._wait(self._parts.people.renew(person_id))

    def set_role(self, person_id: str, role: Role) -> Person:
        return self._wait(self._parts.people.set_role(person_id, role))

    def remove_person(self, person_id: str) -> Done:
        """Nobody comes in by their token any more, and their batches pause: what is under way still comes in and is kept.

        What they made stays; an admin may go on with a batch of theirs, in their name and under their caps.
        """
        self._wait(self._parts.people.remove(person_id))
        self._wait(self._parts.batch_queue.let_go_of(person_id))
        return Done()
