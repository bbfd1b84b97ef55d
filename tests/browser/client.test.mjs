// What the page that an author looks at while writing does with what the preview tells it. The preview is a stand-in
// here, which sends anything at any moment; live.test.mjs looks at the real one.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test, { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { kindsOf } from './kinds.mjs';
import { PATIENCE, changes, client, isSameWindow, marks, rememberWindow, until, watchChanges, watchMarks } from './looking.mjs';
import { mockPreview } from './mock-preview.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite } from './site.mjs';

const PHONE = { width: 390, height: 844 };

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Calls `use` with a page of a preview that shows `html` at `/`. */
async function withPage(html, use, { files, pages, at = '/', ...options } = {}) {
  const preview = await mockPreview({ pages: { '/': html, ...pages }, files });
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  try {
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    page.on('console', (message) => message.text().includes('duplicate ids') && errors.push(message.text()));
    await page.goto(preview.origin + at);
    // At the beginning it asks for itself once more.
    await until(() => preview.heard.length > 0 && preview.asked > 1, 'the page is at work');
    await rememberWindow(page);
    await watchMarks(page);
    await use(page, preview);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
    await preview.close();
  }
}

/** Shows `html`, and waits until the page says that it does. */
async function changeTo(preview, html, path = '/') {
  preview.change(path, html);
  const digest = preview.digestOf(html);
  await until(() => preview.heard.at(-1)?.page === path && preview.heard.at(-1)?.digest === digest, 'the page is the new one');
}

/** A page as a theme might make it. */
function page({ title = 'A page', html = 'lang="en" dir="ltr"', head = '', main = '', end = '' }) {
  return `<!DOCTYPE html>
<html ${html}>
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
${end}
</body>
</html>
`;
}

const paragraphs = (...texts) => texts.map((text) => `<p>${text}</p>`).join('\n');
const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `Paragraph ${from + i}.`);
/** Taller than any screen. */
const long = (change = (text) => text) => paragraphs(...numbered(1, 100).map(change));
const changed = (number) => long((text) => (text === `Paragraph ${number}.` ? `Paragraph ${number}, changed.` : text));

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
  withPage(page({}), async (page, preview) => {
    assert.deepEqual(preview.heard, [{ page: '/', digest: preview.digestOf(preview.pages['/']) }]);
  }));

// Changing the page

test('what is open, ticked, typed, chosen and in focus stays with its own text when more text comes before it', () => {
  const parts = `<details><summary>More</summary><p>Hidden.</p></details>
<details><summary>Even more</summary><p>Hidden, too.</p></details>
<ul><li><input type="checkbox"> Breathe out</li><li><input type="checkbox"> Look around</li></ul>
<form><label>Note <textarea></textarea></label> <label>Name <input name="id"></label> <select><option>a<option>b</select></form>`;
  const before = page({ main: paragraphs('One.', 'Two.') + parts });
  return withPage(before, async (view, preview) => {
    await view.click('text=Even more');
    await view.check('li:has-text("Look around") input');
    await view.fill('textarea', 'What I want to remember');
    await view.selectOption('select', 'b');
    await view.fill('input[name=id]', 'A name');
    await view.evaluate(() => document.querySelector('input[name=id]').setSelectionRange(2, 4));
    const after = parts
      .replace('<details>', '<details><summary>New</summary><p>New.</p></details><details>')
      .replace('<li>', '<li><input type="checkbox"> Sit down</li><li>');
    await changeTo(preview, page({ main: paragraphs('Zero.', 'One.', 'Two, changed.') + after }));
    const state = await view.evaluate(() => ({
      open: [...document.querySelectorAll('details[open] summary')].map((e) => e.textContent),
      ticked: [...document.querySelectorAll('li:has(:checked)')].map((e) => e.textContent.trim()),
      note: document.querySelector('textarea').value,
      name: document.querySelector('input[name=id]').value,
      chosen: document.querySelector('select').value,
      focus: document.activeElement.name,
      selection: [document.activeElement.selectionStart, document.activeElement.selectionEnd],
      paragraphs: document.querySelectorAll('main p').length,
      ours: document.querySelectorAll('[id^=attuned], [data-attuned-changed]').length,
    }));
    assert.deepEqual(state, {
      open: ['Even more'],
      ticked: ['Look around'],
      note: 'What I want to remember',
      name: 'A name',
      chosen: 'b',
      focus: 'id',
      selection: [2, 4],
      paragraphs: 6,
      ours: 0,
    });
    assert.ok(await isSameWindow(view));
  });
});

test('a selection stays, even in the paragraph that changes', () =>
  withPage(page({ main: paragraphs('One and two and three.', 'Four.') }), async (view, preview) => {
    await view.evaluate(() => getSelection().setBaseAndExtent(document.querySelector('main p').firstChild, 8, document.querySelector('main p').firstChild, 11));
    await changeTo(preview, page({ main: paragraphs('Zero.', 'One, one and two and three.', 'Four.') }));
    assert.equal(await view.evaluate(() => getSelection().toString()), 'two');
  }));

