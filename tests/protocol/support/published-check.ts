// Checks values against the definitions that the protocol's own package publishes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const definitions = readDefinitions();
const validators = new Map<string, ReturnType<typeof Compile>>();

/** What is wrong with `value` as a `name`, as text; empty when nothing is. */
export function findViolations(name: string, value: unknown): readonly string[] {
  const schema = definitions[name];
  if (schema === undefined) throw new Error(`The published package has no definition ${name}.`);
  const validator = validators.get(name) ?? Compile(schema);
  validators.set(name, validator);
  if (validator.Check(value)) return [];
  return [...validator.Errors(value)].map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Tells whether the published package has a definition of that name. */
export function isPublished(name: string): boolean {
  return name in definitions;
}

function readDefinitions(): Readonly<Record<string, TSchema>> {
  const folder = createRequire(import.meta.url)
    .resolve('@openclaw/gateway-protocol/version')
    .replace(/dist[\\/].*$/, '');
  const document: { readonly definitions: Readonly<Record<string, TSchema>> } = JSON.parse(
    readFileSync(join(folder, 'protocol.schema.json'), 'utf8'),
  );
  return document.definitions;
}
