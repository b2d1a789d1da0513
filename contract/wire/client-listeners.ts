// Event listeners of a client.

/** A set of listeners that can change while they are being called. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  call(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
}

/** Listeners by name. */
export class NamedListeners {
  readonly #byName = new Map<string, Listeners<unknown>>();

  add(name: string, listener: (value: unknown) => void): () => void {
    const known = this.#byName.get(name) ?? new Listeners<unknown>();
    this.#byName.set(name, known);
    return known.add(listener);
  }

  call(name: string, value: unknown): void {
    this.#byName.get(name)?.call(value);
  }
}
