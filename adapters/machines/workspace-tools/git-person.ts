// Tells git in a private home folder who the person is, because their own settings aren't visible there. Settings of a repository come first.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './file-failure.ts';

const FILE = '.gitconfig';
const HEADER = '# Written by Gatehouse from your git settings. Remove this line to keep your own changes.\n';
const MODE = 0o644;

/** Name and email for commits. */
export interface GitPerson {
  readonly name: string;
  readonly email: string;
}

/** Writes the settings, unless a program in the machine wrote its own. To be called while nothing runs there. */
export async function writeGitPerson(home: string, person: GitPerson | undefined): Promise<void> {
  const file = path.join(home, FILE);
  const stats = await fs.lstat(file).catch(() => undefined);
  if (stats !== undefined) {
    // A link could lead anywhere.
    if (!stats.isFile() || !(await fs.readFile(file, 'utf8')).startsWith(HEADER)) return;
    await fs.rm(file, { force: true });
  }
  if (person === undefined) return;
  const text = `${HEADER}[user]\n\tname = ${quote(person.name)}\n\temail = ${quote(person.email)}\n`;
  await fs.writeFile(file, text, { flag: 'wx', mode: MODE }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

function quote(value: string): string {
  return `"${value.replaceAll(/\s+/g, ' ').replaceAll(/["\\]/g, '\\$&')}"`;
}
