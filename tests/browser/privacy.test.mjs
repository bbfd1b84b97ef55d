// A visit is between the reader and the site: no other host learns of it, and no script runs but the one that helps to leave.

import assert from 'node:assert/strict';
import test from 'node:test';
import { withContext } from './browser.mjs';
import { kindsOf } from './kinds.mjs';
import { expectNone } from './problems.mjs';
import { fileAt, fixtureSite, ownSite, SUB_PATH } from './site.mjs';

const TABS = 4;

for (const site of [await ownSite(), await fixtureSite(), await fixtureSite(SUB_PATH)]) {
  test(`pages of the site "${site.name}" hold no script of their own, event handler or inline style`, () => {
    const problems = [];
    for (const { file, discreet, scripts, inline } of site.pages) {
      problems.push(...inline.map((what) => `${file}: ${what}`));
      for (const { html, src, isDeferred, isEmpty } of scripts) {
        const own = src && fileAt(site, new URL(src, site.base));
        const isExit = discreet && isDeferred && isEmpty && /^assets\/exit\.[0-9a-f]{8,}\.js$/.test(own ?? '');
        if (!isExit) problems.push(`${file}: ${html}`);
      }
      if (scripts.length !== (discreet ? 1 : 0)) problems.push(`${file} has ${scripts.length} scripts`);
    }
    expectNone(problems);
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`pages of the site "${site.name}" ask only their own host, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const problems = [];
      const asked = [];
      // So high that pictures which wait to be seen are asked for too.
      const options = { javaScriptEnabled, viewport: { width: 390, height: 20_000 } };
      await withContext(site, options, async (origin, context) => {
        // A policy that is broken, or a script that fails, says so there.
        context.on('console', (message) => problems.push(`${message.location().url}: ${message.text()}`));
        context.on('weberror', (error) => problems.push(`${error.page()?.url()}: ${error.error()}`));
        // Workers and frames ask for themselves: the context hears of them too.
        context.on('request', (request) => {
          asked.push(request.url());
          if (new URL(request.url()).origin !== origin) problems.push(`asked for ${request.url()}`);
        });
        const kinds = new Set(kindsOf(site).map(([, page]) => page));
        const waiting = [...site.pages];
        const tabs = Array.from({ length: TABS }, async () => {
          const page = await context.newPage();
          page.on('websocket', (socket) => problems.push(`opened ${socket.url()}`));
          page.on('response', (response) => {
            if (!response.ok()) problems.push(`${response.url()}: ${response.status()}`);
          });
          for (let next = waiting.pop(); next; next = waiting.pop()) {
            // Of each kind one page is given the time to ask for something later.
            await page.goto(origin + next.url, { waitUntil: kinds.has(next) ? 'networkidle' : 'load' });
            // Where a page leads on by itself, that comes first: it would break off the way to the next one.
            if (/http-equiv="refresh"/.test(next.html)) await page.waitForURL((url) => url.href !== origin + next.url);
          }
          // What is kept is kept for all pages of an origin.
          await page.goto(origin + site.base.pathname);
          problems.push(...(await page.evaluate(kept)).map((what) => `the site keeps ${what} in the browser`));
        });
        await Promise.all(tabs);
        problems.push(...(await context.cookies()).map(({ name }) => `the cookie ${name} was set`));
      });
      expectNone(problems);
      // What is found to ask nothing else must have asked something.
      assert.ok(asked.some((url) => url.endsWith('.css')));
      const hasDiscreet = kindsOf(site).some(([, page]) => page.discreet);
      assert.equal(asked.some((url) => url.endsWith('.js')), hasDiscreet && javaScriptEnabled);
    });
  }
}

test('an address without a page is answered by the page for that, with its pictures and styles', async () => {
  const site = await fixtureSite(SUB_PATH);
  const problems = [];
  await withContext(site, {}, async (origin, context) => {
    const page = await context.newPage();
    page.on('response', (response) => {
      const expected = response.url().endsWith('/not/here/') ? 404 : 200;
      if (response.status() !== expected) problems.push(`${response.url()}: ${response.status()}`);
    });
    await page.goto(`${origin}${site.base.pathname}not/here/`, { waitUntil: 'networkidle' });
  });
  expectNone(problems);
});

/** In the browser: what the site has left there. */
async function kept() {
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const databases = await indexedDB.databases();
  return [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...((await globalThis.caches?.keys()) ?? []),
    ...databases.map(({ name }) => name),
    ...workers.map(({ scope }) => scope),
  ];
}
