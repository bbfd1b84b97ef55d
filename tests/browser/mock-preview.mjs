// A stand-in for `attuned serve`, for what the real one cannot be made to do at will: it shows any page, says anything,
// and loads its stylesheets as slowly as a test wants.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { WebSocketServer } from 'ws';

const SERVE = new URL('../../src/serve/', import.meta.url);

/** The client as the server sends it. */
async function client() {
  const answer = await readFile(new URL('answer.rs', SERVE), 'utf8');
  const files = [...answer.matchAll(/include_str!\("(client\/\w+\.js)"\)/g)].map(([, file]) => file);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, SERVE), 'utf8')));
  return `(() => {\n${texts.join('\n')}\n})();\n`;
}

/** Starts one. `pages` maps addresses to HTML, `files` to `{ type, body, delay }`. `close()` ends it. */
export async function mockPreview({ pages = {}, files = {} } = {}) {
  const script = await client();
  const preview = { pages, files, heard: [], asked: 0, sockets: new Set(), port: 0 };
  const digests = new Map();
  /** Any word that is another for another page. */
  preview.digestOf = (html) => {
    if (!digests.has(html)) digests.set(html, `d${digests.size}`);
    return digests.get(html);
  };
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const send = (status, type, body) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(body);
    };
    if (pathname === '/_attuned/live.js') return send(200, 'text/javascript', script);
    if (pathname === '/_attuned/findings') return response.writeHead(204).end();
    const file = preview.files[pathname];
    if (file) {
      if (file.delay) await new Promise((done) => setTimeout(done, file.delay));
      return send(200, file.type, file.body);
    }
    preview.asked += 1;
    const html = preview.pages[pathname];
    const digest = html === undefined ? '' : preview.digestOf(html);
    const injected = `<script src="/_attuned/live.js" data-digest="${digest}" defer></script></body>`;
    return send(html === undefined ? 404 : 200, 'text/html; charset=utf-8', (html ?? '<body><p>Nothing here.</body>').replace('</body>', injected));
  };

  let server;
  preview.start = async () => {
    server = createServer(answer);
    const sockets = new WebSocketServer({ server, path: '/_attuned/live' });
    sockets.on('connection', (socket) => {
      preview.sockets.add(socket);
      socket.on('close', () => preview.sockets.delete(socket));
      socket.on('message', (data) => preview.heard.push(JSON.parse(data)));
    });
    await new Promise((done) => server.listen(preview.port, '127.0.0.1', done));
    preview.port = server.address().port;
    preview.origin = `http://127.0.0.1:${preview.port}`;
  };
  preview.close = () => {
    for (const socket of preview.sockets) socket.terminate();
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  /** Tells every browser. */
  preview.say = (message) => {
    for (const socket of preview.sockets) socket.send(JSON.stringify(message));
  };
  /** Changes a page and says so. */
  preview.change = (path, html) => {
    preview.pages[path] = html;
    preview.say({ type: 'page', digest: preview.digestOf(html) });
  };
  await preview.start();
  return preview;
}
