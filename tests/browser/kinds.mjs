// Which kinds of page a built site has.

/** Whether search engines may list a page. */
export function isIndexable(page) {
  return !page.refresh && !/noindex/.test(page.robots ?? '');
}

/** What each kind of page is known by. The first match counts. */
const KINDS = {
  home: (page, path) => path === '',
  'not found': (page, path) => path === '404.html',
  redirect: (page) => Boolean(page.refresh),
  list: (page, path) => path === 'articles/',
  'second page of a list': (page, path) => path === 'articles/page/2/',
  'all topics': (page, path) => path === 'topics/',
  topic: (page, path) => /^topics\/[^/]+\/$/.test(path),
  'all authors': (page, path) => path === 'authors/',
  author: (page, path) => /^authors\/[^/]+\/$/.test(path),
  audience: (page, path) => /^audience\/[^/]+\/$/.test(path),
  series: (page, path) => /^series\/[^/]+\/$/.test(path),
  'home in another language': (page, path) => /^[a-z]{2}\/$/.test(path),
  'article in another language': (page, path) => /^[a-z]{2}\//.test(path) && isArticle(page),
  'discreet article in another language': (page, path) => /^[a-z]{2}\//.test(path) && page.discreet,
  'discreet article': (page) => page.discreet,
  article: isArticle,
  page: (page, path) => path === 'about/',
};

function isArticle(page) {
  return page.jsonLd.some((text) => text.includes('"@type":"Article"'));
}

/** One page of each kind, the longest of each, as `[kind, page]`. */
export function kindsOf(site) {
  const found = new Map();
  for (const page of site.pages) {
    const path = page.url.slice(site.base.pathname.length);
    const kind = Object.keys(KINDS).find((name) => KINDS[name](page, path));
    if (kind && (found.get(kind)?.html.length ?? 0) < page.html.length) found.set(kind, page);
  }
  return [...found];
}
