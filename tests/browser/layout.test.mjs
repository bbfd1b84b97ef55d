// Pages can be read and used on a small phone, with large text, and from the keyboard.

import test from 'node:test';
import { lookAtEachKind } from './browser.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite, ownSite } from './site.mjs';

const DESK = { width: 1280, height: 1024 };
const PHONE = { width: 390, height: 844 };
/** WCAG 2.2: 2.5.8 Target Size (Minimum). */
const TARGET = 24;
/** Characters a line. */
const MEASURE = { least: 45, most: 80 };
/** Enough to pass the header and reach the text. */
const TAB_STOPS = 15;
const PICTURES = /\.(png|jpe?g|gif|webp|svg)$/;

const sites = [await ownSite(), await fixtureSite()];

/** Tests that `look`, at an open page, finds no problem on a page of each kind. */
function onEachKind(name, options, look, prepare) {
  for (const site of sites) {
    test(`${name} (site "${site.name}")`, async () => {
      expectNone(await lookAtEachKind(site, options, look, prepare));
    });
  }
}

for (const [name, options] of [
  ['320 px', { viewport: { width: 320, height: 568 } }],
  ['390 px', { viewport: PHONE }],
  ['1280 px at 400 %', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
]) {
  onEachKind(`nothing scrolls sideways at ${name}`, options, tooWide);
}

for (const viewport of [PHONE, DESK]) {
  onEachKind(
    `text at 200 % stays whole at ${viewport.width} px`,
    { viewport },
    async (page) => [...(await tooWide(page)), ...(await page.evaluate(cutOff))],
    async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    },
  );
}

onEachKind(`targets are at least ${TARGET} px`, { viewport: PHONE }, (page) => page.evaluate(smallTargets, TARGET));

onEachKind('lines have a length that reads well', { viewport: DESK }, async (page) => {
  const lengths = await page.evaluate(lineLengths);
  if (lengths.length < 5) return []; // Too little running text to tell.
  const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)];
  return median < MEASURE.least || median > MEASURE.most ? [`${median} characters a line`] : [];
});

for (const viewport of [PHONE, DESK]) {
  onEachKind(
    `nothing moves while a page loads at ${viewport.width} px`,
    { viewport },
    (page) => page.evaluate(shiftsWhileReading),
    async (page) => {
      // Pictures come late, as over a slow connection.
      await page.route(PICTURES, async (route) => {
        await new Promise((done) => setTimeout(done, 200));
        await route.continue();
      });
      await page.addInitScript(() => {
        globalThis.shifts = [];
        const observer = new PerformanceObserver((list) => globalThis.shifts.push(...list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
      });
    },
  );
}

for (const viewport of [PHONE, DESK]) {
  onEachKind(`focus can be seen at each step at ${viewport.width} px`, { viewport }, async (page) => {
    const problems = [];
    await page.evaluate(rememberOutlines);
    for (let stop = 1; stop <= TAB_STOPS; stop += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(describeFocus);
      if (!focus) break; // Past the last one.
      if (!focus.outlined) problems.push(`stop ${stop}, ${focus.name}: no outline`);
      if (!focus.seen) problems.push(`stop ${stop}, ${focus.name}: out of sight`);
    }
    return problems;
  });
}

onEachKind('the skip link leads to the main text', { viewport: PHONE }, async (page) => {
  if (await page.evaluate(() => !document.querySelector('nav'))) return []; // There is nothing to skip.
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
  if (first !== '#main') return [`the first stop is ${first}`];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(() => {
    const main = document.querySelector('main');
    const { activeElement } = document;
    // A main text without links is left at once, forwards.
    return main.contains(activeElement) || Boolean(main.compareDocumentPosition(activeElement) & 4);
  });
  return inside ? [] : ['the stop after it is before the main text'];
});

/** What makes a page scroll sideways. */
function tooWide(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((e) => {
      const { left, right } = e.getBoundingClientRect();
      return (right > clientWidth + 0.5 || left < -0.5) && !e.closest('.table');
    });
    const names = wide.slice(0, 3).map((e) => `<${e.localName} class="${e.className}">`);
    return [`${scrollWidth} px on a screen of ${clientWidth} px: ${names.join(', ')}`];
  });
}

/** In the browser: what moved, from the first paint until all has been scrolled past. */
async function shiftsWhileReading() {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await frames();
  }
  await Promise.all([...document.images].map((image) => image.decode()));
  await frames();
  return globalThis.shifts.map(({ value, sources }) => `moved by ${value}: ${sources.map(({ node }) => node?.nodeName)}`);
}

/** In the browser: elements that hide a part of their text. */
function cutOff() {
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.textContent.trim() && e.clientHeight > 1)
    .filter((e) => {
      const { overflowX, overflowY } = getComputedStyle(e);
      const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
      return (hides(overflowX) && e.scrollWidth > e.clientWidth) || (hides(overflowY) && e.scrollHeight > e.clientHeight);
    })
    .map((e) => `<${e.localName} class="${e.className}"> hides text`);
}

/** In the browser: what is pressed, and answers on less than `size` × `size` px. Links within a sentence may be smaller. */
function smallTargets(size) {
  const reach = size / 2 - 0.5;
  const inSentence = (e) => {
    if (getComputedStyle(e).display !== 'inline') return false;
    const block = e.closest('p, li, dd, dt, td, th, figcaption, blockquote, label, h1, h2, h3, h4, h5, h6');
    return Boolean(block) && block.textContent.trim().length > e.textContent.trim().length;
  };
  const answers = (e, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return Boolean(hit) && (e.contains(hit) || e.labels?.[0]?.contains(hit));
  };
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((e) => !e.disabled && e.checkVisibility() && !inSentence(e))
    .filter((e) => {
      e.focus(); // The skip link shows itself.
      e.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = e.getBoundingClientRect();
      if (width >= size && height >= size) return false;
      const [x, y] = [left + width / 2, top + height / 2];
      return ![[x - reach, y], [x + reach, y], [x, y - reach], [x, y + reach]].every(([x, y]) => answers(e, x, y));
    })
    .map((e) => {
      const { width, height } = e.getBoundingClientRect();
      return `${width.toFixed(1)} × ${height.toFixed(1)} px: ${e.outerHTML.slice(0, 120)}`;
    });
}

/** In the browser: characters of each full line of running text. */
function lineLengths() {
  return [...document.querySelectorAll('main p')].flatMap((paragraph) => {
    const lines = new Map();
    const range = document.createRange();
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      for (let i = 0; i < text.length; i += 1) {
        range.setStart(text, i);
        range.setEnd(text, i + 1);
        const box = range.getClientRects()[0];
        if (box?.width) lines.set(Math.round(box.bottom / 8), (lines.get(Math.round(box.bottom / 8)) ?? 0) + 1);
      }
    }
    return [...lines.values()].slice(0, -1);
  });
}

/** In the browser: how each element looks while it is not in focus. */
function rememberOutlines() {
  globalThis.outlines = new Map(
    [...document.querySelectorAll('*')].map((e) => [e, getComputedStyle(e).outline]),
  );
}

/** In the browser: the element in focus; nothing after the last one. */
function describeFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return {
    name: element.outerHTML.slice(0, 80),
    outlined:
      style.outline !== globalThis.outlines.get(element) && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
  };
}
