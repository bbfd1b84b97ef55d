// The quick exit of a discreet page: at once, by hand and by key, with and without its script, and never in the way.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { withContext } from './browser.mjs';
import { expectNone } from './problems.mjs';
import { siteOf } from './site.mjs';

const ELSEWHERE = 'https://elsewhere.example/weather';
const PHONE = { viewport: { width: 390, height: 844 } };
const DESK = { viewport: { width: 1280, height: 800 } };
/** 1280 × 1024 px at 400 %. */
const ZOOMED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };
const WITHOUT_SCRIPTS = { javaScriptEnabled: false };
const LANGUAGES = ['en', 'de', 'es', 'el'];
const PAGE = '/leaving/';
/** Longer than the script waits for the next press, or leaves a message. */
const A_WHILE = 5001;

const WORDS = `Somebody may look over your shoulder. A page like this one should be easy to leave. `.repeat(6);
const article = (title) => `---
title: ${title}
date: 2026-11-01
description: What nobody else needs to read, called Secretdescription.
content_notes: [violence at home]
topics: [Safety]
image: {src: secretpicture.png, alt: Secretpicture}
discreet: true
---

${WORDS}[Another page](other.md), [the same page](#plans).[^note]

## Steps

${WORDS}

- [one](other.md)
- [two](other.md)

## Plans

${WORDS} <abbr title="Something">Abbr</abbr>

<details>
<summary>More</summary>

${WORDS} [three](other.md)

</details>

## People

${WORDS} [four](other.md) ${WORDS} [five](other.md)

[^note]: ${WORDS}
`;
/** One pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const site = await siteOf('exit', {
  'site.yaml': `name: The Practice
base_url: https://example.org/
language: en
quick_exit: ${ELSEWHERE}
discreet_title: Notes
languages: {de: {}, es: {}, el: {}}
`,
  'articles/leaving.md': article('Secrettitle of the article'),
  'articles/secretpicture.png': PICTURE,
  ...Object.fromEntries(
    LANGUAGES.slice(1).map((language) => [`articles/leaving.${language}.md`, article(`Secrettitle ${language}`)]),
  ),
  'articles/other.md': '---\ntitle: Other\ndate: 2026-10-01\ntopics: [Safety]\n---\n\nSee [it](leaving.md).\n',
});

/** Opens the page, after another one of the site, as the first two steps of a way back. */
async function opened(origin, context, { path = PAGE, arrive = async (route) => route.fulfill(BLANK) } = {}) {
  const asked = [];
  await context.route(ELSEWHERE, async (route) => {
    asked.push(await route.request().allHeaders());
    await arrive(route);
  });
  const page = await context.newPage();
  await page.goto(`${origin}/other/`);
  await page.goto(origin + path);
  return { page, asked };
}

const BLANK = { contentType: 'text/html', body: '<!DOCTYPE html><title>Weather</title><h1>Weather</h1>' };
const status = (page) => page.locator('.exit-status').textContent();

