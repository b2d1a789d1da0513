import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '#tests/support/wait-until.ts';
import { createOpenInEditor } from './open-in-editor.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'gatehouse-editor-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = () => join(folder, 'started');

/** A program that notes its name, its arguments, and whether it got a secret. */
function install(name: string): string {
  const file = join(folder, name);
  const script = `#!/bin/sh\nprintf '%s\\n' "${name}" "$@" "\${API_KEY-none}" > '${log()}.new'\n/bin/mv '${log()}.new' '${log()}'\n`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return file;
}

async function open(line: number | undefined, setting?: string, visual?: string) {
  rmSync(log(), { force: true });
  const environment = { PATH: folder, API_KEY: 'secret', ...(visual === undefined ? {} : { VISUAL: visual }) };
  const title = await createOpenInEditor(environment, () => setting)('/work/a b.ts', line);
  await waitUntil('the editor', () => existsSync(log()));
  return [title, ...readFileSync(log(), 'utf8').trimEnd().split('\n')];
}

describe.skipIf(process.platform === 'win32')('the editor', () => {
  it('is the first known one that is installed, and opens the file at its line, without secrets', async () => {
    install('zed');
    expect(await open(7)).toEqual(['Zed', 'zed', '/work/a b.ts:7', 'none']);
    install('code');
    expect(await open(7)).toEqual(['Visual Studio Code', 'code', '--goto', '/work/a b.ts:7', 'none']);
    expect(await open(undefined)).toEqual(['Visual Studio Code', 'code', '/work/a b.ts', 'none']);
  });

  it('is that of $VISUAL if it has a window, and the configured one before all others', async () => {
    install('code');
    install('vim');
    install('subl');
    expect((await open(7, undefined, 'vim'))[1]).toBe('code');
    expect((await open(7, undefined, 'subl --wait'))[1]).toBe('subl');
    expect(await open(7, install('my-editor'), 'subl')).toEqual(['my-editor', 'my-editor', '/work/a b.ts', 'none']);
  });

  it('that is missing is reported with what to do', async () => {
    const error = (setting?: string) => expect(open(7, setting)).rejects;
    await error().toMatchObject({
      extras: { details: { code: 'NO_EDITOR', hint: expect.stringContaining('workspaces.editor') } },
    });
    for (const setting of ['nowhere', '../code', '/nowhere/code', 'code --wait'])
      await error(setting).toMatchObject({ extras: { details: { code: 'NO_EDITOR' } } });
  });
});
