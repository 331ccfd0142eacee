"""Revealed answers put together in groups, and dots given to groups.

Groups are a mapping from each answer's number to the number of the answer whose words name its
group: its own where it stands alone. Source: product.md 8, stage 6.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core.errors import Refused

DOTS = 3
Groups = Mapping[int, int]


def members(groups: Groups, number: int) -> tuple[int, ...]:
    """The group that an answer is in: the one that names it first, then the others in order."""
    name = groups[number]
    return (name, *sorted(each for each in groups if groups[each] == name and each != name))


def without(groups: Groups, here: Collection[int]) -> dict[int, int]:
    """The groups of what is still `here`; the next answer names a group whose first is gone."""
    left = {each: name for each, name in groups.items() if each in here}
    names = {left[each]: each for each in sorted(left, reverse=True)}
    return {each: name if left.get(name) == name else names[name] for each, name in left.items()}


def merged(
    groups: Groups, number: int, into: int, *, apart: Collection[frozenset[int]] = ()
) -> dict[int, int]:
    """The groups once that of `number` has joined that of `into`, which keeps its name.

    `apart`: pairs of accounts that differ and are never made one.
    Raises Refused("group_gone"), Refused("accounts_differ").
    """
    if number not in groups or into not in groups:
        raise Refused("group_gone", field="into")
    joining, joined = members(groups, number), members(groups, into)
    if any(frozenset((one, other)) in apart for one in joining for other in joined):
        raise Refused("accounts_differ", field="into")
    return {each: groups[into] if each in joining else name for each, name in groups.items()}


def taken_apart(groups: Groups, number: int) -> dict[int, int]:
    """The groups once each answer of this one stands alone again. Raises Refused("group_gone")."""
    if number not in groups:
        raise Refused("group_gone", field="into")
    group = members(groups, number)
    return {each: each if each in group else name for each, name in groups.items()}


def tally(groups: Groups, votes: Iterable[Sequence[int]]) -> dict[int, int]:
    """The dots of each group, by the number that names it; those without any are left out.

    A dot follows its answer into the group it was put in; what is gone counts for nothing.
    """
    given: Counter[int] = Counter()
    for numbers in votes:
        given.update(groups[each] for each in numbers[:DOTS] if each in groups)
    return dict(given)


def ranked(groups: Groups, dots: Mapping[int, int]) -> list[int]:
    """The numbers that name groups, those with most dots first, else in the order they have."""
    return sorted(set(groups.values()), key=lambda name: (-dots.get(name, 0), name))
