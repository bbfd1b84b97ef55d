#!/usr/bin/env python3
"""What citations and the glossary cost: the same articles with and without five citations and ten terms each.

    benches/evidence.py [--articles 10000] [--words 1200] [--runs 3]

The themes differ only in showing them. Machines are noisy: read the ratio, not the seconds.
"""
import argparse, shutil, statistics, subprocess, sys

sys.dont_write_bytecode = True
from compare import HERE, ROOT, corpus, empty, measure

TERMS = ["attunement", "alliance", "repair", "boundary", "mindfulness", "empathy", "sensation", "rhythm", "feedback",
         "curiosity"]

ARTICLE = """{% extends "plain/article.html" %}
{% block main %}{{ super() }}<ul>{% for r in article.references %}<li id="{{ r.id }}">{{ r.html }}{% for b in r.back %} <a href="{{ b.url }}">{{ b.number }}</a>{% endfor %}</li>{% endfor %}</ul>
{% for s in article.sources %}<div popover id="{{ s.id }}">{% for r in s.references %}<p>{{ r }}</p>{% endfor %}</div>{% endfor %}
{% for g in article.glossary %}<div popover id="{{ g.id }}"><p>{{ g.meaning }} <a href="{{ g.url }}">{{ g.term }}</a></p></div>{% endfor %}{% endblock %}"""

GLOSSARY = """{% extends "base.html" %}
{% block main %}<dl>{% for l in glossary.letters %}{% for t in l.terms %}<dt id="{{ t.id }}">{{ t.term }}</dt><dd>{{ t.meaning }}{% for a in t.uses %} <a href="{{ a.url }}">{{ a.title }}</a>{% endfor %}</dd>{% endfor %}{% endfor %}</dl>{% endblock %}"""

REFERENCES = """{% extends "base.html" %}
{% block main %}<ul>{% for w in references.works %}<li id="{{ w.id }}">{{ w.html }}{% for a in w.uses %} <a href="{{ a.url }}">{{ a.title }}</a>{% endfor %}</li>{% endfor %}</ul>{% endblock %}"""


def with_evidence(site, articles, words):
    """A copy of the site whose articles cite five works each and use ten terms."""
    copy = HERE / f"evidence-{articles}-{words}"
    if not (copy / "site.yaml").exists():
        empty(copy)
        shutil.copytree(site / "articles", copy / "articles")
        bibliography = shutil.copy(ROOT / "articles" / "references.bib", copy / "articles")
        keys = [line.split("{")[1].rstrip(",\n") for line in open(bibliography) if line.startswith("@")]
        for n, file in enumerate(sorted((copy / "articles" / "articles").glob("*.md"))):
            front, body = file.read_text().removeprefix("---\n").split("---\n", 1)
            paragraphs = body.split("\n\n")
            prose = [i for i, text in enumerate(paragraphs) if text.lstrip()[:1].isalpha()]
            for k in range(5):
                i = prose[k * len(prose) // 5]
                paragraphs[i] = paragraphs[i].rstrip(".\n") + f" [@{keys[(n * 5 + k) % len(keys)]}]."
            paragraphs[prose[-1]] += " " + " ".join(f"Here is {term}." for term in TERMS)
            file.write_text("---\n" + front + "---\n" + "\n\n".join(paragraphs) + "\n")
        terms = "".join(f"  - {{term: {t}, meaning: What {t} means here.}}\n" for t in TERMS)
        (copy / "articles" / "glossary.yaml").write_text("terms:\n" + terms)
        config = (site / "site.yaml").read_text().replace("theme: plain", "theme: evidence")
        (copy / "site.yaml").write_text(config)
    shutil.rmtree(copy / "themes", ignore_errors=True)
    shutil.copytree(ROOT / "benches" / "plain", copy / "themes" / "plain")
    theme = copy / "themes" / "evidence"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("name: Evidence\nextends: plain\npages: [glossary, references]\n")
    for name, text in [("article", ARTICLE), ("glossary", GLOSSARY), ("references", REFERENCES)]:
        (theme / "templates" / f"{name}.html").write_text(text)
    return copy


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--articles", type=int, default=10000)
    p.add_argument("--words", type=int, default=1200)
    p.add_argument("--runs", type=int, default=3)
    a = p.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    attuned = ROOT / "target" / "release" / "attuned"
    site, _ = corpus(a.articles, a.words)
    sites = {"without": site, "with": with_evidence(site, a.articles, a.words)}
    runs = {name: [] for name in sites}
    for _ in range(a.runs):
        for name, folder in sites.items():
            empty(folder / "public")
            runs[name].append(measure([attuned, "build", "--site", folder, "--today", "2026-11-22"], ROOT))
    print(f"{a.articles} articles of {a.words} words, medians of {a.runs} runs")
    print(f"{'':26}{'wall s':>9}{'user s':>9}{'system s':>10}{'memory MB':>11}")
    medians = {}
    for name, results in runs.items():
        medians[name] = [statistics.median(column) for column in zip(*results)]
        wall, user, system, memory = medians[name]
        print(f"{name:26}{wall:9.2f}{user:9.2f}{system:10.2f}{memory:11.0f}")
    print("with / without:           " + "".join(
        f"{x / y:{w}.2f}" for x, y, w in zip(medians["with"], medians["without"], (9, 9, 10, 11))))


if __name__ == "__main__":
    main()
