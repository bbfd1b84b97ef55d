// What there is to say of a page, beside the page: `attuned serve` itself, a real browser, and an article to mend.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { PATIENCE } from './looking.mjs';
import { preview } from './preview.mjs';

const ARTICLE = 'articles/listening.md';

const article = (front, body) => `---
title: Listening
date: 2026-11-01
authors: [author]
${front}---

${body}
`;

const FILLER = Array.from({ length: 40 }, (_, i) => `You can rest a while here. This is part ${i + 1}.`).join('\n\n');

const BODY = `${FILLER}

You may know attunement.[^1] Research shows that *listening* \`truly\` helps a lot. The end of it is near you.

[^1]: A note for you.
`;

const FILES = {
  'site.yaml': 'name: Example Practice\nbase_url: https://example.org/\nlanguage: en\n',
  'articles/people.yaml': 'author:\n  name: Example Author\n',
  'articles/glossary.yaml': 'terms:\n  - term: attunement\n    meaning: Being in tune.\n',
  [ARTICLE]: article('', BODY),
};

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function served(use, settings = {}) {
  const site = await preview(FILES);
  const context = await browser.newContext({ viewport: { width: 900, height: 700 }, reducedMotion: 'reduce', ...settings });
  context.setDefaultTimeout(PATIENCE);
  try {
    const page = await context.newPage();
    await page.goto(new URL('/listening/', site.home).href);
    await use(page, site);
    assert.equal(await site.close(), 0);
  } finally {
    await context.close();
    await site.kill();
  }
}

const open = (page) => page.getByRole('button', { name: /^This page/ });
const panel = (page) => page.getByRole('region', { name: 'This page' });
const claim = (page) => panel(page).getByRole('button', { name: /appeals to/ });

/** What is marked, as the browser keeps it. */
const marked = (page) => page.evaluate(() => [...(CSS.highlights.get('attuned-finding') ?? [])].map(String));

test('the panel tells how the page reads, and clicking a finding marks its sentence', () =>
  served(async (page) => {
    await open(page).click();
    await panel(page).getByText(/words · .* school grade .* \(should be 8 or lower\)/).waitFor();
    await claim(page).click();
    const [sentence] = await marked(page);
    assert.equal(sentence, 'Research shows that listening truly helps a lot.');
    assert.equal(await claim(page).getAttribute('aria-pressed'), 'true');
    const visible = await page.evaluate(() => {
      const [range] = CSS.highlights.get('attuned-finding');
      const { top, bottom } = range.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    assert.ok(visible, 'it is brought into view');
    await panel(page).getByRole('button', { name: 'Close' }).click();
    assert.deepEqual(await marked(page), [], 'closing takes the mark away');
  }));

test('it works by keyboard, and says what it has done', () =>
  served(async (page) => {
    await open(page).focus();
    await page.keyboard.press('Enter');
    assert.equal(await open(page).getAttribute('aria-expanded'), 'true');
    await claim(page).focus();
    await page.keyboard.press('Enter');
    await panel(page).getByRole('status').getByText('It is marked on the page.').waitFor();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.querySelector('attuned-live').shadowRoot.activeElement.className), 'open-findings');
  }));

test('it follows what the author mends and waives, and stays open', () =>
  served(async (page, site) => {
    await open(page).click();
    await claim(page).waitFor();
    // A waiver changes nothing on the page itself.
    await site.write(ARTICLE, article('waivers:\n  citation/claim: It is said in passing.\n', BODY));
    await claim(page).waitFor({ state: 'detached' });
    await panel(page).getByText('1 waiver in the front matter').click();
    await panel(page).getByText('It is said in passing.').waitFor();
    await site.write(ARTICLE, article('', BODY.replace('Research shows that', 'You may find that')));
    await page.getByText('You may find that').waitFor();
    await claim(page).waitFor({ state: 'detached' });
    await panel(page).getByText('waiver in the front matter').waitFor({ state: 'hidden' });
  }));

test('what is about no words of the page is told without a button; lists have no panel', () =>
  served(async (page, site) => {
    await open(page).click();
    await panel(page).getByText('nobody has reviewed').waitFor();
    assert.equal(await panel(page).getByRole('button', { name: /nobody has reviewed/ }).count(), 0);
    await page.goto(new URL('/articles/', site.home).href);
    await page.locator('attuned-live').waitFor({ state: 'attached' });
    await open(page).waitFor({ state: 'hidden' });
  }));

test('on a phone the panel leaves room for the sentence', () =>
  served(
    async (page) => {
      await open(page).click();
      await claim(page).click();
      const seen = await page.evaluate(() => {
        const [range] = CSS.highlights.get('attuned-finding');
        const sentence = range.getBoundingClientRect();
        const panel = document.querySelector('attuned-live').shadowRoot.querySelector('.panel.about').getBoundingClientRect();
        return { above: sentence.top >= 0 && sentence.bottom <= panel.top, wide: document.documentElement.scrollWidth <= innerWidth };
      });
      assert.deepEqual(seen, { above: true, wide: true });
    },
    { viewport: { width: 390, height: 700 } },
  ));

test('at 400 % zoom everything in the panel can be reached', () =>
  served(
    async (page) => {
      await open(page).click();
      for (const button of [panel(page).getByRole('button', { name: 'Close' }), claim(page)]) {
        await button.focus();
        const inView = await button.evaluate((element) => {
          const { top, bottom, left, right } = element.getBoundingClientRect();
          const { top: above, bottom: below } = element.closest('.panel').getBoundingClientRect();
          return top >= Math.max(0, above) && bottom <= Math.min(innerHeight, below) + 1 && left >= 0 && right <= innerWidth;
        });
        assert.ok(inView, await button.textContent());
      }
      await page.keyboard.press('Enter');
      assert.deepEqual(await marked(page), ['Research shows that listening truly helps a lot.']);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    },
    { viewport: { width: 320, height: 256 } },
  ));

test('nothing of it is in what is built', async () => {
  const site = await preview(FILES);
  try {
    const page = await (await fetch(new URL('/listening/', site.home))).text();
    assert.doesNotMatch(page, /finding/i);
    const answer = await fetch(new URL('/_attuned/findings?/listening/', site.home));
    const { file, findings } = await answer.json();
    assert.equal(file, ARTICLE);
    assert.ok(findings.some(({ code, text }) => code === 'citation/claim' && text.join('|') === 'Research shows that listening|helps a lot.'));
    for (const address of ['/none/', '/articles/', '/../site.yaml', '']) {
      assert.equal((await fetch(new URL(`/_attuned/findings?${address}`, site.home))).status, 204, address);
    }
    assert.equal(await site.close(), 0);
  } finally {
    await site.kill();
  }
});
