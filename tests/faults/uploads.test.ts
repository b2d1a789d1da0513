// Uploads under faults: a full disk, a killed host, and several clients that want the same name. Nothing is lost or left behind.
// Proves: TF-3, LN-3
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startFaultHost } from './support/fault-host.ts';

const KEY = 'agent:main:uploads';
const DISK_KIB = 512;

const toHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Mounts a small file system at a folder until the test ends. */
function mountSmallDisk(context: TestContext, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k,mode=700`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    context.skip(true, 'mounting a small file system needs root');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
}

/** The start of an upload, and what sends the rest. */
async function begin(
  client: GatewayClient,
  path: string,
  bytes: Uint8Array,
  conflict?: 'fail' | 'replace' | 'keepBoth',
) {
  const request = { sessionKey: KEY, path, size: bytes.length, hash: toHash(bytes) };
  const { uploadId } = await client.request('files.upload.start', conflict ? { ...request, conflict } : request);
  return {
    uploadId,
    send: async (from = 0, to = bytes.length, by = client) => {
      const data = Buffer.from(bytes.subarray(from, to)).toString('base64');
      return (await by.request('files.upload.append', { uploadId, offset: from, data })).offset;
    },
    finish: async (by = client) => (await by.request('files.upload.finish', { uploadId })).file,
    arrived: async (by = client) => (await by.request('files.upload.status', { uploadId })).offset,
  };
}

async function startHost() {
  const fixture = await startFaultHost();
  await fixture.client.request('sessions.create', { key: KEY, cwd: fixture.workspace });
  return fixture;
}

describe('an upload on a full disk', () => {
  it('is rejected with what arrived before, and continues there when there is space', async (context) => {
    const { client, home, workspace, refusal } = await startHost();
    const uploads = join(home, 'uploads');
    mountSmallDisk(context, uploads);
    const bytes = randomBytes(400 * 1024);
    const upload = await begin(client, 'large.bin', bytes);
    expect(await upload.send(0, 100_000)).toBe(100_000);
    writeFileSync(join(uploads, 'other'), randomBytes(250 * 1024));
    expect(await refusal(upload.send(100_000))).toMatchObject({
      details: { code: 'FILE_NO_SPACE' },
      message: expect.stringMatching(/No space left .*Free some space, then resume/),
    });
    expect(await upload.arrived()).toBe(100_000);
    const tooLarge = { sessionKey: KEY, path: 'x', size: 900 * 1024 };
    expect(await refusal(client.request('files.upload.start', tooLarge))).toMatchObject({
      details: { code: 'FILE_NO_SPACE' },
    });
    rmSync(join(uploads, 'other'));
    await upload.send(100_000);
    expect(await upload.finish()).toMatchObject({ path: 'large.bin', hash: toHash(bytes) });
    expect(readFileSync(join(workspace, 'large.bin')).equals(bytes)).toBe(true);
    expect(readdirSync(uploads)).toEqual([]);
  });

  it('of the workspace keeps the file that is there, leaves nothing, and can be finished again', async (context) => {
    const { client, workspace, refusal } = await startHost();
    const disk = join(workspace, 'disk');
    mountSmallDisk(context, disk);
    writeFileSync(join(disk, 'large.bin'), 'before');
    const bytes = randomBytes(700 * 1024);
    const upload = await begin(client, 'disk/large.bin', bytes, 'replace');
    await upload.send();
    expect(await refusal(upload.finish())).toMatchObject({ details: { code: 'FILE_NO_SPACE' } });
    expect([readdirSync(disk), readFileSync(join(disk, 'large.bin'), 'utf8')]).toEqual([['large.bin'], 'before']);
    execFileSync('mount', ['-o', `remount,size=${DISK_KIB * 4}k`, disk]);
    await upload.finish();
    expect([readdirSync(disk), readFileSync(join(disk, 'large.bin')).equals(bytes)]).toEqual([['large.bin'], true]);
  });
});

describe('an upload to a host that is killed', () => {
  it('continues where it was, also when it was being written to the workspace', async () => {
    const { client, host, home, env, workspace } = await startHost();
    const bytes = randomBytes(24 * 1024 * 1024);
    const upload = await begin(client, 'deep/large.bin', bytes);
    const part = 6 * 1024 * 1024;
    await upload.send(0, part);
    await host.kill();
    client.stop();

    const second = await startRunningHost({ home, env });
    onTestFinished(() => second.dispose());
    const again = await connectTo(second.origin, second.token);
    expect(await upload.arrived(again)).toBe(part);
    for (let from = part; from < bytes.length; from += part) await upload.send(from, from + part, again);
    const finished = upload.finish(again).catch(() => undefined);
    const hasTemporary = () => existsSync(join(workspace, 'deep')) && readdirSync(join(workspace, 'deep')).length > 0;
    await waitUntil('the upload being written', hasTemporary);
    await second.kill();
    await finished;
    again.stop();

    const third = await startRunningHost({ home, env });
    onTestFinished(() => third.dispose());
    const last = await connectTo(third.origin, third.token);
    onTestFinished(() => last.stop());
    const names = () => (existsSync(join(workspace, 'deep')) ? readdirSync(join(workspace, 'deep')) : []);
    await waitUntil('the rest of the killed write', () => names().every((name) => name === 'large.bin'));
    // If the file was complete before the kill, finishing reports that it exists.
    if (names().length === 0) await upload.finish(last);
    else await last.request('files.upload.cancel', { uploadId: upload.uploadId }).catch(() => undefined);
    expect([names(), readFileSync(join(workspace, 'deep/large.bin')).equals(bytes)]).toEqual([['large.bin'], true]);
    expect(readdirSync(join(home, 'uploads'))).toEqual([]);
  });
});

describe('uploads to one name', () => {
  it('never replace each other unasked: one is written, the others are asked about or get a name of their own', async () => {
    const { client, workspace } = await startHost();
    const contents = Array.from({ length: 4 }, () => randomBytes(50_000));
    const uploads = await Promise.all(contents.map((bytes) => begin(client, 'report.txt', bytes)));
    await Promise.all(uploads.map((upload) => upload.send()));
    const results = await Promise.allSettled(uploads.map((upload) => upload.finish()));
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ details: { code: expect.stringMatching(/FILE_(EXISTS|CHANGED)/) } });
    expect(readFileSync(join(workspace, 'report.txt')).equals(contents[winner] ?? Buffer.alloc(0))).toBe(true);
    const both = await Promise.all(contents.map((bytes) => begin(client, 'report.txt', bytes, 'keepBoth')));
    await Promise.all(both.map((upload) => upload.send()));
    for (const upload of both) await upload.finish();
    expect(readdirSync(workspace).filter((name) => name.startsWith('report'))).toHaveLength(5);
  });

  it('that differ only in case are two files, or one that is asked about where the disk ignores case', async () => {
    const { client, workspace, refusal } = await startHost();
    writeFileSync(join(workspace, 'README.md'), 'upper');
    const ignoresCase = existsSync(join(workspace, 'readme.md'));
    const start = { sessionKey: KEY, path: 'readme.md', size: 5 };
    if (ignoresCase) {
      expect(await refusal(client.request('files.upload.start', start))).toMatchObject({
        details: { code: 'FILE_EXISTS' },
      });
      return;
    }
    const upload = await begin(client, 'readme.md', Buffer.from('lower'));
    await upload.send();
    await upload.finish();
    expect(['README.md', 'readme.md'].map((name) => readFileSync(join(workspace, name), 'utf8'))).toEqual([
      'upper',
      'lower',
    ]);
  });

  it('do not follow a folder that became a link out of the workspace while they arrived', async () => {
    const { client, workspace, home, refusal } = await startHost();
    mkdirSync(join(workspace, 'in'));
    const upload = await begin(client, 'in/x.txt', Buffer.from('hello'));
    await upload.send();
    rmSync(join(workspace, 'in'), { recursive: true });
    symlinkSync(home, join(workspace, 'in'));
    expect(await refusal(upload.finish())).toMatchObject({ details: { code: 'FILE_OUTSIDE_WORKSPACE' } });
    expect(existsSync(join(home, 'x.txt'))).toBe(false);
  });
});
