// An object whose fields are not described further.

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;
