// The configuration file: reads, changes, and describes it.
import type { ConfigCheck, ConfigSnapshot } from '#contract/types/configuration.ts';
import type { Settings } from './settings.ts';

/** The changes of a write. */
export interface ConfigChange {
  readonly hash: string;
  readonly changedPaths: readonly string[];
  readonly needsRestart: readonly string[];
  readonly snapshot: ConfigSnapshot;
}

/** When a change of a configuration key takes effect. */
export type ReloadKind = 'hot' | 'restart' | 'none';

/** How a settings form shows a configuration key. */
export interface ConfigKeyHint {
  readonly label?: string;
  readonly help?: string;
  readonly order: number;
  readonly sensitive?: boolean;
}

/** A key with its effect and its place in the form. `hintPath` has `*` where a name is free. */
interface KeyInfo {
  readonly path: string;
  readonly reloadKind?: ReloadKind;
  readonly hint?: ConfigKeyHint;
  readonly hintPath?: string;
}

interface ChildKey extends KeyInfo {
  readonly key: string;
  readonly type?: string;
  readonly required: boolean;
  readonly hasChildren: boolean;
}

/** One key of the configuration schema. */
export interface ConfigKey extends KeyInfo {
  readonly schema: unknown;
  readonly children: ChildKey[];
}

/** Receives the paths that a write would change, before it happens; throws to prevent it. */
export type JudgeChange = (changedPaths: readonly string[]) => void;

/** Reads and writes the configuration file. */
export interface ConfigPort {
  settings(): Settings;
  /** Path of the file. */
  readonly path: string;
  snapshot(): Promise<ConfigSnapshot>;
  /** Merge patch (RFC 7386) as JSON text. @throws {GatewayError} stale hash, invalid value: nothing is written. */
  patch(raw: string, baseHash: string | undefined, judge?: JudgeChange): Promise<ConfigChange>;
  /** The whole file as text, comments included; placeholders leave secrets as they were. @throws {GatewayError} as `patch`. */
  replace(text: string, baseHash: string | undefined, judge?: JudgeChange): Promise<ConfigChange>;
  /** The same for internal callers: a merge patch as a value, applied to the current file. */
  merge(patch: Readonly<Record<string, unknown>>): Promise<void>;
  /** What `replace` would report, without writing. */
  check(text: string): Promise<ConfigCheck>;
  schema(): { readonly schema: unknown; readonly uiHints: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  /** Describes one key; undefined when it does not exist. */
  lookUp(path: string): ConfigKey | undefined;
  /** Called with the changed paths after the file changed (by us or by hand) and is valid. Returns the stop function. */
  onChange(listener: (changedPaths: readonly string[]) => void): () => void;
}
