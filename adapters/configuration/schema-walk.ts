// Reads the configuration schema: its keys with their descriptions, defaults, and hints for the settings form.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { Configuration } from '#contract/configuration/configuration.ts';
import type { ConfigKey } from '#core/ports/configuration.ts';

/** Represents any name in the path of a map, as in `providers.*.apiKey`. */
export const ANY = '*';

/** A key of the schema. `path` contains {@link ANY} in place of a name that the user chooses. */
export interface SchemaKey {
  readonly path: readonly string[];
  readonly schema: JsonObject;
}

/** All keys of the configuration, parents before children, in the order of the schema. */
export function schemaKeys(schema: unknown = Configuration, path: readonly string[] = []): readonly SchemaKey[] {
  if (!isJsonObject(schema)) return [];
  const named = Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {});
  const free = isJsonObject(schema['patternProperties'])
    ? Object.values(schema['patternProperties']).map((value): [string, unknown] => [ANY, value])
    : [];
  return [...named, ...free].flatMap(([key, value]) => {
    const here = [...path, key];
    return isJsonObject(value) ? [{ path: here, schema: value }, ...schemaKeys(value, here)] : [];
  });
}

/** The defaults of all keys with a fixed path. */
export function defaultValues(): JsonObject {
  const defaults = schemaKeys().filter((key) => key.schema['default'] !== undefined && !key.path.includes(ANY));
  return defaults.reduce<JsonObject>((values, key) => withValue(values, key.path, key.schema['default']), {});
}

function withValue(values: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...values, [key]: value };
  const inner = values[key];
  return { ...values, [key]: withValue(isJsonObject(inner) ? inner : {}, rest, value) };
}

/** Whether a path of a configuration belongs to a key. */
export function matches(key: readonly string[], path: readonly string[]): boolean {
  return key.length === path.length && key.every((name, index) => name === ANY || name === path[index]);
}

/** Hints for a settings form, by path. */
export function uiHints(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(schemaKeys().map((key, order) => [key.path.join('.'), hint(key.schema, order)]));
}

/** When a change of a key takes effect. */
export function reloadKind(schema: JsonObject): 'hot' | 'restart' | 'none' {
  const { 'x-reload': reload } = schema;
  return reload === 'restart' || reload === 'none' ? reload : 'hot';
}

/** The hint of a key; `order` is its position in the schema. */
export function hint(schema: JsonObject, order: number) {
  const { title, description } = schema;
  return {
    ...(typeof title === 'string' ? { label: title } : {}),
    ...(typeof description === 'string' ? { help: description } : {}),
    order,
    ...(schema['x-sensitive'] === true ? { sensitive: true } : {}),
  };
}

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
