// Every page is valid HTML.

import { execFile } from 'node:child_process';
import test from 'node:test';
import { HtmlValidate } from 'html-validate';
import vnuJar from 'vnu-jar';
import { kindsOf } from './kinds.mjs';
import { expectNone } from './problems.mjs';
import { fixtureSite, ownSite } from './site.mjs';

const RULES = {
  // The length of a title is its author's matter; a search engine that shows less of it cuts it.
  'long-title': 'off',
  // A heading may begin with a digit, and HTML allows its id to do so.
  'valid-id': ['error', { relaxed: true }],
};

const sites = [await ownSite(), await fixtureSite()];

test('every page passes html-validate', async () => {
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'], rules: RULES });
  const problems = [];
  for (const page of sites.flatMap((site) => site.pages)) {
    const report = await validator.validateString(page.html, page.path);
    for (const { ruleId, message, line, selector } of report.results.flatMap((result) => result.messages)) {
      problems.push(`${page.path}:${line}: ${ruleId}: ${message} (${selector})`);
    }
  }
  expectNone(problems);
});

test('a page of each kind passes the Nu Html Checker', async () => {
  const files = sites.flatMap(kindsOf).map(([, page]) => page.path);
  // It exits with 1 if it finds anything; what it found is in its report.
  const report = await new Promise((done) => {
    const options = { maxBuffer: 1 << 26 };
    execFile('java', ['-jar', vnuJar, '--format', 'json', '--stdout', ...files], options, (error, stdout) =>
      done(stdout || Promise.reject(error)),
    );
  });
  expectNone(
    JSON.parse(report).messages.map(({ url, lastLine, type, message }) => `${url}:${lastLine}: ${type}: ${message}`),
  );
});
