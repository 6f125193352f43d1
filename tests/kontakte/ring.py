"""A key ring in memory."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError


class Ring(KeyringBackend):
    """A ring in memory; `zu` does not open."""

    priority = 1
    zu = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.gemerkt: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.zu:
            raise KeyringError
        return self.gemerkt.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.zu:
            raise KeyringError
        self.gemerkt[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.gemerkt[service, username]
