// The fields of the settings form, read from the schema of the configuration.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { splitTerms } from '../../../state/search-terms.ts';

/** How a field is edited. `json`: as JSON text, for what the form has no control for. */
export type FieldKind = 'group' | 'map' | 'list' | 'choice' | 'switch' | 'number' | 'secret' | 'text' | 'json';

/** A key of the configuration. */
export interface ConfigField {
  readonly path: readonly string[];
  readonly kind: FieldKind;
  readonly title: string;
  readonly description: string;
  readonly schema: JsonObject;
  /** Undefined: it has none. */
  readonly default: unknown;
  /** A change takes effect after a restart. */
  readonly restarts: boolean;
  /** The keys of a group. */
  readonly children: readonly ConfigField[];
}

/** The keys of the schema, in its order, without those that have no effect. */
export function readFields(schema: unknown, path: readonly string[] = []): readonly ConfigField[] {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties)
    .filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]) && entry[1]['x-reload'] !== 'none')
    .map(([name, facts]) => toField(facts, [...path, name]));
}

/** The field of one entry of a map. */
export function entryField(map: ConfigField, name: string): ConfigField {
  const [schema] = Object.values(asObject(map.schema['patternProperties'])).filter(isJsonObject);
  return { ...toField(schema ?? {}, [...map.path, name]), title: name };
}

/** What the names in a map must match. */
export function namePattern(map: ConfigField): string {
  return Object.keys(asObject(map.schema['patternProperties']))[0] ?? '';
}

function toField(schema: JsonObject, path: readonly string[]): ConfigField {
  const kind = toKind(schema);
  return {
    path,
    kind,
    title: asText(schema['title']) || (path.at(-1) ?? ''),
    description: asText(schema['description']),
    schema,
    default: schema['default'],
    restarts: schema['x-reload'] === 'restart',
    children: kind === 'group' ? readFields(schema, path) : [],
  };
}

const KINDS: Readonly<Record<string, FieldKind>> = {
  boolean: 'switch',
  integer: 'number',
  number: 'number',
  string: 'text',
};

function toKind(schema: JsonObject): FieldKind {
  if (Array.isArray(schema['enum'])) return 'choice';
  if (schema['x-sensitive'] === true) return 'secret';
  if (isJsonObject(schema['properties'])) return 'group';
  if (isJsonObject(schema['patternProperties'])) return 'map';
  if (schema['type'] === 'array') return asObject(schema['items'])['type'] === 'string' ? 'list' : 'json';
  return KINDS[asText(schema['type'])] ?? 'json';
}

/** Whether a key, or one in it, contains every word of a query. */
export function matchesQuery(field: ConfigField, query: string): boolean {
  const words = splitTerms(query);
  const text = `${field.title} ${field.description} ${field.path.join('.')}`.toLowerCase();
  return words.every((word) => text.includes(word)) || field.children.some((child) => matchesQuery(child, query));
}

/** Group titles match, too: then the whole group is shown. */
export function matchingChildren(field: ConfigField, query: string): readonly ConfigField[] {
  const found = field.children.filter((child) => matchesQuery(child, query));
  return found.length === 0 ? field.children : found;
}

/** The value at a path; undefined if there is none. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isJsonObject(value) ? value[name] : undefined), values);
}

/** The merge patch that sets one value; null removes it. */
export function patchFor(path: readonly string[], value: unknown): JsonObject {
  return path.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value) as JsonObject; // The path isn't empty.
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
