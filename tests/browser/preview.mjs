// `attuned serve` itself, at a site of its own that a test may write to.

import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ATTUNED, TODAY, WORK } from './site.mjs';

let number = 0;

/**
 * A site with `files`, served. Write to it with `write`, `edit`, `rename` and `remove`; what the terminal shows is in
 * `lines`. `close()` ends it as Ctrl-C does.
 */
export async function preview(files, options = []) {
  number += 1;
  const root = join(WORK, `served-${number}`);
  await rm(root, { recursive: true, force: true });
  const at = (path) => join(root, path);
  const it = { root, lines: [], port: 0, process: null };
  it.write = async (path, content) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  };
  it.edit = async (path, change) => {
    const text = await readFile(at(path), 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`nothing to change in ${path}`);
    await it.write(path, changed);
  };
  it.rename = async (from, to) => {
    await mkdir(dirname(at(to)), { recursive: true });
    await rename(at(from), at(to));
  };
  it.remove = (path) => rm(at(path), { recursive: true });

  it.start = () =>
    new Promise((ready, fail) => {
      it.process = spawn(ATTUNED, ['serve', '--site', root, '--port', String(it.port), '--today', TODAY, ...options]);
      let complaints = '';
      it.process.stderr.on('data', (data) => (complaints += data));
      it.ended = new Promise((done) => it.process.on('close', done));
      it.ended.then((status) => fail(new Error(`ended with ${status}: ${complaints}`)));
      createInterface(it.process.stdout).on('line', (line) => {
        it.lines.push(line);
        const address = /^Attuned serves .* at (http:\S+)/.exec(line)?.[1];
        if (!address) return;
        it.home = address;
        it.port = new URL(address).port;
        ready();
      });
    });
  it.kill = () => {
    it.process.kill('SIGKILL');
    return it.ended;
  };
  it.close = () => {
    it.process.kill('SIGINT');
    return it.ended;
  };

  for (const [path, content] of Object.entries(files)) await it.write(path, content);
  await it.start();
  return it;
}