test('a link in focus stays in focus when its paragraph changes', () =>
  withPage(page({ main: paragraphs('One.', 'See <a href="/x/">this</a>.') }), async (view, preview) => {
    await view.focus('main a');
    await changeTo(preview, page({ main: paragraphs('Zero.', 'One.', 'Do see <a href="/y/">this</a>.') }));
    assert.equal(await view.evaluate(() => document.activeElement.getAttribute('href')), '/y/');
  }));

test('the place on the page stays when text comes before it', () =>
  withPage(page({ main: long() }), async (view, preview) => {
    await view.evaluate(() => document.querySelectorAll('p')[60].scrollIntoView());
    const top = () => view.evaluate(() => Math.round([...document.querySelectorAll('p')].find((p) => p.textContent === 'Paragraph 61.').getBoundingClientRect().top));
    const was = await top();
    // So many that none of them is pointed at.
    await changeTo(preview, page({ main: paragraphs(...numbered(201, 230)) + long() }));
    await until(async () => Math.abs((await top()) - was) <= 1, 'the same paragraph is at the top');
  }));

test('what comes in comes in alone: nothing else is moved or made again', () => {
  const rest = `<ul><li>a</li><li>b</li></ul>\n<hr>\n<details><summary>More</summary>\n<p>Hidden.</p></details>\n<hr>\n${paragraphs(...numbered(1, 30))}`;
  return withPage(page({ main: `${paragraphs('One.', 'Two.')}\n${rest}` }), async (view, preview) => {
    await view.evaluate(() => {
      globalThis.nodes = { added: [], removed: [] };
      new MutationObserver((records) => {
        for (const { addedNodes, removedNodes } of records) {
          globalThis.nodes.added.push(...[...addedNodes].map((node) => node.textContent.trim()).filter(Boolean));
          globalThis.nodes.removed.push(...[...removedNodes].map((node) => node.textContent.trim()).filter(Boolean));
        }
      }).observe(document.body, { childList: true, subtree: true });
    });
    const list = '<ul>\n<li>x</li>\n</ul>';
    await changeTo(preview, page({ main: `${paragraphs('Zero.', 'One.', 'Two, changed.')}\n${list}\n<hr>\n${rest.replace('<p>Paragraph 20.</p>', '')}` }));
    assert.deepEqual(await view.evaluate(() => globalThis.nodes), { added: ['Zero.', 'x'], removed: ['Paragraph 20.'] });
  });
});

test('a page of a thousand paragraphs is no other page for two edits', () =>
  withPage(page({ main: '<details><summary>More</summary></details>' + paragraphs(...numbered(1, 1000)) }), async (view, preview) => {
    await view.click('summary');
    const last = view.getByText('Paragraph 999.');
    const node = await last.elementHandle();
    await changeTo(preview, page({ main: '<p>Zero.</p><details><summary>More</summary></details>' + paragraphs(...numbered(1, 1000)).replace('Paragraph 1000.', 'The end.') }));
    assert.equal(await view.getByText('The end.').count(), 1);
    assert.ok(await view.locator('main details').evaluate((details) => details.open));
    assert.ok(await node.evaluate((node) => node.isConnected));
    assert.equal(await last.evaluate((p, node) => p === node, node), true);
  }));

test('sound goes on playing', async () => {
  const files = { '/sound.wav': { type: 'audio/wav', body: silence(60) } };
  const audio = '<audio src="/sound.wav" muted></audio>';
  await withPage(
    page({ main: paragraphs('One.') + audio + paragraphs('Two.') }),
    async (view, preview) => {
      await view.evaluate(() => document.querySelector('audio').play());
      await until(() => view.evaluate(() => document.querySelector('audio').currentTime > 0.2), 'it plays');
      await changeTo(preview, page({ main: paragraphs('Zero.', 'One.', 'One and a half.') + audio + paragraphs('Two.') }));
      assert.ok(await view.evaluate(() => document.querySelector('audio').currentTime > 0.2 && !document.querySelector('audio').paused));
    },
    { files },
  );
});

test('title, language, direction and everything in the head are those of the new version', () => {
  const head = (words) => `<style>p { color: ${words === 'one' ? 'red' : 'blue'} }</style>
<meta name="description" content="${words}">
${words === 'two' ? '<meta property="og:title" content="two"><meta name="robots" content="noindex">' : '<link rel="canonical" href="https://example.org/">'}
<script type="application/ld+json">{"headline": "${words}"}</script>`;
  return withPage(page({ title: 'one', head: head('one'), main: paragraphs('One.') }), async (view, preview) => {
    for (const words of ['two', 'three', 'one']) {
      const html = page({ title: words, html: `lang="ar" dir="rtl" class="${words}"`, head: head(words), main: paragraphs('One.') });
      await changeTo(preview, html);
      await expectPage(view, html);
      assert.equal(await view.title(), words);
    }
    assert.equal(await view.evaluate(() => getComputedStyle(document.querySelector('p')).color), 'rgb(255, 0, 0)');
    assert.ok(await isSameWindow(view));
  });
});

