// Building sites and reading what was built.

import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeFixture } from './fixture.mjs';
import { withParser } from './browser.mjs';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
export const ATTUNED = process.env.ATTUNED ?? join(REPOSITORY, 'target/debug/attuned');
/** The day on which the tests' sites are built. */
export const TODAY = '2026-11-22';
/** The address in both sites' site.yaml. */
const BASE_URL = 'https://example.org/';
/** Each test file has a folder of its own, for they run side by side. */
export const WORK = join(REPOSITORY, 'target/browser/sites', basename(process.argv[1], '.mjs'));

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

/** A site of the test's own: its files, by path. */
export async function siteOf(name, files) {
  const source = join(WORK, `${name}-source`);
  await rm(source, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), content);
  }
  return build({ name, source });
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
