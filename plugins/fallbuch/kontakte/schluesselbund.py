"""The door to the system's key ring (`keyring`), where there is one: it keeps somebody's key for this account.

The key and not its password: age makes each try of that cost a second, so that nobody can try many.
"""

from __future__ import annotations

from pathlib import Path

from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import Leseschluessel

try:
    import keyring
    from keyring.errors import KeyringError
except ModuleNotFoundError:  # an extra of its own: on Linux it brings 10 MB
    keyring = None  # type: ignore[assignment]

_DIENST = "fallbuch"
#: Rings that lock what they keep. Others that may be installed write it into a file for everybody to read.
_VERSCHLOSSENE = ("keyring.backends.macOS", "keyring.backends.Windows", "keyring.backends.SecretService", "keyring.backends.kwallet", "keyring.backends.libsecret")  # fmt: skip
_WILL_NICHT = (
    "Der Schlüsselbund dieses Rechners antwortet nicht oder will nicht geöffnet werden. Nennen Sie das Kennwort."
)


class Systembund:
    """What the ring knows of one key, named by the file in which that lies for those who type the password."""

    def __init__(self, schluessel: Path) -> None:
        self._name = str(schluessel.absolute())

    @property
    def da(self) -> bool:
        """Tell whether there is a ring that locks what it keeps."""
        if keyring is None:
            return False
        ring = keyring.get_keyring()
        alle = getattr(ring, "backends", [ring])  # several are asked one after another: the first of them keeps
        return bool(alle) and type(alle[0]).__module__.startswith(_VERSCHLOSSENE)

    def hole(self) -> Leseschluessel | None:
        """Return the key, None where the ring has none; raises `Kontaktfehler` where it does not say."""
        if not self.da:
            return None
        try:
            text = keyring.get_password(_DIENST, self._name)
        except KeyringError as fehler:
            raise Kontaktfehler(_WILL_NICHT) from fehler
        return Leseschluessel.aus_text(text) if text else None

    def merke(self, schluessel: Leseschluessel) -> None:
        """Keep a key; raises `Kontaktfehler`."""
        try:
            keyring.set_password(_DIENST, self._name, schluessel.als_text())
        except KeyringError as fehler:
            raise Kontaktfehler(_WILL_NICHT) from fehler

    def vergiss(self) -> None:
        """Forget it, where it is kept."""
        if self.hole() is not None:
            keyring.delete_password(_DIENST, self._name)
