// Store port of small values: preferences and the first run.

/** How people were told about each approval, by its ID. Removed with its session. */
export const DELIVERIES_PREFIX = 'approval-deliveries:';

/** Small JSON values by key: preferences, first-run state, browser sign-ins. */
export interface SettingsStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** All keys that start with `prefix`. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly value: unknown }[]>;
}
