// The page: reading its newest version, and changing the one on the screen into it without losing the reader's place.
//
// Three documents are compared. `live` is what is on the screen, with whatever the reader, the page's own scripts and the
// browser's extensions did to it. `source` is the version it was made from, as the server sent it. `next` is the version
// that it shall become. Only what differs between `source` and `next` was written by the author.

/** Elements that hold text of their own, the ones an author would call a paragraph, a point, a heading, a cell. */
const BLOCKS =
  'address, audio, blockquote, caption, dd, div, dt, figcaption, figure, form, h1, h2, h3, h4, h5, h6, hr, iframe, legend, li, p, pre, summary, td, th, video';
/** These, and what holds them. */
const BLOCKS_AND_AROUND = `:is(${BLOCKS}), :has(${BLOCKS})`;
const MEDIA = 'audio, iframe, img, svg, video';
const INJECTED = 'script[src$="/_attuned/live.js"]';
/** Names of what is set on elements while a morph lasts, and removed before anybody sees it. */
const KEY = 'attuned-key-';
const CHANGED = 'data-attuned-changed';
/** With more changed blocks than this it is another page rather than an edit, and no one block is "the" changed one. */
const MOST_CHANGED = 20;
/** How long a stylesheet may take before the page goes on without waiting for it, in milliseconds. */
const STYLESHEET_PATIENCE = 3000;

/**
 * The page at this address, as `{ status, digest, document }`; null where the server cannot be reached or what it sends
 * is no page. `cache` is fetch's: how old it may be.
 */
async function fetchPage(cache) {
  let response, html;
  try {
    response = await fetch(location.pathname + location.search, { cache });
    html = await response.text();
  } catch {
    return null;
  }
  if (!response.headers.get('content-type')?.startsWith('text/html')) return null;
  const page = new DOMParser().parseFromString(html, 'text/html');
  const injected = page.querySelector(INJECTED);
  const digest = injected?.dataset.digest ?? '';
  injected?.remove();
  // Where scripts run, what <noscript> holds is text. The parser does not run them and makes elements of it.
  for (const noscript of page.querySelectorAll('noscript')) noscript.textContent = noscript.innerHTML;
  return { status: response.status, digest, document: page };
}

/** Whether only a new start can show `next`: its scripts are others, or it leads elsewhere. */
function needsReload(source, next) {
  const scripts = (page) => JSON.stringify([...page.scripts].filter(isOfThePage).map((s) => [s.type, s.getAttribute('src'), s.text]));
  return scripts(source) !== scripts(next) || next.querySelector('meta[http-equiv="refresh" i]') !== null;
}

/** Whether a script is run, and was written into the page rather than added by another script. */
function isOfThePage(script) {
  const runs = /^$|javascript|^module$|^importmap$|^speculationrules$/i.test(script.type);
  const addedByScript = script.async && !script.hasAttribute('async');
  return runs && !addedByScript;
}

/** Turns the page on the screen into `next`. Returns the block that changed, or the first of few; null otherwise. */
async function showPage(source, next) {
  await swapStylesheets(source, next);
  const changed = markChanged(source, next);
  copyAttributes(document.documentElement, source.documentElement, next.documentElement);
  morphHead(source, next);
  if (!source.body.isEqualNode(next.body)) morphBody(source, next);
  const all = [...document.querySelectorAll(`[${CHANGED}]`)];
  for (const element of all) element.removeAttribute(CHANGED);
  for (const element of next.querySelectorAll(`[${CHANGED}]`)) element.removeAttribute(CHANGED);
  return changed ? first(all) : null;
}

// Stylesheets

/** Loads the stylesheets that took the place of others, and removes those only then: there is no moment without style. */
async function swapStylesheets(source, next) {
  const listed = (page) =>
    [...page.querySelectorAll('link[rel~="stylesheet" i]')].map((element) => ({
      element,
      kind: element.media,
      text: element.outerHTML,
    }));
  const [before, after] = [listed(source), listed(next)];
  const live = listed(document);
  const swaps = counterparts(before, after).map(async (counterpart, i) => {
    if (!counterpart || counterpart.same) return;
    const old = live.find(({ text }) => text === before[counterpart.index].text)?.element;
    if (!old) return;
    const link = document.importNode(after[i].element, true);
    const loaded = new Promise((done) => {
      link.onload = link.onerror = done;
      setTimeout(done, STYLESHEET_PATIENCE);
    });
    old.after(link);
    await loaded;
    link.onload = link.onerror = null;
    old.remove();
  });
  await Promise.all(swaps);
}

// The head

