// The first run by wizard: every answer takes effect, a refused one is asked again, and nothing secret comes back.
// Proves: AU-7
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MethodDeclaration } from '#contract/methods/define-method.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import { METHOD_ENTRIES } from '#gateway/methods/registry.ts';
import { FAMILIES } from '#host/families.ts';
import type { Reply } from '../support/model-server.ts';
import { findViolations } from './support/published-check.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawFrame, type RawSocket } from './support/raw-socket.ts';

type Progress = PublishedType<'WizardNextResult'>;

const OK: Reply = { steps: [{ say: 'ok' }] };
const KEY = 'sk-ant-wizard-0123456789abcdef';
let reply: Reply;
let gateway: ProtocolHost;
let socket: RawSocket;
let calls = 0;

beforeEach(async () => {
  reply = OK;
  gateway = await startProtocolHost(() => reply);
  socket = await connected(gateway.url);
});
afterEach(async () => {
  socket.close();
  await gateway.stop();
});

const ask = (method: string, params: unknown = {}): Promise<RawFrame> =>
  socket.request(`c${(calls += 1)}`, method, params);

async function start(params: unknown = {}): Promise<{ readonly sessionId: string; readonly progress: Progress }> {
  const { payload } = await ask('wizard.start', params);
  expect(findViolations('WizardStartResult', payload)).toEqual([]);
  return { sessionId: String(payload?.['sessionId']), progress: payload as Progress }; // checked just before
}

async function answer(sessionId: string, stepId: string, value: unknown): Promise<Progress> {
  const frame = await ask('wizard.next', { sessionId, answer: { stepId, value } });
  expect(frame.error).toBeUndefined();
  expect(findViolations('WizardNextResult', frame.payload)).toEqual([]);
  return frame.payload as Progress; // checked just before
}

describe('the wizard', () => {
  it('leads from the provider to the folder and sets up a working agent', async () => {
    const workspace = join(gateway.workspace, 'new folder');
    const { sessionId, progress } = await start({ mode: 'local', workspace });
    expect(progress).toMatchObject({ done: false, status: 'running', step: { id: 'provider', type: 'select' } });
    expect(progress.step?.initialValue).toBe('anthropic');
    const model = await answer(sessionId, 'provider', 'anthropic');
    expect(model.step).toMatchObject({ id: 'model' });
    expect((await answer(sessionId, 'model', MODEL)).step).toMatchObject({ id: 'workspace', initialValue: workspace });
    expect((await ask('wizard.status', { sessionId })).payload).toEqual({ status: 'running' });
    expect(await answer(sessionId, 'workspace', workspace)).toEqual({
      done: true,
      status: 'done',
      preparedModelRef: MODEL,
    });
    expect(existsSync(workspace)).toBe(true);
    expect((await ask('setup.status')).payload).toMatchObject({
      done: true,
      step: 'finished',
      model: MODEL,
      workspace,
    });
    await ask('chat.send', { sessionKey: 'main', message: 'hello', idempotencyKey: 'after-wizard' });
    expect((await ask('agent.wait', { runId: 'after-wizard' })).payload).toMatchObject({ status: 'ok' });
    expect(await answer(sessionId, 'anything', 'more')).toMatchObject({ done: true });
  });

  it('repeats the step with an error after an invalid answer and keeps its state', async () => {
    const { sessionId } = await start();
    expect(await answer(sessionId, 'provider', 'nobody')).toMatchObject({
      error: 'Choose an option from the list.',
      step: { id: 'provider' },
    });
    expect(await answer(sessionId, 'provider', '')).toMatchObject({ error: 'An answer is required.' });
    await answer(sessionId, 'provider', 'demo');
    const wrong = await ask('wizard.next', { sessionId, answer: { stepId: 'workspace', value: '/tmp' } });
    expect(wrong.error?.details).toMatchObject({ code: 'WIZARD_STEP' });
    await answer(sessionId, 'model', 'demo/script');
    expect(await answer(sessionId, 'workspace', '/')).toMatchObject({
      error: expect.stringContaining("can't be used") as string,
      step: { id: 'workspace' },
    });
    expect((await ask('wizard.next', { sessionId })).payload).toMatchObject({ done: false, step: { id: 'workspace' } });
  });

  it('tests a key before storing it and never returns it', async () => {
    const { sessionId } = await start();
    const key = await answer(sessionId, 'provider', 'openai');
    expect(key.step).toMatchObject({ id: 'key', type: 'text', sensitive: true });
    // Nothing listens where this provider is looked for.
    await ask('providers.set', { id: 'openai', baseUrl: 'http://127.0.0.1:1/v1' });
    const refused = await answer(sessionId, 'key', KEY);
    expect(refused).toMatchObject({ done: false, step: { id: 'key' }, error: expect.any(String) as string });
    const { payload } = await ask('providers.list');
    expect(JSON.stringify(payload)).toContain('"id":"openai"');
    expect(JSON.stringify([payload, socket.frames])).not.toContain(KEY);
    expect((await ask('models.authLogout', { provider: 'openai' })).payload).toMatchObject({ removed: false });
  });

  it('can be canceled, and rejects unknown, remote, and channel wizards', async () => {
    const { sessionId } = await start();
    expect((await ask('wizard.cancel', { sessionId })).payload).toEqual({ status: 'cancelled' });
    expect((await ask('wizard.next', { sessionId })).payload).toEqual({ done: true, status: 'cancelled' });
    for (const method of ['wizard.next', 'wizard.cancel', 'wizard.status'])
      expect((await ask(method, { sessionId: 'none' })).error?.details).toMatchObject({ code: 'WIZARD_NOT_FOUND' });
    expect((await ask('wizard.start', { mode: 'remote' })).error?.code).toBe('INVALID_REQUEST');
    expect((await ask('wizard.start', { flow: 'channels' })).error?.code).toBe('INVALID_REQUEST');
  });
});

