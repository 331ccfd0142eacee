"""What can go wrong, in three families.

    Refused(code, **facts)      a person asked for something the rules do not allow. Expected:
                                the person reads `refusals/<code>.j2`, we log it at info.
    SlackTrouble                Slack said no, or nothing at all. Born and handled in `bot.slack`
      Retry(after)              and `bot.work` only, never shown raw, so it does not live here.
      Permanent(slack_code)
      Unknown
    anything else               a bug. It propagates, is logged once with a reference, and the
                                person is told so.

Holds no sentence that a person reads: those are in the templates.
"""

from collections.abc import Sequence


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The rules do not allow this; `code` says which rule, `facts` what its template may name.

    `others`: what else is amiss in the same form. `str()` gives the code alone: facts may hold
    people's words, which never reach a log.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.others: tuple[Refused, ...] = ()
        self.facts: dict[str, object] = facts


def together(refusals: Sequence[Refused]) -> Refused:
    """The first of at least one, carrying the others: a form is told all that is amiss at once."""
    first, *others = refusals
    first.others = tuple(others)
    return first
