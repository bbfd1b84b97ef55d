// What a word means and where a claim comes from is shown right there: by mouse, finger and keyboard, without any script.

import assert from 'node:assert/strict';
import test from 'node:test';
import { withContext } from './browser.mjs';
import { ownSite } from './site.mjs';

const PAGE = '/co-regulation/co-regulation/';
const PHONE = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };
const site = await ownSite();

/** The first button of a word, or of a citation, and the note that it opens. */
async function parts(page, where) {
  const button = page.locator(`${where} .term-button`).first();
  const note = page.locator(`[id="${await button.getAttribute('popovertarget')}"]`);
  return { button, note };
}

const WHERE = { 'a word': '.kept:not(.citation .kept)', 'a citation': '.citation' };

for (const [what, where] of Object.entries(WHERE)) {
  test(`the note of ${what} opens and closes by tap`, () =>
    withContext(site, { ...PHONE, hasTouch: true }, async (origin, context) => {
      const page = await context.newPage();
      await page.goto(origin + PAGE);
      const { button, note } = await parts(page, where);
      assert.equal(await note.isVisible(), false);
      await button.tap();
      assert.equal(await note.isVisible(), true);
      assert.ok((await note.innerText()).trim().length > 20);
      await button.tap();
      assert.equal(await note.isVisible(), false);
    }));

  test(`the note of ${what} opens by Enter and closes by Escape, and pointing at it opens nothing`, () =>
    withContext(site, PHONE, async (origin, context) => {
      const page = await context.newPage();
      await page.goto(origin + PAGE);
      const { button, note } = await parts(page, where);
      await button.hover();
      assert.equal(await note.isVisible(), false);
      await button.focus();
      await page.keyboard.press('Enter');
      assert.equal(await note.isVisible(), true);
      await page.keyboard.press('Escape');
      assert.equal(await note.isVisible(), false);
      assert.notEqual((await button.getAttribute('aria-label')).trim(), '');
    }));
}

test('a word leads to its entry, and a citation to its reference and back', () =>
  withContext(site, PHONE, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(origin + PAGE);
    await page.locator('a.term').first().click();
    assert.match(page.url(), /\/glossary\/#./);
    await page.goBack();
    const citation = page.locator('.citation').first();
    const place = await citation.getAttribute('id');
    await citation.locator('a').first().click();
    assert.match(page.url(), /#ref--/);
    const reference = page.locator(`[id="${decodeURIComponent(new URL(page.url()).hash.slice(1))}"]`);
    assert.equal(await reference.isVisible(), true);
    await reference.locator(`a[href="#${place}"]`).click();
    assert.equal(new URL(page.url()).hash, `#${place}`);
  }));

test('on paper the meanings of words stand below the text, and no buttons', () =>
  withContext(site, PHONE, async (origin, context) => {
    const page = await context.newPage();
    await page.emulateMedia({ media: 'print' });
    await page.goto(origin + PAGE);
    for (const button of await page.locator('.term-button').all()) assert.equal(await button.isVisible(), false);
    const meanings = page.locator('.meanings .meaning');
    assert.ok((await meanings.count()) > 0);
    for (const meaning of await meanings.all()) assert.equal(await meaning.isVisible(), true);
    assert.equal(await page.locator('.source').first().isVisible(), false);
  }));
