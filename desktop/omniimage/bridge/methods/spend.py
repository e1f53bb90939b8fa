"""Money: what was spent, what may be, and the table of it."""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.spend import Caps, ExportedSpend, Spend, SpendReport


class SpendMethods(ApiMethods):
    """Spending and its caps. All amounts in US dollars."""

    def get_spend(self) -> Spend:
        return self._wait(self._parts.spend.get())

    def set_caps(self, caps: Caps) -> Spend:
        """All caps anew; those that are left out are taken away. What is at work goes on."""
        return self._wait(self._parts.spend.set_caps(caps))

    def spend_report(self, first: str, last: str, person: str | None = None) -> SpendReport:
        """Of the days `first` to `last`, as `2026-11-21`, by the local calendar; `person`: what one of them spent."""
        return self._wait(self._parts.spend.report(first, last, person))

    def export_spend(self, first: str, last: str, person: str | None = None) -> ExportedSpend:
        """Every paid call of those days as CSV."""
        exported = self._wait(self._parts.spend.export(first, last, person))
        if self._desktop_or_none is None:
            return exported
        return self._wait(self._parts.spend.save(exported, self._desktop.ask_save_path(exported.name)))
