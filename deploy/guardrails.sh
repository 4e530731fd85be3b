#!/bin/sh
# guardrails.sh FOLDER BEFORE AFTER: fails when the commit AFTER has errors in a built FOLDER that the commit BEFORE did not
# have, or a title or description with one in a file that changed. Both are judged as their own siteagent.toml says. The
# current folder is a clone, which stays as it is; reports go to OUT, and to GITHUB_STEP_SUMMARY.
set -eu
folder=$1 before=$2 after=$3
out=$(realpath -m "${OUT:-siteagent-report}")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

manage() {
	python "$root/manage.py" "$@"
}

unpack() {
	mkdir "$work/$2"
	git archive --output "$work/$2.tar" "$1"
	tar -x -f "$work/$2.tar" -C "$work/$2"
}

unpack "$before" before
unpack "$after" after
git diff --name-only -z --diff-filter=AM --no-renames "$before" "$after" -- "$folder" |
	{ grep -z -E '\.(html?|mdx?)$' || true; } >"$work/changed"

cd "$work/before"
GITHUB_ACTIONS='' GITHUB_STEP_SUMMARY='' \
	manage meta_auto "$folder" --proposals 0 --fail-on never --out "$work/report" >/dev/null
manage seo_report --write-baseline "$work/baseline.json" >/dev/null

cd "$work/after"
status=0
manage meta_auto "$folder" --proposals 0 --baseline "$work/baseline.json" --fail-on new:error --out "$out" || status=$?
xargs -0 -r python "$root/manage.py" seo_check_meta --fail-on error -- <"$work/changed" >"$work/texts" || status=1
cat "$work/texts"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
	printf '\n### Titles and descriptions of the files that changed\n\n' >>"$GITHUB_STEP_SUMMARY"
	# Four spaces make it code, in which nothing that a page says is a link, a mention or markup.
	sed 's/^/    /' "$work/texts" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