test('a page becomes any other page of a site, to the letter', async () => {
  const site = await fixtureSite();
  // Discreet pages have a script, with which only a new start will do.
  const pages = kindsOf(site).map(([, { html, refresh, discreet }]) => !refresh && !discreet && html).filter(Boolean);
  await withPage(pages[0], async (view, preview) => {
    for (const html of [...pages.slice(1), ...pages.reverse()]) {
      await changeTo(preview, html);
      await expectPage(view, html);
    }
    assert.ok(await isSameWindow(view));
  });
});

test('whatever an author does to a text, the page shows what is in the file', () => {
  // The same on every run.
  let seed = 1;
  const random = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const words = () => Array.from({ length: 1 + random(6) }, () => ['soft', 'slow', 'near', 'again'][random(4)]).join(' ');
  const kinds = [
    () => `<p>${words()}</p>`,
    () => `<p>${words()} <em>${words()}</em> ${words()}</p>`,
    () => `<h2 id="${['a', 'b', 'c', 'd'][random(4)]}-${random(100)}">${words()}</h2>`,
    () => `<ul>\n<li>${words()}</li>\n<li><p>${words()}</p><p>${words()}</p></li>\n</ul>`,
    () => `<ul><li><input type="checkbox" disabled> ${words()}<ol><li>${words()}</li></ol></li></ul>`,
    () => `<details><summary>${words()}</summary>\n${paragraphs(words(), words())}</details>`,
    () => `<blockquote><p>${words()}</p></blockquote>`,
    () => `<div class="callout"><p>${words()}</p>${words()}</div>`,
    () => `<table><tr><th>${words()}</th></tr><tr><td>${words()}</td></tr></table>`,
    () => '<hr>',
    () => `<!-- ${words()} -->`,
    () => words(),
    () => `<form><label>${words()}</label> <input name="id"> <textarea>${words()}</textarea></form>`,
    () => `<figure><img alt="${words()}"><figcaption>${words()}</figcaption></figure>`,
  ];
  const one = () => kinds[random(kinds.length)]();
  const parts = Array.from({ length: 20 }, one);
  const html = () => page({ title: String(parts[0].length), main: parts.join(random(2) ? '\n' : '') });
  return withPage(html(), async (view, preview) => {
    for (let round = 0; round < 150; round += 1) {
      for (let edits = random(4); edits >= 0; edits -= 1) {
        const at = random(parts.length);
        const edit = random(5);
        if (edit === 0) parts.splice(at, 0, one());
        else if (edit === 1 && parts.length > 3) parts.splice(at, 1);
        else if (edit === 2) parts.splice(random(parts.length), 0, ...parts.splice(at, 1 + random(3)));
        else parts[at] = parts[at].replace(/soft|slow|near/, words());
      }
      // Ids are each other's once: a page has none twice.
      const text = html();
      const ids = [...text.matchAll(/ id="(.*?)"/g)].map(([, id]) => id);
      if (new Set(ids).size < ids.length) continue;
      const next = preview.pages['/'] === text ? text.replace('</main>', '<p>More.</p></main>') : text;
      await changeTo(preview, next);
      await expectPage(view, next);
    }
    assert.ok(await isSameWindow(view));
  });
});

test('what is for browsers without scripts stays without effect', () => {
  const head = '<noscript><style>p { display: none }</style></noscript>';
  return withPage(page({ head, main: '<p>One.</p><noscript><img src="/none.png"></noscript>' }), async (view, preview) => {
    const asked = [];
    view.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await changeTo(preview, page({ head: head.replace('none', 'flex'), main: '<p>Two.</p><noscript><img src="/none.png"></noscript>' }));
    assert.equal(await view.evaluate(() => getComputedStyle(document.querySelector('p')).display), 'block');
    // What there is to say of the new page is asked for beside it.
    assert.deepEqual(asked.filter((path) => path !== '/_attuned/findings'), ['/']);
  });
});

test('what scripts and extensions put into the page stays', () => {
  const script = `<script>
    document.documentElement.classList.add('scripted');
    document.getElementById('search').innerHTML = '<input>';
    document.head.append(Object.assign(document.createElement('style'), { id: 'added' }));
    document.body.append(Object.assign(document.createElement('div'), { id: 'extension' }));
    document.head.append(Object.assign(document.createElement('script'), { src: '/added.js' }));
  </script>`;
  const html = (text) => page({ head: `<meta name="description" content="${text}">`, main: paragraphs(text) + '<div id="search"></div>', end: script });
  return withPage(
    html('One.'),
    async (view, preview) => {
      await view.fill('#search input', 'words');
      for (const text of ['Two.', 'Three.']) {
        await changeTo(preview, html(text));
        assert.deepEqual(
          await view.evaluate(() => ({
            text: document.querySelector('main p').textContent,
            scripted: document.documentElement.className,
            typed: document.querySelector('#search input')?.value,
            added: document.querySelectorAll('#added, #extension, [src="/added.js"]').length,
          })),
          { text, scripted: 'scripted', typed: 'words', added: 3 },
        );
      }
      assert.ok(await isSameWindow(view));
    },
    { files: { '/added.js': { type: 'text/javascript', body: '' } } },
  );
});

