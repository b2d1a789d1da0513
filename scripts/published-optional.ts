// Fields that the published package never requires. Recordings alone don't show which fields are optional.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Names of fields that published definitions have but none requires. */
export function publishedOptionalFields(): ReadonlySet<string> {
  const optional = new Set<string>();
  const required = new Set<string>();
  collect(readDefinitions(), optional, required);
  return optional.difference(required);
}

function collect(schema: unknown, optional: Set<string>, required: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties, required: asked } = schema as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: unknown;
  };
  const names = Array.isArray(asked) ? asked : [];
  if (typeof properties === 'object')
    for (const name of Object.keys(properties)) (names.includes(name) ? required : optional).add(name);
  for (const part of Object.values(schema)) collect(part, optional, required);
}

function readDefinitions(): unknown {
  const folder = createRequire(import.meta.url)
    .resolve('@openclaw/gateway-protocol/version')
    .replace(/dist[\\/].*$/, '');
  return JSON.parse(readFileSync(join(folder, 'protocol.schema.json'), 'utf8'));
}
