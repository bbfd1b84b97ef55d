// The vocabulary of schema.org, as the declarations of the package schema-dts state it, and what structured data does
// against it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const DECLARATIONS = join(dirname(createRequire(import.meta.url).resolve('schema-dts')), 'schema.d.ts');

/** Values that are no things, by their type: what they look like. */
const DATA = {
  Text: (value) => typeof value === 'string' && value.trim() !== '',
  URL: (value) => typeof value === 'string' && /^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value),
  Date: (value) => typeof value === 'string' && /^\d{4}(-\d\d(-\d\d)?)?$/.test(value),
  DateTime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value),
  Duration: (value) => typeof value === 'string' && /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/.test(value),
  Integer: (value) => Number.isInteger(value),
  Number: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
};

/** Reads the classes, by name: `parents`, and the properties whose domain they are, with the types of their range. */
export function readVocabulary(text = readFileSync(DECLARATIONS, 'utf8')) {
  const classes = new Map();
  const named = (name) => {
    if (!classes.has(name)) classes.set(name, { parents: new Set(), properties: new Map() });
    return classes.get(name);
  };
  let current;
  for (const line of text.split('\n')) {
    const start = /^(?:export )?interface (\w+?)(Base|Leaf)(?:<.*>)? extends (.+) \{$/.exec(line);
    if (start) {
      const [, name, , parents] = start;
      current = named(name);
      for (const [, parent] of parents.matchAll(/(\w+?)Base\b/g)) if (parent !== name) current.parents.add(parent);
    } else if (/^\S/.test(line)) {
      current = undefined;
    }
    const property = /^ {4}"(\w+)"\?: SchemaValue<(.+), "\w+">;$/.exec(line);
    if (property && current) current.properties.set(property[1], property[2].split(' | '));
  }
  return classes;
}

/** What is wrong with a node of structured data: each a place in it and a reason. `seen` collects the types met. */
export function problemsOf(node, classes, seen = new Set(), place = '') {
  const type = node['@type'];
  if (!classes.has(type)) return [`${place}: there is no type ${type}`];
  seen.add(type);
  const at = `${place}/${type}`;
  return Object.entries(node).flatMap(([name, value]) => {
    if (name === '@type') return [];
    if (name === '@id') return DATA.URL(value) ? [] : [`${at}: @id is ${value}`];
    const range = ancestors(type, classes).map((ancestor) => classes.get(ancestor).properties.get(name)).find(Boolean);
    if (!range) return [`${at}: ${type} has no property ${name}`];
    const values = Array.isArray(value) ? value : [value];
    if (values.length === 0) return [`${at}.${name} is empty`];
    return values.flatMap((value) => problemsOfValue(value, range, classes, seen, `${at}.${name}`));
  });
}

function problemsOfValue(value, range, classes, seen, place) {
  if (value === null || typeof value !== 'object') {
    const isRight = range.some((type) => DATA[type]?.(value));
    return isRight ? [] : [`${place} is ${JSON.stringify(value)}, not ${range.join(' or ')}`];
  }
  // Another node, by its address alone.
  if (Object.keys(value).join() === '@id' && range.includes('IdReference')) return DATA.URL(value['@id']) ? [] : [`${place}: ${value['@id']}`];
  const inRange = classes.has(value['@type']) && ancestors(value['@type'], classes).some((type) => range.includes(type));
  const problems = problemsOf(value, classes, seen, place);
  return inRange || problems.length > 0 ? problems : [`${place} is a ${value['@type']}, not ${range.join(' or ')}`];
}

/** A type and all above it, the nearest first. */
function ancestors(type, classes) {
  const found = [type];
  for (const name of found) {
    for (const parent of classes.get(name)?.parents ?? []) if (!found.includes(parent)) found.push(parent);
  }
  return found;
}