for (const [name, options] of Object.entries({ PHONE, DESK, ZOOMED })) {
  test(`without scripts it is a plain link that says that history is kept (${name})`, () =>
    withContext(site, { ...options, ...WITHOUT_SCRIPTS }, async (origin, context) => {
      const { page, asked } = await opened(origin, context);
      const link = page.getByRole('link', { name: 'Leave this page it stays in your history' });
      await link.waitFor();
      assert.ok(await page.getByText('Your browser still keeps this page in its history.').isVisible());
      assert.equal(await page.getByText('Shift key').isVisible(), false, 'what needs the script is not promised');
      await link.click();
      await page.waitForURL(ELSEWHERE);
      assert.equal(asked.length, 1);
      assert.equal(asked[0].referer, undefined, 'the other site does not learn where the reader was');
      await page.goBack();
      assert.equal(new URL(page.url()).pathname, PAGE);
    }));

  for (const javaScriptEnabled of [true, false]) {
    test(`the link stays in view and hides nothing that has the focus (${name}, scripts ${javaScriptEnabled ? 'on' : 'off'})`, () =>
      withContext(site, { ...options, javaScriptEnabled }, async (origin, context) => {
        const problems = [];
        for (const language of LANGUAGES) {
          const path = language === 'en' ? PAGE : `/${language}${PAGE}`;
          const { page } = await opened(origin, context, { path });
          for (const key of ['Tab', 'Shift+Tab']) {
            let stops = 0;
            for (; stops < 60; stops += 1) {
              await page.keyboard.press(key);
              const found = await page.evaluate(focusAndExit);
              if (!found) break; // Past the last one.
              problems.push(...found.map((problem) => `${language}, ${key} ${stops + 1}: ${problem}`));
            }
            if (stops < 10 || stops === 60) problems.push(`${language}: ${stops} stops by ${key}`);
          }
          if (!page.url().endsWith(path)) problems.push(`${language}: going back by Shift and Tab left the page`);
          // What an anchor leads to stands below the bar as well.
          await page.goto(`${origin}${path}#plans`);
          const { bar, heading } = await page.evaluate(() => ({
            bar: document.querySelector('.exit-bar').getBoundingClientRect().bottom,
            heading: document.querySelector('#plans').getBoundingClientRect().top,
          }));
          if (heading < bar) problems.push(`${language}: the bar hides the heading that an anchor leads to`);
          await page.close();
        }
        expectNone(problems);
      }));
  }
}

