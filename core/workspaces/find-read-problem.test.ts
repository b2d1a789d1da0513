// Which files a read can reach through a file pattern and links, as the shell and the system understand them.
// Proves: AP-3
import { expect, it } from 'vitest';
import { matchProfile } from '../policy/profiles/match-profile.ts';
import { FileError, type FileStat } from '../ports/machine.ts';
import { findReadProblem } from './find-read-problem.ts';

const toStat = (path: string): FileStat => ({ path, kind: 'file', size: 1, modifiedAtMs: 0 });

/** Why `cat` of a word could read something else, in a folder with one file that can't be looked at. */
function read(word: string, name: string, code: FileError['code']): Promise<string | undefined> {
  const machine = {
    workspace: '/work',
    list: async () => [toStat('src/plain.ts'), toStat(`src/${name}`)],
    stat: async (path: string) => {
      if (path.endsWith(name)) throw new FileError(code, 'It is a link.');
      return toStat(path.slice('/work/'.length));
    },
  };
  const isPattern = /[*?]/.test(word);
  const words = [
    { text: 'cat', isPattern: false },
    { text: word, isPattern },
  ];
  return findReadProblem(machine, matchProfile(words), '/work');
}

it.each(['\u{1f600}.ts', 'é.ts', 'ab.ts'])('checks %j for a ?, which is a byte for some shells', async (name) =>
  expect(await read('src/?.ts', name, 'outside-workspace')).toContain('outside the workspace'),
);

it('covers no pattern that matches a name that is not valid text', async () =>
  expect(await read('src/*.ts', '\ufffd.ts', 'not-found')).toContain('not valid text'));

it.each(['denied', 'io', 'outside-workspace'] as const)('covers no file that cannot be looked at: %s', async (code) =>
  expect(await read('src/link.ts', 'link.ts', code)).toContain('outside the workspace'),
);

it('covers a file that does not exist', async () =>
  expect(await read('src/missing.ts', 'missing.ts', 'not-found')).toBeUndefined());

it.each(['docs/*/*', 'docs/*/*.md', 'docs/*/deep/*', 'docs/link/*'])(
  'covers no pattern that leads through a link to a folder outside: %s',
  async (word) => {
    const look = async (path: string) => {
      if (path.startsWith('/work/docs/link')) throw new FileError('outside-workspace', 'It is a link.');
      if (path === '/work/docs/file.md') throw new FileError('not-a-folder', 'It is a file.');
    };
    const machine = {
      workspace: '/work',
      list: async (path: string) => {
        await look(path);
        return [toStat('docs/file.md'), { ...toStat('docs/link'), kind: 'other' as const, isLink: true as const }];
      },
      stat: async (path: string) => {
        await look(path);
        return toStat(path.slice('/work/'.length));
      },
    };
    const words = [
      { text: 'cat', isPattern: false },
      { text: word, isPattern: true },
    ];
    expect(await findReadProblem(machine, matchProfile(words), '/work')).toContain('outside the workspace');
  },
);
