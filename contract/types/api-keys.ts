/** A listed API key, without the key itself. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  /** Maximum requests per minute. */
  readonly perMinute: number;
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly lastUsedAtMs?: number;
  readonly revokedAtMs?: number;
}
