"""An owner answers whether an item has had its effect."""

from bot.core.effects import Effect
from bot.core.incident import parse_item_key
from bot.flows.action_items import WhichItem
from bot.flows.effects import answer
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest
from commands.registry import Outcome, button


@button(*(f"effect.{effect}" for effect in Effect))
def effect_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*It held · It came back · It brought something new · Can't tell*."""
    named, done_id, days = click.value.split(" ")
    found = parse_item_key(named)
    assert found is not None, "the button names an item"
    which, effect = WhichItem(*found, by=click.user), Effect(click.action.partition(".")[2])
    asked = (int(done_id), int(days))
    return runtime.once(click.key, lambda unit: answer(unit, which, asked, effect))
