// Writes pictures of one page of each kind, of the repository's own site and of the one with everything:
//
//   node tests/browser/screenshots.mjs FOLDER

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withContext } from './browser.mjs';
import { kindsOf } from './kinds.mjs';
import { fixtureSite, ownSite } from './site.mjs';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 1024 };
const SETTINGS = {
  phone: { viewport: PHONE },
  desk: { viewport: DESK },
  dark: { viewport: PHONE, colorScheme: 'dark' },
  print: { viewport: DESK },
};

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/browser/screenshots.mjs FOLDER');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
for (const site of [await ownSite(), await fixtureSite()]) {
  for (const [setting, options] of Object.entries(SETTINGS)) {
    await withContext(site, options, async (origin, context) => {
      const page = await context.newPage();
      if (setting === 'print') await page.emulateMedia({ media: 'print' });
      for (const [kind, { url, refresh }] of kindsOf(site)) {
        if (refresh) continue; // It is gone before a picture is taken.
        await page.goto(origin + url);
        // Pictures further down wait until they are close to being seen.
        await page.evaluate(() => Promise.all([...document.images].map((image) => ((image.loading = 'eager'), image.decode()))));
        const name = `${site.name}-${kind.replaceAll(' ', '-')}-${setting}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
      }
    });
  }
}
