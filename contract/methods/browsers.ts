// Signed-in browsers.
import type { BrowserRow } from '../types/browsers.ts';
import { defineMethod } from './define-method.ts';
import { Id, NoParams, closed, resultOf } from './results.ts';

export const BROWSER_METHODS = {
  'browsers.link': defineMethod({
    summary: 'Creates a single-use sign-in link for a browser that expires after five minutes.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ readonly url: string; readonly expiresAtMs: number }>('BrowserLink'),
  }),
  'browsers.list': defineMethod({
    summary: 'Lists signed-in browsers.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ browsers: readonly BrowserRow[] }>('BrowserList'),
  }),
  'browsers.revoke': defineMethod({
    summary: 'Signs a browser out and closes its connections.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultOf<{ id: string }>('BrowserRevocation'),
  }),
} as const;
