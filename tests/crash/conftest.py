"""What the crash tests counted, as the last lines of the run."""

from collections.abc import Callable, Iterator

import pytest

COUNTS = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Have a line shown when all tests have run."""
    lines = request.config.stash.setdefault(COUNTS, [])
    return lines.append


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Iterator[None]:
    yield
    for line in config.stash.get(COUNTS, []):
        terminalreporter.write_line(line)
