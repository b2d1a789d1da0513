import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { carryFiles as carryOf } from '#core/projects/carry-files.ts';
import { PROJECT_FILES } from './project-files.ts';

let from: string;
let to: string;

beforeEach(async () => {
  const folder = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-carry-')));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
  from = path.join(folder, 'from');
  to = path.join(folder, 'to');
  await fs.mkdir(path.join(from, 'app/node_modules'), { recursive: true });
  await fs.mkdir(to);
});

const write = (root: string, name: string, text: string) => fs.writeFile(path.join(root, name), text);
const read = (name: string) => fs.readFile(path.join(to, name), 'utf8');
const carry = (carried?: readonly string[]) =>
  carryOf({ projectFiles: PROJECT_FILES }, { defaults: carried === undefined ? {} : { carried } }, { from, to });

it('copies .env files in any folder by default, with their mode', async () => {
  await write(from, '.env', 'A=1');
  await fs.chmod(path.join(from, '.env'), 0o600);
  await write(from, 'app/.env.local', 'B=2');
  await write(from, 'app/node_modules/.env', 'C=3');
  await write(from, 'README.md', 'no');
  expect(await carry()).toEqual({ copied: ['.env', 'app/.env.local'], skipped: [] });
  expect(await read('app/.env.local')).toBe('B=2');
  expect((await fs.stat(path.join(to, '.env'))).mode & 0o777).toBe(0o600);
  expect(await fs.readdir(to, { recursive: true })).not.toContain('README.md');
});

it('keeps existing files, and copies nothing through a link', async () => {
  await write(from, '.env', 'new');
  await write(to, '.env', 'mine');
  await fs.symlink('/etc/passwd', path.join(from, '.env.link'));
  await fs.mkdir(path.join(from, 'config'));
  await write(from, 'config/.env', 'x');
  await fs.symlink(tmpdir(), path.join(to, 'config'));
  const { copied, skipped } = await carry();
  expect(copied).toEqual([]);
  expect(skipped).toEqual([
    { path: '.env', reason: 'exists' },
    { path: 'config/.env', reason: 'exists' },
  ]);
  expect(await read('.env')).toBe('mine');
  expect(await fs.readdir(tmpdir())).not.toContain('.env');
});

it('copies what the globs of the project say, or nothing', async () => {
  await fs.mkdir(path.join(from, 'keys/deep'), { recursive: true });
  await write(from, 'keys/deep/a.pem', 'key');
  await write(from, '.env', 'A=1');
  expect((await carry(['keys/**'])).copied).toEqual(['keys/deep/a.pem']);
  expect((await carry([])).copied).toEqual([]);
});

it("doesn't copy huge files", async () => {
  const handle = await fs.open(path.join(from, '.env.dump'), 'w');
  // Sparse: it takes no space.
  await handle.truncate(300 * 1024 * 1024);
  await handle.close();
  expect(await carry()).toEqual({ copied: [], skipped: [{ path: '.env.dump', reason: 'too-large' }] });
});
