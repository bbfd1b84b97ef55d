// An author writes, and looks at what comes of it: `attuned serve` itself, a real browser, and files that change.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { PATIENCE, changes, client, isSameWindow, marks, rememberWindow, until, watchChanges, watchMarks } from './looking.mjs';
import { preview } from './preview.mjs';

const ARTICLE = 'articles/attunement/listening.md';
const ADDRESS = '/attunement/listening/';

const PARAGRAPHS = Array.from({ length: 60 }, (_, i) => `This is paragraph ${i + 1}. It is here to be read, slowly, by somebody.`).join('\n\n');

const article = (title, body) => `---
title: ${title}
date: 2026-11-01
description: What it is like to be heard.
authors: [author]
topics: [attunement]
---

${body}
`;

const FILES = {
  'site.yaml': 'name: Example Practice\nbase_url: https://example.org/\nlanguage: en\nregion: GB\ntheme: own\n',
  'articles/support.yaml': 'GB: {emergency: ["999"]}\n',
  'articles/people.yaml': 'author:\n  name: Example Author\n  credentials: Example credentials (fictional)\n',
  'articles/topics.yaml': 'attunement:\n  title: Attunement\n  description: Sensing what another person feels.\n',
  [ARTICLE]: article('Listening', `<details>\n<summary>Before you begin</summary>\n\nSit down.\n\n</details>\n\n${PARAGRAPHS}`),
  'articles/attunement/other.md': article('Another article', 'A few words.'),
  'themes/own/theme.yaml': 'name: Own\ndescription: For tests.\nextends: hearth\nstylesheet: own.css\n',
  'themes/own/assets/own.css': '.prose p { color: rgb(1, 1, 1) }\n',
  'themes/own/assets/own.js': 'window.script = 1;\n',
  'themes/own/templates/footer.html':
    '<footer><form><label>Note <input name="note"></label></form></footer>\n<script src="{{ asset(name="own.js") }}"></script>\n',
};

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Serves a site and calls `use` with a page of it, the preview and the browser's context. */
async function served(use, { files = {}, options = [], at = ADDRESS, ...settings } = {}) {
  const site = await preview({ ...FILES, ...files }, options);
  const context = await browser.newContext({ viewport: { width: 900, height: 700 }, ...settings });
  context.setDefaultTimeout(PATIENCE);
  try {
    await use(await look(context, site, at), site, context);
    assert.equal(await site.close(), 0, 'Ctrl-C ends it in good order');
  } finally {
    await context.close();
    await site.kill();
  }
}

/** Opens a page of the preview, and waits until it is connected. */
async function look(context, site, at) {
  const page = await context.newPage();
  const connected = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await page.goto(new URL(at, site.home).href);
  await connected;
  await page.waitForLoadState('networkidle');
  await rememberWindow(page);
  await watchMarks(page);
  return page;
}

/** Waits until `text` is in the page. */
const shows = (page, text) => page.getByText(text).first().waitFor({ state: 'attached' });

test('an edit shows without a load, and leaves the reader where they are', () =>
  served(async (page, site) => {
    await page.click('summary >> text=Before you begin');
    await page.fill('input[name=note]', 'a note of mine');
    await page.evaluate(() => document.querySelector('input[name=note]').setSelectionRange(2, 6));
    const paragraph = page.getByText('This is paragraph 30.');
    await paragraph.evaluate((p) => p.scrollIntoView({ block: 'center' }));
    const { y } = await paragraph.boundingBox();
    await site.edit(ARTICLE, (text) => text.replace('paragraph 31.', 'paragraph thirty-one.'));
    await shows(page, 'paragraph thirty-one.');
    assert.ok(await page.locator('details:has-text("Sit down")').evaluate((details) => details.open));
    assert.deepEqual(
      await page.evaluate(() => {
        const { name, value, selectionStart, selectionEnd } = document.activeElement;
        return { name, value, selectionStart, selectionEnd };
      }),
      { name: 'note', value: 'a note of mine', selectionStart: 2, selectionEnd: 6 },
    );
    assert.ok(Math.abs((await paragraph.boundingBox()).y - y) <= 1);
    assert.ok(await isSameWindow(page));
  }));

