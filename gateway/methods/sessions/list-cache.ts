// Caches `sessions.list` responses as JSON text. A cached response is reused only if it would be the same now, except for its time.
import type { MethodParams } from '#contract/methods/registry.ts';
import { RawJson } from '../../server/dispatch/raw-json.ts';
import type { GatewayServices } from '../../server/services.ts';
import { recordLookups } from './row-lookups.ts';
import { readList, toSessionQuery } from './session-list.ts';

/** Most characters of all kept lists together, and of one that is kept. */
const MAX_CHARACTERS = 2 * 1024 * 1024;
const MAX_LIST_CHARACTERS = MAX_CHARACTERS / 4;

interface KeptList {
  /** Everything after the time. */
  readonly text: string;
  /** Whether agents and models still match the rows. */
  readonly isCurrent: () => boolean;
}

interface ListSources extends Pick<GatewayServices, 'engine' | 'identity' | 'clock'> {
  readonly config: Pick<GatewayServices['config'], 'settings'>;
}

/** Creates the cache of a gateway. */
export function makeListCache({ services }: { readonly services: GatewayServices }): ListCache {
  return new ListCache(services);
}

/** Caches lists until a session is written. */
export class ListCache {
  readonly #services: ListSources;
  readonly #kept = new Map<string, KeptList>();
  #characters = 0;
  #revision = 0;

  constructor(services: ListSources) {
    this.#services = services;
  }

  /** The response to a call. */
  read(params: MethodParams<'sessions.list'>): RawJson | Promise<RawJson> {
    const { engine } = this.#services;
    const revision = engine.sessions.revision();
    if (revision !== this.#revision) this.#clear(revision);
    // Filters that depend on settings or the time are part of the query, and so of its name.
    const query = toSessionQuery(params, this.#services);
    const name = JSON.stringify(query);
    const kept = this.#kept.get(name);
    if (kept?.isCurrent() === true) return this.#respond(kept.text);
    return this.#compose(query, name, revision);
  }

  close(): void {
    this.#clear(0);
  }

  async #compose(query: ReturnType<typeof toSessionQuery>, name: string, revision: number): Promise<RawJson> {
    const { source, isCurrent } = recordLookups(this.#services);
    const text = JSON.stringify(await readList(query, this.#services, source)).slice(1);
    // A session may have been written in the meantime, and a list of the last minutes is never requested twice.
    const isKept = revision === this.#services.engine.sessions.revision() && query.updatedSince === undefined;
    if (isKept && text.length <= MAX_LIST_CHARACTERS) this.#keep(name, { text, isCurrent }, revision);
    return this.#respond(text);
  }

  #keep(name: string, list: KeptList, revision: number): void {
    const before = this.#kept.get(name)?.text.length ?? 0;
    if (this.#characters - before + list.text.length > MAX_CHARACTERS) this.#clear(revision);
    this.#characters += list.text.length - (this.#kept.get(name)?.text.length ?? 0);
    this.#kept.set(name, list);
  }

  #clear(revision: number): void {
    this.#kept.clear();
    this.#characters = 0;
    this.#revision = revision;
  }

  #respond(text: string): RawJson {
    return new RawJson(`{"ts":${this.#services.clock.now()},`, text);
  }
}
