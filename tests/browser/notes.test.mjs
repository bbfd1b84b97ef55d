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

// No such browser can be had here, so this one is made to answer as they do: those that know neither popovers nor the question
// whether there are any, and those that know the question alone. To both the attribute `popover` means nothing.
for (const [what, condition] of [
  ['has no popovers', 'selector(:unknown-to-all)'],
  ['does not know the question for them', 'unknown-function(:popover-open)'],
]) {
  test(`a browser that ${what} follows the link, shows no button, and has the meanings below the text`, () =>
    withContext(site, PHONE, async (origin, context) => {
      let rules = 0;
      await context.route('**/*.css', async (route) => {
        const response = await route.fetch();
        const css = (await response.text()).replaceAll('selector(:popover-open)', () => ((rules += 1), condition));
        await route.fulfill({ response, body: css });
      });
      await context.route(`**${PAGE}`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replaceAll(/ popover(?=[ >])/g, '') });
      });
      const page = await context.newPage();
      await page.goto(origin + PAGE);
      assert.equal(rules, 1, 'all that popovers need stands behind one question, so that no answer hides it');
      const buttons = await page.locator('.term-button').all();
      assert.ok(buttons.length > 2);
      for (const button of buttons) assert.equal(await button.isVisible(), false);
      for (const meaning of await page.locator('.meanings .meaning').all()) {
        assert.equal(await meaning.isVisible(), true);
        assert.equal(await meaning.evaluate((e) => getComputedStyle(e).position), 'static');
      }
      assert.equal(await page.getByRole('heading', { name: 'Words used here' }).isVisible(), true);
      // Of a source there is the reference.
      for (const source of await page.locator('.source').all()) assert.equal(await source.isVisible(), false);
      await page.locator('a.term').first().click();
      await page.waitForLoadState();
      assert.match(page.url(), /\/glossary\/#./);
    }));
}

test('a browser that has popovers shows the buttons, and the meanings when asked alone', () =>
  withContext(site, PHONE, async (origin, context) => {
    const page = await context.newPage();
    await page.goto(origin + PAGE);
    for (const button of await page.locator('.term-button').all()) assert.equal(await button.isVisible(), true);
    for (const meaning of await page.locator('.meaning').all()) assert.equal(await meaning.isVisible(), false);
    assert.equal(await page.getByText('Words used here').isVisible(), false);
  }));
