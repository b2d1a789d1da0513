// `gatehouse files` as a person or a script calls it.
// Proves: CL-6, TF-3
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
let workspace: string;
beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'ok' }] }));
  workspace = join(shell.folder, 'files-workspace');
  mkdirSync(join(workspace, 'src'), { recursive: true });
  const session = { key: 'agent:main:files', cwd: workspace };
  await shell.json(['call', 'sessions.create', '--params', JSON.stringify(session)]);
});
afterAll(() => shell.stop());

const files = (...args: readonly string[]) => shell.gatehouse(['files', ...args, '--session', 'agent:main:files']);
const at = (name: string): string => join(workspace, name);
const local = (name: string): string => join(shell.folder, name);

describe('gatehouse files', () => {
  it('lists a folder, finds files by name and content, and shows one', async () => {
    writeFileSync(at('src/app.ts'), 'const needle = 1;\n');
    writeFileSync(at('notes.md'), '# Notes\n');
    const listed = await files('list');
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toMatch(/NAME +SIZE +MODIFIED\nsrc\/ +- .*\nnotes.md +8 B /);
    expect((await files('list', '--search', 'app')).out).toContain('src/app.ts');
    expect((await files('search', 'needle')).out).toBe('src/app.ts:1: const needle = 1;\n');
    expect((await files('show', 'notes.md')).out).toContain('# Notes');
    expect(await files('show', 'none.md')).toMatchObject({ code: 1, err: "gatehouse: none.md doesn't exist\n" });
  });

  it('uploads a file, asks before it replaces one, and resumes', async () => {
    const bytes = randomBytes(9_000_000);
    writeFileSync(local('large.bin'), bytes);
    const first = await files('upload', local('large.bin'), 'in/');
    expect([first.code, first.out]).toEqual([0, expect.stringContaining('to in/large.bin (8.6 MiB).')]);
    expect(first.err).toContain('Uploading: 100%');
    expect(readFileSync(at('in/large.bin')).equals(bytes)).toBe(true);
    const second = await files('upload', local('large.bin'), 'in/large.bin');
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('already exists')]);
    expect((await files('upload', local('large.bin'), 'in/large.bin', '--keep-both')).out).toContain('large (2).bin');
    expect((await files('upload', local('large.bin'), 'in/large.bin', '--force')).code).toBe(0);
    const begun = { sessionKey: 'agent:main:files', path: 'resumed.bin', size: bytes.length };
    const [started] = await shell.json(['call', 'files.upload.start', '--params', JSON.stringify(begun)]);
    const uploadId = String(started?.['uploadId']);
    const part = { uploadId, offset: 0, data: bytes.subarray(0, 30_000).toString('base64') };
    await shell.json(['call', 'files.upload.append', '--params', JSON.stringify(part)]);
    expect((await files('upload', local('large.bin'), '--resume', uploadId)).code).toBe(0);
    expect(readFileSync(at('resumed.bin')).equals(bytes)).toBe(true);
  });

  it('downloads a file, and resumes where an earlier download stopped', async () => {
    const bytes = randomBytes(5_000_000);
    writeFileSync(at('report.bin'), bytes);
    const [facts] = await shell.json([
      'call',
      'files.read',
      '--params',
      JSON.stringify({ sessionKey: 'agent:main:files', path: 'report.bin', offset: 0, length: 0 }),
    ]);
    const version = `${Number(facts?.['modifiedAtMs']).toString(36)}-${(5_000_000).toString(36)}`;
    // Other bytes than those of the file show that they weren't requested again.
    writeFileSync(local(`copy.bin.${version}.part`), Buffer.alloc(1000, 7));
    expect((await files('download', 'report.bin', local('copy.bin'))).code).toBe(0);
    expect(readFileSync(local('copy.bin')).equals(Buffer.concat([Buffer.alloc(1000, 7), bytes.subarray(1000)]))).toBe(
      true,
    );
    expect(await files('download', 'report.bin', local('copy.bin'))).toMatchObject({ code: 1 });
    expect((await files('download', 'report.bin', local('copy.bin'), '--force')).code).toBe(0);
    expect(readFileSync(local('copy.bin')).equals(bytes)).toBe(true);
    expect(readdirSync(shell.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('edits a file, and keeps the draft if it changed meanwhile', async () => {
    writeFileSync(at('plan.md'), 'one\n');
    const edit = (script: string) => {
      const editor = local('editor.sh');
      writeFileSync(editor, `#!/bin/sh\n${script}\n`);
      chmodSync(editor, 0o700);
      const args = ['files', 'edit', 'plan.md', '--session', 'agent:main:files'];
      return shell.gatehouse(args, { env: { VISUAL: editor } });
    };
    expect(await edit('echo two >> "$1"')).toMatchObject({ code: 0, out: 'Saved plan.md.\n' });
    expect(readFileSync(at('plan.md'), 'utf8')).toBe('one\ntwo\n');
    expect((await edit('true')).out).toBe('plan.md was not changed.\n');
    const conflict = await edit(`echo mine > "$1"; echo theirs > ${at('plan.md')}`);
    expect(conflict.code).toBe(1);
    const [, draft = ''] = /Your version is in (.+)\.\n/.exec(conflict.err) ?? [];
    expect(existsSync(draft) && readFileSync(draft, 'utf8')).toBe('mine\n');
    expect(readFileSync(at('plan.md'), 'utf8')).toBe('theirs\n');
    expect((await edit('exit 3')).err).toContain('the editor failed (exit code 3)');
  });
});
