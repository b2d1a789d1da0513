// Store port of secrets, and a value that never prints itself.

/** Sealed secrets by name. Values are opaque outside the edge that uses them. */
export interface SecretStore {
  get(name: string): Promise<Secret | undefined>;
  set(name: string, value: Secret): Promise<void>;
  delete(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

/** A secret: printing, logging or serialising it gives `[secret]`. Only `reveal` at the edge of the host opens it. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
}
