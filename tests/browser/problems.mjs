import { AssertionError } from 'node:assert';

/** Fails with every problem found, a line each, and not with the first alone. */
export function expectNone(problems) {
  if (problems.length === 0) return;
  const message = `${problems.length} found:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
  throw new AssertionError({ message, stackStartFn: expectNone });
}
