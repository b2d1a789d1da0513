// Text stored by the browser. If storage is full or forbidden, nothing is stored and nothing breaks.

/** The part of `localStorage` that the app uses; a Map in tests. */
export interface TextStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
}

/** The browser's storage, which all windows share. */
export const browserStorage = toTextStorage(() => localStorage);

/** The storage of this window: it survives a reload, and is gone once the window is closed for good. */
export const windowStorage = toTextStorage(() => sessionStorage);

/** Parses JSON that the app has stored; `undefined` if there is none, or it is invalid. */
export function getJson(storage: TextStorage, key: string): unknown {
  return quietly(() => JSON.parse(storage.get(key) ?? '') as unknown, undefined);
}

function toTextStorage(open: () => Storage): TextStorage {
  return {
    get: (key) => quietly(() => open().getItem(key) ?? undefined, undefined),
    set: (key, value) => quietly(() => open().setItem(key, value), undefined),
    remove: (key) => quietly(() => open().removeItem(key), undefined),
    keys: () => quietly(() => Object.keys(open()), []),
  };
}

function quietly<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
