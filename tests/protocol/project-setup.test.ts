// Setup scripts of projects over a real WebSocket.
// Proves: N-11
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startProjectsHost, type ProjectsHost } from './support/projects-host.ts';

let host: ProjectsHost;
let client: GatewayClient;

beforeAll(async () => {
  host = await startProjectsHost();
  ({ client } = host.own);
});
afterAll(() => host.stop());

describe('a setup script', () => {
  const file = async (folder: string | undefined, name: string): Promise<string> =>
    fs.readFile(path.join(folder ?? '', name), 'utf8').catch(() => '');

  it('runs once before the first run in its folder, with live output and the variables', async () => {
    const { id, folder } = await host.fromTemplate('Setup');
    const setup = 'echo installing $SEASON; echo x >> ran';
    await client.request('projects.defaults.set', { id, setup, variables: { SEASON: 'summer' } });
    const events: unknown[] = [];
    const stop = client.on('projects.setup', (event) => void events.push(event));
    await client.request('sessions.create', { key: 'agent:main:setup', projectId: id });
    expect(await file(folder, 'ran')).toBe('');
    expect(await host.say('agent:main:setup', 'hello', 'setup-1')).toContain('Hello.');
    await host.say('agent:main:setup', 'hello again', 'setup-2');
    stop();
    expect(await file(folder, 'ran')).toBe('x\n');
    expect(JSON.stringify(events)).toContain('installing summer');
    const { setup: state } = await client.request('projects.setup.get', { sessionKey: 'agent:main:setup' });
    expect(state).toMatchObject({ status: 'done', exitCode: 0, output: expect.stringContaining('installing summer') });
    const { lines } = await client.request('console.list', { project: folder ?? '' });
    expect(JSON.stringify(lines)).toContain('installing summer');
    expect((await client.request('projects.setups.list', { id })).setups).toHaveLength(1);
  });

  it('that fails keeps the message and asks no model; after another attempt, the message can be sent again', async () => {
    const { id, folder } = await host.fromTemplate('Failing');
    const key = 'agent:main:failing';
    await client.request('projects.defaults.set', { id, setup: 'test -e ready || { echo broken; exit 3; }' });
    await client.request('sessions.create', { key, projectId: id });
    const before = host.gateway.model.requests.length;
    const said = await host.say(key, 'hello', 'failing-1');
    expect(said).toContain('hello');
    expect(host.gateway.model.requests).toHaveLength(before);
    expect((await client.request('sessions.describe', { key })).session).toMatchObject({ status: 'failed' });
    const read = async () => (await client.request('projects.setup.get', { sessionKey: key })).setup;
    expect(await read()).toMatchObject({ status: 'failed', exitCode: 3, output: expect.stringContaining('broken') });
    // It may have run in part, so it isn't repeated automatically.
    await host.say(key, 'still there?', 'failing-2');
    expect(host.gateway.model.requests).toHaveLength(before);
    await fs.writeFile(path.join(folder ?? '', 'ready'), '');
    await client.request('projects.setup.run', { sessionKey: key });
    await waitUntil('the setup', async () => (await read())?.status === 'done');
    expect(await host.say(key, 'now?', 'failing-3')).toContain('Hello.');
  });

  it("doesn't run in a folder that isn't trusted", async () => {
    const { id, folder } = await host.fromTemplate('Untrusted');
    const key = 'agent:main:untrusted';
    await client.request('projects.defaults.set', { id, setup: 'echo x >> ran' });
    await client.request('sessions.create', { key, projectId: id });
    await client.request('trust.set', { sessionKey: key, trusted: false });
    expect(await host.say(key, 'hello', 'untrusted-1')).toContain('Hello.');
    const again = client.request('projects.setup.run', { sessionKey: key });
    await expect(again).rejects.toMatchObject({ details: { code: 'FOLDER_NOT_TRUSTED' } });
    expect(await file(folder, 'ran')).toBe('');
  });
});
