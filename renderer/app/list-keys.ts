// Keys that were pressed in a field for a list below it, which may still be loading.

/** Hands the keys to the list, one at a time and in order. */
export interface ListKeys {
  press(key: string): void;
  /** Gets the next key that waits, and those pressed from now on, until the returned function is called. */
  handle(handler: (key: string) => void): () => void;
}

/** Keys of one field. */
export function createListKeys(): ListKeys {
  const waiting: string[] = [];
  let current: ((key: string) => void) | undefined;
  const handleNext = (): void => {
    const key = current === undefined ? undefined : waiting.shift();
    if (key !== undefined) current?.(key);
  };
  return {
    press: (key) => {
      waiting.push(key);
      handleNext();
    },
    handle: (handler) => {
      current = handler;
      handleNext();
      return () => {
        current = undefined;
      };
    },
  };
}
