// One prompt sent to several agents over the wire: what starts, what fails, what is compared, kept, and restored.
// Proves: PP-4
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Dispatch } from '#contract/types/dispatches.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { initRepository, openRepository, type TestRepository } from '../support/git-repository.ts';
import { lastToolResults, lastUserText } from '../support/model-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

const OTHER_MODEL = 'anthropic/claude-opus-4-1';
/** Prompts that reached the model, each with the model's name. */
let asked: string[] = [];
let gateway: ProtocolHost;
let client: GatewayClient;
let base: TestRepository;

beforeEach(async () => {
  asked = [];
  gateway = await startProtocolHost(
    (request) => {
      const text = lastUserText(request);
      const command = /^run: (.*)$/s.exec(text)?.[1];
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
      asked.push(text);
      return { steps: [command === undefined ? { say: 'Hello.' } : { call: 'exec', input: { command } }] };
    },
    {
      config: {
        titles: { automatic: false },
        agents: {
          defaults: { model: MODEL, approvalMode: 'full' },
          entries: { main: {}, coder: {}, remote: { machine: 'ssh' } },
        },
      },
    },
  );
  const own = startOwnClient(gateway.url);
  client = own.client;
  base = await initRepository(path.join(gateway.workspace, '..', 'garden'));
  await base.put('poem.txt', 'Roses are red\n');
  base.commit('First commit');
  onTestFinished(async () => {
    own.stop();
    await gateway.stop();
  });
});

const create = async (prompt: string, agents: readonly string[], more: { readonly idempotencyKey?: string } = {}) =>
  (
    await client.request('dispatches.create', {
      prompt,
      folder: base.folder,
      entries: agents.map((agentId) => ({ agentId })),
      idempotencyKey: 'the-key',
      ...more,
    })
  ).dispatch;

/** The dispatch once this is true of it. */
const until = (what: string, { id }: Dispatch, isTrue: (now: Dispatch) => boolean) =>
  waitUntil(what, async () => {
    const { dispatch } = await client.request('dispatches.get', { id });
    return isTrue(dispatch) ? dispatch : undefined;
  });

const started = (dispatch: Dispatch) =>
  until('the start', dispatch, ({ entries }) => entries.every(({ state }) => state !== 'starting'));

const idle = () =>
  waitUntil('the end of the runs', async () => {
    const { sessions } = await client.request('sessions.list', {});
    return sessions.length > 0 && sessions.every(({ hasActiveRun }) => hasActiveRun !== true);
  });

async function openWorktrees(dispatch: Dispatch): Promise<readonly TestRepository[]> {
  const { worktrees } = await client.request('worktrees.details', {});
  return dispatch.entries.map(({ worktreeId }) =>
    openRepository(worktrees.find(({ id }) => id === worktreeId)?.path ?? ''),
  );
}

