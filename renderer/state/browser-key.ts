// The key of a signed-in browser. It can't be exported, and belongs to this origin including its port. The session cookie, which
// is also sent to other ports of this machine, is useless without it.

const DATABASE = 'gatehouse';
const STORE = 'keys';
const KEY = 'session';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

/** A key that isn't stored yet. */
export interface NewBrowserKey {
  /** Raw bytes as base64url. */
  readonly publicKey: string;
  /** Stores it instead of the previous one. */
  store(): Promise<void>;
}

/** Generates a key. */
export async function createBrowserKey(): Promise<NewBrowserKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const publicKey = base64url(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey, store: () => inStore('readwrite', (store) => store.put(pair.privateKey, KEY)).then(() => {}) };
}

/** Signs with the stored key; undefined if there is none, or storage isn't available. */
export async function signWithBrowserKey(text: string): Promise<string | undefined> {
  try {
    const key: unknown = await inStore('readonly', (store) => store.get(KEY));
    if (!(key instanceof CryptoKey)) return undefined;
    return base64url(await crypto.subtle.sign(SIGNING, key, new TextEncoder().encode(text)));
  } catch {
    // Without storage, this browser counts as not signed in.
    return undefined;
  }
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener('upgradeneeded', () => void opening.result.createObjectStore(STORE));
  const database = await settled(opening);
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(request.error ?? new Error("Couldn't access the browser's storage.")),
    );
  });
}

function base64url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
