// Frames of a fuzzing client: invalid ones, calls of every method with valid and almost valid parameters, and session steps.
import { METHODS } from '#contract/methods/registry.ts';
import { makeFrame, type MadeFrame } from '#tests/faults/support/frame-maker.ts';
import type { Random } from '#tests/kill/random.ts';
import { mutate, valueOf } from './schema-values.ts';

/** Methods that affect anything outside the host or start programs. They have other tests. */
const LEFT_OUT =
  /^(terminal\.open|tools\.invoke|providers\.test|models\.refresh|reach\.set|config\.|update\.|browsers\.link|device\.pair\.setupCode|setup\.choose|providers\.set|worktrees\.|gateway\.)/;
const NAMES = Object.keys(METHODS).filter((name) => !LEFT_OUT.test(name));
const KEYS = ['fuzz-1', 'fuzz-2', 'fuzz-3', 'fuzz-4'] as const;

/** Steps of a session, in random order. */
const SCENARIO: readonly ((key: string, id: string, random: Random) => readonly [string, unknown])[] = [
  (key) => ['sessions.create', { key }],
  (key, id) => ['chat.send', { sessionKey: key, message: `hello ${id}`, idempotencyKey: `fuzz-${id}` }],
  (key) => ['sessions.watch', { key }],
  (key) => ['sessions.unwatch', { key }],
  (key) => ['sessions.messages.subscribe', { key }],
  (key) => ['chat.abort', { sessionKey: key }],
  (key) => ['chat.history', { sessionKey: key, limit: 5 }],
  (key, id) => ['sessions.patch', { key, label: `label ${id}` }],
  (key) => ['sessions.reset', { key }],
  (key) => ['sessions.delete', { key }],
  (key) => ['sessions.restore', { key }],
  (key) => ['sessions.files.set', { sessionKey: key, path: 'fuzz.txt', content: key }],
  (key) => ['sessions.files.list', { sessionKey: key }],
  (_key, id, random) => ['agent.wait', { runId: `fuzz-${id}`, timeoutMs: random.integer(20) }],
];

/** Generates the next frame. `number` makes its ID unique. */
export function nextFrame(random: Random, number: number): MadeFrame {
  const kind = random.integer(20);
  if (kind < 6) return makeFrame(random, number);
  const id = `f${number}`;
  if (kind < 8) {
    const step = SCENARIO[random.integer(SCENARIO.length)];
    const [method, params] = step?.(random.pick(KEYS), id, random) ?? ['health', {}];
    return { id, text: JSON.stringify({ type: 'req', id, method, params }) };
  }
  const method = NAMES[random.integer(NAMES.length)] ?? 'health';
  const right = valueOf(METHODS[method as keyof typeof METHODS].params, random);
  const params = random.chance(0.25) ? right : mutate(right, random);
  return { id, text: JSON.stringify({ type: 'req', id, method, params }) };
}
