// What the preview itself says: problems in the author's files, a page that is gone, a server that has stopped, and which
// paragraph changed. It lives outside the body, in a shadow root, so that neither the page's styles nor a morph reach it.
// Everything an author wrote is put in as text.

/** How long the changed paragraph is marked, in milliseconds. */
const MARKED = 1500;
/** Characters shown of a long line before and after the place that is meant: an author's paragraph is one line. */
const EXCERPT = { before: 120, after: 240 };
const MINIMISED = 'attuned-minimised';

const STYLE = `
  :host { all: initial; }
  .frame {
    --paper: #fffdf9; --ink: #2d2822; --soft: #665b4f; --line: #d8c9b3; --tint: #f6eee1; --wrong: #a3341f; --link: #8a4524; --focus: #1f4e8c;
    position: fixed; inset: 0; z-index: 2147483647;
    display: flex; flex-direction: column; align-items: center; gap: .75em;
    box-sizing: border-box; padding: .75em;
    pointer-events: none;
    color: var(--ink);
    font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif;
    font-size: medium;
    text-align: start;
    overflow-wrap: anywhere;
  }
  @media (prefers-color-scheme: dark) {
    .frame { --paper: #28231f; --ink: #ece3d7; --soft: #b9ab9a; --line: #574c41; --tint: #332c26; --wrong: #f2a08c; --link: #e9b08b; --focus: #a8cbff; }
  }
  .frame > * {
    box-sizing: border-box; max-inline-size: 100%;
    border: 1px solid var(--line); border-radius: .6em;
    background: var(--paper);
    box-shadow: 0 .25em 1.5em rgb(0 0 0 / .18);
    pointer-events: auto;
  }
  .frame > [hidden] { display: none; }
  .gap { flex: 1; visibility: hidden; }
  .gone, .stopped { margin: 0; padding: .6em 1em; font-size: .9375em; }
  a { color: var(--link); text-underline-offset: .18em; }
  button { font: inherit; color: inherit; cursor: pointer; }
  a:focus-visible, button:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .3em; }

  .corners { align-self: flex-end; display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .5em; border: 0; background: none; box-shadow: none; pointer-events: none; }
  .corners button { min-block-size: 2.6em; padding: .4em .9em; border: 1px solid var(--line); border-radius: .6em; background: var(--paper); box-shadow: 0 .25em 1.5em rgb(0 0 0 / .18); font-size: .9375em; pointer-events: auto; }
  .corners [hidden] { display: none; }
  .corner::before, #heading::before { content: ""; display: inline-block; inline-size: .6em; block-size: .6em; margin-inline-end: .55em; border-radius: 50%; background: var(--soft); }
  .wrong::before { background: var(--wrong) !important; }

  .panel { display: flex; flex-direction: column; flex: 0 1 auto; min-block-size: 0; max-block-size: min(75%, 46em); inline-size: 46em; }
  .top { display: flex; align-items: center; justify-content: space-between; gap: 1em; padding: .6em .7em .6em 1.1em; border-block-end: 1px solid var(--line); }
  h2 { margin: 0; font-size: 1.0625em; font-weight: 600; line-height: 1.4; }
  .top button { flex: none; min-block-size: 2.4em; padding: .3em .8em; border: 1px solid var(--line); border-radius: .4em; background: none; font-size: .9375em; }
  .list { overflow: auto; overscroll-behavior: contain; padding: 0 1.1em 1em; }
  .so { margin: .8em 0 0; color: var(--soft); font-size: .9375em; }
  ol { margin: 0; padding: 0; list-style: none; }
  li { padding-block: 1em; }
  li + li { border-block-start: 1px solid var(--line); }
  li:last-child { padding-block-end: 0; }
  li p { margin: 0; }
  .where { color: var(--soft); font-size: .9375em; }
  .message { font-weight: 600; }
  .help { margin-block-start: .2em; }
  code { padding: .1em .3em; border-radius: .25em; background: var(--tint); white-space: nowrap; font: .9em ui-monospace, Consolas, Menlo, 'Liberation Mono', monospace; }
  pre {
    margin: .4em 0 .5em; padding: .3em .8em .65em; border-radius: .4em; background: var(--tint);
    font: .875em/1.85 ui-monospace, Consolas, Menlo, 'Liberation Mono', monospace;
    white-space: pre-wrap; tab-size: 4; unicode-bidi: plaintext;
  }
  mark { position: relative; background: none; color: inherit; text-decoration: underline 2px var(--wrong); text-underline-offset: .25em; }
  .warning .caret { color: var(--soft); }
  .warning mark { text-decoration-color: var(--soft); }
  .caret { position: relative; color: var(--wrong); }
  .caret::after { content: "^"; position: absolute; inset-block-start: 1.35em; inset-inline-start: 0; line-height: 1; font-weight: 700; }
  details { margin-block-start: 1em; padding-block-start: .4em; border-block-start: 1px solid var(--line); }
  details:first-child { margin: 0; border: 0; }
  summary { padding-block: .5em; font-weight: 600; cursor: pointer; }

  .panel.about { max-block-size: max(50%, 11em); }
  .figures, .nothing { margin: .8em 0 0; color: var(--soft); font-size: .9375em; }
  .go { display: block; inline-size: 100%; min-block-size: 1.75em; margin: 0; padding: 0; border: 0; background: none; text-align: start; font-weight: 600; text-decoration: underline 1px; text-underline-offset: .2em; }
  .go[aria-pressed=true] { text-decoration-thickness: 3px; }
  .silenced p { margin: .3em 0; font-size: .9375em; }
  .said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @media (max-width: 30em) {
    .frame { padding: .5em; gap: .5em; }
    .panel { max-block-size: 70%; }
  }
  @media print { .frame { display: none; } }
`;

