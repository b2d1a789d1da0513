// Every method with params that fit its schema and nothing else: each call is answered with a result or a typed refusal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TSchema } from 'typebox';
import { METHODS, type MethodName } from '#contract/methods/registry.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

const ROUNDS = 12;
/** These start or wait for work, reach out to the internet, or are for nodes only; they have tests of their own. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'agent',
  'agent.wait',
  'terminal.open',
  'providers.test',
  'models.probe',
  'models.refresh',
  'skills.bins',
  'node.event',
  'node.invoke.result',
  'node.invoke.progress',
  'node.pending.ack',
  'node.pending.drain',
  'node.pending.pull',
]);
const WORDS = [
  '',
  'main',
  'agent:main:main',
  'agent:main:fuzz',
  '../../etc/passwd',
  '/',
  '.',
  // Not `~` alone: as a workspace it would let the rounds after it make folders in the home of whoever runs the tests.
  '~nobody',
  '\u202Eabc',
  '💥'.repeat(20),
  '__proto__',
  'constructor',
  'a'.repeat(5_000),
  '{"x":1}',
  '2026-01-01',
  '%00',
  'null',
  '-1',
  'C:\\x',
  'demo/script',
  '*',
];

let gateway: ProtocolHost;
let socket: RawSocket;
let seed = 20_261_121;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  socket = await connected(gateway.url);
  await socket.request('begin', 'chat.send', { sessionKey: 'fuzz', message: 'hello', idempotencyKey: 'begin' });
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
});

function random(limit: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((seed / 2 ** 31) * limit);
}

interface Facts {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly TSchema[];
  readonly items?: TSchema;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Some value that fits; optional fields come and go. */
function valueOf(schema: TSchema): unknown {
  const facts = schema as Facts;
  if (facts.const !== undefined) return facts.const;
  if (facts.enum !== undefined) return facts.enum[random(facts.enum.length)];
  if (facts.anyOf !== undefined) return valueOf(facts.anyOf[random(facts.anyOf.length)] ?? schema);
  if (facts.type === 'boolean') return random(2) === 0;
  if (facts.type === 'integer' || facts.type === 'number')
    return Math.min(facts.maximum ?? 1e9, (facts.minimum ?? 0) + ([0, 1, 7, 1_000, 1e9][random(5)] ?? 0));
  if (facts.type === 'array')
    return Array.from({ length: random(3) }, () =>
      facts.items === undefined || Array.isArray(facts.items) ? 1 : valueOf(facts.items),
    );
  if (facts.type === 'object') return objectOf(facts);
  if (facts.type === 'null') return null;
  return WORDS[random(WORDS.length)];
}

function objectOf({ properties = {}, required = [] }: Facts): unknown {
  const names = Object.keys(properties).filter((name) => required.includes(name) || random(3) === 0);
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name] ?? {})]));
}

/** Without a container engine, its methods aren't available. */
const EXPECTED = /^(INVALID_REQUEST|FORBIDDEN|UNAVAILABLE|APPROVAL_NOT_FOUND)$/;

describe('random parameters that fit the schema', () => {
  const names = Object.keys(METHODS).filter((name) => !LEFT_OUT.has(name)) as MethodName[];
  it.each(names)('get a response from %s without an internal error', async (method) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const params = valueOf(METHODS[method].params);
      const { ok, error } = await socket.request(`${method} ${round}`, method, params);
      if (ok === true) continue;
      expect({ method, params, code: error?.code, message: error?.message }).toMatchObject({
        code: expect.stringMatching(EXPECTED),
      });
    }
  });
});
