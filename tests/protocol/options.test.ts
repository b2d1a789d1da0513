// Every option of every method is used, refused by name, or ignored for a declared reason.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TSchema } from 'typebox';
import type { MethodDeclaration, UnsupportedOption } from '#contract/methods/define-method.ts';
import { METHODS } from '#contract/methods/registry.ts';
import { METHOD_ENTRIES } from '#gateway/methods/registry.ts';
import { MORE_CALLS } from './examples/more-calls.ts';
import type { Example } from './examples/example.ts';
import { EXAMPLES } from './examples/registry.ts';
import { callExample, runExamples } from './examples/run-examples.ts';
import { startExampleWorld, type StartedWorld } from './examples/world.ts';

const DECLARED = Object.entries(METHODS as Readonly<Record<string, MethodDeclaration>>);

/** Stands for all options: the handler takes the rest of its params as they are. */
const ALL = '*';
/** Params that are open by the protocol. */
const OPEN_PARAMS: ReadonlySet<string> = new Set(['wake']);

const nameOf = (option: UnsupportedOption): string => (typeof option === 'string' ? option : option.option);

interface Schema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: unknown;
}

const alternativesOf = (schema: Schema): readonly Schema[] => schema.anyOf ?? [schema];
// A published schema is plain JSON Schema; only these keys are read.
const schemaOf = (params: TSchema): Schema => params;

/** Options that a handler has to read: a literal is checked by the schema already. */
function optionsOf({ params, unsupported = [], ignores = {}, idempotent, stub }: MethodDeclaration): readonly string[] {
  if (stub === true) return [];
  const others = new Set([...unsupported.map(nameOf), ...Object.keys(ignores)]);
  if (idempotent !== undefined) others.add('idempotencyKey');
  const properties = alternativesOf(schemaOf(params)).flatMap((schema) => Object.entries(schema.properties ?? {}));
  return [...new Set(properties.flatMap(([name, schema]) => ('const' in schema || others.has(name) ? [] : [name])))];
}

describe('a supported option', () => {
  const read = new Map<string, Set<string>>();

  beforeAll(async () => {
    const methods = [...METHOD_ENTRIES].map(([name, { declaration, handler }]) => {
      const seen = new Set<string>();
      read.set(name, seen);
      // Params are objects, which was checked before the call.
      const recorded: typeof handler = (params, call) => handler(recording(params as object, seen), call);
      return [name, { declaration, handler: recorded }] as const;
    });
    await runExamples(MORE_CALLS, { methods: new Map(methods) });
  });

  it.each(DECLARED)('of %s is read by its handler', (name, declaration) => {
    const seen = read.get(name) ?? new Set();
    if (!seen.has(ALL)) expect(optionsOf(declaration).filter((option) => !seen.has(option))).toEqual([]);
  });
});

/** The params, with a note of each option that is read, or that all of them are taken on. */
function recording(params: object, seen: Set<string>): object {
  return new Proxy(params, {
    get(target, key, receiver) {
      seen.add(String(key));
      return Reflect.get(target, key, receiver) as unknown;
    },
    has(target, key) {
      seen.add(String(key));
      return Reflect.has(target, key);
    },
    ownKeys(target) {
      seen.add(ALL);
      return Reflect.ownKeys(target);
    },
  });
}

describe('an unknown option', () => {
  it.each(DECLARED.filter(([name]) => !OPEN_PARAMS.has(name)))('of %s is rejected', (_name, { params }) => {
    for (const schema of alternativesOf(schemaOf(params))) expect(schema.additionalProperties).toBe(false);
  });
});

describe('an unsupported option', () => {
  const refused = DECLARED.flatMap(([method, { unsupported = [] }]) =>
    unsupported.map((option) => [method, nameOf(option)] as const),
  );
  let started: StartedWorld;
  let before: unknown;

  beforeAll(async () => {
    started = await startExampleWorld();
    const { client } = started.world;
    const { hash } = await client.request('config.get', {});
    // A title would change the session some time after its run.
    await client.request('config.patch', { raw: '{"titles":{"automatic":false}}', baseHash: hash });
    await started.world.session('untouched');
    before = await stateOf(started);
  });
  afterAll(() => started.stop());

  it.each(refused)('of %s is rejected by name: %s', async (method, option) => {
    const { operator } = started;
    const { error } = await operator.request(`${method} ${option}`, method, { [option]: 'wanted' });
    expect(error?.message).toContain(`"${option}"`);
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', details: { code: 'UNSUPPORTED_OPTION', option } });
  });

  it('changes nothing', async () => {
    expect(await stateOf(started)).toEqual(before);
  });

  it.each(['sessions.create', 'sessions.patch', 'chat.send'] as const)(
    'of %s with an empty value is accepted',
    async (method) => {
      const unsupported = (METHODS as Readonly<Record<string, MethodDeclaration>>)[method]?.unsupported ?? [];
      const nothing = Object.fromEntries(
        unsupported.map((option, at) => [nameOf(option), [null, false, '', 0][at % 4]]),
      );
      const example = (EXAMPLES[method] ?? expect.fail(method)) as Example<unknown>;
      const { answer } = await callExample(method, example, started, nothing);
      expect(answer.error).toBeUndefined();
    },
  );
});

/** What calls could have changed. */
async function stateOf({ world }: StartedWorld): Promise<unknown> {
  const { client } = world;
  const { sessions } = await client.request('sessions.list', { archived: 'all', limit: 1000 });
  const { hash } = await client.request('config.get', {});
  const { entries } = await client.request('audit.entries', { limit: 1000 });
  return { sessions, hash, entries };
}
