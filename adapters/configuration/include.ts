// `$include: "other.json5"` (or a list) adds the keys of other files. Keys beside it take precedence.
import { isJsonObject } from '#contract/types/json-object.ts';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import { isTooLong, parseJson5, TOO_LONG } from './json5.ts';
import { mergeUnder } from './merging.ts';
import { mapObject, pathText, type Issue } from './syntax.ts';

const INCLUDE = '$include';
const MAX_DEPTH = 10;

/** A configuration with its included files merged in. */
export interface Included {
  readonly value: unknown;
  readonly issues: readonly Issue[];
  /** Absolute paths of the included files. */
  readonly files: readonly string[];
}

interface Reader {
  readonly root: string;
  readonly issues: Issue[];
  readonly files: Set<string>;
}

/** Merges the included files in. They must be in the folder of the configuration file. */
export function resolveIncludes(value: unknown, file: string): Included {
  const reader: Reader = { root: dirname(file), issues: [], files: new Set() };
  return { value: expand(reader, value, [file], []), issues: reader.issues, files: [...reader.files] };
}

/** `chain`: the files that led here, innermost last. */
function expand(reader: Reader, value: unknown, chain: readonly string[], path: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.map((element: unknown, index) => expand(reader, element, chain, [...path, String(index)]));
  if (!isJsonObject(value)) return value;
  const { [INCLUDE]: include = [], ...others } = value;
  const own = mapObject(others, (part, key) => expand(reader, part, chain, [...path, key]));
  const names: readonly unknown[] = Array.isArray(include) ? include : [include];
  return names.reduceRight<unknown>((above, name) => mergeUnder(read(reader, name, chain, path), above), own);
}

function read(reader: Reader, name: unknown, chain: readonly string[], path: readonly string[]): unknown {
  try {
    if (typeof name !== 'string') throw new Error('must be a file name');
    const file = locate(reader.root, join(dirname(chain.at(-1) ?? ''), name), name);
    const names = [...chain, file].map((link) => relative(reader.root, link));
    if (chain.includes(file)) throw new Error(`circular include: ${names.join(' → ')}`);
    if (chain.length > MAX_DEPTH)
      throw new Error(`includes are nested more than ${MAX_DEPTH} levels deep: ${names.join(' → ')}`);
    reader.files.add(file);
    const text = readFileSync(file, 'utf8');
    if (isTooLong(text)) throw new Error(TOO_LONG);
    return expand(reader, parseJson5(text), [...chain, file], path);
  } catch (error) {
    reader.issues.push({ path: pathText([...path, INCLUDE]), message: `${String(name)}: ${errorMessage(error)}` });
    return {};
  }
}

/** Resolves symbolic links before the check, so that none leads outside. */
function locate(root: string, file: string, name: string): string {
  if (isAbsolute(name)) throw new Error('the path must be relative');
  const real = realpathSync(file);
  const inside = relative(realpathSync(root), real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new Error('the file must be in the configuration folder');
  return join(root, inside);
}
