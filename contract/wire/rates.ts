// Rate limits by class of request.

/** Classes of requests with separate limits. Control-plane writes are counted per method. */
export const RATE_CLASSES = ['read', 'write', 'chatSend', 'controlPlane', 'pairing'] as const;

/** A class of requests. */
export type RateClass = (typeof RATE_CLASSES)[number];

/** Requests per caller and minute, by class. */
export type Rates = Readonly<Record<RateClass, number>>;

/** Default limits: far above what people and programs need, but low enough to protect the machine. */
export const DEFAULT_RATES: Rates = { read: 600_000, write: 120_000, chatSend: 6_000, controlPlane: 30, pairing: 600 };
