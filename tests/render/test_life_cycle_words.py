"""Every refusal of the life cycle has words, whoever asks the rules."""

import pytest

from bot.core.incident import REFUSAL_CODES, Status
from bot.render.environment import Words

WORDS = Words()


@pytest.mark.parametrize("code", sorted(REFUSAL_CODES))
@pytest.mark.parametrize("status", Status)
def test_every_refused_move_has_words_with_and_without_more_facts(code: str, status: str) -> None:
    plainly = WORDS.refusal(code, {"status": status})
    named = WORDS.refusal(code, {"status": status, "key": "INC-7", "text": "<!channel> typed"})

    assert plainly.startswith("This incident is ")
    assert named.startswith("INC-7 is ")
    assert named.endswith("What you typed:\n&lt;!channel&gt; typed")
