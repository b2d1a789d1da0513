// How long a client waits for the gateway.

/** Timeout of a call, ms. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** Timeout of a call that downloads the model table, ms. The gateway itself waits 30 s for the server. */
export const MODEL_TABLE_TIMEOUT_MS = 45_000;
