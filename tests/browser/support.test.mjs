// Whom to call: on every page, at the same place, quickly reached, with links that a phone understands; and ways past what
// is hard to read. All of it without any script.

import assert from 'node:assert/strict';
import test from 'node:test';
import { withContext } from './browser.mjs';
import { kindsOf } from './kinds.mjs';
import { fixtureSite } from './site.mjs';

const site = await fixtureSite();
const DARK = '/hard/when-it-is-dark/';
const PHONE = { viewport: { width: 390, height: 844 } };
const DESK = { viewport: { width: 1280, height: 1024 } };
/** 400 % of a window of 1280 by 1024. */
const ZOOMED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
const LINK = '.help-link a';
const BLOCK = '#help--now';

/** One page of each kind, redirects aside. */
const pages = kindsOf(site).filter(([, { refresh }]) => !refresh);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`the link at the top leads to the block on every kind of page, ${how} JavaScript`, () =>
    withContext(site, { ...PHONE, javaScriptEnabled }, async (origin, context) => {
      const page = await context.newPage();
      for (const [kind, { url }] of pages) {
        await page.goto(origin + url);
        const link = page.locator(LINK);
        const box = await link.boundingBox();
        // In sight at once, and easily hit.
        assert.ok(box.y >= 0 && box.y + box.height < 844 / 2, kind);
        assert.ok(box.height >= 24 && box.width >= 24, kind);
        await link.click();
        assert.equal(new URL(page.url()).hash, BLOCK, kind);
        const heading = page.locator(`${BLOCK} h2`);
        assert.notEqual((await heading.innerText()).trim(), '', kind);
        assert.ok(await inSight(heading), kind);
      }
    }));
}

test('the block stands at the same place of every page: after what it says, before the footer', () =>
  withContext(site, DESK, async (origin, context) => {
    const page = await context.newPage();
    const lefts = new Set();
    for (const [kind, { url }] of pages.filter(([, { dir }]) => dir === 'ltr')) {
      await page.goto(origin + url);
      const [main, block, footer] = await Promise.all(['main', BLOCK, '.site-footer'].map((part) => page.locator(part).boundingBox()));
      assert.ok(main.y + main.height <= block.y && block.y + block.height <= footer.y, kind);
      lefts.add(`${block.x} ${block.width}`);
    }
    assert.equal(lefts.size, 1, [...lefts].join(', '));
  }));

test('it is three presses of Tab away from the top, and the next one after it reaches the emergency number', () =>
  withContext(site, PHONE, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(origin + DARK);
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('href'));
    const seen = [];
    for (let presses = 0; presses < 3 && (await focused()) !== BLOCK; presses += 1) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    assert.equal(seen.at(-1), BLOCK, seen.join(', '));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'tel:999');
    assert.ok(await inSight(page.locator(`${BLOCK} a`).first()));
  }));

test('the links are what phones understand, and other sites are not told where the reader came from', () =>
  withContext(site, PHONE, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(origin + DARK);
    const links = await page.locator(`${BLOCK} a`).evaluateAll((all) => all.map((a) => [a.textContent.replaceAll('\u00a0', ' '), a.getAttribute('href'), a.rel]));
    assert.deepEqual(links, [
      ['999', 'tel:999', ''],
      ['112', 'tel:112', ''],
      ['Call 0000 000 002', 'tel:0000000002', ''],
      ['Text 00002', 'sms:00002', ''],
      ['Chat online', 'https://example.net/chat?a=1&b=2', 'noopener noreferrer'],
      ['example.net/a-long-address-that-goes-on-and-on/and-on', 'https://www.example.net/a-long-address-that-goes-on-and-on/and-on/', 'noopener noreferrer'],
      ['Text “HELLO & YOU” to 00001', 'sms:00001?&body=HELLO%20%26%20YOU', ''],
      ['Call +44 (0)20 0000 0001', 'tel:+442000000001', ''],
    ]);
    const items = await page.locator(`${BLOCK} .support-lines > li`).allInnerTexts();
    const [everything, text, french] = items.map((item) => item.replace(/\s+/g, ' '));
    assert.match(everything, /9:00–23:00 .*Checked on 1 January 2026\. .*check the service's own page/);
    assert.match(text, /for people under 25 · 24 hours .*check the service's own page/);
    assert.match(french, /24 hours a day, every day · Languages: French, Welsh .*Checked on 1 November 2026\.$/);
    assert.doesNotMatch(french, /own page/);
  }));

test('in another language the lines that speak it stand first, and everything is said in it', () =>
  withContext(site, PHONE, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(`${origin}/ar/`);
    const first = await page.locator(`${BLOCK} .support-lines > li`).first().innerText();
    assert.match(first, /Line with everything/);
  }));

test('content notes lead past what is hard to read, with keyboard and finger, without JavaScript', () =>
  withContext(site, { ...PHONE, javaScriptEnabled: false }, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(origin + DARK);
    const ways = page.locator('.notes .ways a');
    assert.deepEqual(await ways.allInnerTexts(), [
      'Go past “The darkest part”, to “What may help”',
      'Go past “A loss of my own”, to the end of the text',
      'Read on',
      'Read something else',
    ]);
    for (const [n, goal] of ['#what-may-help', '#text--end'].entries()) {
      await ways.nth(n).focus();
      await page.keyboard.press('Enter');
      assert.equal(new URL(page.url()).hash, goal);
      assert.ok(await inSight(page.locator(goal)), goal);
      assert.equal(await inSight(page.locator(n ? '#a-loss-of-my-own' : '#the-darkest-part')), false, goal);
    }
  }));

test('after the part that speaks of suicide the page says once more whom to call, and only there', () =>
  withContext(site, { ...PHONE, javaScriptEnabled: false }, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(origin + DARK);
    const short = page.locator('.support-short');
    assert.equal(await short.count(), 1);
    const next = short.locator('xpath=following-sibling::*[1]');
    assert.equal(await next.getAttribute('id'), 'what-may-help');
    assert.match(await short.innerText(), /999[^]*Line with everything[^]*check the service's own page/);
    await short.locator('a').last().click();
    assert.ok(await inSight(page.locator(`${BLOCK} h2`)));
  }));

for (const [size, options] of Object.entries({ 'a phone': PHONE, '400 % zoom': ZOOMED })) {
  test(`nothing is cut off or needs scrolling sideways on ${size}`, () =>
    withContext(site, options, async (origin, context) => {
      const page = await context.newPage();
      for (const url of [DARK, '/ar/', '/articles/']) {
        await page.goto(origin + url);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${url}: ${wide} px too wide`);
        for (const link of await page.locator(`${LINK}, ${BLOCK} a, .support-short a`).all()) {
          const box = await link.boundingBox();
          assert.ok(box.x >= 0 && box.x + box.width <= options.viewport.width, `${url}: ${await link.innerText()}`);
          assert.ok(box.height >= 24, `${url}: ${await link.innerText()} is ${box.height} px high`);
        }
        await page.locator(LINK).click();
        assert.ok(await inSight(page.locator(`${BLOCK} h2`)), url);
      }
    }));
}

test('on paper the numbers stand, and the link to them does not', () =>
  withContext(site, DESK, async (origin, context) => {
    const page = await context.newPage();
    await page.emulateMedia({ media: 'print' });
    await page.goto(origin + DARK);
    assert.equal(await page.locator(LINK).isVisible(), false);
    assert.equal(await page.locator(BLOCK).isVisible(), true);
    assert.equal(await page.locator('.support-short').isVisible(), true);
  }));

/** Whether any of an element is within the window. */
function inSight(locator) {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom >= -1 && top < innerHeight; // positions are rounded
  });
}