/** Makes in the head what differs between its two versions. What scripts or extensions put there stays. */
function morphHead(source, next) {
  if (source.title !== next.title) document.title = next.title;
  const role = (element) => ['rel', 'name', 'property'].map((name) => element.getAttribute(name)).join(' ');
  const listed = (page) =>
    [...page.head.children]
      .filter((element) => element.localName !== 'title')
      .map((element) => ({ element, kind: `${element.localName} ${role(element)}`, text: element.outerHTML }));
  const [before, after] = [listed(source), listed(next)];
  const found = counterparts(before, after);

  // What is on the screen of each element of `source`: undefined where a script changed or removed it.
  const others = [...document.head.children];
  const live = before.map(({ element }) => {
    const i = others.findIndex((other) => other.isEqualNode(element));
    return i < 0 ? undefined : others.splice(i, 1)[0];
  });
  const kept = new Set(found.filter(Boolean).map(({ index }) => index));
  live.forEach((element, i) => {
    if (!kept.has(i)) element?.remove();
  });

  let last = null; // the element after which the next one belongs
  after.forEach(({ element }, i) => {
    const counterpart = found[i] && live[found[i].index];
    if (found[i]?.same && !counterpart) return;
    // A new stylesheet is there already, in the place of the old one.
    const present = counterpart ?? others.find((other) => other.isEqualNode(element));
    if (present) become(present, element);
    else if (last) last.after(document.importNode(element, true));
    else document.head.prepend(document.importNode(element, true));
    last = present ?? last?.nextElementSibling ?? document.head.firstElementChild;
  });
}

/** Gives `element` the attributes and the text of `next`. */
function become(element, next) {
  copyAttributes(element, element, next);
  if (element.textContent !== next.textContent) element.textContent = next.textContent;
}

/** Sets on `live` the attributes that differ between `source` and `next`. */
function copyAttributes(live, source, next) {
  for (const { name } of [...source.attributes]) {
    if (!next.hasAttribute(name)) live.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (source.getAttribute(name) !== value) live.setAttribute(name, value);
  }
}

// The body

function morphBody(source, next) {
  // What a script made of an element with an id is left alone as long as the author leaves the element alone.
  const untouched = new Set();
  if (source !== document) {
    for (const element of next.body.querySelectorAll('[id]')) {
      if (source.getElementById(element.id)?.isEqualNode(element)) untouched.add(element);
    }
  }
  copyAttributes(document.body, source.body, next.body);
  const giveBackIds = pairBlocks(next);
  try {
    Idiomorph.morph(document.body, next.body, {
      morphStyle: 'outerHTML',
      callbacks: {
        beforeNodeMorphed(live, wanted) {
          if (untouched.has(wanted) && live.getAttribute('id') === wanted.getAttribute('id')) return false;
          if (live.nodeType !== Node.TEXT_NODE) return true;
          changeText(live, wanted.data);
          return false;
        },
        beforeNodeRemoved(live) {
          // Neither is anything with an id removed that was never in the page.
          const id = source !== document && live.nodeType === Node.ELEMENT_NODE && live.getAttribute('id');
          return !id || id.startsWith(KEY) || source.getElementById(id) !== null;
        },
        beforeAttributeUpdated: (name, element, kind) => element !== document.body && !belongsToReader(name, element, kind),
      },
    });
  } finally {
    giveBackIds();
  }
}

/**
 * Idiomorph knows an element again by its id; one without takes the next of the same kind, so that a paragraph put before
 * an open <details>, or a task before a ticked one, would hand their state on to the wrong one. So each block gets an id
 * that it shares with its counterpart alone. The function returned gives all of them their own ids back.
 */
function pairBlocks(next) {
  const [live, fresh] = [blocks(document.body), blocks(next.body)];
  const found = counterparts(live, fresh);
  if (live.length === fresh.length && found.every((counterpart) => counterpart?.same)) return () => {};

  const own = new Map(); // keys, and the ids in whose place they stand
  const key = (element, id = element.getAttribute('id')) => {
    const key = KEY + own.size;
    own.set(key, id);
    element.setAttribute('id', key);
    return key;
  };
  const partners = new Map(); // elements on the screen, and what they shall become
  fresh.forEach(({ element }, j) => {
    if (!found[j]) return;
    const partner = live[found[j].index].element;
    let [one, other] = [partner, element];
    for (; one !== document.body && other !== next.body && one.localName === other.localName; [one, other] = [one.parentNode, other.parentNode]) {
      if (partners.has(one)) break;
      partners.set(one, other);
    }
    const [old, id] = [partner.getAttribute('id'), element.getAttribute('id')];
    // An id that stays is the better key.
    if ((id && document.getElementById(id)) || (old && next.getElementById(old))) return;
    element.setAttribute('id', key(partner, id));
  });
  // What has no counterpart gets a key that nothing else has, so that nothing takes its place.
  for (const element of document.body.querySelectorAll(BLOCKS_AND_AROUND)) {
    if (!partners.has(element) && !element.hasAttribute('id')) key(element);
  }
  const unname = nameGaps(next, partners);
  return () => {
    unname();
    for (const page of [document, next]) {
      for (const element of page.querySelectorAll(`[id^="${KEY}"]`)) {
        const id = own.get(element.getAttribute('id'));
        if (id) element.setAttribute('id', id);
        else element.removeAttribute('id');
      }
    }
  };
}

