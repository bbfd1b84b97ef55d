// The connection with `attuned serve`, and what to do with what it says.

/** How long the page may be without a connection before it says so, in milliseconds. */
const SILENCE = 1000;
/** Waits before each new attempt to connect, in milliseconds; the last one again and again. */
const WAITS = [250, 500, 1000, 2000];
/** After so long out of sight a connection may be dead without knowing, as on a phone that slept; in milliseconds. */
const STALE = 10_000;

const script = document.currentScript;
/** Which version of the page is on the screen; the server's word, "" for a page that is not there. */
let shown = script.dataset.digest;
script.remove(); // The page is from now on what the author's file says, and nothing more.

/** The document on the screen as the server sent it; null as long as that is not known. */
let source = null;

// One thing after the other: while the page changes, only the newest wish is remembered.

let busy = false;
let waiting = null;

async function inTurn(task) {
  waiting = task;
  if (busy) return;
  busy = true;
  try {
    while (waiting) {
      const now = waiting;
      waiting = null;
      await now();
    }
  } catch (error) {
    console.error(error);
    location.reload(); // Whatever went wrong, this shows the right page.
  } finally {
    busy = false;
  }
}

/** Learns what the page was before scripts and extensions changed it. Usually the browser has it at hand. */
async function learnSource() {
  const page = await fetchPage('force-cache');
  if (page?.digest === shown) source = page.document;
}

/** Fetches the page at this address and shows it, where it is another than before. */
async function update({ pointOut }) {
  const page = await fetchPage('no-store');
  if (!page) return; // The server went. Once it is back, the digest will tell.
  const wasAbsent = shown === '';
  if (page.status !== 200 && !(page.status === 404 && wasAbsent)) {
    told = '';
    hello(); // Gone in the meantime: the server will say so, and where to go.
    return;
  }
  hideGone();
  if (page.digest !== shown || wasAbsent) {
    if (needsReload(source ?? document, page.document)) {
      location.reload();
      return;
    }
    const changed = await showPage(source ?? document, page.document);
    source = page.document;
    shown = page.digest;
    learnFindings();
    if (changed && pointOut) pointAt(changed);
  }
  hello();
}

const HEARD = {
  findings() {
    learnFindings();
  },
  problems({ problems }) {
    showProblems(problems);
  },
  page() {
    inTurn(() => update({ pointOut: true }));
  },
  gone({ parent }) {
    // A page that never was cannot be gone.
    if (shown) inTurn(() => showGone(parent));
  },
  moved({ to }) {
    history.replaceState(history.state, '', to + location.search + location.hash);
    inTurn(() => update({ pointOut: false }));
  },
};

// The connection

let socket = null;
let attempts = 0;
let retry = 0;
let silence = 0;

function connect() {
  disconnect();
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const mine = new WebSocket(`${scheme}//${location.host}/_attuned/live`);
  socket = mine;
  // A socket that was left for another has nothing to say any more.
  mine.onopen = () => {
    if (socket !== mine) return;
    attempts = 0;
    clearTimeout(silence);
    silence = 0;
    showStopped(false);
    told = '';
    hello();
  };
  mine.onmessage = ({ data }) => {
    if (socket !== mine) return;
    const message = JSON.parse(data);
    HEARD[message.type]?.(message);
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    silence ||= setTimeout(showStopped, SILENCE, true);
    retry = setTimeout(connect, WAITS[Math.min(attempts, WAITS.length - 1)]);
    attempts += 1;
  };
}

function disconnect() {
  clearTimeout(retry);
  const old = socket;
  socket = null;
  old?.close();
}

/** What the server knows of this page. */
let told = '';

/** Tells the server which page is on the screen, in which version, if it does not know. */
function hello() {
  const words = JSON.stringify({ page: location.pathname, digest: shown });
  if (words === told || socket?.readyState !== WebSocket.OPEN) return;
  socket.send(words);
  told = words;
}

let hiddenSince = 0;
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    hiddenSince = performance.now();
    return;
  }
  const stale = performance.now() - hiddenSince > STALE;
  if (stale || socket?.readyState !== WebSocket.OPEN) connect();
});

// An open connection would keep the page out of the back/forward cache.
addEventListener('pagehide', () => {
  disconnect();
  clearTimeout(silence);
  silence = 0;
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) connect();
});

inTurn(learnSource);
connect();
learnFindings();
