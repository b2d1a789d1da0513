// Installs OpenClaw for compatibility checks.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The version that compatibility is checked against. */
export const OPENCLAW_VERSION = '2026.9.6';
/** Names a folder with an existing installation. */
const FOLDER_VARIABLE = 'GATEHOUSE_OPENCLAW';
const INSTALL_MS = 10 * 60_000;

/** An installed OpenClaw. */
export interface OpenClawInstall {
  /** Path of its command, for Node. */
  readonly command: string;
  /** Folder of its Control UI. */
  readonly controlUi: string;
  /** Removes it if it is temporary. */
  remove(): void;
}

/**
 * Finds or installs OpenClaw. It isn't in the lock file, because it is about 700 MB with hundreds of packages and nothing else
 * needs it. `folder` or the variable names a permanent folder; otherwise it is temporary.
 */
export async function provideOpenClaw(folder = process.env[FOLDER_VARIABLE]): Promise<OpenClawInstall> {
  const root = folder ?? mkdtempSync(join(tmpdir(), 'gatehouse-openclaw-'));
  const home = join(root, 'node_modules', 'openclaw');
  const remove = (): void => (folder === undefined ? rmSync(root, { recursive: true, force: true }) : undefined);
  if (installedVersion(home) !== OPENCLAW_VERSION) {
    console.log(`Installing openclaw@${OPENCLAW_VERSION} (about 700 MB) in ${root}.`);
    console.log(`To keep the installation, set ${FOLDER_VARIABLE}=<folder>.`);
    try {
      await install(root);
    } catch (error) {
      remove();
      throw error;
    }
  }
  return { command: join(home, 'openclaw.mjs'), controlUi: join(home, 'dist', 'control-ui'), remove };
}

function installedVersion(home: string): string | undefined {
  const manifest = join(home, 'package.json');
  if (!existsSync(manifest)) return undefined;
  // A package manifest always has a version.
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}

async function install(root: string): Promise<void> {
  const manifest = join(root, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n');
  // The checks need nothing that install scripts provide.
  const args = ['install', `openclaw@${OPENCLAW_VERSION}`, '--ignore-scripts', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', args, { cwd: root, timeout: INSTALL_MS, maxBuffer: 1 << 26 });
}
