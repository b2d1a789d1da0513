// A packaging dry run against a folder that looks like Electron: the package is complete, small, and starts by itself.
// Proves: PK-1
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { runTool } from '#scripts/run-tool.ts';

import { extractAsar, listAsar, type AsarFile } from './asar.ts';

/** Marks the place of the fuses in Electron's binary; a version, a count and one digit per fuse follow. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;
const MEGABYTE = 1024 * 1024;

const work = mkdtempSync(join(tmpdir(), 'gatehouse-package-'));
const archive = join(work, 'release/linux-unpacked/resources/app.asar');
const packaged = process.platform === 'linux';
const WHY_SKIPPED = 'the dry run packs for Linux, on Linux';
let files: readonly AsarFile[] = [];

beforeAll(async () => {
  if (!packaged) return;
  const dist = makeFakeElectron();
  const { code, output } = await runTool('electron-builder/cli.js', [
    '--linux',
    'dir',
    '--config',
    'build/electron-builder.config.mjs',
    `-c.electronDist=${dist}`,
    `-c.directories.output=${join(work, 'release')}`,
  ]);
  if (code !== 0) throw new Error(output);
  files = listAsar(archive);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function makeFakeElectron(): string {
  const folder = join(work, 'electron');
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  const fuses = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([1, FUSES]), Buffer.from('0'.repeat(FUSES))]);
  writeFileSync(join(folder, 'electron'), fuses);
  chmodSync(join(folder, 'electron'), 0o755);
  const version = /"version": "([^"]+)"/.exec(
    readFileSync(join(PROJECT_ROOT, 'node_modules/electron/package.json'), 'utf8'),
  );
  writeFileSync(join(folder, 'version'), version?.[1] ?? '');
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'chrome_100_percent.pak',
    'icudtl.dat',
    'locales/en-US.pak',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  return folder;
}

function readFuses(): string {
  const binary = readFileSync(join(work, 'release/linux-unpacked/gatehouse'));
  const start = binary.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2;
  return binary.subarray(start, start + FUSES).toString();
}

/** Reads the first line of JSON that the started gateway prints. */
async function firstLine(child: ChildProcess): Promise<{ readonly origin: string }> {
  if (child.stdout === null) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    // Our own command's output, checked by the test that uses it.
    return JSON.parse(line) as { readonly origin: string };
  }
  throw new Error('the packaged gateway printed nothing');
}

function hasDpkg(): boolean {
  return spawnSync('dpkg-deb', ['--version']).status === 0;
}

/** Starts the gateway of an archive, and asks it for its health and its page. */
async function expectToServe(file: string, folder: string): Promise<void> {
  extractAsar(file, folder);
  const child = spawn(process.execPath, ['out/main/headless.js', 'start', '--port', '0', '--json'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', GATEHOUSE_HOME: `${folder}-home` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  try {
    const { origin } = await firstLine(child);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${origin}/`)).text()).toContain('<div id=');
  } finally {
    child.kill('SIGTERM');
  }
  expect(await exited).toBe(0);
}

describe('package', () => {
  it('contains the bundle, the pages, the images, and the two native modules', (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'out/main/index.js',
        'out/main/headless.js',
        'out/preload/index.cjs',
        'out/renderer/index.html',
        'resources/tray.png',
        'resources/icon.png',
      ]),
    );
    const packages = new Set(paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
    expect([...packages].toSorted()).toEqual(['better-sqlite3', 'node-pty']);
  });

  it('excludes sources, tests, source maps, and binaries for other platforms', (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    const foreign = /\.(ts|tsx|map|pdb)$|(^|\/)(tests?|src|deps)\/|prebuilds\/(darwin|win32|linuxmusl)/;
    expect(files.map(({ path }) => path).filter((path) => foreign.test(path))).toEqual([]);
  });

  it('unpacks native code', (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    const native = files.filter(({ path }) => path.endsWith('.node'));
    expect(native.length).toBeGreaterThanOrEqual(2);
    expect(native.filter(({ unpacked }) => !unpacked)).toEqual([]);
  });

  it('is small', (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    const sum = (unpacked: boolean): number =>
      files.filter((file) => file.unpacked === unpacked).reduce((bytes, file) => bytes + file.size, 0);
    // Of these, a fifth are the pages compressed for phones, and a sixth diagrams, formulas, and PDF files.
    expect(sum(false)).toBeLessThan(32 * MEGABYTE);
    expect(sum(true)).toBeLessThan(15 * MEGABYTE);
  });

  it('has its fuses set', (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    // Order of Electron's fuses: runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, asar only.
    expect(readFuses().slice(0, 6)).toBe('010011');
  });

  it('starts and responds', async (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    await expectToServe(archive, join(work, 'extracted'));
  });

  it('becomes a Debian package that starts, and whose removal says what it leaves', async (context) => {
    if (!packaged) return context.skip(WHY_SKIPPED);
    if (!hasDpkg()) return context.skip('dpkg-deb is missing');
    const built = execFileSync(
      process.execPath,
      ['scripts/package-deb.ts', '--from', join(work, 'release/linux-unpacked'), '--output', work],
      { cwd: PROJECT_ROOT, encoding: 'utf8' },
    );
    const file = built.trim();
    const folder = join(work, 'deb');
    execFileSync('dpkg-deb', ['--raw-extract', file, folder]);
    expect(execFileSync('dpkg-deb', ['--field', file, 'Package', 'Architecture'], { encoding: 'utf8' })).toMatch(
      /^Package: gatehouse\nArchitecture: (amd64|arm64|armhf)$/m,
    );
    expect(readFileSync(join(folder, 'usr/share/applications/gatehouse.desktop'), 'utf8')).toContain(
      'MimeType=x-scheme-handler/gatehouse;',
    );
    expect(readFileSync(join(folder, 'opt/Gatehouse/resources/package-type'), 'utf8')).toBe('deb');
    expect(statSync(join(folder, 'opt/Gatehouse/gatehouse')).mode & 0o111).not.toBe(0);
    for (const script of ['postinst', 'postrm']) execFileSync('bash', ['-n', join(folder, 'DEBIAN', script)]);
    const removal = readFileSync(join(folder, 'DEBIAN/postrm'), 'utf8');
    expect(removal).not.toContain('${');
    // Only the part that speaks: the rest would change this machine.
    const message = removal.slice(removal.indexOf('case "$1"'));
    const say = (action: string) => execFileSync('bash', ['-c', message, 'postrm', action], { encoding: 'utf8' });
    expect(say('remove')).toContain('~/.gatehouse');
    expect(say('upgrade')).toBe('');
    await expectToServe(join(folder, 'opt/Gatehouse/resources/app.asar'), join(work, 'deb-app'));
  });
});
