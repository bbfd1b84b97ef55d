// Every link, anchor, picture and asset is there, at the root of a host and below a sub-path.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { expectNone } from './problems.mjs';
import { fileAt, fixtureSite, ownSite, SUB_PATH } from './site.mjs';

const sites = [await ownSite(), await fixtureSite(), await fixtureSite(SUB_PATH)];

for (const site of sites) {
  test(`no link of the site "${site.name}" is broken`, () => {
    const problems = [];
    const idsOf = new Map(site.pages.map((page) => [page.file, new Set(page.ids)]));
    for (const page of site.pages) {
      for (const { tag, attribute, value } of page.references) {
        const url = new URL(value, new URL(page.url, site.base));
        const file = fileAt(site, url);
        if (file === undefined) continue;
        const place = `${page.file}: <${tag} ${attribute}="${value}">`;
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (file === null) problems.push(`${place} leads nowhere`);
        else if (anchor && !idsOf.get(file)?.has(anchor)) problems.push(`${place}: ${file} has no such anchor`);
      }
    }
    expectNone(problems);
  });

  test(`the style sheets of the site "${site.name}" refer to files that exist`, async () => {
    const problems = [];
    for (const file of site.files) {
      if (!file.endsWith('.css')) continue;
      const css = await readFile(join(site.root, file), 'utf8');
      for (const [, value] of css.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)) {
        if (!fileAt(site, new URL(value, new URL(file, site.base)))) problems.push(`${file}: url(${value})`);
      }
    }
    expectNone(problems);
  });

  test(`every picture of the site "${site.name}" is used`, () => {
    const used = new Set(
      site.pages.flatMap((page) =>
        page.references.map(({ value }) => fileAt(site, new URL(value, new URL(page.url, site.base)))),
      ),
    );
    expectNone([...site.files].filter((file) => /\.(png|jpe?g|gif|webp)$/.test(file) && !used.has(file)));
  });
}
