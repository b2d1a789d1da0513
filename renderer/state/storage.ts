// Text stored by the browser. If storage is full or forbidden, nothing is stored and nothing breaks.

/** The part of `localStorage` that the app uses; a Map in tests. */
export interface TextStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
}

/** The browser's storage. */
export const browserStorage: TextStorage = {
  get: (key) => quietly(() => localStorage.getItem(key) ?? undefined, undefined),
  set: (key, value) => quietly(() => localStorage.setItem(key, value), undefined),
  remove: (key) => quietly(() => localStorage.removeItem(key), undefined),
  keys: () => quietly(() => Object.keys(localStorage), []),
};

/** Parses JSON that the app has stored; `undefined` if there is none, or it is invalid. */
export function getJson(storage: TextStorage, key: string): unknown {
  return quietly(() => JSON.parse(storage.get(key) ?? '') as unknown, undefined);
}

function quietly<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
