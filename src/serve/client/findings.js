// What there is to say of this page: how it reads, and each finding with the sentence that it is about. Nothing of it is
// ever part of the site. It lives in the same shadow root as the notices, and marks sentences without touching the page.

const FINDINGS_OPEN = 'attuned-findings';
/** The name under which the browser keeps what is marked. */
const HIGHLIGHT = 'attuned-finding';

const close = make('button', { type: 'button', textContent: 'Close', onclick: () => setFindingsOpen(false, { focus: true }) });
const figures = make('p', { className: 'figures' });
const nothing = make('p', { className: 'nothing', textContent: 'There is nothing to mend here.' });
const findingList = make('ol', { className: 'findings' });
const silencedList = make('div');
const silencedCount = make('summary');
const silenced = make('details', { className: 'silenced', hidden: true }, silencedCount, silencedList);
const said = make('p', { className: 'said', role: 'status' });
const findingsPanel = make(
  'section',
  { className: 'panel about', hidden: true },
  make('div', { className: 'top' }, make('h2', { id: 'about', textContent: 'This page' }), close),
  make('div', { className: 'list' }, figures, nothing, findingList, silenced, said),
);
findingsPanel.setAttribute('aria-labelledby', 'about');
const about = make('button', {
  type: 'button',
  className: 'open-findings',
  hidden: true,
  onclick: () => setFindingsOpen(findingsPanel.hidden, { focus: true }),
});
panel.after(findingsPanel);
corners.prepend(about);

