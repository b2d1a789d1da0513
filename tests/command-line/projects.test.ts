// `gatehouse projects`
// Proves: CL-4
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
let parent: string;

beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'done' }] }));
  parent = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-projects-'));
});
afterAll(async () => {
  await shell.stop();
  await fs.rm(parent, { recursive: true, force: true });
});

it('creates projects from a folder and a template, lists and shows them, and chooses the default', async () => {
  const folder = path.join(parent, 'website');
  const added = await shell.gatehouse(['projects', 'create', folder, '--name', 'Website']);
  expect(added.out).toContain(`Created website in ${folder}.`);
  const made = await shell.gatehouse([
    'projects',
    'create',
    '--template',
    'notes',
    '--name',
    'Field notes',
    '--parent',
    parent,
  ]);
  expect(made.out).toContain('Created field-notes in ');
  expect(await fs.readdir(path.join(parent, 'field-notes'))).toContain('AGENTS.md');

  await shell.gatehouse(['projects', 'use', 'website']);
  const { out } = await shell.gatehouse(['projects', 'list']);
  expect(out).toMatch(/^ID +NAME +USED +FOLDER +PROBLEM/m);
  expect(out).toMatch(/^website \* +Website /m);
  expect((await shell.gatehouse(['projects', 'show', 'field-notes'])).out).toMatch(/^Template: +notes$/m);

  // A new session of the command line works on the default project.
  await shell.gatehouse(['chat', 'hello']);
  const [list] = await shell.json(['call', 'sessions.list', '--params', '{"projectId":"website"}']);
  expect(JSON.stringify(list)).toContain('"projectId":"website"');
  await shell.gatehouse(['projects', 'use']);
  expect((await shell.gatehouse(['projects', 'list'])).out).not.toContain('*');
});

it('changes defaults, and clears them with an empty value', async () => {
  await shell.gatehouse(['projects', 'create', path.join(parent, 'shop')]);
  const changed = await shell.gatehouse([
    'projects',
    'set',
    'shop',
    '--setup',
    'npm install',
    '--variables',
    'STAGE=test,REGION=eu',
    '--ports',
    '4',
  ]);
  expect(changed.out).toContain('Changed the defaults of shop.');
  const shown = (await shell.gatehouse(['projects', 'show', 'shop'])).out;
  expect(shown).toMatch(/^Setup: +npm install$/m);
  expect(shown).toMatch(/^Variables: +STAGE=test, REGION=eu$/m);
  await shell.gatehouse(['projects', 'set', 'shop', '--setup', '']);
  expect((await shell.gatehouse(['projects', 'show', 'shop'])).out).not.toContain('npm install');
  const wrong = await shell.gatehouse(['projects', 'set', 'shop', '--ports', 'many']);
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('invalid value "many" for --ports') });
  expect((await shell.gatehouse(['projects', 'set', 'shop'])).code).toBe(2);
});

it('archives, deletes after a confirmation, and restores', async () => {
  await shell.gatehouse(['projects', 'create', '--template', 'empty', '--name', 'Draft', '--parent', parent]);
  await shell.gatehouse(['projects', 'archive', 'draft']);
  expect((await shell.gatehouse(['projects', 'list'])).out).not.toContain('draft');
  expect((await shell.gatehouse(['projects', 'list', '--archived'])).out).toContain('draft');
  await shell.gatehouse(['projects', 'unarchive', 'draft']);

  expect((await shell.gatehouse(['projects', 'delete', 'draft', '--delete-folder'])).code).not.toBe(0);
  expect(await fs.readdir(parent)).toContain('draft');
  const deleted = await shell.gatehouse(['projects', 'delete', 'draft', '--delete-folder', '--yes']);
  expect(deleted.out).toContain('Deleted draft. Restore it with "gatehouse projects restore draft".');
  expect(await fs.readdir(parent)).not.toContain('draft');
  expect((await shell.gatehouse(['projects', 'restore', 'draft'])).out).toContain('Restored draft.');
  expect(await fs.readdir(path.join(parent, 'draft'))).toContain('README.md');
});

it('rejects an unknown project and a command line without a source', async () => {
  const unknown = await shell.gatehouse(['projects', 'show', 'nothing']);
  expect(unknown.code).not.toBe(0);
  expect(unknown.err).toContain('Project not found.');
  expect((await shell.gatehouse(['projects', 'create'])).code).toBe(2);
});
