// The real OpenClaw command, installed for a check and for nothing else.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The version that the facts of this project were checked against. */
export const OPENCLAW_VERSION = '2026.9.6';
/** Names a folder in which `openclaw` was installed before. */
const FOLDER_VARIABLE = 'GATEHOUSE_OPENCLAW';
const INSTALL_MS = 10 * 60_000;

/** An installed OpenClaw. */
export interface OpenClawInstall {
  /** Its command, for Node. */
  readonly command: string;
  /** The built files of its Control UI. */
  readonly controlUi: string;
  /** Removes it, if it was installed here. */
  remove(): void;
}

/**
 * Finds or installs it. It stands outside our lock file, for it is about 700 MB, brings hundreds of packages, and nothing that
 * we ship or test every day needs it. `folder` (or the variable) names one that stays; otherwise it is temporary.
 */
export async function provideOpenClaw(folder = process.env[FOLDER_VARIABLE]): Promise<OpenClawInstall> {
  const root = folder ?? mkdtempSync(join(tmpdir(), 'gatehouse-openclaw-'));
  const home = join(root, 'node_modules', 'openclaw');
  const remove = (): void => (folder === undefined ? rmSync(root, { recursive: true, force: true }) : undefined);
  if (installedVersion(home) !== OPENCLAW_VERSION) {
    console.log(`Installing openclaw@${OPENCLAW_VERSION} (about 700 MB) into ${root}.`);
    console.log(`It is not part of this project. Keep it with ${FOLDER_VARIABLE}=<folder>.`);
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
  // A package's own manifest, which always has a version.
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
}

async function install(root: string): Promise<void> {
  const manifest = join(root, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n');
  // Install scripts are not run: the check needs none of what they fetch.
  const args = ['install', `openclaw@${OPENCLAW_VERSION}`, '--ignore-scripts', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', args, { cwd: root, timeout: INSTALL_MS, maxBuffer: 1 << 26 });
}
