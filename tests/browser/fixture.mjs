// A site with one of everything, written for the tests: lists of several pages, a right-to-left language, every callout,
// tables, footnotes, pictures, redirects, a series and a discreet article.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** Enough for a third page of twenty. */
const SHORT_ARTICLES = 45;

/** What must not reach a reader: the photographer's name, hidden in the picture. */
export const SECRET = 'Photographer Name, 51.5 N 0.1 W';

/** Writes the site into `folder`. */
export async function writeFixture(folder) {
  const files = {
    'site.yaml': SITE,
    'articles/topics.yaml': TOPICS,
    'articles/people.yaml': PEOPLE,
    'articles/support.yaml': SUPPORT,
    'articles/hard/when-it-is-dark.md': DARK,
    'articles/index.md': page('Welcome', 'A site for tests.', 'Start with [everything](everything.md).'),
    'articles/about.md': page('About', 'What this is.', `Only a test. ${PROSE}`),
    'articles/index.ar.md': page('مرحبا', 'موقع للاختبار.', ARABIC_PROSE),
    'articles/everything.md': EVERYTHING,
    'articles/everything.ar.md': ARABIC,
    'articles/leaving/quietly.md': DISCREET,
    'articles/leaving/quietly.ar.md': DISCREET_ARABIC,
    'articles/pictures/wide.png': png(1600, 900),
    'articles/pictures/small.png': png(48, 48),
    'articles/pictures/turned.jpg': turnedJpeg(),
  };
  for (let number = 1; number <= SHORT_ARTICLES; number += 1) {
    files[`articles/short/number-${String(number).padStart(2, '0')}.md`] = shortArticle(number);
  }
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

const SITE = `name: The Fixture Practice
tagline: A site for tests
base_url: https://example.org/
language: en
region: GB
menu: [/articles/, /topics/, /authors/, about.md]
disclaimer: This site is a test. It is not therapy.
contact:
  email: hello@example.org
  phone: "+1 555 0100"
  address: 1 Example Street, Exampleton
  booking: https://example.net/booking/
  hours: [Monday to Thursday 9 to 5]
languages:
  ar:
    name: عيادة للاختبار
    tagline: موقع للاختبار
    disclaimer: هذا الموقع للاختبار فقط.
`;

const TOPICS = `attunement:
  title: Attunement
  description: Sensing what another person feels, and answering in a way that shows it.
  translations:
    ar: {title: التناغم}
"long-name":
  title: Understanding-each-other-without-having-to-explain-everything-again-and-again
`;

const PEOPLE = `author:
  name: Example Author
  credentials: Example credentials (fictional)
  role: Example therapist
  bio: Made up for tests.
  photo: pictures/small.png
  links: [{title: Elsewhere, url: "https://example.net/elsewhere/"}]
reviewer:
  name: Example Reviewer
  credentials: Example credentials (fictional)
`;

// A line for each way to reach one, in several languages; nobody can be reached at them.
const SUPPORT = `GB:
  emergency: ["999", "112"]
  lines:
    - {name: Line that speaks French, phone: "+44 (0)20 0000 0001", languages: [fr, cy], hours: 24/7, checked: 2026-11-01}
    - {name: Line by text, about: for people under 25, text: {to: "00001", body: "HELLO & YOU"}, hours: 24 h}
    - name: Line with everything, and a long name that goes on and on
      phone: "0000 000 002"
      text: "00002"
      chat: https://example.net/chat?a=1&b=2
      url: https://www.example.net/a-long-address-that-goes-on-and-on/and-on/
      hours: 9:00–23:00
      languages: [en, ar]
      checked: 2026-01-01
`;

const PROSE = `When somebody hears not only what you say but how you say it, something in you may settle. It does not take much: a
slower voice, a word close to your own, a pause that is left alone. Nobody manages it all the time, and nobody has to. What
counts is that the two of you notice when you have lost each other, and that one of you says so, and that you look for the way
back together.`;

const ARABIC_PROSE = `عندما يسمع شخص ما ليس فقط ما تقوله بل كيف تقوله، قد يهدأ شيء في داخلك. لا يتطلب الأمر الكثير: صوت أبطأ، أو
كلمة قريبة من كلمتك، أو صمت يُترك كما هو. لا أحد ينجح في ذلك طوال الوقت، ولا يجب على أحد أن ينجح دائما.`;

const DARK = `---
title: When it is dark
date: 2026-10-01
description: An article that speaks of suicide, and of loss.
content_notes: [suicide, loss]
---

Before.

## The darkest part

Some people think of suicide. ${PROSE}

### A word on loss

${PROSE}

## What may help

${PROSE}

## A loss of my own {.sensitive}

${PROSE}
`;

function page(title, description, body) {
  return `---\ntitle: ${title}\nkind: page\ndescription: ${description}\n---\n\n${body}\n`;
}

function shortArticle(number) {
  const day = String(1 + (number % 28)).padStart(2, '0');
  const series = number <= 3 ? `series: {name: Small steps, part: ${number}}\n` : '';
  const topic = number % 2 ? 'attunement' : 'long-name';
  return `---
title: "Short article ${number}: a title"
date: 2026-0${1 + (number % 9)}-${day}
description: A short article, the ${number}th of many.
authors: [author]
topics: [${topic}]
audience: [${number % 5 ? 'clients' : 'clinicians'}]
${series}---

${PROSE}

## One thing to try

${PROSE} See [the one before](number-${String(Math.max(1, number - 1)).padStart(2, '0')}.md#one-thing-to-try).
`;
}

// The last two are named alike, as callouts without a title of their own are.
const CALLOUTS = ['key-points', 'try-this', 'reflect', 'example', 'note', 'important', 'quote']
  .map((kind, i) => `> [!${kind}] Callout ${i + 1}\n> ${PROSE.replaceAll('\n', '\n> ')}\n>\n> - one\n> - two\n`)
  .concat('> [!note]\n> One.\n', '> [!note]\n> Two.\n')
  .join('\n');

const EVERYTHING = `---
title: "Everything at once: “quotes”, a very long title & Donaudampfschifffahrtsgesellschaft"
date: 2026-11-01
updated: 2026-11-10
description: An article with one of everything that Markdown has, to see that each works.
authors: [author]
reviewed_by: [reviewer]
last_reviewed: 2026-11-02
review_by: 2027-11-02
topics: [attunement, long-name]
audience: [clients, clinicians]
key_points: [The first point., The second point with "quotes" & more.]
content_notes: [Mentions being afraid]
featured: true
aliases: [/old/everything/, /even-older/]
image:
  src: pictures/wide.png
  alt: A flat colour
  caption: A caption of the picture
  credit: Made by a test
---

${PROSE} This sentence has [a link inside it](short/number-01.md) and [another one](https://example.net/far/away/).[^first]

## Callouts

${CALLOUTS}

## Tables

| Cue | What it may mean | How often | What you can do | A further column |
|:----|------------------|----------:|:---------------:|------------------|
| A sigh | Tiredness, or relief, or something that has not found a word yet | 3 | Wait | more text |
| A long look at the clock | Worry about time | 12 | Say it | more text |

| Cue | Meaning |
|---|---|
| A | B |

## Lists

- one
- two
  1. inner
  2. and another

Two things to do:

- [ ] Breathe out
- [x] Look around

Attunement
: Sensing what another person feels.

Repair
: Finding each other again.

## Pictures

![A wide flat picture](pictures/wide.png)

![A turned picture](pictures/turned.jpg "With a caption")

In a line ![a dot](pictures/small.png) of text.

### A picture that links

[![A flat colour](pictures/small.png)](short/number-02.md)

## What is hidden

<details>
<summary>More about this</summary>

Hidden *words* and <kbd>Ctrl</kbd>, <mark>marked</mark>, H<sub>2</sub>O, <abbr title="Cognitive behavioural therapy">CBT</abbr>.

</details>

> Plain words of somebody, quoted.

    indented code that is long enough to reach the edge of a small screen and to go on far beyond it

\`a_very_long_word_in_code_which_has_no_place_to_break_at_all_and_goes_on_and_on\`, and
https://example.net/a-very-long-address-without-any-place-to-break/which-goes-on-and-on-and-on.html

***

## Callouts

The same heading again.[^first] A second note.[^second] [Up](#callouts), [down](#callouts-2).

[^first]: A note, with *words*.
[^second]: Another note.

    With a second paragraph.
`;

const ARABIC = `---
title: كل شيء معا
slug: everything-ar
description: مقال فيه كل شيء، ليظهر أن كل شيء يعمل من اليمين إلى اليسار.
key_points: [النقطة الأولى., النقطة الثانية.]
---

${ARABIC_PROSE}[^1]

## عنوان

> [!try-this] جرّب هذا
> ${ARABIC_PROSE.replaceAll('\n', '\n> ')}

| إشارة | معنى |
|---|---|
| أ | ب |

- [ ] تنفس

![صورة](pictures/wide.png)

[^1]: حاشية.
`;

const DISCREET = `---
title: Leaving quietly
date: 2026-10-10
description: A discreet article.
authors: [author]
topics: [attunement]
content_notes: [Mentions violence at home]
discreet: true
---

${PROSE}

## A heading

${PROSE}
`;

const DISCREET_ARABIC = `---
title: المغادرة بهدوء
description: مقال متكتم.
discreet: true
---

${ARABIC_PROSE}
`;

/** A PNG of one colour, with a text chunk that must not be published. */
function png(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + 3 * width, 0x9a);
  row[0] = 0;
  const pixels = Buffer.concat(Array(height).fill(row));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Author\0${SECRET}`, 'latin1')),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** 64 × 32 pixels, the left half sand, the right half sage. */
const JPEG = Buffer.from(
  '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBD' +
    'ARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAgAEAD' +
    'ASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQF/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABcBAQEBAQAAAAAAAAAAAAAA' +
    'AAACBAP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwDRAcHYABKAtmAAVAIaQAEoC2YAB//Z',
  'base64',
);

/** The same with EXIF that says: turned by a quarter, so 32 × 64, and by whom. */
function turnedJpeg() {
  const artist = Buffer.from(`${SECRET}\0`, 'latin1');
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tag(tiff, 10, { id: 0x0112, type: 3, count: 1 }).writeUInt16BE(6, 18);
  tag(tiff, 22, { id: 0x013b, type: 2, count: artist.length }).writeUInt32BE(tiff.length, 30);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, artist]);
  const marker = Buffer.from([0xff, 0xe1, 0, 0]);
  marker.writeUInt16BE(2 + exif.length, 2);
  return Buffer.concat([JPEG.subarray(0, 2), marker, exif, JPEG.subarray(2)]);
}

function tag(tiff, at, { id, type, count }) {
  tiff.writeUInt16BE(id, at);
  tiff.writeUInt16BE(type, at + 2);
  tiff.writeUInt32BE(count, at + 4);
  return tiff;
}
