// Signed-in browsers.
import { adminMethod, pairingMethod } from './define-method.ts';
import { Id, NoParams, closed, resultType } from './results.ts';

/** A signed-in browser. */
export interface BrowserRow {
  readonly id: string;
  /** The browser's own description. */
  readonly agent?: string;
  readonly address?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly connected: boolean;
  /** Whether this is the calling browser. */
  readonly isSelf: boolean;
}

/** Methods that sign browsers in and out. */
export const BROWSER_METHODS = {
  'browsers.link': adminMethod({
    summary: 'Creates a single-use sign-in link for a browser that expires after five minutes.',
    freshProof: true,
    rate: 'pairing',
    params: NoParams,
    result: resultType<{ readonly url: string; readonly expiresAtMs: number }>('BrowserLink'),
  }),
  'browsers.list': pairingMethod({
    whileReadOnly: true,
    summary: 'Lists signed-in browsers.',
    params: NoParams,
    result: resultType<{ browsers: readonly BrowserRow[] }>('BrowserList'),
  }),
  'browsers.revoke': pairingMethod({
    summary: 'Signs a browser out and closes its connections.',
    params: closed({ id: Id }),
    result: resultType<{ id: string }>('BrowserRevocation'),
  }),
} as const;