for (const [what, one, other] of [
  ['its address changes', '<script src="/a.1.js"></script>', '<script src="/a.2.js"></script>'],
  ['its text changes', '<script>window.a = 1</script>', '<script>window.a = 2</script>'],
  ['it goes', '<script>window.a = 1</script>', ''],
  ['it comes', '', '<script type="module">window.a = 1</script>'],
]) {
  test(`a page is loaded anew for a script of its own: ${what}`, () =>
    withPage(
      page({ head: one }),
      async (view, preview) => {
        await changeTo(preview, page({ head: other }));
        assert.equal(await isSameWindow(view), false);
      },
      { files: { '/a.1.js': { type: 'text/javascript', body: '' }, '/a.2.js': { type: 'text/javascript', body: '' } } },
    ));
}

test('a page that has become a redirect is followed', () =>
  withPage(
    page({ main: 'One.' }),
    async (view, preview) => {
      preview.change('/', page({ head: '<meta http-equiv="refresh" content="0; url=/there/">' }));
      await view.waitForURL('**/there/');
    },
    { pages: { '/there/': page({ main: 'There.' }) } },
  ));

test('a stylesheet is swapped alone, and the old one stays until the new one is there', () => {
  const css = (colour) => ({ type: 'text/css', body: `p { color: ${colour} }`, delay: 300 });
  const files = { '/a.1.css': css('rgb(1, 1, 1)'), '/a.2.css': css('rgb(2, 2, 2)'), '/b.css': css('red') };
  // The second is stronger, and stays so.
  const html = (name) => page({ head: `<link rel="stylesheet" href="/b.css">\n<link rel="stylesheet" href="${name}">\n<style>q { color: red }</style>`, main: '<details open><summary>More</summary></details>' + long() });
  return withPage(
    html('/a.1.css'),
    async (view, preview) => {
      await view.click('summary');
      await watchChanges(view, 'body');
      await view.evaluate(() => {
        globalThis.colours = new Set();
        (function look() {
          globalThis.colours.add(getComputedStyle(document.querySelector('p')).color);
          requestAnimationFrame(look);
        })();
      });
      await changeTo(preview, html('/a.2.css'));
      await expectPage(view, html('/a.2.css'), 'head');
      await until(() => view.evaluate(() => globalThis.colours.has('rgb(2, 2, 2)')), 'the new style is there');
      assert.deepEqual(await view.evaluate(() => [...globalThis.colours]), ['rgb(1, 1, 1)', 'rgb(2, 2, 2)']);
      assert.equal(await changes(view), 0);
      assert.deepEqual(await marks(view), []);
      assert.ok(await isSameWindow(view));
    },
    { files },
  );
});

test('of several changes at once the last is shown, without a load for each', () =>
  withPage(page({ main: paragraphs('One.') }), async (view, preview) => {
    let asked = 0;
    view.on('request', () => (asked += 1));
    for (let i = 1; i < 50; i += 1) preview.change('/', page({ main: paragraphs(`Version ${i}.`) }));
    await changeTo(preview, page({ main: paragraphs('The last.') }));
    assert.equal(await view.textContent('main p'), 'The last.');
    assert.ok(asked <= 3, `${asked} loads`);
  }));

test('where changing the page fails, it is loaded anew', () =>
  withPage(page({ main: paragraphs('One.') }), async (view, preview) => {
    await view.evaluate(() => (Element.prototype.isEqualNode = null));
    await changeTo(preview, page({ main: paragraphs('Two.') }));
    assert.equal(await view.textContent('main p'), 'Two.');
    assert.equal(await isSameWindow(view), false);
  }));

// The paragraph that changed

test('the paragraph that changed is scrolled to and marked for a moment, without a trace in the page', () =>
  withPage(page({ main: long() }), async (view, preview) => {
    await changeTo(preview, page({ main: changed(80) }));
    await until(() => isInView(view, 'Paragraph 80, changed.'), 'it is in view');
    assert.deepEqual(await marks(view), ['Paragraph 80, changed.']);
    assert.deepEqual(await view.evaluate(() => [globalThis.marks[0].still, globalThis.marks[0].duration]), [false, 1500]);
    await view.evaluate(() => globalThis.marks[0].animation.finished);
    assert.equal(await view.evaluate(() => document.getAnimations().length), 0);
    await expectPage(view, page({ main: changed(80) }));
  }));

