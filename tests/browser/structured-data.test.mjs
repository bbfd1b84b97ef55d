// Structured data says only what schema.org's vocabulary has: each property stands on a type that has it (its domain), and
// holds what it may hold (its range).

import assert from 'node:assert/strict';
import test from 'node:test';
import { expectNone } from './problems.mjs';
import { fixtureSite, ownSite, siteOf } from './site.mjs';
import { problemsOf, readVocabulary } from './vocabulary.mjs';

const vocabulary = readVocabulary();

/** One work of each kind that the bibliography knows, with all that structured data tells of it. */
const WORKS = {
  article: 'author = {Stern, Daniel and Example, Ada}, journaltitle = {Infants}, volume = {3}, pages = {1-9}, doi = {10.1000/1}',
  magazine: 'entrysubtype = {magazine}, journaltitle = {A Magazine}',
  newspaper: 'entrysubtype = {newspaper}, journaltitle = {A Newspaper}',
  book: 'author = {{An Example Society}}, publisher = {A Press}, url = {https://example.net/book}',
  incollection: 'editor = {Example, Ed}, booktitle = {A Whole Book}, publisher = {A Press}',
  inreference: 'booktitle = {A Dictionary}, publisher = {A Press}',
  inproceedings: 'booktitle = {Proceedings}, publisher = {A Press}',
  thesis: 'institution = {A University}, type = {phdthesis}',
  report: 'institution = {An Institute}',
  online: 'url = {https://example.net/page}',
  dataset: 'publisher = {An Archive}',
  software: 'publisher = {A Maker}, version = {2}',
  patent: 'number = {1}',
  unpublished: '',
  video: 'publisher = {A Channel}, url = {https://example.net/film}',
  misc: '',
};
const DATES = ['1985', '2001-02', '2010-03-04'];
const keys = Object.keys(WORKS);
const bibliography = keys.map((kind, i) => {
  const type = ['magazine', 'newspaper'].includes(kind) ? 'article' : kind;
  const author = WORKS[kind].includes('author') ? '' : 'author = {Writer, Anna}, ';
  return `@${type}{${kind}, title = {On a ${kind}}, date = {${DATES[i % DATES.length]}}, ${author}${WORKS[kind]}}\n`;
});
const site = await siteOf('structured-data', {
  'site.yaml': `name: The Practice
tagline: Words
base_url: https://example.org/some/practice/
language: en
languages: {es: {name: La consulta}}
`,
  'articles/references.bib': bibliography.join('\n'),
  'articles/people.yaml': `ana: {name: Ana Example, credentials: MSc, role: Counsellor, registration: Register 1, bio: Words., links: [{title: A, url: "https://example.net/"}]}
rev: {name: Rev Example}
`,
  'articles/glossary.yaml': `terms:
  - {term: rupture, meaning: A strain., see_also: [repair], translations: {es: {term: ruptura, meaning: Una tensión.}}}
  - {term: repair, meaning: Coming back.}
`,
  'articles/topics.yaml': 'bond: {title: The bond, description: Words., translations: {es: {title: El vínculo}}}\n',
  'articles/index.md': '---\ntitle: Welcome\nkind: page\n---\n\nWords.\n',
  'articles/about.md': '---\ntitle: About\nkind: page\n---\n\nWords.\n',
  'articles/folder/index.md': '---\ntitle: A folder\nkind: page\n---\n\nWords.\n',
  'articles/folder/everything.md': `---
title: Everything & more
date: 2026-11-01
updated: 2026-11-03
description: An article with all that structured data tells of.
authors: [ana, rev]
reviewed_by: [rev]
last_reviewed: 2026-11-02
review_by: 2027-11-02
topics: [bond]
audience: [clients]
series: {name: A series, part: 1}
image: {src: dot.png, alt: A dot}
---

A rupture [${keys.map((key) => `@${key}`).join('; ')}].
`,
  'articles/folder/everything.es.md': '---\ntitle: Todo\ndescription: Un artículo.\n---\n\nUna ruptura [@book].\n',
  'articles/nofolder/plain.md': '---\ntitle: Plain\ndate: 2026-10-01\nkind: article\n---\n\n',
  'articles/hidden.md': '---\ntitle: Hidden\ndate: 2026-10-02\ndiscreet: true\n---\n\nWords.\n',
  'articles/folder/dot.png': Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
});

