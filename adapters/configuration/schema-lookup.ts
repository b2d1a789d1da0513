// Describes one key of the configuration: its schema, when a change takes effect, and the keys below it.
import { Configuration } from '#contract/configuration/configuration.ts';
import type { ConfigKey } from '#core/ports/configuration.ts';
import { hint, matches, reloadKind, schemaKeys, type SchemaKey } from './schema-walk.ts';

/** Looks up a key such as `gateway.bind`, `providers.openai.apiKey`, or `providers.*`; `.` is the whole file. */
export function lookUpKey(path: string): ConfigKey | undefined {
  const names = path.split(/[.[\]/]+/).filter((name) => name !== '');
  const keys = schemaKeys();
  if (names.length === 0) return { path, schema: Configuration, children: describeChildren([], [], keys) };
  const order = keys.findIndex((key) => matches(key.path, names) || key.path.join('.') === names.join('.'));
  const key = keys[order];
  if (key === undefined) return undefined;
  const children = describeChildren(key.path, names, keys);
  return { path: names.join('.'), schema: key.schema, ...describe(key, order, children.length > 0), children };
}

function describeChildren(
  parent: readonly string[],
  names: readonly string[],
  keys: readonly SchemaKey[],
): ConfigKey['children'] {
  return keys.flatMap((key, order) => {
    if (!isChild(key, parent)) return [];
    const hasChildren = keys.some((other) => isChild(other, key.path));
    const name = key.path.at(-1) ?? '';
    const { type } = key.schema;
    return {
      key: name,
      path: [...names, name].join('.'),
      ...(typeof type === 'string' ? { type } : {}),
      required: false,
      hasChildren,
      ...describe(key, order, hasChildren),
    };
  });
}

function isChild({ path }: SchemaKey, parent: readonly string[]): boolean {
  return path.length === parent.length + 1 && parent.every((name, index) => name === path[index]);
}

function describe({ path, schema }: SchemaKey, order: number, hasChildren: boolean) {
  const reload = hasChildren ? {} : { reloadKind: reloadKind(schema) };
  return { ...reload, hint: hint(schema, order), hintPath: path.join('.') };
}
