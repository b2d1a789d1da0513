// Options that all SDK clients get.

/** The SDKs' own limit is switched off: silence is judged by `http-fetch.ts`. Largest value of a timer, ms. */
export const NO_SDK_TIMEOUT_MS = 2 ** 31 - 1;
