// Caches the models of providers, by slot: the name of a provider, or of a user's personal access to it. Requests are shared and
// time out, and results survive a restart.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { ModelInfo, Provider } from '#core/ports/provider.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

/** The result of the last request. */
export interface ModelAnswer {
  readonly models: readonly ModelInfo[];
  readonly reachable: 'yes' | 'no';
  readonly error?: string;
  /** By `clock.monotonic`. */
  readonly at: number;
}

/** Time before a failed request is repeated, ms. */
const FAILURE_TTL_MS = 30_000;
/** Timeout of a request in the background, ms. */
const REQUEST_TIMEOUT_MS = 15_000;
const PREFIX = 'provider-models.';

/** The cache. It has no timers while it isn't used. */
export class ModelCache {
  readonly #settings: SettingsStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #answers = new Map<string, ModelAnswer>();
  readonly #remembered = new Map<string, readonly ModelInfo[]>();
  readonly #running = new Map<string, Promise<ModelAnswer>>();

  constructor(settings: SettingsStore, clock: Clock, log: Log) {
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
  }

  /** Loads the results from before the restart. */
  async load(): Promise<void> {
    for (const { key, value } of await this.#settings.list(PREFIX)) {
      const models = Array.isArray(value) ? value.filter(isModelInfo) : [];
      this.#remembered.set(key.slice(PREFIX.length), models);
    }
  }

  /** The last result, unless it expired. */
  peek(slot: string): ModelAnswer | undefined {
    const answer = this.#answers.get(slot);
    const stale = answer?.reachable === 'no' && this.#clock.monotonic() - answer.at > FAILURE_TTL_MS;
    return stale ? undefined : answer;
  }

  /** A model of a provider by name, from the last results of any user: a model is the same for everyone. */
  find(id: string, model: string): ModelInfo | undefined {
    const answers = [...this.#answers].map(([slot, { models }]) => [slot, models] as const);
    const lists = [...answers, ...this.#remembered].filter(([slot]) => belongsTo(slot, id));
    return lists.flatMap(([, models]) => models.find((one) => one.id === model) ?? [])[0];
  }

  /** The last known models, for a server that doesn't respond. */
  remembered(slot: string): readonly ModelInfo[] {
    return this.#remembered.get(slot) ?? [];
  }

  /** Forgets the last results of a provider, and ignores those of running requests. */
  forget(id: string): void {
    for (const slots of [this.#answers, this.#running])
      for (const slot of slots.keys()) if (belongsTo(slot, id)) slots.delete(slot);
  }

  /** Forgets everything about the models of a provider, because it is no longer valid. */
  async drop(id: string): Promise<void> {
    this.forget(id);
    for (const slot of [...this.#remembered.keys()].filter((one) => belongsTo(one, id))) {
      this.#remembered.delete(slot);
      await this.#settings.delete(`${PREFIX}${slot}`);
    }
  }

  /** Requests the models. Stops waiting after `limitMs`; the request continues and its result is cached. */
  async ask(
    slot: string,
    provider: Provider,
    limitMs: number,
    explain: (error: unknown) => string,
  ): Promise<ModelAnswer> {
    const request = this.#running.get(slot) ?? this.#start(slot, provider, explain);
    const late = Promise.withResolvers<ModelAnswer>();
    const cancel = this.#clock.after(limitMs, () =>
      late.resolve(this.#unreachable(`No response within ${limitMs / 1000} s.`)),
    );
    const answer = await Promise.race([request, late.promise]);
    cancel();
    if (this.#running.get(slot) === request && !this.#answers.has(slot)) this.#answers.set(slot, answer);
    return answer;
  }

  #start(slot: string, provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    const request = this.#request(provider, explain).then(async (answer) => {
      // Otherwise, the key or the address was changed meanwhile.
      if (this.#running.get(slot) === request) await this.#keep(slot, answer);
      return answer;
    });
    this.#running.set(slot, request);
    return request;
  }

  async #request(provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    try {
      const models = await provider.models(AbortSignal.timeout(REQUEST_TIMEOUT_MS));
      return { models, reachable: 'yes', at: this.#clock.monotonic() };
    } catch (error) {
      return this.#unreachable(explain(error));
    }
  }

  async #keep(slot: string, answer: ModelAnswer): Promise<void> {
    this.#running.delete(slot);
    this.#answers.set(slot, answer);
    if (answer.reachable === 'yes') await this.#remember(slot, answer.models);
  }

  #unreachable(error: string): ModelAnswer {
    return { models: [], reachable: 'no', error, at: this.#clock.monotonic() };
  }

  async #remember(slot: string, models: readonly ModelInfo[]): Promise<void> {
    const known = this.#remembered.get(slot);
    this.#remembered.set(slot, models);
    if (JSON.stringify(known) === JSON.stringify(models)) return;
    try {
      await this.#settings.set(`${PREFIX}${slot}`, models);
    } catch (error) {
      this.#log.warn("Couldn't save the list of models.", { provider: slot, cause: String(error) });
    }
  }
}

/** Whether a slot is one of the provider. */
export function belongsTo(slot: string, id: string): boolean {
  return slot === id || slot.startsWith(`${id} `);
}

function isModelInfo(value: unknown): value is ModelInfo {
  return (
    isJsonObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['contextWindow'] === 'number' &&
    typeof value['maxOutput'] === 'number'
  );
}
