// axe-core finds nothing on a page of each kind, on a phone and on a desk, by day and by night.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { lookAtEachKind } from './browser.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite, ownSite } from './site.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

for (const site of [await ownSite(), await fixtureSite()]) {
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe-core finds nothing on the site "${site.name}" at ${width} px, ${colorScheme}`, async () => {
        expectNone(await lookAtEachKind(site, { viewport: { width, height: 800 }, colorScheme }, violations));
      });
    }
  }
}

async function violations(page) {
  await page.evaluate(AXE);
  // What is folded away must be right as well.
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
  });
}
