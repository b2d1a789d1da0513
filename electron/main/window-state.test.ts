import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { readWindowState, writeWindowState } from './window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-window-'));
const file = join(folder, 'window.json');
const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const PLACE = { x: 100, y: 50, width: 1200, height: 800 };
afterAll(() => rmSync(folder, { recursive: true }));

describe('window state', () => {
  it('is restored as it was saved', () => {
    writeWindowState(file, { bounds: PLACE, maximized: true });
    expect(readWindowState(file, [SCREEN])).toEqual({ bounds: PLACE, maximized: true });
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it('ignores a position that is no longer on any screen', () => {
    for (const bounds of [
      { ...PLACE, x: 3000 },
      { ...PLACE, x: -1190 },
      { ...PLACE, y: 1075 },
      { ...PLACE, y: -20 },
    ]) {
      writeWindowState(file, { bounds, maximized: false });
      expect(readWindowState(file, [SCREEN])).toEqual({ maximized: false });
    }
  });

  it('survives a missing or damaged file', () => {
    expect(readWindowState(join(folder, 'none.json'), [SCREEN])).toEqual({ maximized: false });
    for (const text of ['', '{', 'null', '[]', '{"bounds":{"x":"1"}}', '{"bounds":null}']) {
      writeFileSync(file, text);
      expect(readWindowState(file, [SCREEN]), text).toEqual({ maximized: false });
    }
  });
});