test('under reduced motion the mark stands still and nothing glides', () =>
  withPage(
    page({ main: long() }),
    async (view, preview) => {
      await view.evaluate(() => {
        const { scrollIntoView } = Element.prototype;
        Element.prototype.scrollIntoView = function (options) {
          globalThis.behavior = options.behavior;
          scrollIntoView.call(this, options);
        };
      });
      await changeTo(preview, page({ main: changed(80) }));
      await until(() => isInView(view, 'Paragraph 80, changed.'), 'it is in view');
      assert.equal(await view.evaluate(() => globalThis.behavior), 'instant');
      assert.equal(await view.evaluate(() => globalThis.marks[0].still), true);
    },
    { reducedMotion: 'reduce' },
  ));

test('a paragraph in view is marked where it is', () =>
  withPage(page({ main: long() }), async (view, preview) => {
    await view.evaluate(() => scrollTo(0, 1000));
    const [text] = await view.evaluate(() => [...document.querySelectorAll('main p')].filter((p) => p.getBoundingClientRect().top > 200).map((p) => p.textContent));
    const y = await view.evaluate(() => scrollY);
    await changeTo(preview, page({ main: long((t) => (t === text ? 'Changed.' : t)) }));
    await until(async () => (await marks(view)).length > 0, 'it is marked');
    assert.deepEqual(await marks(view), ['Changed.']);
    assert.equal(await view.evaluate(() => scrollY), y);
  }));

const ARTICLE = ({ heading = 'A heading', minutes = 5, lead = 'A lead.', text = 'Text.', hidden = 'Hidden.', cell = 'Cell', related = 'Another' }) => `<article>
<header><h1>A title</h1><p>${lead}</p><ul><li>${minutes} minutes</li></ul></header>
<nav><ol><li><a href="#x">${heading}</a></li></ol></nav>
<h2 id="${heading}">${heading}</h2>
<p>${text}</p><blockquote><p>Quoted.</p></blockquote><details><summary>More</summary><p>${hidden}</p></details>
<table><tr><td>${cell}</td><td>2</td></tr></table>
</article><section><ul><li>${related}</li></ul></section>`;

for (const [what, change, expected] of [
  ['a paragraph rather than the reading time', { minutes: 6, text: 'Text and more.' }, ['Text and more.']],
  ['a heading rather than the list of contents', { heading: 'Another heading' }, ['Another heading']],
  ['the lead where the lead alone changed', { lead: 'Another lead.' }, ['Another lead.']],
  ['the cell of a table', { cell: 'Another cell' }, ['Another cell']],
  ['the closed details that hide it', { hidden: 'Hidden, changed.' }, ['MoreHidden, changed.']],
  ['what stands around the text where that alone changed', { related: 'Another one' }, ['Another one']],
  ['nothing where something went', { text: '' }, []],
]) {
  test(`marked is ${what}`, () =>
    withPage(page({ main: ARTICLE({}) }), async (view, preview) => {
      await changeTo(preview, page({ main: ARTICLE(change) }));
      await new Promise((done) => setTimeout(done, 100));
      assert.deepEqual(await marks(view), expected);
    }));
}

test('nothing is marked when almost everything changed', () =>
  withPage(page({ main: long() }), async (view, preview) => {
    await changeTo(preview, page({ main: long((text) => `${text} Changed.`) }));
    await new Promise((done) => setTimeout(done, 100));
    assert.deepEqual(await marks(view), []);
    assert.equal(await view.evaluate(() => scrollY), 0);
  }));

test('what changed behind another window is marked when the page is looked at', () =>
  withPage(page({ main: long() }), async (view, preview) => {
    await setVisible(view, false);
    await changeTo(preview, page({ main: changed(80) }));
    await new Promise((done) => setTimeout(done, 100));
    assert.deepEqual(await marks(view), []);
    await setVisible(view, true);
    await until(() => isInView(view, 'Paragraph 80, changed.'), 'it is in view');
    assert.deepEqual(await marks(view), ['Paragraph 80, changed.']);
  }));

// Pages that go, come and move

const PARENT = { url: '/sub/articles/', title: 'Articles <b>& more</b>' };

test('a page that is gone says so, leads to the list above it, and takes it back when the page is back', () =>
  withPage(page({ main: paragraphs('One.') }), async (view, preview) => {
    const { gone } = client(view);
    const html = preview.pages['/'];
    preview.say({ type: 'gone', parent: PARENT });
    await gone.waitFor();
    const link = gone.getByRole('link');
    assert.equal(await link.textContent(), 'Go to Articles <b>& more</b>');
    assert.equal(await link.evaluate((link) => link.getAttribute('href')), '/sub/articles/');
    assert.equal(await view.textContent('main p'), 'One.');
    preview.change('/', html);
    await gone.waitFor({ state: 'hidden' });
    preview.say({ type: 'gone', parent: null });
    await gone.waitFor();
    assert.equal(await gone.getByRole('link').count(), 0);
    await changeTo(preview, page({ main: paragraphs('Two.') }));
    await gone.waitFor({ state: 'hidden' });
  }));

