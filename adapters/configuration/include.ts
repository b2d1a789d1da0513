// `$include: "other.json5"` (or a list): the keys of other files, under those written beside it.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import { parseJson5 } from './json5.ts';
import { mergeUnder } from './merging.ts';
import { mapObject, pathText, type Issue } from './syntax.ts';

const INCLUDE = '$include';
const DEEPEST = 10;

/** A configuration with its includes put in. */
export interface Included {
  readonly value: unknown;
  readonly issues: readonly Issue[];
  /** Absolute paths of the files that were included. */
  readonly files: readonly string[];
}

/** Puts the included files in. They must lie in the folder of the configuration file. */
export function resolveIncludes(value: unknown, file: string): Included {
  const issues: Issue[] = [];
  const files = new Set<string>();
  const reader = { root: dirname(file), issues, files };
  return { value: expand(reader, value, [file], []), issues, files: [...files] };
}

interface Reader {
  readonly root: string;
  readonly issues: Issue[];
  readonly files: Set<string>;
}

/** `chain`: the files that led here, the innermost last. */
function expand(reader: Reader, value: unknown, chain: readonly string[], path: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.map((element: unknown, index) => expand(reader, element, chain, [...path, String(index)]));
  if (!isJsonObject(value)) return value;
  const own = mapObject(withoutInclude(value), (part, key) => expand(reader, part, chain, [...path, key]));
  return namesIn(value[INCLUDE]).reduceRight<unknown>(
    (above, name) => mergeUnder(read(reader, name, chain, path), above),
    own,
  );
}

function withoutInclude(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== INCLUDE));
}

function namesIn(include: unknown): readonly unknown[] {
  if (include === undefined) return [];
  return Array.isArray(include) ? include : [include];
}

function read(reader: Reader, name: unknown, chain: readonly string[], path: readonly string[]): unknown {
  const where = pathText([...path, INCLUDE]);
  const from = chain.at(-1) ?? '';
  try {
    if (typeof name !== 'string') throw new Error('it must name a file');
    const file = locate(reader.root, join(dirname(from), name), name);
    const names = [...chain, file].map((link) => relative(reader.root, link));
    if (chain.includes(file)) throw new Error(`the files include each other: ${names.join(' → ')}`);
    if (chain.length > DEEPEST) throw new Error(`includes are nested deeper than ${DEEPEST}: ${names.join(' → ')}`);
    reader.files.add(file);
    return expand(reader, parseJson5(readFileSync(file, 'utf8')), [...chain, file], path);
  } catch (error) {
    const reason = errorMessage(error);
    reader.issues.push({ path: where, message: `${String(name)}: ${reason}` });
    return {};
  }
}

/** Symlinks are followed before the check, so that none leads out. */
function locate(root: string, file: string, name: string): string {
  if (isAbsolute(name)) throw new Error('the path must be relative');
  const real = realpathSync(file);
  const inside = relative(realpathSync(root), real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new Error('the file must lie in the folder of the configuration');
  return join(root, inside);
}
