// What pages say about themselves to browsers, feed readers and search engines.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { SECRET } from './fixture.mjs';
import { isIndexable } from './kinds.mjs';
import { expectNone } from './problems.mjs';
import { fileAt, fixtureSite, ownSite, SUB_PATH } from './site.mjs';

const sites = [await ownSite(), await fixtureSite(), await fixtureSite(SUB_PATH)];
let browser;
let page;
before(async () => {
  browser = await launch();
  page = await browser.newPage();
});
after(() => browser.close());

for (const site of sites) {
  const absolute = (url) => new URL(url, site.base).href;
  const text = (file) => readFile(join(site.root, file), 'utf8');

  test(`each page of the site "${site.name}" has a title, one heading, a language and a direction`, () => {
    const problems = [];
    for (const { file, title, headings, lang, dir, description } of site.pages) {
      if (!title.trim()) problems.push(`${file}: no title`);
      if (headings.length !== 1 || !headings[0]) problems.push(`${file}: ${headings.length} headings of level 1`);
      if (!lang) problems.push(`${file}: no lang`);
      if (dir !== (/^ar\b/.test(lang) ? 'rtl' : 'ltr')) problems.push(`${file}: ${lang} is not written ${dir}`);
      if (description !== null && !description.trim()) problems.push(`${file}: an empty description`);
    }
    expectNone(problems);
  });

  test(`titles of indexable pages of the site "${site.name}" tell them apart`, () => {
    const seen = new Map();
    const problems = [];
    // Discreet pages show the same, and nothing of their own.
    for (const { file, title } of site.pages.filter((page) => isIndexable(page) && !page.discreet)) {
      if (seen.has(title)) problems.push(`${file} and ${seen.get(title)}: ${title}`);
      seen.set(title, file);
    }
    expectNone(problems);
  });

  test(`articles of the site "${site.name}" have a description`, () => {
    const articles = site.pages.filter((page) => page.jsonLd.some((json) => json.includes('"@type":"Article"')));
    expectNone(articles.filter(({ description }) => !description).map(({ file }) => file));
  });

  test(`canonical addresses of the site "${site.name}" are right`, () => {
    const problems = [];
    for (const page of site.pages) {
      const expected = page.refresh ? absolute(page.refresh) : isIndexable(page) ? absolute(page.url) : null;
      if (page.canonical !== expected) problems.push(`${page.file}: ${page.canonical}, not ${expected}`);
    }
    expectNone(problems);
  });

  test(`translations of the site "${site.name}" name each other`, () => {
    const problems = [];
    const byAddress = new Map(site.pages.map((page) => [absolute(page.url), page]));
    const listed = (page) => page.alternates.map(({ language, url }) => `${language} ${url}`).sort().join(', ');
    for (const page of site.pages.filter(({ alternates }) => alternates.length > 0)) {
      const own = page.alternates.filter(({ language }) => language === page.lang);
      if (own.length !== 1 || own[0].url !== absolute(page.url)) problems.push(`${page.file} does not name itself`);
      for (const { language, url } of page.alternates) {
        const other = byAddress.get(url);
        if (!other) problems.push(`${page.file}: ${url} is not a page`);
        else if (language !== 'x-default' && other.lang !== language) problems.push(`${page.file}: ${url} is ${other.lang}`);
        else if (listed(other) !== listed(page)) problems.push(`${page.file} and ${other.file} name different pages`);
      }
    }
    expectNone(problems);
  });

  test(`structured data of the site "${site.name}" parses and names absolute addresses`, () => {
    const problems = [];
    for (const { file, jsonLd } of site.pages) {
      for (const json of jsonLd) {
        JSON.parse(json, (key, value) => {
          if (/^(@id|url|item|mainEntityOfPage|image)$/.test(key) && typeof value === 'string') {
            if (!URL.canParse(value) || fileAt(site, new URL(value)) === null) problems.push(`${file}: ${key}: ${value}`);
          }
          return value;
        });
      }
    }
    expectNone(problems);
  });

  test(`feeds of the site "${site.name}" are whole Atom feeds`, async () => {
    const problems = [];
    const feeds = [...site.files].filter((file) => file.endsWith('feed.xml'));
    if (!feeds.includes('feed.xml')) problems.push('the site has no feed');
    for (const file of feeds) {
      const feed = await page.evaluate(readFeed, await text(file));
      if (feed.self !== absolute(file)) problems.push(`${file}: its own address is ${feed.self}`);
      problems.push(...feed.problems.map((problem) => `${file}: ${problem}`));
      for (const address of feed.addresses) {
        if (!URL.canParse(address)) problems.push(`${file}: ${address} means nothing outside the site`);
        else if (fileAt(site, new URL(address)) === null) problems.push(`${file}: ${address} leads nowhere`);
      }
    }
    const offered = new Set(site.pages.flatMap(({ feeds }) => feeds.map((url) => fileAt(site, new URL(url, site.base)))));
    problems.push(...feeds.filter((file) => !offered.has(file)).map((file) => `${file}: no page offers it`));
    expectNone(problems);
  });

  test(`the sitemap of the site "${site.name}" lists exactly what may be found`, async () => {
    const { error, addresses } = await page.evaluate(readSitemap, await text('sitemap.xml'));
    const expected = site.pages.filter(isIndexable).map(({ url }) => absolute(url));
    const problems = error ? [error] : [];
    problems.push(...addresses.filter((url) => !expected.includes(url)).map((url) => `${url} should not be listed`));
    problems.push(...expected.filter((url) => !addresses.includes(url)).map((url) => `${url} is not listed`));
    if (new Set(addresses).size < addresses.length) problems.push('an address is listed twice');
    const robots = await text('robots.txt');
    if (!robots.split('\n').includes(`Sitemap: ${absolute('sitemap.xml')}`)) problems.push('robots.txt does not name it');
    expectNone(problems);
  });
}

