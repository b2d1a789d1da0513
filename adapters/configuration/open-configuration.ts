// The configuration of a gateway: read, checked, watched, and written back with its comments.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { invalidRequest, unavailable, errorMessage, type GatewayError } from '#contract/wire/errors.ts';
import { Configuration } from '#contract/configuration/configuration.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import type { ConfigPort, JudgeChange } from '#core/ports/configuration.ts';
import type { Log } from '#core/ports/log.ts';
import { writeAtomically } from '../home/atomic-write.ts';
import { load, loadText, type Loaded, type Source } from './load.ts';
import { changedPaths, changesOf } from './merging.ts';
import { originsOf, valueAt } from './origins.ts';
import { redact, redactFilled, redactText, secretsIn } from './redaction.ts';
import { secretsToRestore } from './restore-secrets.ts';
import { lookUpKey } from './schema-lookup.ts';
import { matches, reloadOf, schemaKeys, uiHints } from './schema-walk.ts';
import { pathText, type Issue } from './syntax.ts';
import { watchFiles } from './watch-files.ts';
import { SerialQueue } from '#core/serial-queue.ts';

/** Time in which changes by hand are gathered, ms. */
const DEBOUNCE_MS = 300;
const NO_RECORD = async (): Promise<void> => undefined;

/** What the configuration needs. */
export interface ConfigurationOptions extends Source {
  readonly log: Log;
}

/** The configuration of a running host. */
export interface OpenConfiguration extends ConfigPort {
  /** Secrets that stand in the configuration or reach it from the environment, for the mask of the logs. */
  secrets(): readonly string[];
  /** Called with what changes: before our own write, which it refuses by failing, and after a change by hand. Gives the stop function. */
  recordBy(record: (changedPaths: readonly string[]) => Promise<void>): () => void;
  close(): void;
}

/** The file is there and cannot be used. The message says where and what is wrong. */
export class ConfigurationInvalid extends Error {
  readonly issues: readonly Issue[];
  constructor(file: string, issues: readonly Issue[]) {
    super(
      `The configuration ${file} cannot be used: ${issues.map(issueText).join('; ')}. Correct it, or move it away to start with the defaults.`,
    );
    this.name = 'ConfigurationInvalid';
    this.issues = issues;
  }
}

type Valid = NonNullable<Loaded['valid']>;

/** Reads the configuration and watches it. @throws {ConfigurationInvalid} */
export async function openConfiguration(options: ConfigurationOptions): Promise<OpenConfiguration> {
  const first = await load(options);
  if (first.valid === undefined) throw new ConfigurationInvalid(options.file, first.issues);
  return new FileConfiguration(options, first, first.valid);
}

class FileConfiguration implements OpenConfiguration {
  readonly #options: ConfigurationOptions;
  readonly #listeners = new Set<(changedPaths: readonly string[]) => void>();
  /** What the file holds now, valid or not. */
  #present: Loaded;
  /** The last good values: those in force. */
  #inForce: Valid;
  #stopWatching: () => void = () => {};
  #debounce: NodeJS.Timeout | undefined;
  #record: (changedPaths: readonly string[]) => Promise<void> = NO_RECORD;
  /** Writes and re-reads happen one after the other. */
  readonly #queue = new SerialQueue();

  constructor(options: ConfigurationOptions, present: Loaded, inForce: Valid) {
    this.#options = options;
    this.#present = present;
    this.#inForce = inForce;
    this.#watch();
  }

  settings() {
    return this.#inForce.settings;
  }

