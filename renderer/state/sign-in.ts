// Signs a browser in with the one-time code in the link that `gatehouse` prints. The code is removed from the address bar.
import { createBrowserKey } from './browser-key.ts';

/** The result. `none`: the link had no code, which is normal for a browser that is already signed in. */
export type SignIn = 'none' | 'done' | 'expired' | 'failed';

/** The code of a fragment such as `#code=abc`. */
export function findCode(fragment: string): string | undefined {
  if (!fragment.startsWith('#code=')) return undefined;
  const code = new URLSearchParams(fragment.slice(1)).get('code') ?? '';
  return code === '' ? undefined : code;
}

/** Exchanges the code in the address for a session: a cookie, and a key that must accompany it. */
export async function signIn(fragment: string): Promise<SignIn> {
  const code = findCode(fragment);
  if (code === undefined) return 'none';
  history.replaceState(null, '', `${location.pathname}#/`);
  try {
    const key = await createBrowserKey();
    const response = await fetch('/auth/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: key.publicKey }),
    });
    if (response.ok) {
      await key.store();
      return 'done';
    }
    return response.status >= 400 && response.status < 500 ? 'expired' : 'failed';
  } catch {
    return 'failed';
  }
}
