// A Chromium for the browser tests, unpacked from an npm package, with the libraries that a bare machine lacks.
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

import { chromium, type Browser } from 'playwright';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

/** The packaged Chromium runs as root, so without its sandbox; web security stays on. */
const ARGUMENTS = ['--no-sandbox'];
/** Draws without OpenGL: browser tests take half the time on two cores. */
const WITHOUT_OPENGL = ['--disable-gpu'];
/** Draws with OpenGL on the processor. Measurements use it, so that they stay comparable with earlier ones. */
export const SOFTWARE_OPENGL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] as const;
const PACKAGE = join(PROJECT_ROOT, 'node_modules/@sparticuz/chromium');
const CACHE = join(PROJECT_ROOT, 'node_modules/.cache/gatehouse/chromium');

/** A browser that can be launched: its path and the environment that it needs. */
export interface ChromiumInstall {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

let provided: Promise<ChromiumInstall | string> | undefined;

/** Finds or unpacks a Chromium; a string says why there is none. `GATEHOUSE_CHROMIUM` names another one. */
export function provideChromium(): Promise<ChromiumInstall | string> {
  provided ??= findChromium();
  return provided;
}

async function findChromium(): Promise<ChromiumInstall | string> {
  const named = process.env['GATEHOUSE_CHROMIUM'];
  if (named !== undefined) {
    return existsSync(named)
      ? { executablePath: named, env: {} }
      : `GATEHOUSE_CHROMIUM names ${named}, which is not there`;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'the packaged Chromium is for Linux on x64 only: name another one with GATEHOUSE_CHROMIUM';
  }
  const folder = await unpackOnce();
  return firstThatStarts(folder);
}

/** Launches a Chromium; throws the reason when there is none. Whoever calls this closes it. */
export async function launchChromium(more: readonly string[] = WITHOUT_OPENGL): Promise<Browser> {
  const install = await provideChromium();
  if (typeof install === 'string') throw new Error(install);
  return chromium.launch({
    executablePath: install.executablePath,
    args: [...ARGUMENTS, ...more],
    env: { ...process.env, ...install.env },
  });
}

async function unpackOnce(): Promise<string> {
  const folder = join(CACHE, packageVersion());
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  await Promise.all([
    unpackFile('chromium.br', join(temporary, 'chromium')),
    unpackArchive('swiftshader.tar.br', temporary),
    unpackArchive('al2023.tar.br', temporary),
    unpackArchive('fonts.tar.br', temporary),
  ]);
  renameInto(temporary, folder);
  return folder;
}

function packageVersion(): string {
  // The package's own manifest, which always has a version.
  return (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { readonly version: string }).version;
}

async function unpackFile(name: string, target: string): Promise<void> {
  const file = createWriteStream(target, { mode: 0o755 });
  await pipeline(createReadStream(join(PACKAGE, 'bin', name)), createBrotliDecompress(), file);
}

/** By way of a file: tar may stop reading at the archive's end mark, before the end of what is written to it. */
async function unpackArchive(name: string, folder: string): Promise<void> {
  const archive = join(folder, name.replace(/\.br$/, ''));
  await unpackFile(name, archive);
  const tar = spawnSync('tar', ['-x', '--no-same-owner', '-f', archive, '-C', folder], { encoding: 'utf8' });
  if (tar.status !== 0) throw new Error(`${name} could not be unpacked: ${tar.stderr || tar.error?.message}`);
  rmSync(archive);
}

/** Another test process may have been quicker: then its folder stands. */
function renameInto(temporary: string, folder: string): void {
  try {
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The system's libraries first; where NSS is missing, those of the package. */
function firstThatStarts(folder: string): ChromiumInstall | string {
  const executablePath = join(folder, 'chromium');
  const fonts: Record<string, string> = existsSync('/etc/fonts') ? {} : { FONTCONFIG_FILE: writeFontConfig(folder) };
  const environments = [fonts, { ...fonts, LD_LIBRARY_PATH: join(folder, 'lib') }];
  let complaint = '';
  for (const env of environments) {
    const probe = spawnSync(executablePath, ['--version'], { env: { ...process.env, ...env }, encoding: 'utf8' });
    if (probe.status === 0) return { executablePath, env };
    complaint = probe.stderr || probe.error?.message || `ended with code ${probe.status}`;
  }
  return `the packaged Chromium does not start here: ${complaint.trim()}`;
}

/** The archive's own font configuration names folders of another system. */
function writeFontConfig(folder: string): string {
  const file = join(folder, 'own-fonts.conf');
  const body = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${body}</fontconfig>\n`);
  return file;
}
