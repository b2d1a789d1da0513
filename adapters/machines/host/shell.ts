// Which shell runs an agent's line, and which one a person gets.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Environment } from './child-environment.ts';

/** A program with its arguments. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
}

/** Runs `line` in a shell that reads no start-up files. */
export function shellFor(line: string): Invocation {
  if (process.platform === 'win32') return { file: 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`] };
  if (isExecutable('/bin/bash')) return { file: '/bin/bash', args: ['--noprofile', '--norc', '-c', line] };
  return { file: '/bin/sh', args: ['-c', line] };
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
