// How often a caller may ask, by kind of request.

/** Kinds of requests that are counted apart. Control-plane writes are counted for each method apart. */
export const RATE_CLASSES = ['read', 'write', 'chatSend', 'controlPlane', 'pairing'] as const;

/** One kind. */
export type RateClass = (typeof RATE_CLASSES)[number];

/** Requests of one caller in a minute, by kind. */
export type Rates = Readonly<Record<RateClass, number>>;

/** What holds when the configuration says nothing: far above what people and programs need, below what wears a machine out. */
export const DEFAULT_RATES: Rates = { read: 600_000, write: 120_000, chatSend: 6_000, controlPlane: 30, pairing: 600 };
