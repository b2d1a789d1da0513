// The configuration file: reading, changing, describing it.
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import type { Settings } from './settings.ts';

/** What a write changed. */
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

/** One key of the configuration schema. `hintPath` has `*` where a name is free. */
export interface ConfigKey {
  readonly path: string;
  readonly schema: unknown;
  readonly reloadKind?: ReloadKind;
  readonly hint?: ConfigKeyHint;
  readonly hintPath?: string;
  readonly children: {
    readonly key: string;
    readonly path: string;
    readonly type?: string;
    readonly required: boolean;
    readonly hasChildren: boolean;
    readonly reloadKind?: ReloadKind;
    readonly hint?: ConfigKeyHint;
    readonly hintPath?: string;
  }[];
}

/** Sees which paths a write would change, before it is made; it throws to prevent it. */
export type JudgeChange = (changedPaths: readonly string[]) => void;

/** Reads and writes the configuration file. */
export interface ConfigPort {
  /** Values in force now. */
  settings(): Settings;
  snapshot(): Promise<ConfigSnapshot>;
  /** Merge patch (RFC 7386) as JSON text. @throws {GatewayError} stale hash, invalid value: nothing is written. */
  patch(raw: string, baseHash: string | undefined, judge?: JudgeChange): Promise<ConfigChange>;
  /** The whole file as text, comments included; placeholders leave secrets as they were. @throws {GatewayError} as `patch`. */
  replace(text: string, baseHash: string | undefined, judge?: JudgeChange): Promise<ConfigChange>;
  /** The same for our own handlers: a merge patch as a value, on whatever is there now. */
  merge(patch: Readonly<Record<string, unknown>>): Promise<void>;
  schema(): { readonly schema: unknown; readonly uiHints: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  /** What one key is; undefined when there is none at this path. */
  lookUp(path: string): ConfigKey | undefined;
  /** Called after the file changed, by us or by hand, and its values are valid, with the paths that changed. Returns the stop function. */
  onChange(listener: (changedPaths: readonly string[]) => void): () => void;
}