const markSheet = new CSSStyleSheet();
markSheet.replaceSync(`::highlight(${HIGHLIGHT}) { background-color: #ffd76b; color: #211b12; }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, markSheet];

/** Which answer is the newest: one that comes late must not replace it. */
let asked = 0;

/** Asks what there is to say of the page at this address, and shows it. */
async function learnFindings() {
  const mine = ++asked;
  let found = null;
  try {
    const response = await fetch(`/_attuned/findings?${location.pathname}`, { cache: 'no-store' });
    if (response.ok) found = await response.json();
  } catch {
    return; // The server went: what is shown stays until it is back.
  }
  if (mine === asked) showFindings(found);
}

function showFindings(found) {
  unmark();
  about.hidden = found === null;
  if (!found) {
    setFindingsOpen(false, {});
    return;
  }
  const { words, sentences, minutes, grade, target, findings, waived } = found;
  figures.textContent = [
    counted(words, 'word'),
    counted(sentences, 'sentence'),
    counted(minutes, 'minute'),
    grade === null ? '' : `school grade ${grade.toFixed(1)}${target === null ? '' : ` (should be ${target} or lower)`}`,
  ].filter(Boolean).join(' · ');
  about.textContent = findings.length ? `This page: ${counted(findings.length, 'finding')}` : 'This page';
  nothing.hidden = findings.length > 0;
  findingList.replaceChildren(...findings.map(findingEntry));
  silenced.hidden = waived.length === 0;
  silencedCount.textContent = `${counted(waived.length, 'waiver')} in the front matter`;
  silencedList.replaceChildren(...waived.map(({ code, reason }) => make('p', {}, make('code', { textContent: code }), ` ${reason}`)));
  setFindingsOpen(wantsFindings(), {});
}

/** One finding. What stands on the page is a button that shows where. */
function findingEntry({ severity, code, line, message, help, text, picture }) {
  const item = make('li', { className: severity });
  const isOnPage = text.length > 0 || picture !== null;
  if (isOnPage) {
    const go = make('button', { type: 'button', className: 'go', textContent: message });
    go.setAttribute('aria-pressed', 'false');
    go.onclick = () => mark(go, { text, picture, line });
    item.append(go);
  } else {
    item.append(make('p', { className: 'message', textContent: message }));
  }
  if (help) item.append(make('p', { className: 'help', textContent: help }));
  const where = [severity, line && `line ${line}`, code].filter(Boolean).join(' · ');
  item.append(make('p', { className: 'where', textContent: where }));
  return item;
}

function setFindingsOpen(open, { focus }) {
  const held = shadow.activeElement !== null && findingsPanel.contains(shadow.activeElement);
  findingsPanel.hidden = !open;
  about.setAttribute('aria-expanded', String(open));
  if (open && !panel.hidden) setOpen(false, {});
  if (focus) keepWish(open);
  if (!open) unmark();
  if (focus && open) close.focus();
  else if (held && !open) about.focus();
}

// Whoever opens it wants it on the next page of this tab, too.
function keepWish(open) {
  try {
    sessionStorage.setItem(FINDINGS_OPEN, open ? 'open' : '');
  } catch {
    // The browser keeps nothing: then it is closed on the next page.
  }
}
function wantsFindings() {
  try {
    return sessionStorage.getItem(FINDINGS_OPEN) === 'open' || !findingsPanel.hidden;
  } catch {
    return !findingsPanel.hidden;
  }
}

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || findingsPanel.hidden) return;
  if (event.target.closest?.('input, textarea, select, dialog, [contenteditable]')) return;
  setFindingsOpen(false, { focus: true });
});

// Marking

function unmark() {
  globalThis.CSS?.highlights?.delete(HIGHLIGHT);
  for (const go of findingList.querySelectorAll('[aria-pressed=true]')) go.setAttribute('aria-pressed', 'false');
  said.textContent = '';
}

/** Marks on the page what a finding is about, until something else is marked or the panel is closed. */
function mark(go, { text, picture, line }) {
  unmark();
  const range = picture === null ? rangeOf(text) : null;
  const image = picture === null ? null : pictureOf(picture);
  const target = image ?? range?.startContainer.parentElement;
  if (!target) {
    said.textContent = `This could not be found on the page. It is on line ${line} of the file.`;
    return;
  }
  go.setAttribute('aria-pressed', 'true');
  said.textContent = 'It is marked on the page.';
  for (let box = target.closest('details:not([open])'); box; box = box.parentElement?.closest('details:not([open])')) box.open = true;
  if (image || !globalThis.CSS?.highlights) {
    pointAt(target);
    return;
  }
  CSS.highlights.set(HIGHLIGHT, new Highlight(range));
  const { top, bottom } = range.getBoundingClientRect();
  const lowest = Math.min(innerHeight, findingsPanel.getBoundingClientRect().top);
  if (top >= 0 && bottom <= lowest) return;
  // To the upper part of the screen: the panel is in the lower.
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  scrollBy({ top: top - Math.min(lowest / 3, 120), behavior: still ? 'instant' : 'smooth' });
}

const pictureOf = (alt) => [...document.images].find((image) => squeezed(image.alt) === squeezed(alt));

/** White space as it is shown; what nobody sees is left out. */
const squeezed = (text) => text.replace(/[\u200b\ufeff\u00ad]/g, '').replace(/\s+/g, ' ').trim();

/** What is written between the words by the page itself, and belongs to no sentence. */
const NOT_WORDS = 'button, script, style, template, [role="doc-noteref"], [popover]';
const TEXT_BLOCKS = 'p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, figcaption, summary, div, section, article, aside, blockquote, table';

/** The first place on the page where the runs of words follow one another within one block, as a range. */
function rangeOf(runs) {
  const { text, places } = wordsOf(document.querySelector('main') ?? document.body);
  const wanted = runs.map(squeezed);
  for (let start = text.indexOf(wanted[0]); start >= 0; start = text.indexOf(wanted[0], start + 1)) {
    const blockEnd = text.indexOf('\n', start);
    const last = blockEnd < 0 ? text.length : blockEnd;
    let end = start + wanted[0].length;
    const follows = wanted.slice(1).every((run) => {
      const at = text.indexOf(run, end);
      end = at + run.length;
      return at >= 0 && end <= last;
    });
    if (!follows) continue;
    const range = new Range();
    range.setStart(...places[start]);
    const [node, offset] = places[end - 1];
    range.setEnd(node, offset + 1);
    return range;
  }
  return null;
}

/** The words within `root`, a line for each block, and for each character the node and offset where it stands. */
function wordsOf(root) {
  let text = '';
  const places = [];
  let block = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest(NOT_WORDS)) continue;
    const own = parent.closest(TEXT_BLOCKS);
    if (own !== block) {
      text += '\n';
      places.push([node, 0]);
      block = own;
    }
    for (let offset = 0; offset < node.data.length; offset += 1) {
      let character = node.data[offset];
      if ('\u200b\ufeff\u00ad'.includes(character)) continue;
      if (/\s/.test(character)) {
        if (/\s$/.test(text)) continue;
        character = ' ';
      }
      text += character;
      places.push([node, offset]);
    }
  }
  return { text, places };
}