describe('a dispatch', () => {
  it('gives each agent its own session, worktree, and copy of the prompt, and is announced', async () => {
    const changes: number[] = [];
    client.on('dispatches.changed', ({ ts }) => changes.push(ts));
    const dispatch = await started(await create('run: echo hi > new.txt', ['main', 'coder']));
    await idle();
    expect(dispatch.entries.map(({ agentId, state }) => [agentId, state])).toEqual([
      ['main', 'started'],
      ['coder', 'started'],
    ]);
    expect(new Set(dispatch.entries.map(({ branch }) => branch)).size).toBe(2);
    for (const files of await openWorktrees(dispatch)) expect(await files.read('new.txt')).toBe('hi\n');
    await expect(fs.stat(path.join(base.folder, 'new.txt'))).rejects.toThrow();
    expect(changes.length).toBeGreaterThan(0);
    const { dispatches } = await client.request('dispatches.list', {});
    expect(dispatches.map(({ id, title, repoName }) => [id, title, repoName])).toEqual([
      [dispatch.id, 'run: echo hi > new.txt', 'garden'],
    ]);
  });

  it('is created once per idempotency key', async () => {
    const [first, second] = await Promise.all([create('Hello', ['main']), create('Hello', ['main'])]);
    await started(first);
    const again = await create('Hello', ['main']);
    expect([second.id, again.id]).toEqual([first.id, first.id]);
    await idle();
    expect(asked).toEqual(['Hello']);
    const { worktrees } = await client.request('worktrees.list', {});
    expect(worktrees).toHaveLength(1);
  });

  it('uses the mode and persona that were chosen', async () => {
    const { persona } = await client.request('personas.create', { name: 'Guide', template: 'Guide {who}.' });
    const send = (values: Readonly<Record<string, string>>, idempotencyKey: string) =>
      client.request('dispatches.create', {
        prompt: 'Hello',
        folder: base.folder,
        entries: [{ approvalMode: 'plan', persona: { id: persona.id, values } }],
        idempotencyKey,
      });
    await expect(send({}, 'persona-1')).rejects.toThrow('needs values for: who');
    const { entries } = await started((await send({ who: 'Ada' }, 'persona-2')).dispatch);
    const { session } = await client.request('sessions.describe', { key: entries[0]?.sessionKey ?? '' });
    expect(session).toMatchObject({ approvalMode: 'plan', persona: { name: 'Guide' } });
  });

  it('uses the models that were chosen', async () => {
    const { dispatch } = await client.request('dispatches.create', {
      prompt: 'Hello',
      folder: base.folder,
      entries: [{ model: MODEL }, { model: OTHER_MODEL, thinkingLevel: 'low' }],
      idempotencyKey: 'models',
    });
    await started(dispatch);
    const { sessions } = await client.request('sessions.list', {});
    expect(new Set(sessions.map(({ model }) => model))).toEqual(
      new Set([MODEL, OTHER_MODEL].map((name) => name.split('/')[1])),
    );
  });

  it('runs the others when one entry fails, says why, and retries it', async () => {
    const failed = await started(await create('Hello', ['main', 'remote']));
    expect(failed.entries.map(({ state, error }) => [state, error?.code])).toEqual([
      ['started', undefined],
      ['failed', 'WORKTREE_NEEDS_LOCAL'],
    ]);
    const entryId = failed.entries[1]?.id ?? '';
    const { hash } = await client.request('config.get', {});
    const raw = JSON.stringify({ agents: { entries: { remote: { machine: 'host' } } } });
    await client.request('config.patch', { raw, baseHash: hash });
    await client.request('dispatches.retry', { id: failed.id, entryId });
    const retried = await started(failed);
    expect(retried.entries[1]).toMatchObject({ id: entryId, state: 'started' });
    expect(retried.entries[1]).not.toHaveProperty('error');
    await expect(client.request('dispatches.retry', { id: failed.id, entryId })).rejects.toMatchObject({
      details: { code: 'DISPATCH_STARTED' },
    });
    await idle();
    expect(asked).toEqual(['Hello', 'Hello']);
  });

  it('starts nothing if an agent, a model, or the repository is wrong, or there are too many', async () => {
    const codeOf = (params: Partial<Parameters<typeof client.request<'dispatches.create'>>[1]>) =>
      client
        .request('dispatches.create', {
          prompt: 'Hello',
          folder: base.folder,
          entries: [{ agentId: 'main' }],
          idempotencyKey: 'wrong',
          ...params,
        })
        .then(
          () => expect.fail('it succeeded'),
          (error: { readonly details?: { readonly code?: string } }) => error.details?.code,
        );
    expect(await codeOf({ entries: [{ agentId: 'main' }, { agentId: 'nobody' }] })).toBe('UNKNOWN_AGENT_ID');
    expect(await codeOf({ entries: [{ model: 'nothing/else' }] })).toBe('UNKNOWN_MODEL');
    expect(await codeOf({ folder: gateway.workspace })).toBe('NOT_A_REPOSITORY');
    expect(await codeOf({ entries: Array.from({ length: 11 }, () => ({})) })).toBe('TOO_MANY_ENTRIES');
    expect(await codeOf({ prompt: '  ' })).toBe('EMPTY_MESSAGE');
    expect((await client.request('dispatches.list', {})).dispatches).toEqual([]);
    expect((await client.request('worktrees.list', {})).worktrees).toEqual([]);
  });

  it('needs an administrator for another machine, and for archiving', async () => {
    const writer = startOwnClient(gateway.url, { scopes: ['operator.write'] });
    onTestFinished(() => writer.stop());
    const entries = [{ agentId: 'main', machine: 'host' }];
    const params = { prompt: 'Hello', folder: base.folder, entries, idempotencyKey: 'machine' };
    await expect(writer.client.request('dispatches.create', params)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { id } = await started(await create('Hello', ['main']));
    await expect(writer.client.request('dispatches.archive', { id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the test command', () => {
  it('runs in each worktree and keeps exit code, duration, and output', async () => {
    const dispatch = await started(await create('run: echo hi > new.txt', ['main', 'coder']));
    await idle();
    const [first] = await openWorktrees(dispatch);
    await first?.put('broken.txt', '');
    await expect(client.request('dispatches.test', { id: dispatch.id })).rejects.toMatchObject({
      details: { code: 'NO_TEST_COMMAND' },
    });
    await client.request('dispatches.test', { id: dispatch.id, command: 'cat new.txt && test ! -e broken.txt' });
    const tested = await until('the tests', dispatch, ({ entries }) =>
      entries.every(({ test }) => test?.endedAt !== undefined),
    );
    expect(tested.entries.map(({ test }) => [test?.status, test?.exitCode, test?.output?.split('\n')[0]])).toEqual([
      ['failed', 1, 'hi'],
      ['passed', 0, 'hi'],
    ]);
  });

  it('waits for approval like a command of the agent', async () => {
    const dispatch = await started(await create('Hello', ['main']));
    await idle();
    const sessionKey = dispatch.entries[0]?.sessionKey ?? '';
    await client.request('sessions.patch', { key: sessionKey, approvalMode: 'ask' });
    await client.request('dispatches.test', { id: dispatch.id, command: 'touch tested.txt' });
    await until('the approval', dispatch, ({ entries }) => entries[0]?.test?.status === 'waiting');
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    await client.request('approvals.resolve', { id: approvals[0]?.id ?? '', decision: 'deny' });
    const denied = await until('the result', dispatch, ({ entries }) => entries[0]?.test?.endedAt !== undefined);
    expect(denied.entries[0]?.test).toMatchObject({ status: 'canceled' });
    const [files] = await openWorktrees(dispatch);
    await expect(files?.read('tested.txt')).rejects.toThrow();
  });
});

describe('archiving', () => {
  it('keeps the best, and restores the others with all their files', async () => {
    const dispatch = await started(await create('run: echo hi > new.txt', ['main', 'coder']));
    await idle();
    const [, other] = await openWorktrees(dispatch);
    const keep = [dispatch.entries[0]?.id ?? ''];
    const { dispatch: archived } = await client.request('dispatches.archive', { id: dispatch.id, keep });
    expect(archived.entries.map(({ isArchived }) => isArchived)).toEqual([undefined, true]);
    const { sessions } = await client.request('sessions.list', { archived: true });
    expect(sessions.map(({ key }) => key)).toEqual([dispatch.entries[1]?.sessionKey]);
    await expect(other?.read('new.txt')).rejects.toThrow();
    expect((await client.request('dispatches.list', {})).dispatches).toEqual([]);
    await expect(client.request('dispatches.test', { id: dispatch.id, command: 'true' })).rejects.toMatchObject({
      details: { code: 'DISPATCH_ARCHIVED' },
    });
    const { dispatch: restored } = await client.request('dispatches.restore', { id: dispatch.id });
    expect(restored).not.toHaveProperty('archivedAt');
    expect(await other?.read('new.txt')).toBe('hi\n');
    expect((await client.request('sessions.list', { archived: true })).sessions).toEqual([]);
  });
});
