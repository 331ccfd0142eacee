"""What can be done: the palette for here and now, and help on every verb."""

from bot.flows import palette
from bot.flows.answers import Answer
from bot.flows.runtime import Runtime
from bot.render.messages.help import Help, VerbHelp
from commands.registry import Outcome, Typed, everything, verb


@verb("help", usage="[verb]")
def show_help(runtime: Runtime, typed: Typed) -> Outcome:
    """Every verb with what it does, or one of them."""
    wanted = typed.rest.strip().casefold()
    found = [
        VerbHelp(
            name=each.name,
            usage=each.usage,
            aliases=list(each.aliases),
            summary=runtime.words.line(f"help/{each.name}"),
        )
        for each in everything.verbs.values()
        if not wanted or wanted in (each.name, *each.aliases)
    ]
    return Answer.saying(
        runtime.words.message(Help(verbs=found, wanted=wanted, command=runtime.house.command))
    )


@verb("palette")
def show_palette(runtime: Runtime, typed: Typed) -> Outcome:
    """What this person can do here."""
    with runtime.reading() as unit:
        return palette.offer(unit, typed.user, typed.channel)