/** A host in which declarations of methods are changed. */
function startWith(changes: Readonly<Record<string, Partial<MethodDeclaration>>>): Promise<ProtocolHost> {
  const methods = [...METHOD_ENTRIES].map(([name, entry]) => {
    const declaration = { ...entry.declaration, ...changes[name] };
    return [name, { ...entry, declaration }] as const;
  });
  const config = { providers: { demo: { enabled: false } } };
  return startProtocolHost(() => OK, { config, families: { ...FAMILIES, methods: new Map(methods) } });
}

describe('an answer to the wizard', () => {
  const changed = { 'providers.set': 'demo', 'setup.choose': undefined } as const;

  it.each(['providers.set', 'setup.choose'] as const)('needs the scope of %s', async (method) => {
    const READ = { scope: 'operator.read' } as const;
    const open = { 'wizard.start': READ, 'wizard.next': READ, 'providers.set': READ, 'setup.choose': READ };
    const host = await startWith({ ...open, [method]: { scope: 'operator.admin' } });
    const caller = await connected(host.url, { scopes: ['operator.read'] });
    const refusal = await refusedChange(caller, changed[method]);
    expect(refusal?.details).toMatchObject({ code: 'MISSING_SCOPE', missingScope: 'operator.admin' });
    caller.close();
    await host.stop();
  });

  it.each(['providers.set', 'setup.choose'] as const)('needs the fresh proof of %s', async (method) => {
    const host = await startWith({ [method]: { freshProof: true } });
    const owner = await connected(host.url, { scopes: ['operator.admin'] });
    const { payload } = await owner.request('k', 'apiKeys.create', { name: 'CI', scopes: ['operator.admin'] });
    const program = await connected(host.url, { auth: { token: payload?.['key'] }, scopes: ['operator.admin'] });
    const refusal = await refusedChange(program, changed[method]);
    expect(refusal?.details).toMatchObject({ code: 'FRESH_PROOF_REQUIRED', method });
    program.close();
    owner.close();
    await host.stop();
  });
});

/** Chooses the demo, which must be enabled for that, then its model; returns the error of the first answer that is rejected. */
async function refusedChange(caller: RawSocket, until: string | undefined): Promise<RawFrame['error']> {
  const { payload } = await caller.request('start', 'wizard.start', {});
  const sessionId = payload?.['sessionId'];
  const reply = (stepId: string, value: string) =>
    caller.request(stepId, 'wizard.next', { sessionId, answer: { stepId, value } });
  const provider = await reply('provider', 'demo');
  if (until !== undefined) {
    const { payload: list } = await caller.request('list', 'providers.list', {});
    expect(list?.['providers']).toContainEqual(expect.objectContaining({ id: 'demo', enabled: false }));
    return provider.error;
  }
  expect(provider.error).toBeUndefined();
  return (await reply('model', 'demo/script')).error;
}