test('the paragraph that changed is scrolled to and marked for a moment', () =>
  served(async (page, site) => {
    await site.edit(ARTICLE, (text) => text.replace('paragraph 50.', 'paragraph fifty, and a little more.'));
    const paragraph = page.getByText('paragraph fifty, and a little more.');
    await paragraph.waitFor();
    await until(() => paragraph.evaluate((p) => p.getBoundingClientRect().top >= 0 && p.getBoundingClientRect().bottom <= innerHeight), 'it is in view');
    const [mark, ...others] = await marks(page);
    assert.match(mark, /fifty, and a little more/);
    assert.deepEqual(others, []);
    await page.evaluate(() => globalThis.marks[0].animation.finished);
    assert.equal(await paragraph.evaluate((p) => p.getAnimations().length + p.attributes.length), 0);
    assert.ok(await isSameWindow(page));
  }));

test('under reduced motion the mark stands still', () =>
  served(
    async (page, site) => {
      await site.edit(ARTICLE, (text) => text.replace('paragraph 50.', 'paragraph fifty.'));
      await until(async () => (await marks(page)).length > 0, 'it is marked');
      assert.equal(await page.evaluate(() => globalThis.marks[0].still), true);
    },
    { reducedMotion: 'reduce' },
  ));

test('an edit of the title shows in the heading, the tab and the article’s card elsewhere, in all open pages', () =>
  served(async (page, site, context) => {
    const list = await look(context, site, '/articles/');
    await site.edit(ARTICLE, (text) => text.replace('title: Listening', 'title: Being heard'));
    await shows(page, 'Being heard');
    await shows(list, 'Being heard');
    assert.equal(await page.textContent('h1'), 'Being heard');
    assert.match(await page.title(), /^Being heard/);
    for (const open of [page, list]) assert.ok(await isSameWindow(open));
  }));

test('an edit of a stylesheet swaps the stylesheet alone', () =>
  served(async (page, site) => {
    await page.click('summary >> text=Before you begin');
    await watchChanges(page, 'body');
    const colour = () => page.evaluate(() => getComputedStyle(document.querySelector('.prose p')).color);
    assert.equal(await colour(), 'rgb(1, 1, 1)');
    await site.write('themes/own/assets/own.css', '.prose p { color: rgb(2, 2, 2) }\n');
    await until(async () => (await colour()) === 'rgb(2, 2, 2)', 'the new colour is there');
    assert.equal(await changes(page), 0);
    assert.deepEqual(await marks(page), []);
    assert.ok(await isSameWindow(page));
  }));

test('an edit of a script loads the page anew', () =>
  served(async (page, site) => {
    await site.write('themes/own/assets/own.js', 'window.script = 2;\n');
    await page.waitForFunction(() => window.script === 2);
    assert.equal(await isSameWindow(page), false);
  }));

test('an edit of a template shows without a load', () =>
  served(async (page, site) => {
    await site.edit('themes/own/templates/footer.html', (text) => text.replace('Note', 'A note of yours'));
    await shows(page, 'A note of yours');
    assert.ok(await isSameWindow(page));
  }));

test('a page whose article is deleted says so, leads to the list, and comes back with the article', () =>
  served(async (page, site) => {
    await site.remove(ARTICLE);
    const { gone } = client(page);
    await gone.waitFor();
    assert.equal(await gone.getByRole('link').evaluate((link) => new URL(link.href).pathname), '/articles/');
    await site.write(ARTICLE, article('Listening', 'It is back.'));
    await shows(page, 'It is back.');
    await gone.waitFor({ state: 'hidden' });
    assert.ok(await isSameWindow(page));
    await site.remove(ARTICLE);
    await gone.getByRole('link').click();
    await page.waitForURL('**/articles/');
  }));

test('an article that moves is followed: its file renamed, its folder renamed, its slug changed', () =>
  served(async (page, site) => {
    await page.evaluate(() => scrollTo(0, 500));
    await site.rename(ARTICLE, 'articles/attunement/hearing.md');
    await page.waitForURL('**/attunement/hearing/');
    await site.rename('articles/attunement', 'articles/presence');
    await page.waitForURL('**/presence/hearing/');
    await site.edit('articles/presence/hearing.md', (text) => text.replace('title:', 'slug: being-heard\ntitle:'));
    await page.waitForURL('**/presence/being-heard/');
    await site.edit('articles/presence/hearing.md', (text) => text.replace('paragraph 2.', 'paragraph two.'));
    await shows(page, 'paragraph two.');
    assert.ok(await isSameWindow(page));
    assert.equal(await client(page).gone.isVisible(), false);
  }));

test('a page that is not there yet appears when its article is written', () =>
  served(
    async (page, site) => {
      await site.write('articles/attunement/new.md', article('Something new', 'New words.'));
      await shows(page, 'New words.');
      assert.ok(await isSameWindow(page));
    },
    { at: '/attunement/new/' },
  ));

