// A visit is between the reader and the site: no other host learns of it, and no script runs.

import test from 'node:test';
import { withContext } from './browser.mjs';
import { kindsOf } from './kinds.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite, ownSite, SUB_PATH } from './site.mjs';

for (const site of [await ownSite(), await fixtureSite(), await fixtureSite(SUB_PATH)]) {
  test(`pages of the site "${site.name}" hold no script, event handler or inline style`, () => {
    expectNone(site.pages.flatMap(({ file, scripts, inline }) => [...scripts, ...inline].map((what) => `${file}: ${what}`)));
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`pages of the site "${site.name}" ask only their own host, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const problems = [];
      // So high that pictures which wait to be seen are asked for too.
      const options = { javaScriptEnabled, viewport: { width: 390, height: 20_000 } };
      await withContext(site, options, async (origin, context) => {
        const visits = kindsOf(site).map(async ([, { url, file }]) => {
          const page = await context.newPage();
          page.on('request', (request) => {
            if (new URL(request.url()).origin !== origin) problems.push(`${file} asked for ${request.url()}`);
          });
          page.on('response', (response) => {
            if (!response.ok()) problems.push(`${file}: ${response.url()}: ${response.status()}`);
          });
          await page.goto(origin + url, { waitUntil: 'networkidle' });
        });
        await Promise.all(visits);
        problems.push(...(await context.cookies()).map(({ name }) => `the cookie ${name} was set`));
      });
      expectNone(problems);
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
