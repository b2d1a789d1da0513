// Signed-in browsers.
import type { BrowserRow } from '../types/browsers.ts';
import { defineMethod } from './define-method.ts';
import { Id, NoParams, closed, resultOf } from './results.ts';

export const BROWSER_METHODS = {
  'browsers.link': defineMethod({
    summary: 'A one-use link that signs a browser in, valid for five minutes.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ readonly url: string; readonly expiresAtMs: number }>('BrowserLink'),
  }),
  'browsers.list': defineMethod({
    summary: 'Browsers that are signed in (ours).',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ browsers: readonly BrowserRow[] }>('BrowserList'),
  }),
  'browsers.revoke': defineMethod({
    summary: 'Signs a browser out and closes its connections (ours).',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultOf<{ id: string }>('BrowserRevocation'),
  }),
} as const;
