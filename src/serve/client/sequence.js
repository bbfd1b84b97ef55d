// What two lists have in common: which blocks of a page are still there after an edit, which changed, which are new.

/** Entries of the table below; beyond this (about 2,000 by 2,000 changed blocks) nothing is worth pairing any more. */
const MOST_COMPARED = 4_000_000;

/**
 * For each item of `after`, its counterpart in `before`, as `{ index, same }`: the item with the same `text` in a longest
 * common subsequence; between two of those, in order, an item of the same `kind`, which has then changed; or undefined.
 */
function counterparts(before, after) {
  const found = Array(after.length).fill(undefined);
  for (const [i, j] of commonSubsequence(before, after)) found[j] = { index: i, same: true };

  let i = 0; // the first item of `before` that may still be a counterpart
  for (let j = 0; j < after.length; j += 1) {
    if (found[j]) {
      i = found[j].index + 1;
      continue;
    }
    const next = found.slice(j).find((other) => other?.same)?.index ?? before.length;
    const index = before.slice(i, next).findIndex((item) => item.kind === after[j].kind);
    if (index < 0) continue;
    found[j] = { index: i + index, same: false };
    i += index + 1;
  }
  return found;
}

/** Pairs of indices of items with the same text, both rising. */
function commonSubsequence(before, after) {
  const same = (i, j) => before[i].text === after[j].text;
  const pairs = [];
  let start = 0;
  let [m, n] = [before.length, after.length];
  while (start < m && start < n && same(start, start)) {
    pairs.push([start, start]);
    start += 1;
  }
  const ends = [];
  while (m > start && n > start && same(m - 1, n - 1)) {
    m -= 1;
    n -= 1;
    ends.unshift([m, n]);
  }
  if ((m - start) * (n - start) > MOST_COMPARED) return [...pairs, ...ends];

  // lengths[i][j]: how much before[i..m] and after[j..n] have in common.
  const lengths = Array.from({ length: m + 1 }, () => new Uint16Array(n + 1));
  for (let i = m - 1; i >= start; i -= 1) {
    for (let j = n - 1; j >= start; j -= 1) {
      lengths[i][j] = same(i, j) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  for (let [i, j] = [start, start]; i < m && j < n; ) {
    if (same(i, j)) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return [...pairs, ...ends];
}
