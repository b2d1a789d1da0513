import { describe, expect, it } from 'vitest';
import { Configuration } from '#contract/configuration/configuration.ts';
import { checkText, formatValue, parseText } from './check-value.ts';
import {
  entryField,
  matchesQuery,
  matchingChildren,
  namePattern,
  patchFor,
  readFields,
  valueAt,
  type ConfigField,
} from './config-fields.ts';

// As it crosses the wire.
const fields = readFields(JSON.parse(JSON.stringify(Configuration)));

function find(path: string, among = fields): ConfigField {
  const all = (list: readonly ConfigField[]): readonly ConfigField[] =>
    list.flatMap((one) => [one, ...all(one.children)]);
  const found = all(among).find((one) => one.path.join('.') === path);
  if (found === undefined) throw new Error(`no field ${path}`);
  return found;
}

describe('the fields of the form', () => {
  it('cover the whole schema, each with a title, a description, and a control', () => {
    const all = (list: readonly ConfigField[]): readonly ConfigField[] =>
      list.flatMap((one) => [one, ...all(one.kind === 'map' ? entryField(one, 'x').children : one.children)]);
    expect(all(fields).length).toBeGreaterThan(150);
    expect(all(fields).filter(({ title, description }) => title === '' || description === '')).toEqual([]);
    // The rules of single chats are edited as text.
    const asText = all(fields).filter(({ kind }) => kind === 'json');
    expect(asText.map(({ path }) => path.join('.'))).toEqual(['channels.x.bindings']);
  });

  it('know how each key is edited', () => {
    const kinds = [
      'limits',
      'providers',
      'agents.defaults.fallbacks',
      'logs.level',
      'titles.automatic',
      'limits.modelRetries',
    ];
    expect(kinds.map((path) => find(path).kind)).toEqual(['group', 'map', 'list', 'choice', 'switch', 'number']);
    const openai = entryField(find('providers'), 'openai');
    expect(find('providers.openai.apiKey', [openai])).toMatchObject({
      kind: 'secret',
      path: ['providers', 'openai', 'apiKey'],
    });
    expect(new RegExp(namePattern(find('prices')), 'u').test('openai/gpt')).toBe(true);
  });

  it('are found by title, description, and path; a group that matches is shown whole', () => {
    const names = (query: string) => fields.filter((one) => matchesQuery(one, query)).map((one) => one.path[0]);
    expect(names('concurrentRuns')).toEqual(['limits']);
    expect(matchingChildren(find('limits'), 'concurrentRuns').map((one) => one.path[1])).toEqual([
      'concurrentRuns',
      'concurrentRunsPerUser',
    ]);
    expect(matchingChildren(find('logs'), 'log files')).toHaveLength(1);
    expect(names('xyzzy')).toEqual([]);
  });
});

it('turns a path into a merge patch, and reads a value at one', () => {
  expect(patchFor(['prices', 'a/b.c', 'input'], null)).toEqual({ prices: { 'a/b.c': { input: null } } });
  expect(valueAt({ prices: { 'a/b.c': { input: 2 } } }, ['prices', 'a/b.c', 'input'])).toBe(2);
  expect(valueAt({}, ['prices', 'x'])).toBeUndefined();
});

describe('a typed value', () => {
  it('is checked against the limits of its key', () => {
    const retries = find('limits.modelRetries');
    expect(['7', '0', ' 10 '].map((text) => checkText(retries, text))).toEqual([undefined, undefined, undefined]);
    expect(['', 'x', '1.5', '11'].map((text) => checkText(retries, text))).not.toContain(undefined);
    expect(checkText(find('limits.compactAt'), '0,5')).toBeUndefined();
    expect(parseText(find('limits.compactAt'), '0,5')).toBe(0.5);
    const model = find('agents.defaults.model');
    expect(checkText(model, 'demo/script')).toBeUndefined();
    expect(checkText(model, 'demo')).toContain('anthropic/claude');
  });

  it('is shown as people read it', () => {
    expect([true, false, 1000, '', [], ['a', 'b'], undefined].map(formatValue)).toEqual([
      'on',
      'off',
      '1,000',
      'empty',
      'empty',
      'a, b',
      'not set',
    ]);
  });
});
