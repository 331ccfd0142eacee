"""Options, confirmations and the other parts that elements are composed of."""

from typing import Any

from rehearsal.block_kit.checks import Json, Problems

_CONVERSATION_KINDS = ("im", "mpim", "private", "public")


def check_options(
    element: Json,
    pointer: str,
    problems: Problems,
    *,
    most: int,
    plain_only: bool,
    urls: bool = False,
) -> None:
    """`options` of an element, with values that differ."""
    options = problems.count(element, "options", pointer, most)
    for at, option in enumerate(options):
        check_option(option, f"{pointer}/options/{at}", problems, plain_only=plain_only, urls=urls)
    _check_values_differ(options, f"{pointer}/options", problems)


def check_options_or_groups(element: Json, pointer: str, problems: Problems) -> None:
    """Selects have options or option groups, not both."""
    has_options, has_groups = "options" in element, "option_groups" in element
    if has_options == has_groups:
        problems.add(pointer, "must have either options or option_groups")
    check_options(element, pointer, problems, most=100, plain_only=True)
    for at, group in enumerate(problems.count(element, "option_groups", pointer, 100)):
        here = f"{pointer}/option_groups/{at}"
        if problems.keys(group, here, needed=("label", "options"), allowed=()):
            problems.text(group, "label", here, 75, plain_only=True)
            check_options(group, here, problems, most=100, plain_only=True)
    _check_initial(element, pointer, problems)


def check_option(
    option: Any, pointer: str, problems: Problems, *, plain_only: bool, urls: bool = False
) -> None:
    """One choice: its words, its value, what explains it."""
    if not isinstance(option, dict):
        problems.add(pointer, "must be an object")
        return
    extra = ("description", "url") if urls else ("description",)
    problems.keys(option, pointer, needed=("text", "value"), allowed=extra)
    problems.text(option, "text", pointer, 75, plain_only=plain_only)
    problems.string(option, "value", pointer, 150, 1)
    problems.text(option, "description", pointer, 75, plain_only=plain_only)
    problems.url(option, "url", pointer)


def check_initial_among(
    element: Json, key: str, pointer: str, problems: Problems, options: list[Json]
) -> None:
    """Initial options must be among the options, word for word."""
    initial = element.get(key)
    chosen = initial if isinstance(initial, list) else [] if initial is None else [initial]
    if isinstance(initial, list) and not initial:
        problems.add(f"{pointer}/{key}", "must have at least 1 items")
    for option in chosen:
        if not any(_same(option, other) for other in options):
            problems.add(f"{pointer}/{key}", "must be among the options")


def _same(one: Json, other: Json) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    words = [(option.get("text") or {}).get("text") for option in (one, other)]
    return one.get("value") == other.get("value") and words[0] == words[1]


def _check_initial(element: Json, pointer: str, problems: Problems) -> None:
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group.get("options") or []
    for key in ("initial_option", "initial_options"):
        check_initial_among(element, key, pointer, problems, options)


def _check_values_differ(options: list[Any], pointer: str, problems: Problems) -> None:
    values = [option.get("value") for option in options if isinstance(option, dict)]
    for value in {value for value in values if values.count(value) > 1}:
        problems.add(pointer, f"duplicate option value: {value}")


def check_confirm(element: Json, pointer: str, problems: Problems) -> None:
    """The question asked before an action goes out."""
    confirm, here = element.get("confirm"), f"{pointer}/confirm"
    if confirm is None:
        return
    if not isinstance(confirm, dict):
        problems.add(here, "must be an object")
        return
    needed = ("title", "text", "confirm", "deny")
    problems.keys(confirm, here, needed=needed, allowed=("style",))
    problems.text(confirm, "title", here, 100, plain_only=True)
    problems.text(confirm, "text", here, 300)
    problems.text(confirm, "confirm", here, 30, plain_only=True)
    problems.text(confirm, "deny", here, 30, plain_only=True)
    problems.one_of(confirm, "style", here, ("primary", "danger"))


def check_filter(element: Json, pointer: str, problems: Problems) -> None:
    """Which conversations a select offers."""
    wanted, here = element.get("filter"), f"{pointer}/filter"
    if wanted is None:
        return
    allowed = ("include", "exclude_external_shared_channels", "exclude_bot_users")
    problems.keys(wanted, here, needed=(), allowed=allowed)
    if not wanted:
        problems.add(here, "must not be empty")
    for at, kind in enumerate(problems.count(wanted, "include", here, 4)):
        if kind not in _CONVERSATION_KINDS:
            problems.add(f"{here}/include/{at}", f"unsupported conversation type: {kind}")


def check_dispatch_config(element: Json, pointer: str, problems: Problems) -> None:
    """When a text input sends what is typed."""
    config, here = element.get("dispatch_action_config"), f"{pointer}/dispatch_action_config"
    if config is None:
        return
    problems.keys(config, here, needed=(), allowed=("trigger_actions_on",))
    for at, moment in enumerate(problems.count(config, "trigger_actions_on", here, 2)):
        if moment not in ("on_enter_pressed", "on_character_entered"):
            problems.add(f"{here}/trigger_actions_on/{at}", f"unsupported trigger: {moment}")
