"""The door to the system's key ring (`keyring`), where there is one: it keeps the password of somebody's key for this account."""

from __future__ import annotations

from pathlib import Path

from fallbuch.kontakte.modell import Kontaktfehler

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


class Kennwortbund:
    """What the ring knows of one key, named by the file in which that lies."""

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

    def hole(self) -> str:
        """Return the password, "" where the ring has none; raises `Kontaktfehler` where it does not say."""
        if not self.da:
            return ""
        try:
            return keyring.get_password(_DIENST, self._name) or ""
        except KeyringError as fehler:
            raise Kontaktfehler(_WILL_NICHT) from fehler

    def merke(self, kennwort: str) -> None:
        """Keep a password; raises `Kontaktfehler`."""
        try:
            keyring.set_password(_DIENST, self._name, kennwort)
        except KeyringError as fehler:
            raise Kontaktfehler(_WILL_NICHT) from fehler

    def vergiss(self) -> None:
        """Forget it, where it is kept."""
        if self.hole():
            keyring.delete_password(_DIENST, self._name)
