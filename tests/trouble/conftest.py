"""Houses to bring into trouble; the same as those that stories are told in."""

from tests.stories.conftest import any_house, house, slack

__all__ = ["any_house", "house", "slack"]