for (const [name, options, size, spacing] of [
  // WCAG 2.2: 1.4.12 Text Spacing.
  ['400 % with wide spacing', ZOOMED, 16, 'line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important'],
  ['390 px with text at 200 %', PHONE, 32, ''],
]) {
  test(`the bar is less high than the room kept for it, in each language, at ${name}`, () =>
    withContext(site, options, async (origin, context) => {
      const problems = [];
      for (const language of LANGUAGES) {
        const { page } = await opened(origin, context, { path: language === 'en' ? PAGE : `/${language}${PAGE}` });
        const session = await context.newCDPSession(page);
        await session.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: size } });
        await page.keyboard.press('Shift'); // The marks that count the presses show.
        await page.evaluate((spacing) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* { ${spacing} }`);
          document.adoptedStyleSheets = [sheet];
        }, spacing);
        const { height, room } = await page.evaluate(() => ({
          height: document.querySelector('.exit-bar').getBoundingClientRect().height,
          room: parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop),
        }));
        if (!(height <= room)) problems.push(`${language}: ${height} px of ${room} px`);
        await page.close();
      }
      expectNone(problems);
    }));
}

test('by keyboard it is the stop after the skip link, without scripts too', () =>
  withContext(site, { ...PHONE, ...WITHOUT_SCRIPTS }, async (origin, context) => {
    const { page } = await opened(origin, context);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'exit-link');
    await page.keyboard.press('Enter');
    await page.waitForURL(ELSEWHERE);
  }));

for (const [name, leave] of [
  ['click', click],
  [
    'Ctrl and click',
    async (page) => {
      await page.keyboard.down('Control');
      await click(page);
      await page.keyboard.up('Control');
    },
  ],
  [
    'Enter',
    async (page) => {
      await page.locator('.exit-link').focus();
      await page.keyboard.press('Enter');
    },
  ],
  ['three presses of Shift', (page) => shift(page, 3)],
]) {
  test(`by ${name} the page is covered at once, said to be left, and not on the way back`, () =>
    withContext(site, PHONE, async (origin, context) => {
      let arrived;
      const arrival = new Promise((done) => (arrived = done));
      const arrive = async (route) => {
        await arrival;
        await route.fulfill(BLANK);
      };
      let covered;
      const cover = new Promise((done) => (covered = done));
      await context.exposeFunction('covered', covered);
      await context.addInitScript(watchForCover);
      const { page, asked } = await opened(origin, context, { arrive });
      // Places that were looked at are no steps of the way back either.
      await page.getByRole('link', { name: 'the same page' }).click();
      assert.ok(page.url().endsWith('#plans'));
      const steps = await page.evaluate(() => history.length);
      await leave(page);
      // The other page has not come: what is shown until then is told by the page itself, for a browser that is about to
      // leave answers nothing.
      assert.deepEqual(await cover, { text: 'Leaving this page.', box: [0, 0, 390, 844] });
      arrived();
      await page.waitForURL(ELSEWHERE);
      assert.equal(await page.evaluate(() => history.length), steps);
      assert.equal(asked[0].referer, undefined);
      assert.equal(context.pages().length, 1, 'no page is left behind');
      await page.goBack();
      assert.equal(new URL(page.url()).pathname, '/other/');
    }));
}

test('each press of Shift is counted aloud and in view, and forgotten after five seconds', () =>
  withContext(site, DESK, async (origin, context) => {
    await context.clock.install();
    const { page } = await opened(origin, context);
    const count = page.locator('.exit-count');
    const lit = () => count.locator('.is-on').count();
    assert.equal(await page.locator('.exit-status').getAttribute('role'), 'status');
    assert.ok(await page.getByText('You can also press the Shift key three times.').isVisible());
    assert.equal(await status(page), '');
    assert.equal(await count.isVisible(), false);
    await shift(page, 1);
    assert.equal(await status(page), 'Shift. Press it 2 more times to leave this page.');
    assert.ok(await count.isVisible());
    assert.equal(await lit(), 1);
    assert.equal(await count.getAttribute('aria-hidden'), 'true');
    await shift(page, 1);
    assert.equal(await status(page), 'Shift. Press it 1 more time to leave this page.');
    assert.equal(await lit(), 2);
    await context.clock.runFor(A_WHILE);
    assert.equal(await status(page), 'You are still on this page. To leave it, press Shift three times.');
    assert.equal(await count.isVisible(), false);
    await context.clock.runFor(A_WHILE);
    assert.equal(await status(page), '');
    // The count begins anew.
    await shift(page, 2);
    assert.equal(await status(page), 'Shift. Press it 1 more time to leave this page.');
    assert.equal(new URL(page.url()).pathname, PAGE);
  }));

test('what it says is said in the language of the page', () =>
  withContext(site, DESK, async (origin, context) => {
    const said = [];
    for (const language of LANGUAGES) {
      const { page } = await opened(origin, context, { path: language === 'en' ? PAGE : `/${language}${PAGE}` });
      await shift(page, 1);
      said.push(await status(page), ...Object.values(await page.locator('.exit').evaluate(({ dataset }) => ({ ...dataset }))));
      await page.close();
    }
    assert.equal(said.length, 5 * LANGUAGES.length);
    // The message of the first press is one of the four.
    assert.equal(new Set(said).size, 4 * LANGUAGES.length);
  }));

test('Shift with another key or the mouse is no press', () =>
  withContext(site, DESK, async (origin, context) => {
    const { page, asked } = await opened(origin, context);
    const h1 = page.getByRole('heading', { level: 1 });
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('Shift+A');
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('Control+Shift');
    for (let i = 0; i < 4; i += 1) await h1.click({ modifiers: ['Shift'] });
    assert.equal(await status(page), '');
    // A key held down is one press, however often it repeats itself.
    for (let i = 0; i < 5; i += 1) await page.keyboard.down('Shift');
    await page.keyboard.up('Shift');
    assert.match(await status(page), /2 more times/);
    // Another key ends the count.
    await page.keyboard.press('ArrowDown');
    assert.match(await status(page), /still on this page/);
    await shift(page, 2);
    assert.match(await status(page), /1 more time/);
    assert.equal(asked.length, 0);
    assert.ok(await h1.isVisible());
  }));

test('a link that leads elsewhere on the site is a link as any other', () =>
  withContext(site, DESK, async (origin, context) => {
    const { page } = await opened(origin, context);
    await page.getByRole('link', { name: 'Another page' }).click();
    assert.equal(new URL(page.url()).pathname, '/other/');
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, PAGE);
  }));

test('on paper there is no exit', () =>
  withContext(site, DESK, async (origin, context) => {
    const { page } = await opened(origin, context);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.exit-link').isVisible(), false);
    assert.equal(await page.locator('.exit-note').isVisible(), false);
    assert.ok(await page.getByRole('heading', { level: 1 }).isVisible());
  }));

test('the head of a discreet page says nothing of it, and its heading does', () => {
  const pages = site.pages.filter(({ discreet }) => discreet);
  assert.equal(pages.length, LANGUAGES.length);
  for (const page of pages) {
    assert.equal(page.title, 'Notes');
    assert.match(page.headings[0], /^Secrettitle/);
    assert.deepEqual(page.openGraph, [
      ['og:title', 'Notes'],
      ['og:description', 'Notes'],
      ['og:type', 'website'],
    ]);
    assert.doesNotMatch(page.head, /secret|violence|The Practice –/i, page.file);
    assert.deepEqual(page.jsonLd, []);
    assert.equal(page.description, null);
    assert.equal(page.robots, null);
  }
});

test('no page shows a discreet one unasked, and links and lists lead to it', async () => {
  const naming = {};
  for (const file of [...site.files].filter((file) => /\.(html|xml)$/.test(file))) {
    const text = await readFile(join(site.root, file), 'utf8');
    const times = text.split('/leaving/').length - 1;
    if (times > 0) naming[file] = times;
  }
  // The pages themselves name each other.
  for (const page of site.pages.filter(({ discreet }) => discreet)) delete naming[page.file];
  const chosen = Object.fromEntries(Object.entries(naming).filter(([file]) => !/(^|\/)(articles|topics|audience)\//.test(file)));
  // The link in the text of the other article, on its page and in the feed; and the address, for those who search.
  assert.deepEqual(chosen, { 'feed.xml': 1, 'other/index.html': 1, 'sitemap.xml': chosen['sitemap.xml'] });
  assert.ok(naming['topics/safety/index.html'] && naming['articles/index.html']);
  assert.doesNotMatch(await readFile(join(site.root, 'feed.xml'), 'utf8'), /secret/i);
});

/** Where a hand would. */
async function click(page) {
  const { x, y, width, height } = await page.locator('.exit-link').boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

/** In the browser: tells what there is to see once something covers the page. */
function watchForCover() {
  const observer = new MutationObserver(() => {
    const cover = document.querySelector('[role="alert"]');
    if (!cover) return;
    const { left, top, width, height } = cover.getBoundingClientRect();
    globalThis.covered({ text: document.body.innerText.trim(), box: [left, top, width, height] });
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Presses Shift `times` times. */
async function shift(page, times) {
  for (let i = 0; i < times; i += 1) await page.keyboard.press('Shift');
}

/** In the browser: what is wrong with the element in focus and the exit; nothing after the last one. */
function focusAndExit() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const link = document.querySelector('.exit-link').getBoundingClientRect();
  const bar = document.querySelector('.exit-bar').parentElement.getClientRects()[0] ?? document.querySelector('.exit-bar').getBoundingClientRect();
  const problems = [];
  const name = element.outerHTML.slice(0, 60);
  if (link.top < 0 || link.bottom > innerHeight || link.width === 0) problems.push(`${name}: the exit is out of sight`);
  if (element.closest('.exit, .skip-link')) return problems;
  const [first] = element.getClientRects();
  if (first.top < bar.bottom - 0.5 && first.bottom > bar.top) problems.push(`${name}: behind the exit`);
  if (first.top >= innerHeight || first.bottom <= 0) problems.push(`${name}: out of sight`);
  const hit = document.elementFromPoint(first.left + first.width / 2, Math.min(first.top + first.height / 2, innerHeight - 1));
  if (hit && !element.contains(hit) && !hit.contains(element)) problems.push(`${name}: behind ${hit.outerHTML.slice(0, 60)}`);
  return problems;
}
