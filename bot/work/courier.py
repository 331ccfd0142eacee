"""The courier: takes what flows wrote for others, has it carried there, records what became of it.

One thread claims, a few carry. No call is made inside a transaction, none is started with little
of its lease left, and after any doubt the courier looks in Slack before it sends again.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.flows import outgoing
from bot.flows.outgoing import Claimed
from bot.flows.runtime import Runtime
from bot.slack.deliver import Attempt
from bot.slack.errors import Permanent, Retry, Unknown
from bot.slack.reconcile import Search
from bot.work.carriers import Carrier

log = structlog.get_logger(__name__)

LEASE_NEEDED = timedelta(seconds=15)
LONGEST_WAIT_SECONDS = 1.0
CARRIERS = 8


class Courier:
    """Delivers for one process; any number of processes may run one on the same database."""

    def __init__(self, runtime: Runtime, deliverer: Carrier, *, carriers: int = CARRIERS) -> None:
        """Be ready to deliver; `start` begins, or `tick` delivers what is due now."""
        self.runtime = runtime
        self.deliverer = deliverer
        self.name = uuid4().hex[:12]
        self._carriers = carriers
        self._free = threading.Semaphore(carriers)
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """There may be something new to deliver."""
        self._woken.set()

    def start(self) -> None:
        """Deliver in the background until `stop`."""
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def stop(self, *, timeout_seconds: float = 20) -> None:
        """Finish the calls under way and stop claiming."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)

    def tick(self) -> int:
        """Deliver, one after another, all that is due now; how many were tried."""
        tried = 0
        while claimed := outgoing.claim(self.runtime, worker=self.name, limit=1):
            for each in claimed:
                self.deliver_one(each)
                tried += 1
        return tried

    def _run(self) -> None:
        with ThreadPoolExecutor(self._carriers, thread_name_prefix="carrier") as pool:
            while not self._stopping.is_set():
                self._woken.clear()
                if not self._hand_out(pool):
                    self._woken.wait(LONGEST_WAIT_SECONDS)

    def _hand_out(self, pool: ThreadPoolExecutor) -> bool:
        """Claim as much as there are free carriers for; False when there is nothing to do."""
        self._free.acquire()
        free = 1
        while self._free.acquire(blocking=False):
            free += 1
        claimed: list[Claimed] = []
        try:
            claimed = outgoing.claim(self.runtime, worker=self.name, limit=free)
        except Exception as error:
            # The database may be away for a while; what is due stays due.
            log.error("claim_failed", error=type(error).__name__)
        for _ in range(free - len(claimed)):
            self._free.release()
        for each in claimed:
            pool.submit(self._carry, each)
        return bool(claimed)

    def _carry(self, claimed: Claimed) -> None:
        try:
            self.deliver_one(claimed)
        except Exception as error:
            log.error("delivery_broke", outbox_id=claimed.row_id, exc_info=error)
            self._put_off(claimed, type(error).__name__)
        finally:
            self._free.release()
            self._woken.set()

    def _put_off(self, claimed: Claimed, error: str) -> None:
        try:
            outgoing.record_broken(self.runtime, claimed, error=error)
        except Exception as trouble:
            # The database may be away: the lease ends and the row is looked at again, with doubt.
            log.error("claim_left", outbox_id=claimed.row_id, error=type(trouble).__name__)

    def deliver_one(self, claimed: Claimed) -> None:
        """Prepare, carry and record one claimed row."""
        prepared = outgoing.prepare(self.runtime, claimed)
        if prepared is None:
            return
        if not self._has_time(claimed):
            return  # Too late to be sure of recording it: whoever claims it next looks first.
        delivery, search_from = prepared
        try:
            result = self.deliverer.deliver(delivery, self._attempt(claimed, search_from))
        except Retry as trouble:
            outgoing.record_retry(
                self.runtime,
                claimed,
                error=trouble.code,
                after=trouble.after,
                in_doubt=claimed.in_doubt_since is not None,
            )
            log.info("delivery_put_off", outbox_id=claimed.row_id, slack_error=trouble.code)
        except Unknown as trouble:
            outgoing.record_retry(
                self.runtime, claimed, error=trouble.code, after=None, in_doubt=True
            )
            log.warning("delivery_in_doubt", outbox_id=claimed.row_id, slack_error=trouble.code)
        except Permanent as trouble:
            outgoing.record_refused(self.runtime, claimed, error=trouble.code)
        else:
            found = bool(result.get("found"))
            if outgoing.record_sent(self.runtime, claimed, delivery, result):
                log.info(
                    "delivery_sent",
                    outbox_id=claimed.row_id,
                    lane=claimed.lane,
                    attempt=claimed.attempt,
                    reconciled=found,
                )

    def _has_time(self, claimed: Claimed) -> bool:
        return claimed.lease_until - self.runtime.clock.machine_now() >= LEASE_NEEDED

    def _attempt(self, claimed: Claimed, search_from: str | None) -> Attempt:
        tried_at: datetime = claimed.in_doubt_since or self.runtime.clock.machine_now()
        return Attempt(
            key=claimed.delivery_key,
            in_doubt=claimed.in_doubt_since is not None,
            search=Search(since=search_from, tried_at=tried_at),
            progress=claimed.progress,
            remember=lambda progress: outgoing.remember(self.runtime, claimed, progress),
            is_taken=lambda channel: outgoing.is_known_channel(self.runtime, channel),
            has_time=lambda: self._has_time(claimed),
        )
