// Ends the wait for work that can't be canceled itself, such as a name lookup.

/** Waits for `work`, or rejects with the reason of the signal once it is aborted. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    // The reason of an aborted signal is an error.
    const stop = (): void => reject(signal.reason as Error);
    // A failure of the work is handled even if nobody waits for it any more.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
