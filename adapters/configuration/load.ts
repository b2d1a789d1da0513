// Reads the configuration file and everything it refers to.
import { isJsonObject } from '#contract/types/json-object.ts';
import { createHash } from 'node:crypto';
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

/** Where a configuration is read, and with what. */
export interface Source {
  readonly file: string;
  readonly home: string;
  /** Where the workspaces lie that nobody chose. */
  readonly workspaces: string;
  readonly environment: Environment;
}

/** A configuration as it was read. Without issues it is valid, and `full` and `settings` are there. */
export interface Loaded {
  /** Null when there is no file, which is as good as an empty one. */
  readonly text: string | null;
  /** SHA-256 of the text. */
  readonly hash: string;
  readonly parsed: unknown;
  /** With included files put in, references to the environment as written. */
  readonly sourced: unknown;
  readonly resolved: unknown;
  readonly includedFiles: readonly string[];
  readonly issues: readonly Issue[];
  readonly valid: { readonly full: FilledConfiguration; readonly settings: Settings } | undefined;
}

/** Reads the file. @throws when it is there and cannot be read. */
export async function load(source: Source): Promise<Loaded> {
  return loadText(source, readIfThere(source.file));
}

/** The same for a text that is not (yet) in the file. */
export async function loadText(source: Source, text: string | null): Promise<Loaded> {
  const hash = createHash('sha256')
    .update(text ?? '')
    .digest('hex');
  const { parsed, issue } = parse(text ?? '');
  if (issue !== undefined)
    return {
      text,
      hash,
      parsed,
      sourced: parsed,
      resolved: parsed,
      includedFiles: [],
      issues: [issue],
      valid: undefined,
    };
  const included = resolveIncludes(parsed, source.file);
  const filled = substitute(included.value, source.environment);
  const issues = [...included.issues, ...filled.issues, ...(await validate(filled.value))];
  const facts = {
    text,
    hash,
    parsed,
    sourced: included.value,
    resolved: filled.value,
    includedFiles: included.files,
    issues,
  };
  return { ...facts, valid: issues.length > 0 ? undefined : validParts(filled.value, source) };
}

function validParts(value: unknown, source: Source): NonNullable<Loaded['valid']> {
  // It passed the schema's check just before.
  const full = withDefaults(value as Configuration);
  return { full, settings: toSettings(full, source) };
}

function parse(text: string): { readonly parsed: unknown; readonly issue?: Issue } {
  if (!hasContent(text)) return { parsed: {} };
  try {
    const parsed = parseJson5(text);
    return isJsonObject(parsed)
      ? { parsed }
      : { parsed: {}, issue: { path: '', message: 'the file must hold an object: { … }' } };
  } catch (error) {
    return { parsed: {}, issue: { path: '', message: `this isn't valid JSON5: ${errorMessage(error)}` } };
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
