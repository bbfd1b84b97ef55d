// The page that an author looks at while writing, with `attuned serve`.

import assert from 'node:assert/strict';
import test from 'node:test';
import { readFile } from 'node:fs/promises';
import { launch } from './browser.mjs';
import { mockPreview } from './mock-preview.mjs';

const PROSE = 'When somebody hears not only what you say but how you say it, something in you may settle. '.repeat(4);

/** A page as a theme might make it. */
function document({ title = 'A page', head = '', lang = 'en', body = '', main = '' }) {
  return `<!DOCTYPE html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<title>${title}</title>
${head}
</head>
<body>
<header><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main>
${main}
</main>
${body}
</body>
</html>
`;
}

const paragraphs = (...texts) => texts.map((text) => `<p>${text}</p>`).join('\n');

/** Calls `use` with a page of a stand-in preview that shows `html`. */
async function withPage(html, use, { files, ...options } = {}) {
  const preview = await mockPreview({ pages: { '/': html }, files });
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 800, height: 600 }, ...options });
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(preview.origin);
    await page.evaluate(() => (window.sameWindow = true));
    await until(() => preview.heard.length > 0);
    await use(page, preview);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    await preview.close();
  }
}

async function until(what) {
  for (const end = Date.now() + 30_000; !(await what()); ) {
    assert.ok(Date.now() < end, `still not so: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Waits until the browser has told that it shows the newest version. */
function settled(preview, path = '/') {
  const digest = preview.digestOf(preview.pages[path]);
  return until(() => preview.heard.at(-1)?.page === path && preview.heard.at(-1)?.digest === digest);
}

const isSameWindow = (page) => page.evaluate(() => window.sameWindow === true);
/** Marks that are being shown, as the text of what is marked. */
const marked = (page) =>
  page.evaluate(() => document.getAnimations().map((animation) => animation.effect.target.textContent.trim()));

const changeTo = async (page, preview, html) => {
  preview.change('/', html);
  await settled(preview);
};

test('the library that changes the page is the one from npm, with its licence', async () => {
  for (const [ours, theirs] of [
    ['idiomorph.js', 'dist/idiomorph.js'],
    ['idiomorph.LICENSE', 'LICENSE'],
  ]) {
    const read = (path) => readFile(new URL(path, import.meta.url), 'utf8');
    assert.equal(await read(`../../src/serve/client/${ours}`), await read(`node_modules/idiomorph/${theirs}`));
  }
});

test('a page says which version it shows', () =>
  withPage(document({ main: paragraphs('One.') }), async (page, preview) => {
    assert.deepEqual(preview.heard, [{ page: '/', digest: preview.digestOf(preview.pages['/']) }]);
  }));

test('what the reader opened, ticked, typed and selected stays with its own text when text is put before it', () => {
  const parts = `<details><summary>More</summary><p>Hidden.</p></details>
<details><summary>Even more</summary><p>Hidden, too.</p></details>
<ul><li><input type="checkbox"> Breathe out</li><li><input type="checkbox"> Look around</li></ul>
<form><label>Note <textarea></textarea></label><label>Name <input name="id"></label><select><option>a<option>b</select></form>
<p id="last">The last words.</p>`;
  return withPage(document({ main: paragraphs('One.', 'Two.') + parts }), async (page, preview) => {
    await page.click('text=Even more');
    await page.check('li:has-text("Look around") input');
    await page.fill('textarea', 'What I want to remember');
    await page.selectOption('select', 'b');
    await page.fill('input[name=id]', 'A name');
    await page.evaluate(() => {
      const text = document.getElementById('last').firstChild;
      getSelection().setBaseAndExtent(text, 4, text, 8);
      const field = document.querySelector('input[name=id]');
      field.setSelectionRange(2, 4);
    });
    const before = paragraphs('Zero.', 'One.', 'Two, changed.');
    const after = parts
      .replace('<details>', '<details><summary>New</summary><p>New.</p></details><details>')
      .replace('<li>', '<li><input type="checkbox"> Sit down</li><li>')
      .replace('Even more', 'Even more')
      .replace('The last words.', 'The last words, and more.');
    await changeTo(page, preview, document({ main: before + after }));
    const state = await page.evaluate(() => ({
      open: [...document.querySelectorAll('details[open] summary')].map((e) => e.textContent),
      ticked: [...document.querySelectorAll('li:has(:checked)')].map((e) => e.textContent.trim()),
      note: document.querySelector('textarea').value,
      name: document.querySelector('input[name=id]').value,
      chosen: document.querySelector('select').value,
      focus: document.activeElement.name,
      caret: [document.activeElement.selectionStart, document.activeElement.selectionEnd],
      paragraphs: document.querySelectorAll('main p').length,
      leftOver: document.querySelectorAll('[id^=attuned], [data-attuned-changed]').length,
    }));
    assert.deepEqual(state, {
      open: ['Even more'],
      ticked: ['Look around'],
      note: 'What I want to remember',
      name: 'A name',
      chosen: 'b',
      focus: 'id',
      caret: [2, 4],
      paragraphs: 7,
      leftOver: 0,
    });
    assert.ok(await isSameWindow(page));
  });
});
