"""Makes the world and writes it: one file an agency, and people.json for whoever shows or tests the product."""

import json
from datetime import date
from pathlib import Path

from standins.world import elders, families, ledgers, lives, stories
from standins.world.population import Population

DEFAULT_DAY = date(2026, 11, 1)


def make(*, seed: int, households: int, day: date = DEFAULT_DAY) -> tuple[Population, list[stories.Story]]:
    """Answer the population and its stories; equal arguments give equal worlds."""
    world = Population(seed, day)
    told = [*stories.tell_all(world), *elders.tell_all(world)]
    in_stories = len(world.people), len(world.homes)
    shapes, shares = list(families.SHAPES), list(families.SHAPES.values())
    while len(world.homes) < households:
        world.rng.choices(shapes, shares)[0](world)
    lives.draw_all(world, people=world.people[in_stories[0] :], homes=world.homes[in_stories[1] :])
    return world, told


def write(folder: Path, *, seed: int, households: int, day: date = DEFAULT_DAY) -> Population:
    world, told = make(seed=seed, households=households, day=day)
    folder.mkdir(parents=True, exist_ok=True)
    for agency, ledger in ledgers.LEDGERS.items():
        _put(folder / f"{agency}.json", ledger(world))
    _put(folder / "people.json", {"seed": seed, "day": day.isoformat(), "stories": [_story(story) for story in told]})
    return world


def _put(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=None), encoding="utf-8")


def _story(story: stories.Story) -> dict[str, object]:
    me = story.applicant
    home = me.home
    if home is None:
        raise ValueError(f"story {story.key}: an applicant lives in a household")
    bank, account = story.account or me.account
    return {
        "key": story.key,
        "title": story.title,
        "number": me.number,
        "name": me.name,
        "sex": me.sex,
        "born": me.born.isoformat(),
        "email": f"{story.key.replace('_', '-')}@example.com" if story.has_mail else "",
        "address": home.address.text,
        "postal_code": home.address.township.postal_code,
        "township": home.address.township.code,
        "household_number": home.number,
        "household": [{"number": member.number, "name": member.name} for member in home.members],
        "account": {"bank": bank, "number": account, "holder_matches": story.account is None},
        "benefit": story.benefit,
        "expected": story.expected,
    }
