import { describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { openFiles, guardUnload, holdFiles, unsavedFile } from './kept-files.ts';

/** A gateway with one file; only what the files ask for is there. */
const client = {
  request: async (method: string) =>
    method === 'sessions.files.get'
      ? {
          file: {
            path: 'a.txt',
            name: 'a.txt',
            kind: 'read',
            missing: false,
            content: 'one',
            hash: 'h',
            previewKind: 'text',
          },
        }
      : { files: [], browser: { path: '', entries: [] } },
  state: () => ({ kind: 'connected' }),
  on: () => () => undefined,
  onState: () => () => undefined,
  onGap: () => () => undefined,
} as unknown as GatewayClient;

const settle = () => new Promise((done) => setTimeout(done, 0));

describe('unsaved text', () => {
  it('returns with its panel, and asks before the page closes', async () => {
    const files = openFiles(client, 's');
    const letGo = holdFiles('s', files);
    files.openFile('a.txt');
    await settle();
    files.store.getState().open?.type('one and a half');
    letGo();
    expect(openFiles(client, 's')).toBe(files);
    expect(unsavedFile()).toBe('a.txt');
    let ask: ((event: { preventDefault(): void }) => void) | undefined;
    guardUnload({
      addEventListener: (_type: string, listener: unknown) => (ask = listener as typeof ask),
    } as unknown as Window);
    let asked = false;
    ask?.({ preventDefault: () => (asked = true) });
    expect(asked).toBe(true);
    const again = holdFiles('s', files);
    files.closeFile();
    again();
    expect(unsavedFile()).toBeUndefined();
    expect(openFiles(client, 's')).not.toBe(files);
  });

  it('keeps nothing for a panel without unsaved text', () => {
    const files = openFiles(client, 'other');
    holdFiles('other', files)();
    expect(openFiles(client, 'other')).not.toBe(files);
  });
});
