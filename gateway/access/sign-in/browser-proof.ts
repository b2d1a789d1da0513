// The second factor of browser sign-in: cookies aren't bound to a port, so the page signs each connection with its own key.
import { browserText } from '#contract/wire/client-proof.ts';
import type { BrowserSignIn } from './browser-sign-in.ts';
import type { ConnectParams } from './connect-params.ts';
import { isSignedBy } from './key-signature.ts';

/** Largest allowed difference between `signedAt` and our clock, ms. */
const MAX_SKEW_MS = 120_000;

/** Whether this `connect` was signed by the page that signed in as `session`. The nonce is unique to this connection. */
export async function isFromItsPage(
  session: string,
  params: ConnectParams,
  context: { readonly nonce: string; readonly now: number; readonly browsers: BrowserSignIn },
): Promise<boolean> {
  const proof = 'browser' in params ? params.browser : undefined;
  if (typeof proof !== 'object' || proof === null || !('signature' in proof) || !('signedAt' in proof)) return false;
  const { signature, signedAt } = proof;
  if (typeof signature !== 'string' || typeof signedAt !== 'number') return false;
  if (Math.abs(context.now - signedAt) > MAX_SKEW_MS) return false;
  const key = await context.browsers.getKey(session);
  return key !== undefined && isSignedBy(key, browserText(context.nonce, params.scopes ?? [], signedAt), signature);
}
