// Checks a command against the preset of read-only commands on its machine: it reads nothing but the files of the workspace.
import { parseLine } from '../policy/command-line.ts';
import { findReadFiles } from '../policy/read-only-commands.ts';
import { isSecretFile } from '../policy/secret-files.ts';
import type { Machine } from '../ports/machine.ts';
import { findPlainRepository } from './git/plain-repository.ts';
import { joinPath } from './join-path.ts';
import { resolvePlace } from './find-operand-problem.ts';

type Files = Pick<Machine, 'workspace' | 'stat' | 'list'>;

/** Whether the preset covers a command line in this folder. */
export async function isReadOnlyCommand(machine: Files, line: string, cwd: string): Promise<boolean> {
  const { workspace } = machine;
  const parsed = parseLine(line);
  // The grammar and the programs are those of a POSIX system. A workspace that is the whole disk has no outside.
  if (!parsed.ok || !workspace.startsWith('/') || workspace === '/') return false;
  const files = findReadFiles(parsed.words);
  if (files === undefined) return false;
  for (const file of files) if (!(await isReadable(machine, joinPath(cwd, file)))) return false;
  return parsed.words[0] !== 'git' || (await findPlainRepository(machine, cwd)) !== undefined;
}

async function isReadable(machine: Files, path: string): Promise<boolean> {
  if (path !== machine.workspace && !path.startsWith(`${machine.workspace}/`)) return false;
  if (isSecretFile(path.slice(machine.workspace.length + 1))) return false;
  const place = await resolvePlace(machine, path);
  return place !== 'outside' && !isSecretFile(place.path);
}