test('published pictures carry nothing of who made them, and where', async () => {
  const site = sites.find(({ name }) => name === 'fixture');
  const pictures = [...site.files].filter((file) => /\.(png|jpg)$/.test(file));
  const problems = pictures.length === 3 ? [] : [`pictures: ${pictures.join(', ')}`];
  for (const file of pictures) {
    const bytes = await readFile(join(site.root, file), 'latin1');
    if (bytes.includes(SECRET) || bytes.includes('Exif')) problems.push(file);
  }
  expectNone(problems);
});

/** Runs in the browser. */
function readFeed(xml) {
  const root = new DOMParser().parseFromString(xml, 'application/xml');
  const error = root.querySelector('parsererror');
  if (error) return { problems: [error.textContent], addresses: [] };
  const child = (parent, name) => [...parent.children].find((element) => element.localName === name)?.textContent.trim();
  const problems = [];
  const addresses = [];
  const ids = new Set();
  const check = (element, names) => {
    const id = child(element, 'id');
    for (const name of names) if (!child(element, name)) problems.push(`${id} has no ${name}`);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(child(element, 'updated'))) problems.push(`${id} was updated at no time`);
    if (ids.has(id)) problems.push(`${id} is there twice`);
    ids.add(id);
  };
  const feed = root.documentElement;
  if (feed.namespaceURI !== 'http://www.w3.org/2005/Atom' || feed.localName !== 'feed') problems.push('is not Atom');
  check(feed, ['id', 'title', 'updated']);
  for (const entry of root.querySelectorAll('entry')) {
    check(entry, ['id', 'title', 'updated', 'content']);
    const content = new DOMParser().parseFromString(child(entry, 'content'), 'text/html');
    addresses.push(...[...content.querySelectorAll('[href], [src]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src')));
    addresses.push(...[...entry.querySelectorAll('link')].map((link) => link.getAttribute('href')));
  }
  return { problems, addresses, self: root.querySelector('feed > link[rel="self"]')?.getAttribute('href') };
}

/** Runs in the browser. */
function readSitemap(xml) {
  const root = new DOMParser().parseFromString(xml, 'application/xml');
  return {
    error: root.querySelector('parsererror')?.textContent,
    addresses: [...root.querySelectorAll('url > loc')].map((loc) => loc.textContent),
  };
}
