// The configuration of a gateway: loaded, validated, watched, and written with its comments preserved.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { invalidRequest, unavailable, errorMessage, type GatewayError } from '#contract/wire/errors.ts';
import { Configuration } from '#contract/configuration/configuration.ts';
import type { ConfigCheck, ConfigSnapshot } from '#contract/types/configuration.ts';
import type { ConfigPort, JudgeChange } from '#core/ports/configuration.ts';
import type { Log } from '#core/ports/log.ts';
import { writeAtomically } from '../home/atomic-write.ts';
import { load, loadText, type Loaded, type Source, type Valid } from './load.ts';
import { changedPaths, mergeUnder, toChanges } from './merging.ts';
import { findOrigins, valueAt } from './origins.ts';
import { findSecrets, redact, redactResolved, redactText, secretsToRestore } from './redaction.ts';
import { lookUpKey, matches, reloadKind, schemaKeys, uiHints } from './schema-walk.ts';
import { pathText, type Issue } from './syntax.ts';
import { renameValues } from './rename-values.ts';
import { watchFiles } from './watch-files.ts';
import { SerialQueue } from '#core/serial-queue.ts';

/** Time to wait for further edits by the user, ms. */
const DEBOUNCE_MS = 300;
const NO_RECORD = async (): Promise<void> => undefined;

/** Options of the configuration. */
export interface ConfigurationOptions extends Source {
  readonly log: Log;
}

/** The configuration of a running host. */
export interface OpenConfiguration extends ConfigPort {
  /** Secrets in the configuration, including those from the environment, so that the logs can mask them. */
  secrets(): readonly string[];
  /** `record` gets the changed paths: before our own write, which fails if it throws, and after an edit by the user. Returns the stop function. */
  recordBy(record: (changedPaths: readonly string[]) => Promise<void>): () => void;
  close(): void;
}

/** The file isn't valid. */
export class ConfigurationInvalid extends Error {
  readonly issues: readonly Issue[];
  constructor(file: string, issues: readonly Issue[]) {
    super(
      `The configuration ${file} isn't valid: ${issues.map(issueText).join('; ')}. Fix it, or move it elsewhere to start with the defaults.`,
    );
    this.name = 'ConfigurationInvalid';
    this.issues = issues;
  }
}

/** Loads and watches the configuration. @throws {ConfigurationInvalid} */
export async function openConfiguration(options: ConfigurationOptions): Promise<OpenConfiguration> {
  const found = await load(options);
  const first = (await renameValues(options.file, found)) ? await load(options) : found;
  if (first.valid === undefined) throw new ConfigurationInvalid(options.file, first.issues);
  return new FileConfiguration(options, first, first.valid);
}

class FileConfiguration implements OpenConfiguration {
  readonly #options: ConfigurationOptions;
  readonly #listeners = new Set<(changedPaths: readonly string[]) => void>();
  /** The current content of the file, valid or not. */
  #present: Loaded;
  /** The last valid values, which are in effect. */
  #inForce: Valid;
  #stopWatching: () => void = () => {};
  #debounce: NodeJS.Timeout | undefined;
  #record: (changedPaths: readonly string[]) => Promise<void> = NO_RECORD;
  readonly #queue = new SerialQueue();

  constructor(options: ConfigurationOptions, present: Loaded, inForce: Valid) {
    this.#options = options;
    this.#present = present;
    this.#inForce = inForce;
    this.#watch();
  }

  get path() {
    return this.#options.file;
  }

  settings() {
    return this.#inForce.settings;
  }

