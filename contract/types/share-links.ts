// Read-only links to sessions, for people on the local network who don't sign in.

/** A listed link, without its secret part. */
export interface ShareLink {
  readonly id: string;
  readonly sessionKey: string;
  /** Tool calls and their output are shown, too. */
  readonly withTools: boolean;
  /** Who created it. */
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs?: number;
  /** How often it was opened. */
  readonly views: number;
  readonly lastViewedAtMs?: number;
}

/** Limits of links. */
export const SHARE_LIMITS = {
  minMs: 60_000,
  maxMs: 30 * 24 * 60 * 60_000,
  defaultMs: 24 * 60 * 60_000,
  /** Active links at the same time. */
  active: 50,
} as const;

/** Whether a link can be opened. */
export function isActiveLink({ revokedAtMs, expiresAtMs }: ShareLink, now: number): boolean {
  return revokedAtMs === undefined && expiresAtMs > now;
}
