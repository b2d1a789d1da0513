// Keys for programs (ours): the types.

/** A key as it is listed: never its text. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  /** Requests that it may make in a minute. */
  readonly perMinute: number;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly lastUsedAtMs?: number;
  readonly revokedAtMs?: number;
}
