"""What the tests of every tracker share: a running server, and an issue as an item gives it.

A module names its `SERVER` and how a tracker is `connected` to it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.integrations.trackers import Draft, Tracker
from tests.tracker_servers import TrackerServer

SINCE = datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[TrackerServer]:
    """The module's own kind of server, listening."""
    with request.module.SERVER().running() as server:
        yield server


@pytest.fixture
def issues(request: pytest.FixtureRequest, server: TrackerServer) -> Tracker:
    """The issues on it."""
    tracker: Tracker = request.module.connected(server)
    return tracker


def draft(**changes: Any) -> Draft:
    """An issue as an item gives it."""
    given = {
        "title": "Pin the judge",
        "body": "Kappa stays above 0.7\n\nIn Slack: <https://acme.slack.com/archives/C1>",
        "owner": "ben@acme.com",
        "due_on": "2031-03-24",
        "marker": str(uuid4()),
    }
    return Draft(**(given | changes))
