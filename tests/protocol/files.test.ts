// Files of a workspace over a real socket: listing in parts, changes, search, and versions.
// Proves: TF-2, TF-6
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EventPayloads } from '#contract/wire/events.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { KEY, sha256, useFilesHost } from './support/files-host.ts';

/** The agent writes a file when it is told to. */
function reply(request: ModelRequestRecord): Reply {
  if (!lastUserText(request).startsWith('Write') || lastToolResults(request).length > 0)
    return { steps: [{ say: 'ok' }] };
  return { steps: [{ call: 'write', input: { path: 'poem.md', content: 'by the agent' } }] };
}

const { client, request, at, upload } = useFilesHost(reply);

describe('folders', () => {
  it('are listed in parts, without links that lead outside', async () => {
    mkdirSync(at('many'));
    mkdirSync(at('many/z'));
    for (let index = 100; index < 130; index += 1) writeFileSync(at(`many/f${index}`), '');
    symlinkSync('/etc', at('many/leak'));
    const seen: string[] = [];
    for (let start: number | undefined = 0; start !== undefined;) {
      const part: { entries: readonly { name: string }[]; next?: number } = await request('files.list', {
        sessionKey: KEY,
        path: 'many',
        start,
        limit: 7,
      });
      seen.push(...part.entries.map(({ name }) => name));
      start = part.next;
    }
    expect(seen).toEqual(['z', ...Array.from({ length: 30 }, (_, index) => `f${index + 100}`)]);
  });
});

describe('changes', () => {
  it('carry their action and hash; a move through Gatehouse is one change', async () => {
    const seen: EventPayloads['files.changed']['changes'][number][] = [];
    const stop = client().on('files.changed', ({ changes }) => void seen.push(...changes));
    await request('files.watch', { sessionKey: KEY });
    await waitUntil('the watch', () => {
      writeFileSync(at('probe'), String(performance.now()));
      return seen.length > 0;
    });
    writeFileSync(at('new.txt'), 'hello');
    const isNew = (action: string) => seen.find((change) => change.path === 'new.txt' && change.action === action);
    await waitUntil('a new file', () => isNew('created'));
    expect(isNew('created')?.hash).toBe(sha256(Buffer.from('hello')));
    await request('files.move', { sessionKey: KEY, from: 'new.txt', to: 'moved.txt' });
    await waitUntil('a move', () => seen.some(({ action }) => action === 'moved'));
    expect(seen.find(({ action }) => action === 'moved')).toMatchObject({ path: 'moved.txt', from: 'new.txt' });
    rmSync(at('moved.txt'));
    await waitUntil('a deletion', () => seen.some(({ path, action }) => path === 'moved.txt' && action === 'deleted'));
    expect(seen.some(({ path, action }) => path === 'new.txt' && action === 'deleted')).toBe(false);
    await request('files.unwatch', { sessionKey: KEY });
    stop();
  });
});

describe('content search', () => {
  it('streams matches to the caller and returns them in order', async () => {
    for (let index = 0; index < 20; index += 1) writeFileSync(at(`f${index}.txt`), `first\nneedle ${index}\n`);
    const streamed: string[] = [];
    const stop = client().on('files.found', ({ searchId, matches }) => {
      if (searchId === 's1') streamed.push(...matches.map(({ path }) => path));
    });
    const search = { sessionKey: KEY, query: 'needle', searchId: 's1' };
    const { matches, truncated } = await request('files.search', search);
    expect(matches).toHaveLength(20);
    expect(matches[0]).toEqual({ path: 'f0.txt', line: 2, text: 'needle 0' });
    expect(truncated).toBe(false);
    expect(streamed.toSorted()).toEqual(matches.map(({ path }) => path).toSorted());
    const few = await request('files.search', { ...search, limit: 3 });
    expect(few).toMatchObject({ truncated: true });
    expect(few.matches).toEqual(matches.slice(0, 3));
    await expect(request('files.search', { ...search, query: '(', regex: true })).rejects.toThrow('Invalid');
    stop();
  });
});

