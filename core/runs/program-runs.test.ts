import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import type { MemoryStore } from '#tests/support/core/memory-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';

const weather = { name: 'weather', description: 'Weather of a city', input: { type: 'object' } };

describe('a conversation imported by a program', () => {
  it('becomes the history of a new session, with messages, calls, and results unchanged', async () => {
    const { ask, providers, engine } = harness([says('Oslo, as I said.')]);
    const outcome = await ask('Which city again?', {
      imported: {
        before: [
          { role: 'user', text: 'Weather in Oslo?', images: [] },
          { role: 'assistant', text: '', calls: [{ id: 'c1', name: 'weather', input: { city: 'Oslo' } }] },
          { role: 'tool', callId: 'c1', text: 'rain' },
          { role: 'assistant', text: 'It rains in Oslo.', calls: [] },
        ],
        after: [],
      },
    });
    expect(outcome).toMatchObject({ status: 'done', text: 'Oslo, as I said.' });
    const sent = providers.requests[0]?.messages ?? [];
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
    expect(JSON.stringify(sent)).toContain('It rains in Oslo.');
    const { view } = await engine.queries.watch(KEY, 100);
    expect(view.items.map(({ kind }) => kind)).toEqual(['user', 'assistant', 'assistant', 'user', 'assistant']);
  });

  it('continues after results of the caller without another message', async () => {
    const { ask, providers } = harness([says('Take an umbrella.')]);
    const outcome = await ask('Umbrella?', {
      imported: {
        before: [],
        after: [
          { role: 'assistant', text: '', calls: [{ id: 'c1', name: 'weather', input: {} }] },
          { role: 'tool', callId: 'c1', text: 'rain' },
        ],
      },
      options: { callerTools: [weather], instructions: 'Be short.', maxOutput: 50 },
    });
    expect(outcome?.text).toBe('Take an umbrella.');
    const [request] = providers.requests;
    expect(request?.messages.at(-1)).toMatchObject({ role: 'tool', results: [{ callId: 'c1', text: 'rain' }] });
    expect(request?.system.at(-1)).toBe('Be short.');
    expect(request?.maxOutput).toBe(50);
  });

  it('is not imported into an existing session', async () => {
    const { ask, providers } = harness([says('one'), says('two')]);
    await ask('first');
    await ask('second', { imported: { before: [{ role: 'user', text: 'foreign', images: [] }], after: [] } });
    expect(JSON.stringify(providers.requests.at(-1)?.messages)).not.toContain('foreign');
  });
});

describe('a caller tool', () => {
  it('is available to the model, and calling it ends the run without a result', async () => {
    const { ask, engine, events, providers } = harness([
      calls([{ id: 'c9', name: 'weather', input: { city: 'Oslo' } }], 'Let me look.'),
    ]);
    expect(await ask('Weather?', { options: { callerTools: [weather] } })).toMatchObject({ status: 'done' });
    expect(providers.requests[0]?.tools.map(({ name }) => name)).toContain('weather');
    expect(events().at(-1)).toMatchObject({ type: 'run.ended', status: 'done', stopReason: 'toolUse' });
    expect(events().some(({ type }) => type === 'tool.started')).toBe(false);
    expect(engine.runs.active()).toEqual([]);
  });

  it('takes precedence over an agent tool with the same name', async () => {
    const { ask, providers } = harness([calls([{ id: 'c1', name: 'read', input: { path: 'x' } }])]);
    await ask('Read it.', { options: { callerTools: [{ ...weather, name: 'read' }] } });
    expect(providers.requests[0]?.tools.filter(({ name }) => name === 'read')).toEqual([{ ...weather, name: 'read' }]);
    expect(providers.requests).toHaveLength(1);
  });

  it('is available for its run only', async () => {
    const { ask, providers } = harness([says('a'), says('b')]);
    await ask('one', { options: { callerTools: [weather] } });
    await ask('two');
    expect(providers.requests[1]?.tools.some(({ name }) => name === 'weather')).toBe(false);
  });
});

describe('a tool call without a model', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-direct-'));
    writeFileSync(join(folder, 'note.txt'), 'the note');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function started(store?: MemoryStore) {
    const machines = createMachineDirectory({
      home: join(folder, 'trash'),
      environment: process.env,
      log: QUIET,
      clock: new ManualClock(),
    });
    return harness([says('a conversation')], {
      agent: { workspace: folder },
      machines,
      ...(store === undefined ? {} : { store }),
    });
  }
  const call = { sessionKey: KEY, runId: 'direct-1', by: testPrincipal('me') };

  it('goes through the executor, stores its result in the session, and calls no model', async () => {
    const { engine, events, providers, ask } = started();
    await engine.runs.callTool({ ...call, tool: 'read', input: { path: 'note.txt' } });
    expect(await engine.runs.wait('direct-1', 600_000)).toMatchObject({ status: 'done' });
    expect(events().find(({ type }) => type === 'tool.finished')).toMatchObject({ isError: false });
    expect(providers.requests).toHaveLength(0);
    await ask('hello');
    expect(JSON.stringify(providers.requests[0]?.messages)).not.toContain('the note');
  });

  it('waits for an approval like an agent', async () => {
    const { engine, providers } = started();
    await engine.runs.callTool({ ...call, tool: 'exec', input: { command: 'node -e 1' } });
    await expect.poll(async () => (await engine.approvals.pending()).length).toBe(1);
    const [pending] = await engine.approvals.pending();
    await engine.approvals.resolve({ id: pending?.id ?? '', decision: 'deny', by: testPrincipal('me') });
    expect(await engine.runs.wait('direct-1', 600_000)).toMatchObject({ status: 'done' });
    expect(providers.requests).toHaveLength(0);
  });

  it('that waited for an approval across a restart continues without a model', async () => {
    const { engine, store } = started();
    await engine.runs.callTool({ ...call, tool: 'exec', input: { command: 'node -e 1' } });
    await expect.poll(async () => (await engine.approvals.pending()).length).toBe(1);
    await engine.stop();
    const again = started(store);
    await again.engine.recover();
    const [pending] = await again.engine.approvals.pending();
    await again.engine.approvals.resolve({ id: pending?.id ?? '', decision: 'deny', by: testPrincipal('me') });
    expect(await again.engine.runs.wait('direct-1', 600_000)).toMatchObject({ status: 'done' });
    expect(again.providers.requests).toHaveLength(0);
  });

  it('of a tool that the agent lacks is rejected', async () => {
    const { engine } = started();
    await expect(engine.runs.callTool({ ...call, tool: 'nope', input: {} })).rejects.toThrow(
      'Tool not available: nope',
    );
  });
});