/**
 * The white space between blocks is text, and to Idiomorph one text is as good as another: for that after a new
 * paragraph it would take the next there is, and carry off the paragraphs before it. It tells nodes apart by their
 * `tagName`, which texts do not have; so they get one, from the block before them.
 */
function nameGaps(next, partners) {
  const named = [];
  const name = (node, name) => {
    for (let gap = node.nextSibling; gap && gap.nodeType !== Node.ELEMENT_NODE; gap = gap.nextSibling) {
      gap.tagName = `after ${name}`;
      named.push(gap);
    }
  };
  let last = 0;
  for (const element of document.body.querySelectorAll(BLOCKS_AND_AROUND)) {
    const partner = partners.get(element);
    name(element, ++last);
    if (partner) name(partner, last);
  }
  const known = new Set(partners.values());
  for (const element of next.body.querySelectorAll(BLOCKS_AND_AROUND)) {
    if (!known.has(element)) name(element, ++last);
  }
  return () => {
    for (const gap of named) delete gap.tagName;
  };
}

/** Blocks below `root` that have something of their own to say, in order. */
function blocks(root) {
  const found = [];
  for (const element of root.querySelectorAll(BLOCKS)) {
    const own = element.matches(MEDIA) ? (element.getAttribute('src') ?? element.innerHTML) : element.localName === 'hr' || ownContent(element);
    // A lone box to tick says nothing: the text beside it will tell which one it is.
    if (own) found.push({ element, kind: element.localName, text: `${element.localName} ${own}` });
  }
  return found;
}

/** What an element holds apart from the blocks within it. */
function ownContent(element) {
  let own = '';
  let says = false;
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      own += child.data;
      says ||= child.data.trim() !== '';
    } else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(BLOCKS) && !child.querySelector(BLOCKS)) {
      own += child.outerHTML;
      says ||= child.matches(MEDIA) || child.querySelector(MEDIA) !== null || child.textContent.trim() !== '';
    }
  }
  return says ? own.replace(/\s+/g, ' ').trim() : '';
}

/** Replaces only the characters that differ, so that a selection elsewhere in the text stays where it is. */
function changeText(text, wanted) {
  const { data } = text;
  if (data === wanted) return;
  const { start, end } = sameEnds(data, wanted);
  text.replaceData(start, data.length - start - end, wanted.slice(start, wanted.length - end));
}

/** Whether what an attribute stands for is the reader's to say: what is open, ticked, chosen, typed. */
function belongsToReader(name, element, kind) {
  switch (name) {
    case 'open':
      return element.matches('details, dialog');
    case 'selected':
      return element.matches('option');
    case 'checked':
      return element.checked !== element.defaultChecked;
    case 'value':
      if (element.matches('input[type="checkbox" i], input[type="radio" i]')) return kind === 'remove' && !element.hasAttribute('value');
      return 'defaultValue' in element && element.value !== element.defaultValue;
    default:
      return false;
  }
}

// What changed

/** Sets a mark on the blocks of `next` that `source` does not have; returns whether they are few enough to be pointed at. */
function markChanged(source, next) {
  const main = (page) => page.querySelector('main, [role="main"]') ?? page.body;
  const fresh = blocks(main(next));
  const found = counterparts(blocks(main(source)), fresh);
  const changed = fresh.filter((_, j) => !found[j]?.same);
  if (changed.length === 0 || changed.length > MOST_CHANGED) return false;
  for (const { element } of changed) element.setAttribute(CHANGED, '');
  return true;
}

/** The first of the elements, the text before what stands around it: a new heading also changes the list of contents. */
function first(elements) {
  const rank = (element) => (element.closest('nav, footer, [role="navigation"]') ? 2 : element.closest('header, aside') ? 1 : 0);
  return elements.reduce((best, element) => (!best || rank(element) < rank(best) ? element : best), null);
}