describe('symbols', () => {
  it('are found by name in source files that are not ignored, in the workspace of a session or the folder of an agent', async () => {
    mkdirSync(at('src'));
    writeFileSync(at('src/garden.ts'), '\nexport class GardenPlan {\n  waterGarden(): void {\n  }\n}\n');
    writeFileSync(at('.gitignore'), 'built\n');
    writeFileSync(at('built.ts'), 'export class GardenPlan {}\n');
    mkdirSync(at('built'));
    writeFileSync(at('built/garden.js'), 'class GardenPlan {}\n');
    const found = await request('files.symbols', { sessionKey: KEY, query: 'garden' });
    expect(found).toEqual({
      symbols: [
        { name: 'GardenPlan', kind: 'class', path: 'built.ts', line: 1, text: 'export class GardenPlan {}' },
        { name: 'GardenPlan', kind: 'class', path: 'src/garden.ts', line: 2, text: 'export class GardenPlan {' },
        { name: 'waterGarden', kind: 'function', path: 'src/garden.ts', line: 3, text: 'waterGarden(): void {' },
      ],
      truncated: false,
    });
    const few = await request('files.symbols', { sessionKey: KEY, query: 'garden', limit: 1 });
    expect(few).toEqual({ symbols: found.symbols.slice(0, 1), truncated: true });
    await expect(request('files.symbols', { query: 'garden' })).rejects.toThrow('`sessionKey` or `agentId`');
    expect(await request('files.symbols', { agentId: 'main', query: 'noSuchName' })).toMatchObject({ symbols: [] });
  });

  it('are no longer searched once the same client searches others under the same ID', async () => {
    for (let file = 0; file < 200; file += 1)
      writeFileSync(
        at(`f${file}.ts`),
        Array.from({ length: 200 }, (_, line) => `function plant${line}() {}`).join('\n'),
      );
    const first = request('files.symbols', { sessionKey: KEY, query: 'plant', searchId: 'mention' });
    const canceled = expect(first).rejects.toMatchObject({ details: { code: 'SEARCH_CANCELED' } });
    const second = await request('files.symbols', { sessionKey: KEY, query: 'plant199', searchId: 'mention' });
    await canceled;
    expect(second.symbols[0]).toMatchObject({ name: 'plant199', line: 200 });
  });
});

describe('versions', () => {
  it('are kept of what people change, compared, restored, and follow a move', async () => {
    writeFileSync(at('plan.md'), 'found');
    const set = async (content: string) => {
      const { file } = await request('sessions.files.get', { sessionKey: KEY, path: 'plan.md' });
      const change = { sessionKey: KEY, path: 'plan.md', content, expectedHash: file.hash ?? '' };
      await request('sessions.files.set', change);
    };
    await set('one');
    await set('two');
    await upload('plan.md', Buffer.from('three'), 'replace');
    const list = async (path: string) => (await request('files.versions.list', { sessionKey: KEY, path })).versions;
    const versions = await list('plan.md');
    const contents = await Promise.all(
      versions.map(async ({ id }) => {
        const found = await request('files.versions.get', { sessionKey: KEY, path: 'plan.md', id });
        return found.content;
      }),
    );
    expect(contents).toEqual(['three', 'two', 'one', 'found']);
    expect(versions.at(-1)?.savedBy).toBe('found');
    expect(versions[0]?.savedBy).not.toBe('found');
    const oldest = { sessionKey: KEY, path: 'plan.md', id: versions.at(-1)?.id ?? 0 };
    const stale = { ...oldest, expectedHash: versions[1]?.hash ?? '' };
    await expect(request('files.versions.restore', stale)).rejects.toThrow('changed');
    await request('files.versions.restore', { ...oldest, expectedHash: versions[0]?.hash ?? '' });
    expect(readFileSync(at('plan.md'), 'utf8')).toBe('found');
    await request('files.move', { sessionKey: KEY, from: 'plan.md', to: 'kept.md' });
    expect(await list('kept.md')).toHaveLength(5);
    const other = { ...oldest, path: 'other.md' };
    await expect(request('files.versions.get', other)).rejects.toThrow('no longer available');
  });
});

describe('a file that an agent writes', () => {
  it('has versions: the content before, and the new one by the agent', async () => {
    writeFileSync(at('poem.md'), 'by a person');
    await request('sessions.patch', { key: KEY, approvalMode: 'accept-edits' });
    const runId = 'run-that-writes';
    await request('chat.send', { sessionKey: KEY, message: 'Write it.', idempotencyKey: runId });
    await request('agent.wait', { runId });
    expect(readFileSync(at('poem.md'), 'utf8')).toBe('by the agent');
    const { versions } = await request('files.versions.list', { sessionKey: KEY, path: 'poem.md' });
    expect(versions.map(({ savedBy }) => savedBy)).toEqual(['agent:main', 'found']);
  });
});