test('where a page goes while it is asked for, the old one stays', () =>
  withPage(page({ main: paragraphs('One.') }), async (view, preview) => {
    delete preview.pages['/'];
    preview.say({ type: 'page', digest: 'any' });
    await until(() => preview.heard.length > 1, 'the page says hello again');
    assert.equal(await view.textContent('main p'), 'One.');
  }));

test('a page that was not there and now is appears', () =>
  withPage(
    page({}),
    async (view, preview) => {
      assert.equal(preview.heard[0].digest, '');
      preview.say({ type: 'gone', parent: PARENT });
      await changeTo(preview, page({ main: paragraphs('Here.') }), '/new/');
      assert.equal(await view.textContent('main p'), 'Here.');
      assert.equal(await client(view).gone.isVisible(), false);
      assert.ok(await isSameWindow(view));
    },
    { at: '/new/' },
  ));

test('a page that moved is followed, in the same place and without a step in the history', () =>
  withPage(
    page({ main: long() }),
    async (view, preview) => {
      await view.evaluate(() => scrollTo(0, 700));
      const steps = await view.evaluate(() => history.length);
      preview.pages['/sub/n%C3%A9w/'] = page({ main: changed(90) });
      preview.say({ type: 'moved', to: '/sub/n%C3%A9w/' });
      const digest = preview.digestOf(preview.pages['/sub/n%C3%A9w/']);
      await until(() => preview.heard.at(-1).page === '/sub/n%C3%A9w/' && preview.heard.at(-1).digest === digest, 'it says where it is');
      assert.equal(new URL(view.url()).pathname + new URL(view.url()).hash, '/sub/n%C3%A9w/#here');
      assert.equal(await view.evaluate(() => scrollY), 700);
      assert.equal(await view.evaluate(() => history.length), steps);
      assert.equal(await view.getByText('Paragraph 90, changed.').count(), 1);
      assert.deepEqual(await marks(view), []);
      assert.ok(await isSameWindow(view));
    },
    { at: '/#here' },
  ));

// Problems

const ERROR = {
  severity: 'error',
  code: 'front-matter/quote',
  message: 'the quote that opens here is not closed',
  file: 'articles/a.md',
  line: 2,
  column: 8,
  source: 'title: "Bad <img src=x onerror="globalThis.ran = true">',
  caret: [7, 48],
  help: 'close it at the end of the text',
};
const WARNING = { ...ERROR, severity: 'warning', message: 'this is long', file: 'articles/b.md', source: null, caret: null, help: null, line: null, column: null };

test('errors lie over the page with their place, their line and what to do, and go when they are mended', () =>
  withPage(page({ main: paragraphs('One.') }), async (view, preview) => {
    const { panel, corner } = client(view);
    preview.say({ type: 'problems', problems: [WARNING, ERROR] });
    await panel.waitFor();
    assert.equal(await panel.getByRole('heading').textContent(), '1 error, 1 warning');
    const items = await panel.getByRole('listitem').allInnerTexts();
    assert.equal(items.length, 1, 'warnings are folded away');
    for (const part of ['articles/a.md:2:8', ERROR.source, ERROR.message, ERROR.help]) assert.ok(items[0].includes(part), part);
    assert.equal(await panel.locator('mark').textContent(), ERROR.source.slice(7));
    await panel.getByText('1 warning', { exact: true }).click();
    assert.equal(await panel.getByText('articles/b.md', { exact: true }).isVisible(), true);
    preview.say({ type: 'problems', problems: [] });
    await panel.waitFor({ state: 'hidden' });
    assert.equal(await corner.isVisible(), false);
    assert.equal(await view.evaluate(() => globalThis.ran), undefined);
    assert.equal(await view.evaluate(() => document.querySelector('attuned-live').shadowRoot.querySelectorAll('img').length), 0);
  }));

test('the place is underlined exactly, under tabs, wide characters, letters with marks and from right to left', () =>
  withPage(page({}), async (view, preview) => {
    const cases = [
      ['\t\ta: [b](c.md)', '[b](c.md)'],
      ['你好，世界：wrong', 'wrong'],
      ['👩‍👩‍👧 é e\u0301: wrong', 'wrong'],
      ['مرحبا بالعالم خطأ هنا', 'خطأ'],
      [`${'word '.repeat(400)}wrong${' word'.repeat(400)}`, 'wrong'],
    ];
    const problems = cases.map(([source, meant], i) => {
      const start = [...source.slice(0, source.indexOf(meant))].length;
      return { ...ERROR, file: `${i}.md`, source, caret: [start, [...meant].length] };
    });
    preview.say({ type: 'problems', problems: [...problems, { ...ERROR, file: 'end.md', source: 'title:', caret: [6, 0] }] });
    const { panel } = client(view);
    await panel.waitFor();
    assert.deepEqual(await panel.locator('mark').allTextContents(), [...cases.map(([, meant]) => meant), '']);
    for (const mark of await panel.locator('mark').all()) {
      const { caret, box, line } = await mark.evaluate((mark) => {
        const [caret] = mark.previousElementSibling.getClientRects();
        const box = mark.getClientRects()[0] ?? caret;
        const line = mark.parentElement.getBoundingClientRect();
        return { caret: caret.toJSON(), box: box.toJSON(), line: line.toJSON() };
      });
      assert.ok(Math.min(Math.abs(caret.left - box.left), Math.abs(caret.left - box.right)) < 1, 'the caret is at an edge of it');
      assert.ok(box.right <= line.right, 'nothing is cut off');
    }
    assert.ok((await panel.locator('pre').nth(4).textContent()).length < 500, 'a long line is shortened');
  }));

