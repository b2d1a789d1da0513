// Loads and validates the configuration file with everything it refers to.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { hash as hashText } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { Configuration, type FilledConfiguration } from '#contract/configuration/configuration.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Settings } from '#core/ports/settings.ts';
import { resolveIncludes } from './include.ts';
import { hasContent, isTooLong, parseJson5, TOO_LONG } from './json5.ts';
import { toSettings, withDefaults } from './settings.ts';
import { substitute, type Environment } from './substitution.ts';
import type { Issue } from './syntax.ts';

/** The location and environment of a configuration. */
export interface Source {
  readonly file: string;
  readonly home: string;
  /** Folder of the default workspaces. */
  readonly workspaces: string;
  readonly environment: Environment;
}

/** A valid configuration, and what it was read from. */
export interface Valid extends Pick<Loaded, 'parsed' | 'sourced'> {
  readonly full: FilledConfiguration;
  readonly settings: Settings;
}

/** A loaded configuration. `valid` is present if there are no issues. */
export interface Loaded {
  /** Null if there is no file, which is equivalent to an empty one. */
  readonly text: string | null;
  /** SHA-256 of the text. */
  readonly hash: string;
  readonly parsed: unknown;
  /** With included files, and with environment references as written. */
  readonly sourced: unknown;
  readonly resolved: unknown;
  readonly includedFiles: readonly string[];
  readonly issues: readonly Issue[];
  readonly valid: Valid | undefined;
}

/** Loads the file. @throws if it exists and can't be read. */
export async function load(source: Source): Promise<Loaded> {
  return loadText(source, readIfPresent(source.file));
}

/** Loads a text that isn't in the file yet. */
export async function loadText(source: Source, text: string | null): Promise<Loaded> {
  const { parsed, issues: syntaxIssues } = parse(text ?? '');
  const { value: sourced, files: includedFiles, issues: includeIssues } = resolveIncludes(parsed, source.file);
  const { value: resolved, issues: referenceIssues } = substitute(sourced, source.environment);
  const issues = [...syntaxIssues, ...includeIssues, ...referenceIssues, ...(await validate(resolved))];
  const hash = hashText('sha256', text ?? '');
  const valid = issues.length > 0 ? undefined : { parsed, sourced, ...fill(resolved, source) };
  return { text, hash, parsed, sourced, resolved, includedFiles, issues, valid };
}

function fill(value: unknown, source: Source): Pick<Valid, 'full' | 'settings'> {
  // The schema was checked just before.
  const full = withDefaults(value as Configuration);
  return { full, settings: toSettings(full, { ...source, ...readEnvironment(source.environment) }) };
}

function readEnvironment(environment: Environment) {
  const { GATEHOUSE_MACHINE: machine = '' } = environment;
  return { trusted: readTrusted(environment), ...(machine === '' ? {} : { machine }) };
}

/** Folders that are trusted from the start, for hosts that are set up without a person. */
function readTrusted(environment: Environment): readonly string[] {
  return (environment['GATEHOUSE_TRUSTED_FOLDERS'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** A text that isn't valid counts as empty. */
function parse(text: string): { readonly parsed: JsonObject; readonly issues: readonly Issue[] } {
  if (isTooLong(text)) return { parsed: {}, issues: [{ path: '', message: TOO_LONG }] };
  if (!hasContent(text)) return { parsed: {}, issues: [] };
  try {
    const parsed = parseJson5(text);
    if (isJsonObject(parsed)) return { parsed, issues: [] };
    return { parsed: {}, issues: [{ path: '', message: 'the file must contain an object: { … }' }] };
  } catch (error) {
    return { parsed: {}, issues: [{ path: '', message: `this isn't valid JSON5: ${errorMessage(error)}` }] };
  }
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Returns the violations of the schema; none if the value is valid. The validator is loaded only if it is needed. */
async function validate(value: unknown): Promise<readonly Issue[]> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return [];
  const { Value } = await import('typebox/value');
  if (Value.Check(Configuration, value)) return [];
  return Value.Errors(Configuration, value).flatMap((error) =>
    toIssues(error.instancePath, error.keyword, error.params, error.message),
  );
}

function toIssues(pointer: string, keyword: string, params: object, message: string): readonly Issue[] {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const at = (more: readonly string[], text: string): Issue => ({ path: [...path, ...more].join('.'), message: text });
  if ('additionalProperties' in params && Array.isArray(params.additionalProperties))
    return params.additionalProperties.map((name: unknown) => at([String(name)], 'unknown key'));
  if (keyword === 'enum' && 'allowedValues' in params && Array.isArray(params.allowedValues))
    return [at([], `must be one of ${params.allowedValues.join(', ')}`)];
  return [at([], message)];
}