/** An element with properties and children; strings become text. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const minimise = make('button', { type: 'button', textContent: 'Minimise', onclick: () => setOpen(false, { focus: true }) });
const heading = make('h2', { id: 'heading' });
const list = make('ol');
const warningList = make('ol', { className: 'warnings' });
const warningCount = make('summary');
const warningBox = make('details', { hidden: true }, warningCount, warningList);
const meanwhile = make('p', { className: 'so', textContent: 'Until this is mended, the page shows these files as they last were in order.' });
const scrolled = make('div', { className: 'list' }, meanwhile, list, warningBox);
const panel = make(
  'section',
  { className: 'panel', hidden: true },
  make('div', { className: 'top' }, make('div', { role: 'alert' }, heading), minimise),
  scrolled,
);
panel.setAttribute('aria-labelledby', 'heading');
/** The buttons that open what is not open. */
const corners = make('div', { className: 'corners' });
const corner = make('button', { type: 'button', className: 'corner', hidden: true, onclick: () => setOpen(true, { focus: true }) });
const gone = make('p', { className: 'gone', role: 'status', hidden: true });
const stopped = make(
  'p',
  { className: 'stopped', role: 'status', hidden: true },
  'The preview has stopped. Start ',
  make('code', { textContent: 'attuned serve' }),
  ' again; this page will catch up by itself.',
);
const frame = make('div', { className: 'frame', lang: 'en', dir: 'ltr' }, gone, make('div', { className: 'gap' }), panel, corners, stopped);
corners.append(corner);

const host = make('attuned-live');
const shadow = host.attachShadow({ mode: 'open' });
const sheet = new CSSStyleSheet(); // Unlike a <style>, it is allowed whatever policy the page has for its own.
sheet.replaceSync(STYLE);
shadow.adoptedStyleSheets = [sheet];
shadow.append(frame);
document.documentElement.append(host);

// Problems

let problemsNow = [];
/** What was asked for by hand stays open when the last error is mended and warnings are left. */
let openedByHand = false;
/** Where the keyboard was before it came to the panel. */
let cameFrom = null;

host.addEventListener('focusin', ({ relatedTarget }) => {
  if (relatedTarget && relatedTarget !== host) cameFrom = relatedTarget;
});

/** The same problem, wherever the lines above have moved it. */
const nameOf = ({ severity, file, code, message }) => [severity, file, code, message].join('\n');

/** Shows what is wrong in the site: errors at once, warnings when they are asked for, nothing when nothing is wrong. */
function showProblems(problems) {
  problemsNow = problems.filter(({ severity }) => severity !== 'advice');
  const errors = problemsNow.filter(({ severity }) => severity === 'error');
  const warnings = problemsNow.filter(({ severity }) => severity === 'warning');

  const title = [counted(errors.length, 'error'), counted(warnings.length, 'warning')].filter(Boolean).join(', ');
  // Said again only when it changes.
  if (heading.textContent !== title) heading.textContent = title;
  corner.textContent = title;
  corner.setAttribute('aria-label', `Show ${title}`);
  for (const element of [heading, corner]) element.classList.toggle('wrong', errors.length > 0);
  meanwhile.hidden = errors.length === 0;
  list.replaceChildren(...errors.map(entry));
  warningList.replaceChildren(...warnings.map(entry));
  warningCount.textContent = counted(warnings.length, 'warning');
  warningBox.hidden = warnings.length === 0;

  if (problemsNow.length === 0) {
    remember([]);
    setOpen(false, { focus: shadow.activeElement !== null });
    return;
  }
  const known = remembered();
  const fresh = errors.some((error) => !known.includes(nameOf(error)));
  if (fresh) setOpen(true, { focus: false });
  else setOpen(!panel.hidden && (errors.length > 0 || openedByHand), { focus: false });
}

