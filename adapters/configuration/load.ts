// Loads the configuration file with everything it refers to.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { hash as hashText } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Configuration, FilledConfiguration } from '#contract/configuration/configuration.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Settings } from '#core/ports/settings.ts';
import { resolveIncludes } from './include.ts';
import { hasContent, parseJson5 } from './json5.ts';
import { toSettings, withDefaults } from './settings.ts';
import { substitute, type Environment } from './substitution.ts';
import type { Issue } from './syntax.ts';
import { validate } from './validation.ts';

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
  return { full, settings: toSettings(full, source) };
}

/** A text that isn't valid counts as empty. */
function parse(text: string): { readonly parsed: JsonObject; readonly issues: readonly Issue[] } {
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