test('the panel does not take the keyboard, can be minimised, and stays so until there is another error', () =>
  withPage(page({ main: '<input>' }), async (view, preview) => {
    const { panel, corner, minimise } = client(view);
    await view.focus('input');
    preview.say({ type: 'problems', problems: [ERROR] });
    await panel.waitFor();
    await view.keyboard.type('still here');
    assert.equal(await view.inputValue('input'), 'still here');
    await view.keyboard.press('Escape');
    assert.equal(await panel.isVisible(), true, 'Escape in a field belongs to the field');
    await view.evaluate(() => document.activeElement.blur());
    await view.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    assert.equal(await corner.textContent(), '1 error');
    // The same a few lines further down, and after a step to another page.
    preview.say({ type: 'problems', problems: [{ ...ERROR, line: 5 }] });
    await view.reload();
    await until(() => preview.heard.length > 1, 'the page says hello again');
    preview.say({ type: 'problems', problems: [ERROR] });
    await corner.waitFor();
    assert.equal(await panel.isVisible(), false);
    await corner.focus();
    await view.keyboard.press('Enter');
    await panel.waitFor();
    assert.equal(await minimise.evaluate((button) => button.getRootNode().activeElement === button), true);
    await view.keyboard.press('Escape');
    assert.equal(await corner.evaluate((button) => button.getRootNode().activeElement === button), true);
    preview.say({ type: 'problems', problems: [ERROR, { ...ERROR, file: 'articles/other.md' }] });
    await panel.waitFor();
    preview.say({ type: 'problems', problems: [] });
    await panel.waitFor({ state: 'hidden' });
    preview.say({ type: 'problems', problems: [ERROR] });
    await panel.waitFor();
  }));

test('warnings alone are a number in the corner, and advice is nothing', () =>
  withPage(page({}), async (view, preview) => {
    const { panel, corner } = client(view);
    preview.say({ type: 'problems', problems: [WARNING, { ...WARNING, file: 'c.md' }, { ...WARNING, severity: 'advice' }] });
    await corner.waitFor();
    assert.equal(await corner.textContent(), '2 warnings');
    assert.equal(await panel.isVisible(), false);
    await corner.click();
    assert.equal(await panel.getByRole('listitem').count(), 2);
    preview.say({ type: 'problems', problems: [WARNING] });
    await panel.getByRole('heading', { name: '1 warning', exact: true }).waitFor();
    preview.say({ type: 'problems', problems: [{ ...WARNING, severity: 'advice' }] });
    await panel.waitFor({ state: 'hidden' });
    assert.equal(await corner.isVisible(), false);
  }));

test('the keyboard comes back to where it was when the last problem is mended', () =>
  withPage(page({ main: '<input>' }), async (view, preview) => {
    const { panel, corner } = client(view);
    preview.say({ type: 'problems', problems: [WARNING] });
    await view.focus('input');
    await corner.click();
    await panel.waitFor();
    preview.say({ type: 'problems', problems: [] });
    await panel.waitFor({ state: 'hidden' });
    assert.equal(await view.evaluate(() => document.activeElement.localName), 'input');
  }));

for (const colorScheme of ['light', 'dark']) {
  test(`all that is shown can be read and used on a phone, ${colorScheme}`, () =>
    withPage(
      page({ head: '<style>* { color: red !important } button { display: none }</style><meta http-equiv="Content-Security-Policy" content="default-src \'self\'">', main: paragraphs('One.') }),
      async (view, preview) => {
        const many = Array.from({ length: 30 }, (_, i) => ({ ...ERROR, file: `articles/a-very-long-name-without-any-space-in-it/${'x'.repeat(60)}/${i}.md` }));
        preview.say({ type: 'gone', parent: PARENT });
        preview.say({ type: 'problems', problems: [...many, WARNING] });
        const { panel, gone } = client(view);
        await panel.waitFor();
        await gone.waitFor();
        await view.evaluate(() => (document.querySelector('attuned-live').shadowRoot.querySelector('details').open = true));
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        await view.evaluate(axe);
        const found = await view.evaluate(async () => {
          const { violations } = await globalThis.axe.run('attuned-live', { resultTypes: ['violations'] });
          return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
        });
        expectNone(found);
        const boxes = await view.evaluate(() => {
          const { shadowRoot } = document.querySelector('attuned-live');
          return [...shadowRoot.querySelectorAll('*')].filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().right]);
        });
        expectNone(boxes.filter(([, right]) => right > PHONE.width).map(([html]) => html));
        assert.ok((await panel.boundingBox()).height < PHONE.height * 0.8, 'some of the page can be seen');
      },
      { viewport: PHONE, colorScheme, bypassCSP: true },
    ));
}

