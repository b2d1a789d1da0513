// The shells for agents' command lines and for people's terminals.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { ExecRequest } from '#core/ports/machine.ts';
import type { Environment } from '../../configuration/substitution.ts';
import * as fs from 'node:fs/promises';

/** A program with its arguments. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  /** Runs without a shell. Its stderr is dropped. */
  readonly isDirect?: true;
}

/** Converts a command: a program is run directly, a command line in a shell that reads no startup files. */
export function toInvocation(command: ExecRequest['command']): Invocation {
  if (typeof command !== 'string') return { file: command[0], args: command.slice(1), isDirect: true };
  if (process.platform === 'win32') return { file: 'cmd.exe', args: ['/d', '/s', '/c', `"${command}"`] };
  if (isExecutable('/bin/bash')) return { file: '/bin/bash', args: ['--noprofile', '--norc', '-c', command] };
  return { file: '/bin/sh', args: ['-c', command] };
}

/** The person's own interactive shell. */
export function interactiveShell(environment: Environment): Invocation {
  if (process.platform === 'win32') return { file: 'powershell.exe', args: ['-NoLogo'] };
  const own = environment['SHELL'];
  if (own !== undefined && path.isAbsolute(own) && isExecutable(own)) return { file: own, args: [] };
  return { file: isExecutable('/bin/bash') ? '/bin/bash' : '/bin/sh', args: [] };
}

/** Whether we can execute a file. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The real path of the program `name`, as started in `cwd`. Programs that `canSee` rejects don't count. */
export async function resolveProgram(
  name: string,
  cwd: string,
  searchPath: string,
  canSee: (file: string) => Promise<boolean> = async () => true,
): Promise<string | undefined> {
  if (name === '' || name.includes('\0')) return undefined;
  const programAt = async (asked: string): Promise<string | undefined> => {
    const file = await realProgram(asked);
    return file !== undefined && (await canSee(asked)) && (await canSee(file)) ? file : undefined;
  };
  if (name.includes('/') || (path.sep === '\\' && name.includes('\\'))) return programAt(path.resolve(cwd, name));
  for (const folder of searchPath.split(path.delimiter)) {
    // An empty part would be the current folder, which is never intended.
    if (!path.isAbsolute(folder)) continue;
    for (const suffix of suffixes()) {
      const found = await programAt(path.join(folder, name + suffix));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function suffixes(): readonly string[] {
  return process.platform === 'win32' ? ['.exe', '.cmd', '.bat', '.com', ''] : [''];
}

async function realProgram(file: string): Promise<string | undefined> {
  const real = await fs.realpath(file).catch(() => undefined);
  if (real === undefined || !isExecutable(real)) return undefined;
  return (await fs.stat(real).catch(() => undefined))?.isFile() === true ? real : undefined;
}