function setOpen(open, { focus }) {
  const wasOpen = !panel.hidden;
  if (open && !wasOpen) setFindingsOpen(false, {});
  if (focus && open) {
    openedByHand = true;
    if (!list.hasChildNodes()) warningBox.open = true;
  }
  const held = shadow.activeElement !== null;
  panel.hidden = !open;
  corner.hidden = open || problemsNow.length === 0;
  if (!open) openedByHand = false;
  if (wasOpen && !open && problemsNow.length > 0) remember(problemsNow.map(nameOf));
  if (focus && open) minimise.focus();
  else if (held && !open) (corner.hidden ? cameFrom : corner)?.focus();
}

// What was minimised stays so from page to page in this tab, until there is an error that was not there.
function remember(names) {
  try {
    sessionStorage.setItem(MINIMISED, JSON.stringify(names));
  } catch {
    // The browser keeps nothing: then it is shown again on the next page.
  }
}
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(MINIMISED)) ?? [];
  } catch {
    return [];
  }
}

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || panel.hidden) return;
  // In a field or a dialog of the page, Escape is the page's.
  if (event.target.closest?.('input, textarea, select, dialog, [contenteditable]')) return;
  setOpen(false, {});
});

/** One problem: where, the line with the place underlined, what is wrong, what to write instead. */
function entry({ severity, file, line, column, source, caret, message, help }) {
  const place = [file, line, column].filter((part) => part !== null && part !== undefined).join(':');
  const item = make('li', { className: severity }, make('p', { className: 'where', textContent: place }));
  if (source) item.append(excerpt(source, caret));
  item.append(make('p', { className: 'message', textContent: message }));
  if (help) item.append(make('p', { className: 'help', textContent: help }));
  return item;
}

/**
 * The source line. The place is underlined within the line itself, not in a row of spaces and carets below: so it is
 * right under tabs, wide characters, scripts from right to left, and where the line is broken.
 */
function excerpt(source, caret) {
  const characters = [...source];
  if (!caret) return make('pre', {}, shorten(characters, EXCERPT.before + EXCERPT.after));
  const [start, length] = caret;
  const before = characters.slice(Math.max(0, start - EXCERPT.before), start).join('');
  const meant = characters.slice(start, start + length);
  const after = characters.slice(start + length);
  return make(
    'pre',
    {},
    start > EXCERPT.before ? `…${before}` : before,
    make('span', { className: 'caret' }),
    make('mark', { textContent: shorten(meant, EXCERPT.after) }),
    shorten(after, Math.max(0, EXCERPT.after - meant.length)),
  );
}

function shorten(characters, most) {
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : characters.join('');
}

function counted(number, noun) {
  if (number === 0) return '';
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

// The page, the server

/** Says that the page is no longer there, and where to go: `parent` has `url` and `title`. */
function showGone(parent) {
  gone.replaceChildren('This page is no longer part of the site.');
  if (parent) gone.append(' ', make('a', { href: new URL(parent.url, location.origin).pathname, textContent: `Go to ${parent.title}` }));
  gone.hidden = false;
}

function hideGone() {
  gone.hidden = true;
}

/** Says, or takes back, that nobody answers. */
function showStopped(is) {
  stopped.hidden = !is;
}

// The paragraph that changed

let pointed = null;
/** What to point at once the page can be seen. */
let unseen = null;
document.addEventListener('visibilitychange', () => {
  const element = unseen;
  unseen = null;
  if (element?.isConnected) pointAt(element);
});

/** Brings `element` into view where it is not, and marks it for a moment. Leaves nothing behind in the page. */
function pointAt(element) {
  if (document.hidden) {
    unseen = element; // The author is still in the editor, which covers the browser.
    return;
  }
  // What lies in a closed <details> is shown by the <details>.
  while (element.parentElement && !element.checkVisibility()) element = element.parentElement;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { top, bottom, height } = element.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  if (seen < Math.min(height, 40)) {
    element.scrollIntoView({ block: height < innerHeight ? 'center' : 'start', behavior: still ? 'instant' : 'smooth' });
  }
  const shade = 'rgb(214 158 46 / .24)';
  const lit = { backgroundColor: shade, boxShadow: `0 0 0 .3em ${shade}` };
  const outlined = { outline: '2px solid rgb(168 112 20)', outlineOffset: '.3em' };
  const frames = still ? [outlined, outlined] : [lit, { ...lit, offset: 0.5 }, { boxShadow: '0 0 0 .3em transparent' }];
  pointed?.cancel();
  pointed = element.animate(frames, { duration: MARKED });
}
