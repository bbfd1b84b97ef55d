// Building sites and reading what was built.

import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeFixture } from './fixture.mjs';
import { withParser } from './browser.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const ATTUNED = process.env.ATTUNED ?? join(REPOSITORY, 'target/debug/attuned');
/** The day on which the tests' sites are built. */
const TODAY = '2026-11-22';
/** The address in both sites' site.yaml. */
const BASE_URL = 'https://example.org/';
/** Each test file has a folder of its own, for they run side by side. */
const WORK = join(REPOSITORY, 'target/browser/sites', basename(process.argv[1], '.mjs'));

/** A site below a sub-path, as on a host that gives each customer a folder. */
export const SUB_PATH = 'https://example.org/some/practice/';

/** The repository's own site. */
export function ownSite() {
  return build({ name: 'own', source: REPOSITORY });
}

/** The site with one of everything; `baseUrl` takes the place of its address. */
export async function fixtureSite(baseUrl) {
  const source = join(WORK, 'source');
  await rm(source, { recursive: true, force: true });
  await writeFixture(source);
  return build({ name: baseUrl ? 'fixture-sub-path' : 'fixture', source, baseUrl });
}

async function build({ name, source, baseUrl }) {
  const root = join(WORK, name);
  await rm(root, { recursive: true, force: true });
  await mkdir(WORK, { recursive: true });
  const options = ['--site', source, '--out', root, '--today', TODAY];
  if (baseUrl) options.push('--base-url', baseUrl);
  await promisify(execFile)(ATTUNED, ['build', ...options]);
  const files = await filesBelow(root);
  const base = new URL(baseUrl ?? BASE_URL);
  const texts = await Promise.all(
    files.filter((file) => file.endsWith('.html')).map(async (file) => ({
      file,
      path: join(root, file),
      html: await readFile(join(root, file), 'utf8'),
    })),
  );
  const facts = await withParser((parse) => parse(texts.map(({ html }) => html)));
  const pages = texts.map((text, i) => ({
    ...text,
    ...facts[i],
    // As in links: from the root of the host, percent-encoded.
    url: new URL(text.file.replace(/(^|\/)index\.html$/, '$1'), base).pathname,
  }));
  return { name, root, base, files: new Set(files), pages };
}

/** Paths of all files below `root`, without our own manifest, with `/`. */
async function filesBelow(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .filter((file) => file !== '.attuned.json')
    .sort();
}

/** The built file that an absolute URL leads to: `undefined` for another host, `null` where there is none. */
export function fileAt(site, url) {
  if (url.origin !== site.base.origin) return undefined;
  if (!url.pathname.startsWith(site.base.pathname)) return null;
  let file = decodeURIComponent(url.pathname.slice(site.base.pathname.length));
  if (file === '' || file.endsWith('/')) file += 'index.html';
  return site.files.has(file) ? file : null;
}

/** Whether search engines may list a page. */
export function isIndexable(page) {
  return !page.refresh && !/noindex/.test(page.robots ?? '');
}

/** What each kind of page is known by. The first match counts. */
const KINDS = {
  home: (page, path) => path === '',
  'not found': (page, path) => path === '404.html',
  redirect: (page) => Boolean(page.refresh),
  list: (page, path) => path === 'articles/',
  'second page of a list': (page, path) => path === 'articles/page/2/',
  'all topics': (page, path) => path === 'topics/',
  topic: (page, path) => /^topics\/[^/]+\/$/.test(path),
  'all authors': (page, path) => path === 'authors/',
  author: (page, path) => /^authors\/[^/]+\/$/.test(path),
  audience: (page, path) => /^audience\/[^/]+\/$/.test(path),
  series: (page, path) => /^series\/[^/]+\/$/.test(path),
  'home in another language': (page, path) => /^[a-z]{2}\/$/.test(path),
  'article in another language': (page, path) => /^[a-z]{2}\//.test(path) && isArticle(page),
  'discreet article': (page) => page.discreet,
  article: isArticle,
  page: (page, path) => path === 'about/',
};

function isArticle(page) {
  return page.jsonLd.some((text) => text.includes('"@type":"Article"'));
}

/** One page of each kind, the longest of each, as `[kind, page]`. */
export function kindsOf(site) {
  const found = new Map();
  for (const page of site.pages) {
    const path = page.url.slice(site.base.pathname.length);
    const kind = Object.keys(KINDS).find((name) => KINDS[name](page, path));
    if (kind && (found.get(kind)?.html.length ?? 0) < page.html.length) found.set(kind, page);
  }
  return [...found];
}

/** Every kind there is; the fixture has them all. */
export const ALL_KINDS = Object.keys(KINDS);
