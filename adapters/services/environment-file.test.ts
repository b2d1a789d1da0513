import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mergeEnvironment, parseEnvironment } from './environment-file.ts';

it('stores values so that they are read back unchanged', () => {
  const values = { A: 'sk-ant-123', B: 'two words', C: `"quoted" $HOME #no comment \\n`, D: "it's", E: '', F: '%h' };
  expect(parseEnvironment(mergeEnvironment(undefined, values))).toEqual(values);
});

it('replaces a variable and keeps other lines and comments', () => {
  const before = '# mine\nOTHER=1\nexport KEY=old\n  KEY = older\nKEYS=2\n';
  expect(mergeEnvironment(before, { KEY: 'new' })).toBe('# mine\nOTHER=1\nKEYS=2\nKEY=new\n');
});

it.each(['line\nBREAK=1', 'carriage\rreturn', 'nul\0', `all ' " quotes`])(
  'rejects a value that would be read differently: %j',
  (value) => {
    expect(() => mergeEnvironment(undefined, { KEY: value })).toThrow(/KEY/);
  },
);

it('rejects names that are no variables', () => {
  for (const name of ['A B', 'A=B', '1A', '', 'A\nB'])
    expect(() => mergeEnvironment(undefined, { [name]: 'x' })).toThrow('invalid name');
});

/** A shell reads plain, single-quoted, and simple double-quoted values in the same way as systemd. */
it.runIf(process.platform === 'linux')('stores values so that a second reader agrees', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-env-'));
  const file = join(folder, 'env');
  const values = { B: 'two words', C: `"quoted" $HOME \\n`, D: "it's" };
  writeFileSync(file, mergeEnvironment(undefined, values));
  const { stdout } = spawnSync('sh', ['-c', '. "$0"; printf "%s|%s|%s" "$B" "$C" "$D"', file], { encoding: 'utf8' });
  expect(stdout).toBe(Object.values(values).join('|'));
  rmSync(folder, { recursive: true });
});
