// Calls of one turn that only read run at the same time; everything else runs alone and in order.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { Machine, MachineDirectory } from '../ports/machine.ts';
import { harness, type Harness } from '#tests/support/core/engine-harness.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { copyOf, type MemoryStore } from '#tests/support/core/memory-store.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

let folder: string;
let machines: MachineDirectory;
/** Called at the start of each read; the read continues when it resolves. */
let onRead: (file: string) => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-reads-'));
  for (const name of 'abcdef') await writeFile(path.join(folder, `${name}.txt`), `text of ${name}`);
  const clock = new ManualClock();
  machines = createMachineDirectory({ home: `${folder}-trash`, environment: process.env, log: QUIET, clock });
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

/** The machine with reads that a test holds up. */
function held(machine: Machine): Machine {
  return new Proxy(machine, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (key === 'read')
        return async (file: string, limit: number) => {
          await onRead(path.basename(file));
          return target.read(file, limit);
        };
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function start(script: readonly ScriptedCall[], store?: MemoryStore): Harness {
  return harness(script, {
    machines: { open: async (request) => held(await machines.open(request)), disposeAll: () => machines.disposeAll() },
    agent: { workspace: folder, approvalMode: 'full' },
    ...(store === undefined ? {} : { store }),
  });
}

const read = (name: string) => ({ id: name, name: 'read', input: { path: `${name}.txt` } });
const write = (name: string) => ({
  id: `write-${name}`,
  name: 'write',
  input: { path: `${name}.txt`, content: 'new' },
});
const ended = (h: Harness) => waitUntil('the end of the run', () => h.engine.runs.wait('a', 0));
const steps = (h: Harness) =>
  h.events().flatMap((event) => {
    if (event.type !== 'tool.started' && event.type !== 'tool.finished') return [];
    return [`${event.callId} ${event.type === 'tool.started' ? 'started' : 'finished'}`];
  });

/** Reads that all wait until `count` of them have begun. */
function barrier(count: number): { readonly order: string[]; arrive(file: string): Promise<void> } {
  const all = Promise.withResolvers<undefined>();
  const order: string[] = [];
  return {
    order,
    async arrive(file) {
      order.push(file);
      if (order.length === count) all.resolve(undefined);
      await all.promise;
    },
  };
}

describe('adjacent calls that only read', () => {
  it('run at the same time, and their results keep the order of the calls', async () => {
    const three = barrier(3);
    const release = new Map([...'ab'].map((name) => [`${name}.txt`, Promise.withResolvers<undefined>()]));
    const finished: string[] = [];
    onRead = async (file) => {
      // No read continues until all have started; then they finish in reverse order.
      await three.arrive(file);
      await release.get(file)?.promise;
      finished.push(file);
      release.get({ 'c.txt': 'b.txt', 'b.txt': 'a.txt' }[file] ?? '')?.resolve(undefined);
    };
    const h = start([calls([read('a'), read('b'), read('c')]), says('done')]);
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(finished).toEqual(['c.txt', 'b.txt', 'a.txt']);
    expect(steps(h)).toEqual(['a started', 'b started', 'c started', 'a finished', 'b finished', 'c finished']);
    expect(h.providers.requests[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      results: ['a', 'b', 'c'].map((name) => ({ callId: name, text: expect.stringContaining(`text of ${name}`) })),
    });
  });

  it('run at most four at a time', async () => {
    const four = barrier(4);
    let running = 0;
    let most = 0;
    onRead = async (file) => {
      running += 1;
      most = Math.max(most, running);
      await four.arrive(file);
      running -= 1;
    };
    const h = start([calls([...'abcdef'].map(read)), says('done')]);
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(most).toBe(4);
    expect(steps(h).slice(0, 4)).toEqual(['a started', 'b started', 'c started', 'd started']);
    expect(steps(h).slice(8)).toEqual(['e started', 'f started', 'e finished', 'f finished']);
  });

  it('fail one by one', async () => {
    onRead = () => Promise.resolve();
    const missing = { id: 'x', name: 'read', input: { path: 'missing.txt' } };
    const wrong = { id: 'y', name: 'read', input: {} };
    const h = start([calls([read('a'), missing, wrong, read('b')]), says('done')]);
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    const failures = h
      .events()
      .flatMap((event) => (event.type === 'tool.finished' ? [[event.callId, event.isError]] : []));
    expect(failures).toEqual([
      ['a', false],
      ['x', true],
      ['y', true],
      ['b', false],
    ]);
  });

  it('all stop when the run is aborted', async () => {
    const two = barrier(2);
    const never = new Promise<void>(() => {});
    onRead = (file) => two.arrive(file).then(() => never);
    const h = start([calls([read('a'), read('b')]), says('done')]);
    await h.send('go', { runId: 'a' });
    await waitUntil('both reads', () => (two.order.length === 2 ? true : undefined));
    await h.engine.runs.abort('agent:main:test');
    expect(await ended(h)).toMatchObject({ status: 'aborted' });
    expect(steps(h)).toEqual(['a started', 'b started', 'a finished', 'b finished']);
    expect(h.events().filter((event) => event.type === 'tool.finished')).toMatchObject([
      { isError: true, details: { aborted: true } },
      { isError: true, details: { aborted: true } },
    ]);
  });

  it('are not repeated after a crash', async () => {
    const two = barrier(2);
    onRead = (file) => two.arrive(file).then(() => new Promise<void>(() => {}));
    const h = start([calls([read('a'), read('b')])]);
    await h.send('go', { runId: 'a' });
    await waitUntil('both reads', () => (two.order.length === 2 ? true : undefined));
    const again = start([says('later')], copyOf(h.store));
    await again.engine.recover();
    const { view } = await again.engine.queries.watch('agent:main:test', 10);
    expect(view.items.find((item) => item.kind === 'assistant')).toMatchObject({
      calls: [{ state: 'unknown' }, { state: 'unknown' }],
    });
    expect(two.order).toEqual(['a.txt', 'b.txt']);
    await h.engine.runs.abort('agent:main:test');
  });
});

describe('a call that changes something', () => {
  it('runs alone: after the reads before it, and before those after it', async () => {
    const seen: string[] = [];
    onRead = async (file) => {
      // The write looks at its own file first.
      if (file !== 'b.txt') seen.push(`${file}: ${await readFile(path.join(folder, 'b.txt'), 'utf8')}`);
    };
    const h = start([calls([read('a'), write('b'), read('c'), read('d')]), says('done')]);
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    // Concurrent reads may finish in either order.
    expect([seen[0], ...seen.slice(1).toSorted()]).toEqual(['a.txt: text of b', 'c.txt: new', 'd.txt: new']);
    expect([...steps(h).slice(0, 6), ...steps(h).slice(6).toSorted()]).toEqual([
      'a started',
      'a finished',
      'write-b started',
      'write-b finished',
      'c started',
      'd started',
      'c finished',
      'd finished',
    ]);
  });

  it('does not run beside another one', async () => {
    const h = start([calls([write('a'), write('b')]), says('done')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(steps(h)).toEqual(['write-a started', 'write-a finished', 'write-b started', 'write-b finished']);
  });
});
