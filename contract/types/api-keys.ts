/** A listed API key, without the key itself. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  /** Maximum requests per minute. */
  readonly perMinute: number;
  /** The key that created it; it is revoked with that key. */
  readonly createdByKey?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly lastUsedAtMs?: number;
  readonly revokedAtMs?: number;
}
