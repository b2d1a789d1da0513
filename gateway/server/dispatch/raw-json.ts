// Results that are JSON text already, so that they aren't parsed and serialized again.

/** The JSON text of a result. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The JSON text of a payload; `null` when it is undefined. */
export function toJson(payload: unknown): string {
  return payload instanceof RawJson ? payload.text : (JSON.stringify(payload) ?? 'null');
}
