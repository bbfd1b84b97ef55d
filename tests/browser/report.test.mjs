// The report of `check --html`: one page that asks nothing of any server, in a browser with and without scripts.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { after, before } from 'node:test';
import { promisify } from 'node:util';
import { launch } from './browser.mjs';
import { writeFixture } from './fixture.mjs';
import { ATTUNED, TODAY, WORK } from './site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const file = join(WORK, 'report.html');
const address = pathToFileURL(file).href;
let browser;

before(async () => {
  const source = join(WORK, 'report-source');
  await rm(WORK, { recursive: true, force: true });
  await mkdir(WORK, { recursive: true });
  await writeFixture(source);
  // A site with findings ends with 1 where one of them is an error: the report is there all the same.
  await promisify(execFile)(ATTUNED, ['check', '--site', source, '--today', TODAY, '--html', file]).catch((error) => {
    if (error.code !== 1) throw error;
  });
  browser = await launch();
});
after(() => browser?.close());

/** Opens the report, and calls `use` with its page. Returns what its console said and what it asked for beyond itself. */
async function open(options, use) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== address) said.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  await use(page);
  await context.close();
  return said;
}

const column = (page, n) => page.locator(`#articles + .wide tbody tr > :nth-child(${n})`);
const values = (page, n) =>
  column(page, n).evaluateAll((cells) => cells.map((cell) => cell.dataset.v ?? cell.textContent));

test('it keeps to its own policy, and fits every screen and both schemes', async () => {
  for (const [width, colorScheme] of [
    [320, 'light'],
    [390, 'dark'],
    [1280, 'light'],
  ]) {
    const said = await open({ viewport: { width, height: 800 }, colorScheme }, async (page) => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${width} px: ${over} px too wide`);
    });
    assert.deepEqual(said, []);
    assert.deepEqual(await audit({ viewport: { width, height: 800 }, colorScheme }), []);
  }
});

/** What axe finds in the report without its policy, which keeps the scripts of others out, those of this test among them. */
async function audit(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const html = await readFile(file, 'utf8');
  await page.setContent(html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
  await page.addScriptTag({ content: await readFile(AXE, 'utf8') });
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  await context.close();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

test('its table can be sorted by mouse and by key, and what is missing comes last', async () => {
  const said = await open({}, async (page) => {
    const grade = page.locator('#articles + .wide th button', { hasText: 'Grade' });
    const heading = page.locator('#articles + .wide th', { has: page.locator('button', { hasText: 'Grade' }) });
    const unsorted = await values(page, 4);
    assert.ok(new Set(unsorted).size > 2, unsorted.join());
    await grade.click();
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    const up = await values(page, 4);
    const figures = (list) => list.filter((value) => value !== '').map(Number);
    assert.deepEqual(figures(up), figures(unsorted).sort((a, b) => a - b));
    assert.deepEqual(up.slice(figures(up).length).join(''), '');
    await grade.focus();
    await page.keyboard.press('Enter');
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
    const down = await values(page, 4);
    assert.deepEqual(figures(down), figures(unsorted).sort((a, b) => b - a));
    assert.deepEqual(down.slice(figures(down).length).join(''), '');
  });
  assert.deepEqual(said, []);
});

test('without scripts everything is there but the sorting', async () => {
  await open({ javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('th button').count(), 0);
    assert.ok((await column(page, 1).count()) > 3);
    assert.ok((await page.locator('.chart li').count()) > 3);
    assert.ok(await page.locator('.said li').first().isVisible());
  });
});