test('an error lies over the page with its place and what to write, as text, and goes when it is mended', () =>
  served(async (page, site) => {
    const { panel } = client(page);
    const line = 'title: "Bad <img src=x onerror=globalThis.ran=true>';
    await site.edit(ARTICLE, (text) => text.replace('title: Listening', line).replace('paragraph 1.', 'paragraph one.'));
    await panel.waitFor();
    assert.match(await panel.innerText(), /articles\/attunement\/listening\.md:2:8/);
    assert.ok((await panel.innerText()).includes(line));
    assert.match(await panel.innerText(), /the quote that opens here is not closed/);
    assert.match(await panel.innerText(), /close it at the end/);
    assert.equal(await panel.locator('mark').textContent(), line.slice('title: '.length));
    // The page is still as it last was in order.
    assert.equal(await page.textContent('h1'), 'Listening');
    assert.equal(await page.getByText('paragraph 1.').count(), 1);
    // Another file may be wrong as well, and another page told of both.
    await site.write('articles/attunement/other.md', article('Another article', 'A few words.').replace('date: 2026-11-01', 'date: 2026-13-01'));
    await panel.getByText('articles/attunement/other.md:3').waitFor();
    assert.equal(await panel.getByRole('listitem').count(), 2);
    await site.edit(ARTICLE, (text) => text.replace(line, 'title: Listening'));
    await shows(page, 'paragraph one.');
    await until(async () => (await panel.getByRole('listitem').count()) === 1, 'one is mended');
    await site.write('articles/attunement/other.md', FILES['articles/attunement/other.md']);
    await panel.waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    assert.ok(await isSameWindow(page));
  }));

for (const [what, file, change] of [
  ['site.yaml', 'site.yaml', (text) => text.replace('language: en', 'language: [')],
  ['template', 'themes/own/templates/footer.html', (text) => `${text}{% if %}`],
  ['topics.yaml', 'articles/topics.yaml', (text) => text.replace('title:', 'titel:')],
]) {
  test(`a broken ${what} leaves the page as it was, with the error over it`, () =>
    served(async (page, site) => {
      const { panel } = client(page);
      await watchChanges(page, 'body');
      await site.edit(file, change);
      await panel.waitFor();
      assert.ok((await panel.innerText()).includes(file));
      assert.equal(await changes(page), 0);
      await site.write(file, FILES[file]);
      await panel.waitFor({ state: 'hidden' });
      assert.equal(await changes(page), 0);
    }));
}

test('a warning is a number in the corner, which shows it when it is pressed', () =>
  served(async (page, site) => {
    await site.edit(ARTICLE, (text) => text.replace('title: Listening', 'title: “Listening”'));
    const { corner, panel } = client(page);
    await corner.filter({ hasText: '1 warning' }).waitFor();
    assert.equal(await panel.isVisible(), false);
    assert.equal(await page.textContent('h1'), '“Listening”');
    await corner.click();
    assert.match(await panel.innerText(), /articles\/attunement\/listening\.md:2/);
    await site.edit(ARTICLE, (text) => text.replace('title: “Listening”', 'title: Listening'));
    await panel.waitFor({ state: 'hidden' });
  }));

test('when the preview is killed the page says so, and catches up when it is started again', () =>
  served(async (page, site) => {
    await site.kill();
    const { stopped } = client(page);
    await stopped.waitFor();
    await site.edit(ARTICLE, (text) => text.replace('paragraph 1.', 'paragraph one.'));
    await site.start();
    await stopped.waitFor({ state: 'hidden' });
    await shows(page, 'paragraph one.');
    assert.ok(await isSameWindow(page));
  }));

test('everything works under a sub-path', () =>
  served(
    async (page, site) => {
      await site.edit(ARTICLE, (text) => text.replace('paragraph 1.', 'paragraph one.'));
      await shows(page, 'paragraph one.');
      await site.rename(ARTICLE, 'articles/attunement/hearing.md');
      await page.waitForURL('**/some/practice/attunement/hearing/');
      await site.remove('articles/attunement/hearing.md');
      const { gone } = client(page);
      await gone.waitFor();
      assert.equal(await gone.getByRole('link').evaluate((link) => new URL(link.href).pathname), '/some/practice/articles/');
      assert.ok(await isSameWindow(page));
    },
    { options: ['--base-url', 'https://example.org/some/practice/'], at: `/some/practice${ADDRESS}` },
  ));
