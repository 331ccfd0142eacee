"""The clock: at start and then every ten seconds, it has flows look for what is due.

All due times are rows; this only ticks. A tick that was missed is simply the next tick.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.flows.runtime import Runtime

log = structlog.get_logger(__name__)

TICK_SECONDS = 10
Duty = Callable[[Runtime], object]


class Ticker:
    """Runs each duty at start and every `TICK_SECONDS`."""

    def __init__(self, duties: Sequence[Duty], runtime: Runtime) -> None:
        """Know the duties; each is a flow that looks for what is due and does it once."""
        self._duties = tuple(duties)
        self._runtime = runtime
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Tick now, and from now on."""
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK_SECONDS,
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking; a duty under way finishes."""
        self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Do each duty; one that breaks keeps none of the others from being done."""
        for duty in self._duties:
            try:
                duty(self._runtime)
            except Exception as error:
                log.error(
                    "duty_broke", duty=duty.__qualname__, module=duty.__module__, exc_info=error
                )
