"""What the scripts that kill have in common: how often, and a seed with which a run can be repeated."""

import argparse
import random


def kill_options(description: str | None, kills: int = 200) -> tuple[int, random.Random]:
    """(how often to kill, where randomness comes from). Prints the seed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    return options.kills, random.Random(options.seed)  # noqa: S311
