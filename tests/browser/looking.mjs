// What tests ask of a page that `attuned serve` keeps up to date.

import assert from 'node:assert/strict';

/** How long anything may take before it counts as not happening, in milliseconds; the machine may be busy. */
export const PATIENCE = 60_000;

/** Waits until `what` is so. */
export async function until(what, description = what) {
  for (const end = Date.now() + PATIENCE; !(await what()); ) {
    assert.ok(Date.now() < end, `still not so: ${description}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Sets something on the window that lasts until the page is loaded anew. */
export function rememberWindow(page) {
  return page.evaluate(() => (globalThis.remembered = true));
}

/** Whether the page was not loaded anew since. */
export function isSameWindow(page) {
  return page.evaluate(() => globalThis.remembered === true);
}

/** From now on, lists what is marked as changed: its text, and whether anything of the mark moves or fades. */
export function watchMarks(page) {
  return page.evaluate(() => {
    globalThis.marks = [];
    const { animate } = Element.prototype;
    Element.prototype.animate = function (frames, options) {
      const animation = animate.call(this, frames, options);
      const seen = animation.effect.getKeyframes().map(({ offset, computedOffset, easing, composite, ...look }) => JSON.stringify(look));
      globalThis.marks.push({ text: this.textContent.trim(), still: new Set(seen).size === 1, duration: options.duration, animation });
      return animation;
    };
  });
}

/** The texts of what was marked since. */
export function marks(page) {
  return page.evaluate(() => globalThis.marks.map(({ text }) => text));
}

/** From now on, counts what changes below `selector`. */
export function watchChanges(page, selector) {
  return page.evaluate((selector) => {
    globalThis.changes = 0;
    new MutationObserver((records) => (globalThis.changes += records.length)).observe(document.querySelector(selector), {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    });
  }, selector);
}

/** How much changed since. */
export function changes(page) {
  return page.evaluate(() => globalThis.changes);
}

/** The panel of problems, the button that stands for it, and the notices, in the client's shadow root. */
export function client(page) {
  return {
    panel: page.getByRole('region', { name: /error|warning/ }),
    corner: page.getByRole('button', { name: /^Show / }),
    minimise: page.getByRole('button', { name: 'Minimise' }),
    gone: page.getByText('This page is no longer part of the site.'),
    stopped: page.getByText('The preview has stopped.'),
  };
}
