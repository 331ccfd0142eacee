"""What is read from `templates/` once in a process, read before the first person waits for it."""

from bot.render.environment import Words
from bot.render.guard import load_guard
from bot.render.guard_care import load_care
from bot.render.guard_readings import load_action_rules, load_cause_rules


def warm_up(words: Words) -> None:
    """Read the guard's rules and compile the words; a second or two of work."""
    load_guard()
    load_care()
    words.compile()
    load_action_rules()
    load_cause_rules()
