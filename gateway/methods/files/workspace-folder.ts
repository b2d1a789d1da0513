// Validates workspace folders: they must exist, be absolute, and not belong to Gatehouse.
import { mkdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, parse, sep } from 'node:path';
import { invalidRequest, errorMessage } from '#contract/wire/errors.ts';
import type { GatewayServices } from '../../server/services.ts';

/** The real path of the folder; made when `create` says so. @throws {GatewayError} that says what to choose instead. */
export async function requireWorkspace(asked: string, { identity }: GatewayServices, create = false): Promise<string> {
  const path = asked === '~' || asked.startsWith('~/') ? join(homedir(), asked.slice(1)) : asked;
  if (!isAbsolute(path))
    throw invalidRequest(`not an absolute path: ${asked}`, 'WORKSPACE_PATH', 'Enter an absolute path.');
  if (create) await makeFolder(path);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined)
    throw invalidRequest(`folder not found: ${path}`, 'WORKSPACE_MISSING', 'Create it, or choose another folder.');
  if (!facts.isDirectory())
    throw invalidRequest(`${path} is not a folder`, 'WORKSPACE_NOT_A_FOLDER', 'Choose a folder.');
  const real = await realpath(path);
  const home = await realpath(identity.home).catch(() => identity.home);
  if (!isUsable(real, home))
    throw invalidRequest(`${path} cannot be a workspace`, 'WORKSPACE_REFUSED', 'Choose a project folder.');
  return real;
}

/** Not the whole machine, not our own home; below that only the workspaces folder. A folder around our home is fine: the machine keeps it closed. */
function isUsable(real: string, home: string): boolean {
  if (real === parse(real).root || real === home) return false;
  return !real.startsWith(home + sep) || real.startsWith(join(home, 'workspaces') + sep);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const reason = errorMessage(error);
    throw invalidRequest(
      `could not create the folder ${path}: ${reason}`,
      'WORKSPACE_CREATE',
      'Choose a location where you have write permission.',
    );
  }
}
