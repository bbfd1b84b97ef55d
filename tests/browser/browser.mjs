// Chromium: opening pages of built sites, and reading HTML with its parser.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { kindsOf } from './kinds.mjs';
import { serve } from './server.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Starts Chromium. As root (in containers) it has no sandbox of its own; it only ever opens pages of 127.0.0.1. */
export function launch() {
  const executablePath =
    process.env.CHROMIUM ?? NAMES.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
  return chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid() !== 0,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
}

/** Serves `site` and starts Chromium, calls `use` with the address and a context, and ends all three. */
export async function withContext(site, options, use) {
  const server = await serve(site.root, site.base.pathname);
  const browser = await launch();
  try {
    return await use(server.origin, await browser.newContext(options));
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * Opens one page of each kind, one after the other, after `prepare`. Returns the problems that `look` finds on each, with
 * the address of the page. A redirect stays where it is.
 */
export function lookAtEachKind(site, options, look, prepare = async () => {}) {
  return withContext(site, options, async (origin, context) => {
    const problems = [];
    const page = await context.newPage();
    await prepare(page);
    for (const [, { url, html, refresh }] of kindsOf(site)) {
      if (refresh) {
        const body = html.replace(/<meta http-equiv="refresh"[^>]*>/, '');
        await page.route(origin + url, (route) => route.fulfill({ contentType: 'text/html', body }));
      }
      await page.goto(origin + url);
      problems.push(...(await look(page)).map((problem) => `${url}: ${problem}`));
    }
    return problems;
  });
}

/** Calls `use` with a function that reads HTML documents into facts about each. */
export async function withParser(use) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    return await use((documents) => page.evaluate(readHtml, documents));
  } finally {
    await browser.close();
  }
}

/** Runs in the browser. */
function readHtml(documents) {
  /** Attributes that hold addresses, wherever they stand. */
  const ADDRESSES = ['href', 'src', 'poster', 'data', 'action', 'cite'];
  return documents.map((html) => {
    const root = new DOMParser().parseFromString(html, 'text/html');
    const all = [...root.querySelectorAll('*')];
    const one = (selector, attribute) => root.querySelector(selector)?.getAttribute(attribute) ?? null;
    const every = (selector, attribute) => [...root.querySelectorAll(selector)].map((e) => e.getAttribute(attribute));
    const references = [];
    for (const element of all) {
      const tag = element.tagName.toLowerCase();
      for (const attribute of ADDRESSES) {
        if (!element.hasAttribute(attribute)) continue;
        references.push({ tag, rel: element.getAttribute('rel'), attribute, value: element.getAttribute(attribute) });
      }
      for (const candidate of element.getAttribute('srcset')?.split(',') ?? []) {
        references.push({ tag, attribute: 'srcset', value: candidate.trim().split(/\s+/)[0] });
      }
      if (tag === 'meta' && /^og:(url|image)$/.test(element.getAttribute('property'))) {
        references.push({ tag, attribute: element.getAttribute('property'), value: element.getAttribute('content') });
      }
    }
    const refresh = one('meta[http-equiv="refresh"]', 'content')?.replace(/^\d+;\s*url=/, '') ?? null;
    if (refresh) references.push({ tag: 'meta', attribute: 'refresh', value: refresh });
    return {
      lang: root.documentElement.getAttribute('lang'),
      dir: root.documentElement.getAttribute('dir'),
      title: root.title,
      headings: [...root.querySelectorAll('h1')].map((h1) => h1.textContent.trim()),
      description: one('meta[name="description"]', 'content'),
      robots: one('meta[name="robots"]', 'content'),
      discreet: one('meta[name="referrer"]', 'content') === 'no-referrer' && !refresh,
      openGraph: [...root.querySelectorAll('meta[property^="og:"]')].map((meta) => [
        meta.getAttribute('property'),
        meta.getAttribute('content'),
      ]),
      head: root.head.outerHTML,
      canonical: one('link[rel="canonical"]', 'href'),
      alternates: [...root.querySelectorAll('link[rel="alternate"][hreflang]')].map((link) => ({
        language: link.getAttribute('hreflang'),
        url: link.getAttribute('href'),
      })),
      feeds: every('link[type="application/atom+xml"]', 'href'),
      refresh,
      ids: every('[id]', 'id'),
      references,
      scripts: all.filter((e) => e.tagName === 'SCRIPT' && e.type !== 'application/ld+json').map((e) => ({
        html: e.outerHTML,
        src: e.getAttribute('src'),
        isDeferred: e.defer,
        isEmpty: e.textContent === '',
      })),
      jsonLd: [...root.querySelectorAll('script[type="application/ld+json"]')].map((e) => e.textContent),
      inline: all.flatMap((e) =>
        [...e.attributes].filter(({ name }) => name === 'style' || name.startsWith('on')).map(({ name }) => `${e.tagName} ${name}`),
      ),
    };
  });
}
