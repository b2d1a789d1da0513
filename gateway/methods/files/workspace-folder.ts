// Which folders can be a workspace: real ones, absolute, and not our own.
import { mkdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, parse, sep } from 'node:path';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { GatewayServices } from '../../server/services.ts';

/** The real path of the folder; made when `create` says so. @throws {GatewayError} that says what to choose instead. */
export async function requireWorkspace(asked: string, { identity }: GatewayServices, create = false): Promise<string> {
  const path = asked === '~' || asked.startsWith('~/') ? join(homedir(), asked.slice(1)) : asked;
  if (!isAbsolute(path))
    throw invalidRequest(`not an absolute path: ${asked}`, 'WORKSPACE_PATH', 'Write the whole path, from the root.');
  if (create) await makeFolder(path);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined)
    throw invalidRequest(`there is no folder ${path}`, 'WORKSPACE_MISSING', 'Create it, or choose another.');
  if (!facts.isDirectory())
    throw invalidRequest(`${path} is not a folder`, 'WORKSPACE_NOT_A_FOLDER', 'Choose a folder.');
  const real = await realpath(path);
  const home = await realpath(identity.home).catch(() => identity.home);
  if (!isUsable(real, home))
    throw invalidRequest(`${path} cannot be a workspace`, 'WORKSPACE_REFUSED', 'Choose the folder of a project.');
  return real;
}

/** Not the whole machine, not our own home; below that only the workspaces folder. A folder around our home is fine: the sandbox keeps it closed. */
function isUsable(real: string, home: string): boolean {
  if (real === parse(real).root || real === home) return false;
  return !real.startsWith(home + sep) || real.startsWith(join(home, 'workspaces') + sep);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidRequest(
      `the folder ${path} could not be made: ${reason}`,
      'WORKSPACE_CREATE',
      'Choose a place where you may write.',
    );
  }
}
