// Signs a browser in with the one-use code of the link that `gatehouse` prints. The code leaves the address bar at once.
import { makeBrowserKey } from './browser-key.ts';

/** How it went. `none`: the link had no code, which is normal for a browser that is signed in already. */
export type SignIn = 'none' | 'done' | 'expired' | 'failed';

/** The code of a fragment such as `#code=abc`. */
export function findCode(fragment: string): string | undefined {
  if (!fragment.startsWith('#code=')) return undefined;
  const code = new URLSearchParams(fragment.slice(1)).get('code') ?? '';
  return code === '' ? undefined : code;
}

/** Exchanges the code in the address for a session: a cookie, and a key of this origin without which it opens nothing. */
export async function signIn(fragment: string): Promise<SignIn> {
  const code = findCode(fragment);
  if (code === undefined) return 'none';
  history.replaceState(null, '', `${location.pathname}#/`);
  try {
    const key = await makeBrowserKey();
    const response = await fetch('/auth/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: key.publicKey }),
    });
    if (response.ok) {
      await key.keep();
      return 'done';
    }
    return response.status >= 400 && response.status < 500 ? 'expired' : 'failed';
  } catch {
    return 'failed';
  }
}
