// Files of a large workspace over a connection: the first part of the tree, a search in all files, and the memory of a large upload.
import { mkdirSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rssBytes } from '../child-process.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import type { World } from '../world.ts';

const FOLDERS = 500;
const FILES_PER_FOLDER = 100;
/** Every so many folders one file has the wanted word. */
const FOUND_EVERY = 50;
const LINES = 60;
const UPLOAD_BYTES = 1024 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** Measures the first search, too, which starts the threads. */
export async function fileRows(world: World, rounds: number): Promise<readonly Row[]> {
  const workspace = mkdtempSync(join(tmpdir(), 'gatehouse-bench-files-'));
  try {
    fill(workspace);
    const sessionKey = 'agent:main:bench-files';
    await world.client.request('sessions.create', { key: sessionKey, cwd: workspace });
    const tree = await times(rounds, () => world.client.request('sessions.files.list', { sessionKey }));
    const search = await times(rounds, async () => {
      const found = await world.client.request<{ readonly matches: readonly unknown[] }>('files.search', {
        sessionKey,
        query: 'needle',
      });
      const expected = FOLDERS / FOUND_EVERY;
      if (found.matches.length !== expected) throw new Error(`found ${found.matches.length} of ${expected} lines`);
    });
    fillFlat(workspace);
    const flat = await times(rounds, () => world.client.request('files.list', { sessionKey, path: 'flat' }));
    return [
      row('tree', 'Tree of 50,000 files, first shown', Math.max(median(tree), median(flat)), 200),
      row('content-search', 'Content search in 50,000 files', median(search), 1000),
      await uploadRow(world, sessionKey),
    ];
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function fill(workspace: string): void {
  const text = 'export const value = 42;\n'.repeat(LINES);
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const at = join(workspace, `folder${folder}`);
    mkdirSync(at);
    for (let file = 0; file < FILES_PER_FOLDER; file += 1)
      writeFileSync(join(at, `f${file}.ts`), file === 0 && folder % FOUND_EVERY === 0 ? `${text}needle\n` : text);
  }
}

/** As many files in one folder. */
function fillFlat(workspace: string): void {
  const flat = join(workspace, 'flat');
  mkdirSync(flat);
  for (let file = 0; file < FOLDERS * FILES_PER_FOLDER; file += 1) writeFileSync(join(flat, `f${file}`), '');
}

function row(id: string, title: string, value: number, target: number): Row {
  return { id, title, unit: 'ms', value, target, better: 'lower', bare: undefined };
}

async function times(rounds: number, act: () => Promise<unknown>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await act();
    all.push(performance.now() - startedAt);
  }
  return all;
}

/** How much the host grows while it receives 1 GB. */
async function uploadRow({ host, client }: World, sessionKey: string): Promise<Row> {
  const upload = { sessionKey, path: 'large.bin', size: UPLOAD_BYTES };
  const { uploadId } = await client.request<{ readonly uploadId: string }>('files.upload.start', upload);
  const data = Buffer.alloc(PART_BYTES, 'gatehouse').toString('base64');
  // What one part needs isn't growth.
  await client.request('files.upload.append', { uploadId, offset: 0, data });
  const before = rssBytes(host.pid);
  let peak = before;
  for (let offset = PART_BYTES; offset < UPLOAD_BYTES; offset += PART_BYTES) {
    await client.request('files.upload.append', { uploadId, offset, data });
    peak = Math.max(peak, rssBytes(host.pid));
  }
  await client.request('files.upload.finish', { uploadId });
  peak = Math.max(peak, rssBytes(host.pid));
  return {
    id: 'upload-memory',
    title: 'Memory growth during an upload of 1 GB',
    unit: 'MiB',
    value: (peak - before) / MEBIBYTE,
    target: 150,
    better: 'lower',
    bare: undefined,
  };
}
