import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlaceholders, isPlaceholder } from './placeholders.ts';

let folder: string;
let settings: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-placeholders-'));
  settings = path.join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const create = (note: string) =>
  createPlaceholders([{ path: settings, missing: 'file' }], path.join(folder, `${note}.json`));

describe('a placeholder', () => {
  it('stays until the last sandbox that needs it has ended', async () => {
    const [first, second] = await Promise.all([create('first'), create('second')]);
    await first.removeAll();
    expect([existsSync(settings), isPlaceholder(settings)]).toEqual([true, true]);
    await second.removeAll();
    expect(existsSync(settings)).toBe(false);
  });

  it('exists whenever its sandbox runs, although another ends at the same time', async () => {
    const first = await create('first');
    const [, second] = await Promise.all([first.removeAll(), create('second')]);
    expect(existsSync(settings)).toBe(true);
    await second.removeAll();
  });

  it('is recognized at every moment from before its creation until after its removal', async () => {
    let isDone = false;
    const work = (async () => {
      for (let time = 0; time < 50; time += 1) await (await create('note')).removeAll();
      isDone = true;
    })();
    const mistaken: number[] = [];
    for (let look = 0; !isDone; look += 1) {
      const isListed = existsSync(settings);
      if (isListed && !isPlaceholder(settings)) mistaken.push(look);
      await new Promise((resolve) => setImmediate(resolve));
      // A listing that began before the removal contains it.
      if (isListed && !isPlaceholder(settings)) mistaken.push(look);
    }
    await work;
    expect(mistaken).toEqual([]);
  });

  it('is a file once something real is there', async () => {
    const placeholders = await create('note');
    await placeholders.removeAll();
    writeFileSync(settings, '');
    expect(isPlaceholder(settings)).toBe(false);
  });

  it('that something real replaced is not removed with the sandbox of another', async () => {
    const [first, second] = await Promise.all([create('first'), create('second')]);
    await first.remove(settings);
    writeFileSync(settings, '');
    await second.removeAll();
    expect(existsSync(settings)).toBe(true);
  });
});
