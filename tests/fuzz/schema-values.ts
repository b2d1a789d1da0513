// Generates values that a schema allows or almost allows.
import type { Random } from '#tests/kill/random.ts';

/** Supported parts of JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
}

const MAX_DEPTH = 5;
/** Names of sessions, agents, and others: few, so that calls share them. */
const NAMES = [
  'main',
  'fuzz-1',
  'fuzz-2',
  'fuzz-3',
  'agent:main:main',
  'agent:main:fuzz-1',
  'a.txt',
  'b/c.md',
] as const;
const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  2 ** 53 - 1,
  '',
  '../../etc/passwd',
  'agent:ghost:x',
  'a\u0000b',
  '\u202Eabc',
  '__proto__',
  'constructor',
  '💥'.repeat(50),
  'x'.repeat(5_000),
  [],
  {},
  [[[[[]]]]],
  JSON.parse('{"toString":1,"then":2}'),
];

/** A value that the schema allows, as far as known. */
export function valueOf(schema: unknown, random: Random, depth = 0): unknown {
  // Unknown parts of a schema are ignored, so the value may be invalid.
  const facts = (schema ?? {}) as Schema;
  if (facts.const !== undefined) return facts.const;
  if (facts.enum !== undefined) return facts.enum[random.integer(facts.enum.length)];
  const choices = facts.anyOf ?? facts.allOf;
  if (choices !== undefined) return valueOf(choices[random.integer(choices.length)], random, depth);
  switch (facts.type) {
    case 'object':
      return objectOf(facts, random, depth);
    case 'array':
      if (depth > MAX_DEPTH) return [];
      return Array.from({ length: random.integer(3) }, () => valueOf(facts.items, random, depth + 1));
    case 'string':
      return random.pick(NAMES).padEnd(facts.minLength ?? 0, 'x');
    case 'integer':
    case 'number':
      return Math.min(facts.maximum ?? 1_000, Math.max(facts.minimum ?? 0, random.integer(100)));
    case 'boolean':
      return random.chance(0.5);
    default:
      return odd(random);
  }
}

/** A random value of any type. */
export function odd(random: Random): unknown {
  return ODD[random.integer(ODD.length)];
}

/** The value with one part replaced, removed, or added. */
export function mutate(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.05)) return odd(random);
  const entries = Object.entries(value);
  const at = random.integer(entries.length + 1);
  const entry = entries[at];
  if (entry === undefined) return { ...value, [random.pick(['extra', 'constructor', 'key', 'limit'])]: odd(random) };
  const [name, part] = entry;
  const rest = Object.fromEntries(entries.filter(([other]) => other !== name));
  if (random.chance(0.3)) return rest;
  return { ...rest, [name]: random.chance(0.5) ? mutate(part, random) : odd(random) };
}

function objectOf({ properties = {}, required = [] }: Schema, random: Random, depth: number): unknown {
  if (depth > MAX_DEPTH) return {};
  const wanted = Object.entries(properties).filter(([name]) => required.includes(name) || random.chance(0.3));
  return Object.fromEntries(wanted.map(([name, part]) => [name, valueOf(part, random, depth + 1)]));
}
