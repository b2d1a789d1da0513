// A result that is JSON text already, so that nothing is parsed and written again on the way out.

/** JSON text of a whole result. */
export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The JSON text of a payload; `null` where there is nothing to say. */
export function toJson(payload: unknown): string {
  return payload instanceof RawJson ? payload.text : (JSON.stringify(payload) ?? 'null');
}
