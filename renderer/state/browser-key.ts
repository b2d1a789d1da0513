// The key of a signed-in browser. It cannot be read out, and the browser keeps it for this origin alone, port included; the
// cookie, which other ports of this machine get too, opens nothing without it.

const DATABASE = 'gatehouse';
const STORE = 'keys';
const KEY = 'session';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

/** A key that is not kept yet. */
export interface NewBrowserKey {
  /** Its public half: raw bytes as base64url. */
  readonly publicKey: string;
  /** Keeps it in place of the one before. */
  keep(): Promise<void>;
}

/** Makes a key. */
export async function makeBrowserKey(): Promise<NewBrowserKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const publicKey = base64url(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey, keep: () => inStore('readwrite', (store) => store.put(pair.privateKey, KEY)).then(() => {}) };
}

/** Signs with the kept key; undefined when there is none, or the browser gives none. */
export async function signWithBrowserKey(text: string): Promise<string | undefined> {
  try {
    const key: unknown = await inStore('readonly', (store) => store.get(KEY));
    if (!(key instanceof CryptoKey)) return undefined;
    return base64url(await crypto.subtle.sign(SIGNING, key, new TextEncoder().encode(text)));
  } catch {
    // Storage is forbidden or broken: this browser counts as not signed in.
    return undefined;
  }
}

async function inStore<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => void opening.result.createObjectStore(STORE));
  const database = await settled(opening);
  try {
    return await settled(ask(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the store of this browser failed')));
  });
}

function base64url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
