"""The clock: the only place that reads today's date. Only the command line and the plugin may import it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from fallbuch.text.mitschrift import tuer


@tuer
def heute(zeitzone: str) -> date:
    """Return today's date in `zeitzone`, a name such as Europe/Berlin."""
    return datetime.now(ZoneInfo(zeitzone)).date()
