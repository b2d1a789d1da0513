// Numbers of the wire that both ends must agree on. Sources: protocol facts (sections 1, 10, 11) and the security page.

/** Largest client frame before `hello-ok`, bytes. */
export const MAX_HANDSHAKE_FRAME_BYTES = 64 * 1024;
/** Largest client frame after `hello-ok`, bytes (`policy.maxPayload`). */
export const MAX_FRAME_BYTES = 25 * 1024 * 1024;
/** Outbound bytes that may wait for one client (`policy.maxBufferedBytes`). */
export const MAX_BUFFERED_BYTES = 50 * 1024 * 1024;
/** Time from upgrade to `hello-ok`, ms. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Interval of the `tick` event, ms (`policy.tickIntervalMs`). */
export const TICK_INTERVAL_MS = 30_000;
/** Shortest time between two `chat` deltas of a run to an OpenClaw client, ms. */
export const CHAT_DELTA_INTERVAL_MS = 75;
/** Time for which live events to our own client are merged, ms: one frame of a 60 Hz screen. */
export const LIVE_MERGE_MS = 16;
/** Life of an idempotency record, ms, and how many are kept per method. */
export const IDEMPOTENCY_TTL_MS = 5 * 60_000;
export const IDEMPOTENCY_MAX_ENTRIES = 1_000;
/** Deadline of a client's call, ms. */
export const REQUEST_TIMEOUT_MS = 30_000;
/** Default port: the protocol's own, so that existing clients find us. */
export const DEFAULT_PORT = 18_789;
/** Rows in one window of a session view. */
export const SESSION_WINDOW_ITEMS = 60;
/** Longest text of one item sent in a session view, characters; the rest is fetched with `sessions.item.get`. */
export const ITEM_TEXT_LIMIT = 32 * 1024;
/** Default life of a pending approval, ms. */
export const APPROVAL_TTL_MS = 30 * 60_000;
/** Largest file that the editor reads or writes, bytes. */
export const MAX_EDITABLE_FILE_BYTES = 5 * 1024 * 1024;

/** Client capability of our own: true increments, only for sessions that the connection watches. */
export const CAP_SESSION_FEED = 'gatehouse-session-feed';

/** Capabilities of ours that clients of the protocol ask for. This one: `models.list` has every field and filter that they use. */
export const SERVER_CAPABILITIES: readonly string[] = ['published-model-catalog'];