  secrets() {
    return findSecrets(this.#inForce.full);
  }

  async snapshot(): Promise<ConfigSnapshot> {
    return toSnapshot(this.#options.file, this.#present, this.#inForce);
  }

  async patch(raw: string, baseHash: string | undefined, judge?: JudgeChange) {
    const patch = parsePatch(raw);
    if (baseHash === undefined) throw hashRequired();
    return this.#queue.run(() => this.#write(patch, baseHash, judge));
  }

  replace(text: string, baseHash: string | undefined, judge?: JudgeChange) {
    return this.#queue.run(() => this.#replace(text, baseHash, judge));
  }

  async check(sent: string): Promise<ConfigCheck> {
    const { text, issues } = await this.#restored(sent, await load(this.#options));
    const after = await loadText(this.#options, text);
    const all = issues.length > 0 ? issues : after.issues;
    const { locateIssues } = await import('./locate.ts');
    const changed = after.valid === undefined ? [] : changedPaths(this.#inForce.full, after.valid.full);
    return {
      valid: all.length === 0,
      issues: locateIssues(sent, all),
      changedPaths: issues.length > 0 ? [] : changed,
      needsRestart: issues.length > 0 ? [] : changed.filter(needsRestart),
    };
  }

  lookUp(path: string) {
    return lookUpKey(path);
  }

  async merge(patch: JsonObject): Promise<void> {
    await this.#queue.run(() => this.#write(patch, undefined));
  }

  schema() {
    return { schema: Configuration, uiHints: uiHints() };
  }

  onChange(listener: (changedPaths: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  recordBy(record: (changedPaths: readonly string[]) => Promise<void>): () => void {
    this.#record = record;
    return () => {
      this.#record = NO_RECORD;
    };
  }

  close(): void {
    clearTimeout(this.#debounce);
    this.#stopWatching();
    this.#listeners.clear();
  }

  async #write(patch: JsonObject, baseHash: string | undefined, judge?: JudgeChange) {
    const before = await this.#loadSame(baseHash);
    if (before.valid === undefined) throw invalid(before.issues);
    refuseIncluded(patch, before);
    const changes = toChanges(before.parsed, patch);
    if (changes.length === 0) return this.#taken(before);
    const { editText } = await import('./text-edit.ts');
    return this.#taken(await this.#written(editText(before.text ?? '', changes), judge));
  }

  /** Works for an invalid file, too, so that it can be repaired. */
  async #replace(sent: string, baseHash: string | undefined, judge?: JudgeChange) {
    const before = await this.#loadSame(baseHash);
    if (baseHash === undefined && before.text !== null) throw hashRequired();
    const { text, issues } = await this.#restored(sent, before);
    if (issues.length > 0) throw invalid(issues);
    return this.#taken(text === before.text && before.valid !== undefined ? before : await this.#written(text, judge));
  }

  /** The text with the secrets that its placeholders stand for. Those of a file that can't be read are those that it had before. */
  async #restored(sent: string, before: Loaded): Promise<{ readonly text: string; readonly issues: readonly Issue[] }> {
    const { changes, issues } = secretsToRestore(sent, mergeUnder(this.#inForce.parsed, before.parsed));
    if (changes.length === 0) return { text: sent, issues };
    const { editText } = await import('./text-edit.ts');
    return { text: editText(sent, changes), issues };
  }

  /** The current content of the file. @throws {GatewayError} if its hash isn't `baseHash`. */
  async #loadSame(baseHash: string | undefined): Promise<Loaded> {
    const before = await load(this.#options);
    if (baseHash === undefined || baseHash === before.hash) return before;
    // The next read must return the newer file, even if the watcher hasn't noticed it yet.
    this.#take(before);
    throw staleHash();
  }

  /** Puts a loaded file into effect and reports the changes. */
  #taken(after: Loaded) {
    const changed = this.#take(after);
    return {
      hash: after.hash,
      changedPaths: changed,
      needsRestart: changed.filter(needsRestart),
      snapshot: toSnapshot(this.#options.file, after, this.#inForce),
    };
  }

  async #written(text: string, judge?: JudgeChange): Promise<Loaded> {
    const after = await loadText(this.#options, text);
    if (after.valid === undefined) throw invalid(after.issues);
    const changed = changedPaths(this.#inForce.full, after.valid.full);
    judge?.(changed);
    await this.#record(changed);
    try {
      await writeAtomically(this.#options.file, after.text ?? '');
    } catch (cause) {
      const details = {
        code: 'CONFIG_NOT_WRITTEN',
        hint: 'Check the free disk space and the permissions of the home folder.',
      };
      throw unavailable("The configuration couldn't be written. Nothing was changed.", { details, cause });
    }
    return after;
  }

  /** Puts a loaded file into effect if it is valid, and returns the changed paths. */
  #take(loaded: Loaded): readonly string[] {
    const filesChanged = loaded.includedFiles.join('\n') !== this.#present.includedFiles.join('\n');
    this.#present = loaded;
    if (filesChanged) this.#watch();
    if (loaded.valid === undefined) {
      const issues = loaded.issues.map(issueText);
      this.#options.log.warn('The configuration is invalid. The last valid values stay in effect.', { issues });
      return [];
    }
    const changed = changedPaths(this.#inForce.full, loaded.valid.full);
    this.#inForce = loaded.valid;
    if (changed.length === 0) return [];
    this.#options.log.info('The configuration changed.', { paths: changed });
    for (const listener of this.#listeners) listener(changed);
    return changed;
  }

  #watch(): void {
    this.#stopWatching();
    this.#stopWatching = watchFiles([this.#options.file, ...this.#present.includedFiles], () => {
      clearTimeout(this.#debounce);
      this.#debounce = setTimeout(() => void this.#queue.run(() => this.#reread()), DEBOUNCE_MS);
      this.#debounce.unref();
    });
  }

  async #reread(): Promise<void> {
    try {
      const loaded = await load(this.#options);
      if (loaded.hash === this.#present.hash && loaded.includedFiles.length + this.#present.includedFiles.length === 0)
        return;
      const changed = this.#take(loaded);
      if (changed.length > 0) await this.#recordEdit(changed);
    } catch (error) {
      const fields = { error: String(error) };
      this.#options.log.warn("Couldn't read the configuration. The last valid values stay in effect.", fields);
    }
  }

  /** An edit by the user can only be recorded after the fact. */
  async #recordEdit(changed: readonly string[]): Promise<void> {
    try {
      await this.#record(changed);
    } catch (error) {
      this.#options.log.error("Couldn't record a configuration change.", { error });
    }
  }
}

function toSnapshot(file: string, loaded: Loaded, inForce: Valid): ConfigSnapshot {
  return {
    path: file,
    exists: loaded.text !== null,
    raw: loaded.text === null ? null : redactText(loaded.text, [loaded.parsed, inForce.parsed], isReadable(loaded)),
    parsed: redact(loaded.parsed),
    resolved: redactResolved(loaded.resolved, loaded.sourced),
    config: redactResolved(inForce.full, inForce.sourced),
    valid: loaded.valid !== undefined,
    hash: loaded.hash,
    issues: loaded.issues,
    warnings: [],
    legacyIssues: [],
    origins: findOrigins(inForce.full, inForce.parsed, inForce.sourced),
  };
}

/** Whether the values of the file are known, even if they aren't valid. */
function isReadable({ valid, parsed }: Loaded): boolean {
  return valid !== undefined || (isJsonObject(parsed) && Object.keys(parsed).length > 0);
}

function parsePatch(raw: string): JsonObject {
  let patch: unknown;
  try {
    patch = JSON.parse(raw);
  } catch (cause) {
    throw invalidRequest(`The patch isn't valid JSON: ${errorMessage(cause)}`, 'CONFIG_PATCH_INVALID');
  }
  if (!isJsonObject(patch)) throw invalidRequest('The patch must be a JSON object.', 'CONFIG_PATCH_INVALID');
  return patch;
}

/** A value from an included file can be overridden here, but not removed. */
function refuseIncluded(patch: JsonObject, before: Loaded): void {
  const removed = toChanges(before.sourced, patch).filter((change) => 'removed' in change);
  const elsewhere = removed.filter((change) => valueAt(before.parsed, change.path) === undefined);
  if (elsewhere.length === 0) return;
  const message = 'it is set in an included file; remove it there';
  throw invalid(elsewhere.map(({ path }) => ({ path: pathText(path), message })));
}

const RESTART_KEYS = schemaKeys()
  .filter((key) => reloadKind(key.schema) === 'restart')
  .map((key) => key.path);

function needsRestart(path: string): boolean {
  return RESTART_KEYS.some((key) => matches(key, path.split('.').slice(0, key.length)));
}

function invalid(issues: readonly Issue[]): GatewayError {
  const error = invalidRequest(
    `The configuration wouldn't be valid: ${issues.map(issueText).join('; ')}. Nothing was changed.`,
  );
  return Object.assign(error, { extras: { details: { code: 'CONFIG_INVALID', issues } } });
}

function hashRequired(): GatewayError {
  return invalidRequest('config base hash required; re-run config.get and retry with baseHash', 'CONFIG_HASH_REQUIRED');
}

function staleHash(): GatewayError {
  return invalidRequest('config changed since last load; re-run config.get and retry', 'CONFIG_HASH_STALE');
}

function issueText(issue: Issue): string {
  return issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`;
}
