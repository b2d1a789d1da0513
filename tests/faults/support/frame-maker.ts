// Generates frames that a broken or hostile client might send: noise, damaged frames, and calls with absurd params.
import { METHODS } from '#contract/methods/registry.ts';
import type { Random } from '#tests/kill/random.ts';

/** Methods that start work which would outlive the test or reach out to the internet; they have their own tests. */
const EXCLUDED: ReadonlySet<string> = new Set([
  'terminal.open',
  'agent',
  'chat.send',
  'sessions.create',
  'providers.test',
  'models.refresh',
]);
const NAMES = Object.keys(METHODS).filter((name) => !EXCLUDED.has(name));

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  '',
  ' ',
  '../../../etc/passwd',
  '/etc/shadow',
  'agent:main:main',
  'agent:ghost:main',
  'a\u0000b',
  '\u202Eabc',
  '💥'.repeat(50),
  "'; DROP TABLE sessions; --",
  '${HOME}',
  '%s%n%x',
  'x'.repeat(20_000),
  [],
  {},
  [[[[[[]]]]]],
  JSON.parse('{"toString":1,"then":2,"constructor":{"prototype":3}}'),
];
const FIELDS: readonly string[] = [
  'key',
  'sessionKey',
  'id',
  'agentId',
  'path',
  'content',
  'limit',
  'offset',
  'cursor',
  'model',
  'message',
  'idempotencyKey',
  'decision',
  'reason',
  'file',
  'baseHash',
  'raw',
  'preferences',
  'search',
  'cwd',
  'workspace',
  'cols',
  'rows',
  'data',
  'sessionId',
  'beforeSeq',
  'afterSeq',
  'itemId',
  'words',
  'command',
  'label',
  'constructor',
  'toString',
  'hasOwnProperty',
];

/** One frame. `id` is set for a well-formed request, which must get exactly one response. */
export interface MadeFrame {
  readonly text: string;
  readonly id?: string;
}

/** Generates a frame; `number` makes its id unique. */
export function makeFrame(random: Random, number: number): MadeFrame {
  const id = `f${number}`;
  switch (random.integer(8)) {
    case 0:
      return { text: noise(random) };
    case 1:
      return { text: damage(random, call(random, `damaged-${id}`)) };
    case 2:
      return { text: nest(random) };
    case 3:
      return { text: `{"type":"req","id":"${id}","method":"health","params":{"\\u005f_proto__":{"admin":true}}}`, id };
    case 4:
      return { text: JSON.stringify({ type: 'req', id, method: word(random), params: value(random, 3) }), id };
    default:
      return { text: call(random, id), id };
  }
}

/** A call of an existing method. */
function call(random: Random, id: string): string {
  const fields = Array.from({ length: random.integer(5) }, () => [word(random), value(random, 3)] as const);
  const params = random.chance(0.1) ? value(random, 2) : Object.fromEntries(fields);
  return JSON.stringify({ type: 'req', id, method: NAMES[random.integer(NAMES.length)], params });
}

function word(random: Random): string {
  return FIELDS[random.integer(FIELDS.length)] ?? 'x';
}

function value(random: Random, depth: number): unknown {
  if (depth === 0 || random.chance(0.7)) return ODD[random.integer(ODD.length)];
  if (random.chance(0.5)) return Array.from({ length: random.integer(4) }, () => value(random, depth - 1));
  return Object.fromEntries(Array.from({ length: random.integer(4) }, () => [word(random), value(random, depth - 1)]));
}

function noise(random: Random): string {
  const length = random.chance(0.02) ? 200_000 : random.integer(300);
  return String.fromCharCode(...Array.from({ length: Math.min(length, 5_000) }, () => random.integer(0xd7ff)));
}

function nest(random: Random): string {
  const depth = random.chance(0.02) ? 200_000 : random.integer(300);
  const [open, close] = random.chance(0.5) ? ['[', ']'] : ['{"a":', '}'];
  return open.repeat(depth) + (random.chance(0.5) ? `1${close.repeat(depth)}` : '');
}

/** Truncates the text, or replaces, repeats or drops part of it. */
function damage(random: Random, text: string): string {
  const at = random.integer(text.length);
  const to = Math.min(text.length, at + 1 + random.integer(20));
  switch (random.integer(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + String.fromCharCode(random.integer(127)) + text.slice(at + 1);
    case 2:
      return text.slice(0, to) + text.slice(at);
    default:
      return text.slice(0, at) + text.slice(to);
  }
}
