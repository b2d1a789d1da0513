// The shells for agents' command lines and for people's terminals.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { ExecRequest } from '#core/ports/machine.ts';
import type { Environment } from '../../configuration/substitution.ts';

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
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
