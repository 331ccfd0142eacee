"""Misbehaviour on request: refusals, broken connections, lost answers, slowness, disordered events.

Only says what should go wrong; `calls.py` and `events.py` make it happen. Safe from any thread.
"""

import random
import threading
from dataclasses import dataclass
from typing import Literal

from rehearsal.tiers import Tiers

Kind = Literal["fail", "status", "no_answer", "lose_answer", "hang"]
# Losing these would only test how the bot starts, not what it keeps.
_NEVER_LOST_BY_CHANCE = ("apps.connections.open", "auth.test", "api.test")


@dataclass
class Fault:
    """One thing to go wrong, `times` more calls."""

    method: str
    kind: Kind
    times: int
    error: str = ""
    status: int = 500
    retry_after: float | None = None
    seconds: float = 0.0


class Faults:
    """Set by tests or the page, asked for by the server. Methods by name, `"*"` for every one."""

    def __init__(self, tiers: Tiers) -> None:
        self._lock = threading.Lock()
        self._tiers = tiers
        self.clear()

    def clear(self) -> None:
        """Back to good behaviour; counts start again."""
        with self._lock:
            self._pending: list[Fault] = []
            self._slow: dict[str, float] = {}
            self._chance: tuple[float, random.Random] | None = None
            self.revoked: set[str] = set()
            self.duplicate_every: int | None = None
            self.disordered = False
            self.happened: dict[str, int] = {}
            self._tiers.enabled = self._tiers.history_limited = False

    def fail(
        self, method: str, error: str, times: int = 1, *, retry_after: float | None = None
    ) -> None:
        """Answers ok=false; `ratelimited` becomes HTTP 429 with Retry-After."""
        self._add(Fault(method, "fail", times, error=error, retry_after=retry_after))

    def status(self, method: str, status: int, times: int = 1) -> None:
        """Answers with an HTTP status and no JSON."""
        self._add(Fault(method, "status", times, status=status))

    def no_answer(self, method: str, times: int = 1) -> None:
        """Breaks the connection before anything is done."""
        self._add(Fault(method, "no_answer", times))

    def lose_answer(self, method: str, times: int = 1) -> None:
        """Does it, then breaks the connection."""
        self._add(Fault(method, "lose_answer", times))

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Does it, but answers only after that time."""
        self._add(Fault(method, "hang", times, seconds=seconds))

    def slow(self, method: str, seconds: float) -> None:
        """Every call takes this long; calls do not wait for each other."""
        with self._lock:
            self._slow[method] = seconds

    def revoke_scope(self, scope: str) -> None:
        """The app loses a scope until `clear`."""
        self.revoked.add(scope)

    def duplicate_events(self, every_nth: int) -> None:
        """Every nth event is delivered twice, with the same event_id."""
        self.duplicate_every = every_nth

    def out_of_order(self) -> None:
        """Neighbouring events overtake each other."""
        self.disordered = True

    def random_losses(self, rate: float, seed: int = 0) -> None:
        """This share of calls is carried out and their answer lost."""
        with self._lock:
            self._chance = (rate, random.Random(seed))  # noqa: S311

    def history_limited(self) -> None:
        """Histories as throttled apps get them: 15 messages, once a minute."""
        self._tiers.history_limited = True

    def tiers(self, enabled: bool = True, *, generosity: int = 1) -> None:
        """Rate limits per method, one post per second and channel; or several times that."""
        self._tiers.enabled, self._tiers.generosity = enabled, generosity

    def next_for(self, method: str) -> Fault | None:
        """The fault that strikes this call, counted down."""
        with self._lock:
            fault = next((f for f in self._pending if f.method in (method, "*")), None)
            if fault is None:
                return self._by_chance(method)
            fault.times -= 1
            if fault.times <= 0:
                self._pending.remove(fault)
            return self._counted(fault)

    def delay_of(self, method: str) -> float:
        """Seconds every call of this method takes."""
        with self._lock:
            return self._slow.get(method, self._slow.get("*", 0.0))

    def _by_chance(self, method: str) -> Fault | None:
        if self._chance is None or method in _NEVER_LOST_BY_CHANCE:
            return None
        rate, dice = self._chance
        return self._counted(Fault(method, "lose_answer", 1)) if dice.random() < rate else None

    def _counted(self, fault: Fault) -> Fault:
        self.happened[fault.kind] = self.happened.get(fault.kind, 0) + 1
        return fault

    def _add(self, fault: Fault) -> None:
        with self._lock:
            self._pending.append(fault)
