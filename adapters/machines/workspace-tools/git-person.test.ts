// Proves: CF-8
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeTestFolder, runGit } from '#tests/support/git-repository.ts';
import { writeGitPerson } from './git-person.ts';

const PERSON = { name: 'Ada "the \\ first" Lovelace', email: 'ada@example.org' };

it('names the person in a private home folder, and follows changes', async () => {
  const home = await makeTestFolder('git-person');
  const read = (key: string) => runGit(home, 'config', '--file', path.join(home, '.gitconfig'), key);
  await writeGitPerson(home, PERSON);
  expect([read('user.name'), read('user.email')]).toEqual([PERSON.name, PERSON.email]);
  await writeGitPerson(home, { ...PERSON, email: 'ada@example.com' });
  expect(read('user.email')).toBe('ada@example.com');
  await writeGitPerson(home, undefined);
  expect(await fs.readdir(home)).toEqual([]);
});

it('keeps what a program wrote, and writes through no link', async () => {
  const home = await makeTestFolder('git-person');
  const file = path.join(home, '.gitconfig');
  await fs.writeFile(file, '[user]\n\tname = Bot\n');
  await writeGitPerson(home, PERSON);
  expect(await fs.readFile(file, 'utf8')).toBe('[user]\n\tname = Bot\n');
  await fs.rm(file);
  const target = path.join(home, 'target');
  await fs.symlink(target, file);
  await writeGitPerson(home, PERSON);
  await expect(fs.stat(target)).rejects.toThrow();
});
