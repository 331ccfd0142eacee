"""Who has answered a stage and how it is answered, as its card shows it: counts before names."""

from bot.core.open_stages import open_stages
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows import boards, safety
from bot.flows.reviews import Review, state_of
from bot.flows.runtime import Unit
from bot.flows.said import Said, said
from bot.flows.stage_progress import still_here
from bot.render.messages.retrospective import Answered, Answering
from storage.queries import answering as queries
from storage.queries import retrospectives

MOST_NAMES = 20


def answered_on(unit: Unit, review: Review, stage: Stage) -> Answered:
    """Who has answered on this card. Whose answer is hidden or has no name is only counted."""
    given = _on_card(unit, review, stage)
    named = _authors(given, late=False)
    users = {*named, *_marked(unit, review, stage)}
    done = retrospectives.done(unit.session, unit.team_id, review.retro_id, stage)
    here = {person.user_id for person in still_here(unit, review)}
    late = _authors(given, late=True)
    # Once a stage is over nothing in it is hidden any more.
    is_open = stage in open_stages(state_of(unit, review))
    shown = [] if is_open and boards.is_hiding(unit, review, stage) else named
    return Answered(
        count=len(users),
        of=len(here | users | set(done)),
        people=shown[:MOST_NAMES],
        more=max(0, len(shown) - MOST_NAMES),
        late=late[:MOST_NAMES],
        late_unnamed=sum(each.late and not each.author for each in given),
        done_count=len(done),
    )


def _on_card(unit: Unit, review: Review, stage: Stage) -> list[Said]:
    found = said(unit, review, hidden_too=True)
    return [each for each in found if home(Stage(each.stage), review.form) is stage]


def _authors(given: list[Said], *, late: bool) -> list[str]:
    return list(dict.fromkeys(each.author for each in given if each.author and each.late is late))


def _marked(unit: Unit, review: Review, stage: Stage) -> set[str]:
    found = queries.answered(unit.session, unit.team_id, review.retro_id)
    return {user for name, user in found if home(Stage(name), review.form) is stage}


def answering_on(unit: Unit, review: Review, stage: Stage) -> Answering:
    """How this stage is answered just now."""
    state = state_of(unit, review)
    is_open = stage in open_stages(state)
    is_hiding = boards.is_hiding(unit, review, stage)
    waiting = said(unit, review, stage=stage, hidden_too=True) if is_hiding else []
    is_revealed = boards.is_revealed(unit, review, stage)
    votes = queries.votes(unit.session, unit.team_id, review.retro_id, stage)
    check = safety.standing(unit, review)
    return Answering(
        hides=is_hiding,
        hidden=sum(each.hidden for each in waiting),
        reveals=is_open and is_hiding,
        counts=is_open and is_revealed and not boards.is_counted(unit, review, stage),
        voted=sum(bool(row.numbers) for row in votes),
        safety=stage is Stage.ground_rules and len(state.participants) > 1,
        safety_given=check.given,
        safety_shown=check.is_shown,
        write_only=check.write_only,
    )
