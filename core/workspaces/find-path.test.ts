import { beforeEach, expect, it } from 'vitest';
import type { Machine } from '../ports/machine.ts';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { findPath, missingPath } from './find-path.ts';

const NFD = 'Abscha\u0308tzung';
const NFC = NFD.normalize('NFC');
const SCREENSHOT = 'Screenshot 2026-01-02 at 3.04.05\u202fPM.png';

let machine: Machine;
const write = async (...paths: readonly string[]): Promise<void> => {
  for (const path of paths) await machine.write(path, 'x');
};
const suggest = async (path: string): Promise<string> => (await missingPath(machine, path)).message;

beforeEach(() => {
  machine = createMemoryMachine();
});

it('returns a path that exists as it was written', async () => {
  await write('a.txt', `${NFC}.md`, `${NFD}.md`);
  for (const path of ['a.txt', './a.txt', `${machine.workspace}/a.txt`, '.', `${NFC}.md`, `${NFD}.md`])
    expect(await findPath(machine, path)).toEqual({ path, exists: true, isRespelled: false });
});

it('finds a name in another Unicode form or with other spaces, in every part of the path', async () => {
  await write(`${NFD}/${SCREENSHOT}`, `${NFD}/Notizen\u00a02.md`);
  const found = (path: string) => ({ path, exists: true, isRespelled: true });
  expect(await findPath(machine, `${NFC}/Screenshot 2026-01-02 at 3.04.05 PM.png`)).toEqual(
    found(`${NFD}/${SCREENSHOT}`),
  );
  expect(await findPath(machine, `${machine.workspace}/${NFC}/Notizen 2.md`)).toEqual(
    found(`${NFD}/Notizen\u00a02.md`),
  );
  expect(await findPath(machine, NFC)).toEqual(found(NFD));
});

it('finds the folder of a file that does not exist yet', async () => {
  await write(`${NFD}/old.md`);
  const path = `${NFD}/sub/new.md`;
  expect(await findPath(machine, `${NFC}/sub/new.md`)).toEqual({ path, exists: false, isRespelled: true });
  expect(await findPath(machine, 'sub/new.md')).toEqual({ path: 'sub/new.md', exists: false, isRespelled: false });
});

it('finds nothing if several names look the same, and suggests them', async () => {
  await write('a\u00a0b.txt', 'a\u202fb.txt');
  expect(await findPath(machine, 'a b.txt')).toEqual({ path: 'a b.txt', exists: false, isRespelled: false });
  expect(await suggest('a b.txt')).toBe(`"a b.txt" doesn't exist. Did you mean "a\\u00a0b.txt" or "a\\u202fb.txt"?`);
});

it('suggests the closest name', async () => {
  await write('docs/README.md', 'docs/Bob’s notes – final.txt', 'src/index.ts');
  expect(await suggest('docs/readme.md')).toContain('Did you mean "docs/README.md"?');
  expect(await suggest("docs/Bob's notes - final.txt")).toContain(
    'Did you mean "docs/Bob\\u2019s notes \\u2013 final.txt"?',
  );
  expect(await suggest('src/indx.ts')).toContain('Did you mean "src/index.ts"?');
  expect(await suggest('srx/index.ts')).toContain('Did you mean "src"?');
  expect(await suggest('docs/other.md')).toBe(`"docs/other.md" doesn't exist.`);
});

it('leaves paths outside the workspace to the machine', async () => {
  for (const path of ['../x', '/etc/passwd'])
    expect(await findPath(machine, path)).toEqual({ path, exists: true, isRespelled: false });
});
