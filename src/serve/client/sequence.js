// What two lists have in common: which blocks of a page are still there after an edit, which changed, which are new.

/** Pairs that are compared at most: of about 700 blocks on both sides, more than there are in nearly all articles. */
const MOST_COMPARED = 500_000;
/** What a pair of different items counts for, where an equal one counts 1: for being of one kind, and for likeness. */
const KINSHIP = 0.05;
const LIKENESS = 0.3;

/**
 * For each item of `after`, its counterpart in `before`, as `{ index, same }`, or undefined: in order, as many items with
 * the same `text` as can be; and between those, items of the same `kind`, the more alike the better, which have changed.
 */
function counterparts(before, after) {
  const found = Array(after.length).fill(undefined);
  const pair = (i, j, same) => (found[j] = { index: i, same });
  const same = (i, j) => before[i].text === after[j].text;
  let start = 0;
  let [m, n] = [before.length, after.length];
  // An edit leaves most of a page as it is, at the beginning and at the end.
  for (; start < m && start < n && same(start, start); start += 1) pair(start, start, true);
  for (; m > start && n > start && same(m - 1, n - 1); ) pair(--m, --n, true);
  if ((m - start) * (n - start) > MOST_COMPARED) {
    // Then only what is the same, and the next of those with the same text rather than the best.
    const places = new Map();
    for (let i = start; i < m; i += 1) {
      const { text } = before[i];
      if (!places.has(text)) places.set(text, []);
      places.get(text).push(i);
    }
    for (let [i, j] = [start, start]; j < n; j += 1) {
      const next = places.get(after[j].text)?.find((place) => place >= i);
      if (next === undefined) continue;
      pair(next, j, true);
      i = next + 1;
    }
    return found;
  }

  const worth = (i, j) => {
    if (same(i, j)) return 1;
    return before[i].kind === after[j].kind ? KINSHIP + LIKENESS * likeness(before[i].text, after[j].text) : 0;
  };
  // best[i][j]: what the best pairs of before[i..m] and after[j..n] are worth.
  const best = Array.from({ length: m + 1 }, () => new Float32Array(n + 1));
  const worths = Array.from({ length: m + 1 }, () => new Float32Array(n + 1));
  for (let i = m - 1; i >= start; i -= 1) {
    for (let j = n - 1; j >= start; j -= 1) {
      worths[i][j] = worth(i, j);
      const paired = worths[i][j] > 0 ? worths[i][j] + best[i + 1][j + 1] : 0;
      best[i][j] = Math.max(paired, best[i + 1][j], best[i][j + 1]);
    }
  }
  for (let [i, j] = [start, start]; i < m && j < n; ) {
    if (best[i][j] === best[i + 1][j]) i += 1;
    else if (best[i][j] === best[i][j + 1]) j += 1;
    else {
      pair(i, j, same(i, j));
      i += 1;
      j += 1;
    }
  }
  return found;
}

/** How much of two texts is the same from their beginnings and their ends, from 0 to 1. */
function likeness(one, other) {
  const { start, end } = sameEnds(one, other);
  return (start + end) / Math.max(one.length, other.length);
}

/** How many characters two texts have in common at their beginnings, and at what is left of their ends. */
function sameEnds(one, other) {
  const most = Math.min(one.length, other.length);
  let [start, end] = [0, 0];
  while (start < most && one[start] === other[start]) start += 1;
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  return { start, end };
}
