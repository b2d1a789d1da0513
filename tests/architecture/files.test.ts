import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';

import { isTestOnly } from '#scripts/sources/read-sources.ts';

import { readSources } from './sources.ts';

const MAX_LINES = 400;
const MAX_TEST_LINES = 600;
const NAMES_THAT_SAY_NOTHING = /(^|\/)(utils?|helpers?|common|misc|shared|managers?)(\.[\w.]+)?(\/|$)/i;
const GENERATED = /\/generated\//;
const SUPPRESSION = /@ts-(ignore|nocheck)|eslint-disable|\.only\(/;

describe('files', () => {
  const sources = readSources().filter(({ path }) => !GENERATED.test(path));

  it('are at most 400 lines long', () => {
    const long = sources.filter(
      ({ path, text }) => text.split('\n').length > (isTestOnly(path) ? MAX_TEST_LINES : MAX_LINES),
    );
    expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length} lines`)).toEqual([]);
  });

  it('have descriptive names', () => {
    expect(sources.map(({ path }) => path).filter((path) => NAMES_THAT_SAY_NOTHING.test(path))).toEqual([]);
    const odd = sources.map(({ path }) => path).filter((path) => !/^[a-z0-9/._-]+$/.test(path));
    expect(odd).toEqual([]);
  });

  it('disable no check and focus no test', () => {
    const own = 'tests/architecture/files.test.ts';
    expect(sources.filter(({ path, text }) => path !== own && SUPPRESSION.test(text)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('start with a comment that says what they are for', () => {
    const silent = sources.filter(({ path, text }) => !isTestOnly(path) && !/^(#!.*\n)?\s*(\/\/|\/\*)/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('of a family are all in its registry', () => {
    /** Whether a registered file in the same folder imports this one. */
    const isPart = (part: string, registry: string): boolean =>
      sources.some(
        ({ path, text }) =>
          dirname(path) === dirname(part) &&
          registry.includes(`/${basename(path)}`) &&
          text.includes(`'./${basename(part)}'`),
      );
    const registries = sources.filter(({ path }) => path.endsWith('/registry.ts'));
    const missing = registries.flatMap((registry) => {
      const folder = registry.path.slice(0, -'registry.ts'.length);
      return sources
        .filter(({ path }) => path.startsWith(folder) && path !== registry.path && !isTestOnly(path))
        .filter(({ text }) => /^export const \w+ = define[A-Z]\w*\(/m.test(text))
        .filter(({ path }) => !registry.text.includes(path.slice(folder.length)) && !isPart(path, registry.text))
        .map(({ path }) => `${path} is not in ${registry.path}`);
    });
    expect(missing).toEqual([]);
  });
});
