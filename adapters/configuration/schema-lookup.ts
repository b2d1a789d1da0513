// What one key of the configuration is: its schema, when a change takes effect, and the keys below it.
import { Configuration } from '#contract/configuration/configuration.ts';
import type { ConfigKey } from '#core/ports/configuration.ts';
import { hint, matches, reloadOf, schemaKeys, type SchemaKey } from './schema-walk.ts';

/** Looks a path up: `gateway.bind`, `providers.openai.apiKey`, `providers.*`; `.` is the whole file. Undefined when there is no such key. */
export function lookUpKey(path: string): ConfigKey | undefined {
  const names = path.split(/[.[\]/]+/).filter((name) => name !== '');
  const keys = schemaKeys();
  if (names.length === 0) return { path, schema: Configuration, children: childrenOf([], [], keys) };
  const order = keys.findIndex((key) => matches(key.path, names) || key.path.join('.') === names.join('.'));
  const key = keys[order];
  if (key === undefined) return undefined;
  const children = childrenOf(key.path, names, keys);
  return {
    path: names.join('.'),
    schema: key.schema,
    ...(children.length > 0 ? {} : { reloadKind: reloadOf(key.schema) }),
    hint: hint(key.schema, order),
    hintPath: key.path.join('.'),
    children,
  };
}

function childrenOf(
  parent: readonly string[],
  asked: readonly string[],
  keys: readonly SchemaKey[],
): ConfigKey['children'] {
  return keys.flatMap((key, order) => {
    const name = key.path.at(-1) ?? '';
    if (key.path.length !== parent.length + 1 || !parent.every((part, index) => part === key.path[index])) return [];
    const hasChildren = keys.some(
      (other) => other.path.length > key.path.length && key.path.every((part, index) => part === other.path[index]),
    );
    const { type } = key.schema;
    return [
      {
        key: name,
        path: [...asked, name].join('.'),
        ...(typeof type === 'string' ? { type } : {}),
        required: false,
        hasChildren,
        ...(hasChildren ? {} : { reloadKind: reloadOf(key.schema) }),
        hint: hint(key.schema, order),
        hintPath: key.path.join('.'),
      },
    ];
  });
}
