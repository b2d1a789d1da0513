// Store port of secrets, and a value that never prints itself.

/** Encrypted secrets by name. Values are opaque except where they are used. */
export interface SecretStore {
  get(name: string): Promise<Secret | undefined>;
  set(name: string, value: Secret): Promise<void>;
  delete(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

/** A secret: printing, logging or serializing it yields `[secret]`. Only `reveal` returns the value. */
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
