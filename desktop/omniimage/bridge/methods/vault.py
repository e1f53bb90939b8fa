"""Where the keys are, and settings as a file."""

from __future__ import annotations

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.providers import (
    ExportedSettings,
    ImportedSettings,
    VaultStatus,
)


class VaultMethods(ApiMethods):
    """The vault, and settings as a file."""

    def vault_status(self) -> VaultStatus:
        return self._wait(self._parts.vault.status())

    def set_passphrase(self, passphrase: str, current: str = "") -> VaultStatus:
        """Set or change it; an empty one removes it. `current` is needed where there is one."""
        return self._wait(self._parts.vault.set_passphrase(passphrase, current))

    def unlock_vault(self, passphrase: str) -> VaultStatus:
        return self._wait(self._parts.vault.unlock(passphrase))

    def lock_vault(self) -> VaultStatus:
        return self._wait(self._parts.vault.lock())

    def rotate_master_key(self) -> VaultStatus:
        return self._wait(self._parts.vault.rotate())

    def reset_vault(self) -> VaultStatus:
        """For a forgotten passphrase: begin an empty vault; the old file is kept beside it."""
        return self._wait(self._parts.vault.reset())

    def export_settings(self, passphrase: str = "") -> ExportedSettings:
        """Settings as a file; with a passphrase the keys too, and then all of it encrypted."""
        exported = self._wait(self._parts.archive.export(passphrase))
        if self._desktop_or_none is None:
            return exported
        return self._wait(self._parts.archive.save(exported, self._desktop.ask_save_path(exported.name)))

    def import_settings(self, text: str, passphrase: str = "") -> ImportedSettings:
        """`text` is the content of such a file. Keys that are there already stay."""
        return self._wait(self._parts.archive.take_in(text, passphrase))