test('nothing of the preview is printed', () =>
  withPage(page({}), async (view, preview) => {
    preview.say({ type: 'problems', problems: [ERROR] });
    const { panel } = client(view);
    await panel.waitFor();
    await view.emulateMedia({ media: 'print' });
    assert.equal(await panel.isVisible(), false);
  }));

test("a page's own rules for what may be loaded do not keep the preview from working", () =>
  withPage(page({ head: '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">', main: paragraphs('One.') }), async (view, preview) => {
    preview.say({ type: 'problems', problems: [ERROR] });
    const { panel } = client(view);
    await panel.waitFor();
    assert.equal(await panel.evaluate((panel) => getComputedStyle(panel).borderTopStyle), 'solid');
  }));

// The connection

test('a preview that stops is noted quietly, and what was missed is made up for when it is back', () =>
  withPage(page({ main: paragraphs('One.') }), async (view, preview) => {
    const { stopped } = client(view);
    await preview.close();
    await stopped.waitFor();
    assert.equal(await stopped.textContent(), 'The preview has stopped. Start attuned serve again; this page will catch up by itself.');
    assert.equal(await view.textContent('main p'), 'One.');
    preview.heard.length = 0;
    preview.pages['/'] = page({ main: paragraphs('Two.') });
    await preview.start();
    await stopped.waitFor({ state: 'hidden' });
    await until(() => preview.heard.length > 0, 'the page says what it shows');
    assert.equal(preview.heard[0].digest, 'd0');
    await changeTo(preview, preview.pages['/']);
    assert.equal(await view.textContent('main p'), 'Two.');
    assert.ok(await isSameWindow(view));
  }));

test('a preview that stops for a moment is not worth a word', () =>
  withPage(page({}), async (view, preview) => {
    preview.heard.length = 0;
    await view.evaluate(() => {
      const { shadowRoot } = document.querySelector('attuned-live');
      globalThis.said = false;
      new MutationObserver(() => (globalThis.said = true)).observe(shadowRoot.querySelector('.stopped'), { attributes: true });
    });
    for (const socket of preview.sockets) socket.terminate();
    await until(() => preview.heard.length > 0, 'the page is connected again');
    assert.equal(await client(view).stopped.isVisible(), false);
  }));

test('a page that comes back from the browser’s memory, or from behind others, is connected again', () =>
  withPage(page({}), async (view, preview) => {
    await view.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await until(() => preview.sockets.size === 0, 'the connection is closed');
    preview.heard.length = 0;
    await view.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await until(() => preview.heard.length === 1, 'the page says hello');
    await setVisible(view, false);
    await view.evaluate(() => {
      const now = performance.now();
      performance.now = () => now + 60_000;
    });
    await setVisible(view, true);
    await until(() => preview.heard.length === 2 && preview.sockets.size === 1, 'there is a new connection in place of the old');
  }));

/** That the page on the screen is the one in the file. */
async function expectPage(view, html, part = 'html') {
  const [is, wanted] = await view.evaluate(
    ([html, part]) => {
      const text = (page) => {
        const copy = page.documentElement.cloneNode(true);
        copy.querySelectorAll('attuned-live').forEach((element) => element.remove());
        // Line breaks between elements of the head are no concern of anybody.
        // Nor is the order of attributes.
        for (const element of copy.querySelectorAll('*')) {
          const attributes = [...element.attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
          for (const attribute of attributes) element.removeAttributeNode(attribute);
          for (const attribute of attributes) element.setAttributeNode(attribute);
        }
        const head = copy.querySelector('head');
        head.replaceChildren(...[...head.children].sort((a, b) => (a.localName === 'title') - (b.localName === 'title')));
        for (const noscript of copy.querySelectorAll('noscript')) noscript.textContent = noscript.textContent || noscript.innerHTML;
        return part === 'html' ? copy.outerHTML : copy.querySelector(part).outerHTML;
      };
      return [text(document), text(new DOMParser().parseFromString(html, 'text/html'))];
    },
    [html, part],
  );
  assert.equal(is, wanted);
}

function isInView(view, text) {
  return view.evaluate((text) => {
    const paragraph = [...document.querySelectorAll('p')].find((p) => p.textContent === text);
    const { top, bottom } = paragraph?.getBoundingClientRect() ?? {};
    return top >= 0 && bottom <= innerHeight;
  }, text);
}

/** As if the window were covered, or uncovered. */
function setVisible(view, visible) {
  return view.evaluate((visible) => {
    Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visible);
}

/** A recording of nothing. */
function silence(seconds) {
  const rate = 8000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + rate * seconds, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(rate * seconds, 40);
  return Buffer.concat([header, Buffer.alloc(rate * seconds, 0x80)]);
}