/** What is wrong with the structured data of a page. */
function problemsIn({ file, jsonLd }, seen) {
  return jsonLd.flatMap((text) => {
    const { '@context': context, '@graph': nodes, ...rest } = JSON.parse(text);
    const problems = nodes.flatMap((node) => problemsOf(node, vocabulary, seen));
    if (context !== 'https://schema.org' || nodes.length === 0 || Object.keys(rest).length > 0) problems.push('no graph');
    return problems.map((problem) => `${file}: ${problem}`);
  });
}

for (const any of [site, await ownSite(), await fixtureSite()]) {
  test(`structured data of the site "${any.name}" keeps to the vocabulary of schema.org`, () => {
    expectNone(any.pages.flatMap((page) => problemsIn(page)));
  });
}

test('all that structured data can tell was looked at', () => {
  const seen = new Set();
  for (const page of site.pages) problemsIn(page, seen);
  assert.deepEqual([...seen].sort(), [
    'Article', 'Book', 'BreadcrumbList', 'Chapter', 'CreativeWork', 'Dataset', 'DefinedTerm', 'DefinedTermSet', 'ListItem',
    'Manuscript', 'MedicalWebPage', 'NewsArticle', 'Organization', 'Person', 'Report', 'ScholarlyArticle',
    'SoftwareApplication', 'Thesis', 'VideoObject', 'WebPage', 'WebSite',
  ]);
  const silent = site.pages.filter(({ jsonLd }) => jsonLd.length === 0).map(({ file }) => file);
  assert.deepEqual(silent, ['404.html', 'es/404.html', 'hidden/index.html']);
  const { jsonLd } = site.pages.find(({ file }) => file === 'folder/everything/index.html');
  const [{ mainEntity, reviewedBy }] = JSON.parse(jsonLd)['@graph'];
  assert.equal(mainEntity.citation.length, keys.length);
  assert.equal(reviewedBy[0].name, 'Rev Example');
});

test('what is against the vocabulary is found', () => {
  const article = { '@type': 'Article', headline: 'A' };
  for (const [node, problem] of [
    [{ ...article, reviewedBy: { '@type': 'Person', name: 'A' } }, '/Article: Article has no property reviewedBy'],
    [{ ...article, headLine: 'A' }, '/Article: Article has no property headLine'],
    [{ '@type': 'Artikel' }, ': there is no type Artikel'],
    [{ ...article, author: { '@type': 'Book', name: 'A' } }, '/Article.author is a Book, not Organization or Person or IdReference'],
    [{ ...article, author: 'A' }, '/Article.author is "A", not Organization or Person or IdReference'],
    [{ ...article, author: [{ '@type': 'Person', jobTitle: 3 }] }, '/Article.author/Person.jobTitle is 3, not DefinedTerm or Text or IdReference'],
    [{ ...article, timeRequired: '5 minutes' }, '/Article.timeRequired is "5 minutes", not Duration'],
    [{ ...article, datePublished: 'May 1985' }, '/Article.datePublished is "May 1985", not Date or DateTime'],
    [{ ...article, image: '/picture.png' }, '/Article.image is "/picture.png", not ImageObject or URL or IdReference'],
    [{ ...article, citation: [] }, '/Article.citation is empty'],
    [{ ...article, description: '' }, '/Article.description is "", not Text or TextObject or IdReference'],
    [{ '@type': 'ListItem', item: 'https://example.org/' }, '/ListItem.item is "https://example.org/", not Thing or IdReference'],
  ]) {
    assert.deepEqual(problemsOf(node, vocabulary), [problem]);
  }
  assert.deepEqual(problemsOf({ ...article, author: { '@type': 'Patient', name: 'A' } }, vocabulary), [], 'a patient is a person');
});
