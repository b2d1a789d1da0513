// Proves: CF-7
import { expect, it } from 'vitest';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import { productSources } from '#tests/architecture/sources.ts';
import { environmentVariables } from './environment-variables.ts';
import { generalHelp } from './parser/help.ts';

const documented = environmentVariables().flatMap(({ rows }) => rows.map(([name]) => name));

it('lists every variable that the sources read, once', () => {
  const read = productSources().flatMap(({ text }) =>
    [...text.matchAll(/environment\??\.?\[['"]([A-Z][A-Z_]+)['"]\]/g)].map((match) => match[1] ?? ''),
  );
  const own = read.filter((name) => name.startsWith('GATEHOUSE_'));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((name) => !documented.includes(name))).toEqual([]);
  const ofProviders = PROVIDERS.flatMap(({ environment }) => Object.values(environment));
  expect(ofProviders.filter((name) => !documented.includes(name))).toEqual([]);
  expect(new Set(documented).size).toBe(documented.length);
});

it('is part of the general help', () => {
  const help = generalHelp([], environmentVariables());
  for (const name of documented) expect(help).toContain(name);
});
