// axe-core finds nothing on a page of each kind, on a phone and on a desk, by day and by night.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { withVisits } from './browser.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite, kindsOf, ownSite } from './site.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SETTINGS = [390, 1280].flatMap((width) =>
  ['light', 'dark'].map((colorScheme) => ({ viewport: { width, height: 800 }, colorScheme })),
);

for (const site of [await ownSite(), await fixtureSite()]) {
  test(`axe-core finds nothing on the site "${site.name}"`, async () => {
    const problems = [];
    await withVisits(site, async ({ visit }) => {
      for (const [, page] of kindsOf(site)) {
        const visits = SETTINGS.map(async (settings) => {
          const place = `${page.url} ${settings.viewport.width} px, ${settings.colorScheme}`;
          const found = await visit(page, settings, violations);
          problems.push(...found.map((problem) => `${place}: ${problem}`));
        });
        await Promise.all(visits);
      }
    });
    expectNone(problems);
  });
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