  secrets() {
    return secretsIn(this.#inForce.full);
  }

  async snapshot(): Promise<ConfigSnapshot> {
    return snapshotOf(this.#options.file, this.#present, this.#inForce);
  }

  async patch(raw: string, baseHash: string | undefined, judge?: JudgeChange) {
    const patch = parsePatch(raw);
    if (baseHash === undefined) throw hashRequired();
    return this.#queue.run(() => this.#write(patch, baseHash, judge));
  }

  replace(text: string, baseHash: string | undefined, judge?: JudgeChange) {
    return this.#queue.run(() => this.#replace(text, baseHash, judge));
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
    const changes = changesOf(before.parsed, patch);
    if (changes.length === 0) return this.#taken(before);
    const { editText } = await import('./text-edit.ts');
    return this.#taken(await this.#written(editText(before.text ?? '', changes), judge));
  }

  /** Also for a file that is damaged: this is a way to repair it. */
  async #replace(sent: string, baseHash: string | undefined, judge?: JudgeChange) {
    const before = await this.#loadSame(baseHash);
    if (baseHash === undefined && before.text !== null) throw hashRequired();
    const { changes, issues } = secretsToRestore(sent, before.parsed);
    if (issues.length > 0) throw invalid(issues);
    const { editText } = await import('./text-edit.ts');
    const text = changes.length === 0 ? sent : editText(sent, changes);
    return this.#taken(text === before.text && before.valid !== undefined ? before : await this.#written(text, judge));
  }

  /** The current content of the file. @throws {GatewayError} if its hash isn't `baseHash`. */
  async #loadSame(baseHash: string | undefined): Promise<Loaded> {
    const before = await load(this.#options);
    if (baseHash === undefined || baseHash === before.hash) return before;
    // The next read must show the newer file, even before the watcher has seen it.
    this.#take(before);
    throw staleHash();
  }

  /** Puts what was written in force; says what that changed. */
  #taken(after: Loaded) {
    const inForce = this.#inForce.full;
    this.#take(after);
    const changed = changedPaths(inForce, this.#inForce.full);
    return {
      hash: after.hash,
      changedPaths: changed,
      needsRestart: changed.filter(needsRestart),
      snapshot: snapshotOf(this.#options.file, after, this.#inForce),
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
      throw unavailable('The configuration could not be written; nothing was changed.', { details, cause });
    }
    return after;
  }

  /** Puts what was read in force, if it is valid; tells the listeners when values changed. */
  #take(loaded: Loaded): void {
    const filesChanged = loaded.includedFiles.join('\n') !== this.#present.includedFiles.join('\n');
    this.#present = loaded;
    if (filesChanged) this.#watch();
    if (loaded.valid === undefined) {
      this.#options.log.warn('the configuration is not valid; the last good values stay in force', {
        issues: loaded.issues.map(issueText),
      });
      return;
    }
    const changed = changedPaths(this.#inForce.full, loaded.valid.full);
    this.#inForce = loaded.valid;
    if (changed.length === 0) return;
    this.#options.log.info('the configuration changed', { paths: changed });
    for (const listener of this.#listeners) listener(changed);
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
      const before = this.#inForce.full;
      this.#take(loaded);
      const changed = changedPaths(before, this.#inForce.full);
      if (changed.length > 0) await this.#recordLate(changed);
    } catch (error) {
      this.#options.log.warn('the configuration cannot be read; the last good values stay in force', {
        error: String(error),
      });
    }
  }

  /** A change by hand is there already: it can only be put on record afterwards. */
  async #recordLate(changed: readonly string[]): Promise<void> {
    try {
      await this.#record(changed);
    } catch (error) {
      this.#options.log.error('a change of the configuration could not be recorded', { error });
    }
  }
}

function snapshotOf(file: string, loaded: Loaded, inForce: Valid): ConfigSnapshot {
  return {
    path: file,
    exists: loaded.text !== null,
    raw: loaded.text === null ? null : redactText(loaded.text, loaded.parsed),
    parsed: redact(loaded.parsed),
    resolved: redactFilled(loaded.resolved, loaded.sourced),
    config: redactFilled(inForce.full, loaded.sourced),
    valid: loaded.valid !== undefined,
    hash: loaded.hash,
    issues: loaded.issues,
    warnings: [],
    legacyIssues: [],
    origins: originsOf(inForce.full, loaded.parsed, loaded.sourced),
  };
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

/** What an included file says can be overruled here, but not taken away. */
function refuseIncluded(patch: JsonObject, before: Loaded): void {
  const removed = changesOf(before.sourced, patch).filter((change) => 'removed' in change);
  const elsewhere = removed.filter((change) => valueAt(before.parsed, change.path) === undefined);
  if (elsewhere.length === 0) return;
  throw invalid(
    elsewhere.map(({ path }) => ({ path: pathText(path), message: 'it is set in an included file; remove it there' })),
  );
}

const RESTART_KEYS = schemaKeys()
  .filter((key) => reloadOf(key.schema) === 'restart')
  .map((key) => key.path);

function needsRestart(path: string): boolean {
  return RESTART_KEYS.some((key) => matches(key, path.split('.').slice(0, key.length)));
}

function invalid(issues: readonly Issue[]): GatewayError {
  const error = invalidRequest(
    `The configuration would not be valid: ${issues.map(issueText).join('; ')}. Nothing was changed.`,
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
