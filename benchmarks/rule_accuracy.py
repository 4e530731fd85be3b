"""Precision and recall of every rule on the tagged site of the tests: 480 pages, three languages, known faults.

python benchmarks/rule_accuracy.py
"""

import json
import sys

from scratch_runs import ROOT, scratch_database

sys.path.insert(0, str(ROOT))

from seo_meta.tests.tagged_faults import FAULTS
from seo_meta.tests.tagged_site import BASE, expected, score, write


def main() -> None:
    with scratch_database() as database:
        folder = database.file.parent
        site = write(folder / "site", FAULTS)
        database.manage("meta_auto", folder / "site", "--fail-on", "never", "--out", folder)
        findings = json.loads((folder / "report.json").read_text())["findings"]
    kinds = {finding["rule"]: finding["kind"] for finding in findings}
    found = {(finding["rule"], finding["url"] or BASE) for finding in findings if finding["outcome"] == "fail"}
    counts = score(found, set(expected(site, FAULTS)))
    print(f"{len(site)} pages, {len(FAULTS)} kinds of faults")
    print(f"  {'rule':<36}{'kind':<12}{'precision':>10}{'recall':>8}{'right':>7}{'wrong':>7}{'missed':>8}")
    for rule, (right, wrong, missed) in counts.items():
        precision, recall = ratio(right, wrong), ratio(right, missed)
        print(f"  {rule:<36}{kinds.get(rule, ''):<12}{precision:>10}{recall:>8}{right:>7}{wrong:>7}{missed:>8}")


def ratio(right: int, other: int) -> str:
    return f"{right / (right + other):.2f}" if right + other else "-"


if __name__ == "__main__":
    main()
