// Protocol constants that both ends must agree on.

/** Largest client frame before `hello-ok`, bytes. */
export const MAX_HANDSHAKE_FRAME_BYTES = 64 * 1024;
/** Largest client frame after `hello-ok`, bytes (`policy.maxPayload`). */
export const MAX_FRAME_BYTES = 25 * 1024 * 1024;
/** Maximum outbound bytes buffered for one client (`policy.maxBufferedBytes`). */
export const MAX_BUFFERED_BYTES = 50 * 1024 * 1024;
/** Maximum outbound bytes buffered for all clients. */
export const MAX_TOTAL_BUFFERED_BYTES = 256 * 1024 * 1024;
/** Maximum time from upgrade to `hello-ok`, ms. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Interval of the `tick` event, ms (`policy.tickIntervalMs`). */
export const TICK_INTERVAL_MS = 30_000;
/** Minimum interval between `chat` deltas of a run to an OpenClaw client, ms. */
export const CHAT_DELTA_INTERVAL_MS = 75;
/** Interval in which live events to Gatehouse clients are merged, ms: one frame at 60 Hz. */
export const LIVE_MERGE_MS = 16;
/** Lifetime of an idempotency record, ms. */
export const IDEMPOTENCY_TTL_MS = 5 * 60_000;
/** Maximum idempotency records per method. */
export const IDEMPOTENCY_MAX_ENTRIES = 1_000;
/** Characters of terminal output after which a client reports at the latest what it has processed (`terminal.ack`). */
export const TERMINAL_ACK_CHARS = 64 * 1024;
/** Default port: the one that OpenClaw clients expect. */
export const DEFAULT_PORT = 18_789;
/** Items in one window of a session view. */
export const SESSION_WINDOW_ITEMS = 60;
/** Maximum text of an item in a session view, characters. `sessions.item.get` returns the full text. */
export const ITEM_TEXT_LIMIT = 32 * 1024;
/** Default timeout of a pending approval, ms. */
export const APPROVAL_TTL_MS = 30 * 60_000;
/** Maximum size of an editable file, bytes. */
export const MAX_EDITABLE_FILE_BYTES = 5 * 1024 * 1024;

/** Client capability (Gatehouse extension): receives durable and live events of watched sessions instead of `chat` and `agent`. */
export const CAP_SESSION_FEED = 'gatehouse-session-feed';

/** Server capability (Gatehouse extension): the database is that of a newer version, so nothing can be changed. */
export const CAP_READ_ONLY = 'gatehouse-read-only';

/** Server capabilities that OpenClaw clients check: `models.list` supports all fields and filters they use. */
export const SERVER_CAPABILITIES: readonly string[] = ['published-model-catalog'];
