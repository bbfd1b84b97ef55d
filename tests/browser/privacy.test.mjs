// A visit is between the reader and the site: no other host learns of it, and no script runs.

import test from 'node:test';
import { withVisits } from './browser.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite, kindsOf, ownSite, SUB_PATH } from './site.mjs';

for (const site of [await ownSite(), await fixtureSite(), await fixtureSite(SUB_PATH)]) {
  test(`pages of the site "${site.name}" hold no script, event handler or inline style`, () => {
    expectNone(site.pages.flatMap(({ file, scripts, inline }) => [...scripts, ...inline].map((what) => `${file}: ${what}`)));
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`pages of the site "${site.name}" ask only their own host, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const problems = [];
      await withVisits(site, async ({ origin, newContext }) => {
        const context = await newContext({ javaScriptEnabled, viewport: { width: 390, height: 20_000 } });
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
  await withVisits(site, async ({ origin, newContext }) => {
    const page = await (await newContext()).newPage();
    page.on('response', (response) => {
      const expected = response.url().endsWith('/not/here/') ? 404 : 200;
      if (response.status() !== expected) problems.push(`${response.url()}: ${response.status()}`);
    });
    await page.goto(`${origin}${site.base.pathname}not/here/`, { waitUntil: 'networkidle' });
  });
  expectNone(problems);
});
