// The built main bundle with electron-updater, a local update server, and an AppImage that is a shell script: what is asked, what is
// downloaded and kept, and what runs after the app has quit.
// Proves: PK-2
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { isLinux, OLD_APP, useUpdateStage } from './update-stage.ts';

const { record, requests, feed, appImage, started, client } = useUpdateStage();

describe.skipIf(!isLinux)('updates of an AppImage', () => {
  it('asks nobody while the setting is off', async () => {
    expect(await client().request('updates.get', {})).toMatchObject({ phase: 'idle', checksAutomatically: false });
    expect(requests).toEqual([]);
  });

  it('finds nothing if the server has the same version, and sends no ID of this installation', async () => {
    expect(await client().request('updates.check', {})).toMatchObject({ phase: 'idle', currentVersion: '0.1.0' });
    expect(requests).toEqual([{ path: '/releases/latest-linux.yml', id: '00000000-0000-0000-0000-000000000000' }]);
    expect((await client().request('update.status', {})).updateAvailable).toBeNull();
  });

  it('lists the server in the outbound ledger, and asks a blocked server for nothing', async () => {
    const { destinations } = await client().request('outbound.list', { period: 'today' });
    expect(destinations).toMatchObject([
      { host: '127.0.0.1', callers: [{ caller: { kind: 'gateway', name: 'updates' } }] },
    ]);
    await client().request('outbound.block', { host: '127.0.0.1' });
    const before = requests.length;
    expect((await client().request('updates.check', {})).problem).toContain('blocked');
    expect(requests).toHaveLength(before);
    await client().request('outbound.unblock', { host: '127.0.0.1' });
  });

  it('rejects a file that is not the one that the server described', async () => {
    Object.assign(feed, { version: '9.0.0', checksum: createHash('sha512').update('other').digest('base64') });
    const state = await client().request('updates.check', {});
    expect(state).toMatchObject({ phase: 'idle', problem: expect.stringContaining('checksum') as string });
    expect(readFileSync(appImage, 'utf8')).toBe(OLD_APP);
  });

  it('downloads a newer version with its notes, and keeps the installer of the current one', async () => {
    Object.assign(feed, { checksum: '' });
    const available = new Promise((resolve) => client().on('update.available', resolve));
    const state = await client().request('updates.check', {});
    expect(state).toMatchObject({ phase: 'ready', version: '9.0.0', notes: 'Faster panes.', installs: 'quit' });
    expect(await available).toMatchObject({ updateAvailable: { currentVersion: '0.1.0', latestVersion: '9.0.0' } });
    const old = state.kept.find(({ version }) => version === '0.1.0');
    expect(readFileSync(old?.file ?? '', 'utf8')).toBe(OLD_APP);
    expect(readFileSync(appImage, 'utf8')).toBe(OLD_APP);
  });

  it('waits for a running agent before it restarts, and installs after the host has stopped', async () => {
    await client().request('setup.choose', { model: 'demo/script' });
    const { key } = await client().request('sessions.create', {});
    await client().request('chat.send', { sessionKey: key, message: 'Show me a command', idempotencyKey: 'update-1' });
    await expect.poll(() => record.badge).toBe(1);
    expect(await client().request('updates.install', { when: 'idle' })).toMatchObject({
      phase: 'ready',
      installs: 'idle',
    });
    expect(record.exitCode).toBeUndefined();
    expect(existsSync(started)).toBe(false);
    await client().request('chat.abort', { sessionKey: key });
    await expect.poll(() => existsSync(started)).toBe(true);
    expect(readFileSync(appImage, 'utf8')).toBe(feed.content);
    // The new version runs, so it was started without the option to exit after the installation.
    await expect.poll(() => readFileSync(started, 'utf8')).toBe('\n');
    expect(record.questions).toEqual([]);
  });
});
