// Which shell runs an agent's line, and which one a person gets.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { ExecRequest } from '#core/ports/machine.ts';
import type { Environment } from './child-environment.ts';

/** A program with its arguments. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  /** Run without a shell; what it writes to stderr is dropped. */
  readonly isDirect?: true;
}

/** A program as it is named, or a command line in a shell that reads no start-up files. */
export function invocationFor(command: ExecRequest['command']): Invocation {
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

/** Whether a file can be run by us. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
