// Caches the models of providers. Requests are shared and limited in time, and results survive a restart.
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
  peek(id: string): ModelAnswer | undefined {
    const answer = this.#answers.get(id);
    const stale = answer?.reachable === 'no' && this.#clock.monotonic() - answer.at > FAILURE_TTL_MS;
    return stale ? undefined : answer;
  }

  /** A model by name, from the last results. */
  find(id: string, model: string): ModelInfo | undefined {
    const models = this.#answers.get(id)?.models ?? [];
    return models.find((one) => one.id === model) ?? this.#remembered.get(id)?.find((one) => one.id === model);
  }

  /** The last known models, for a server that doesn't respond. */
  remembered(id: string): readonly ModelInfo[] {
    return this.#remembered.get(id) ?? [];
  }

  forget(id: string): void {
    this.#answers.delete(id);
  }

  /** Forgets everything about the models of a provider, because it isn't valid any more. */
  async drop(id: string): Promise<void> {
    this.forget(id);
    this.#remembered.delete(id);
    await this.#settings.delete(`${PREFIX}${id}`);
  }

  /** Requests the models. Stops waiting after `limitMs`; the request continues and its result is cached. */
  async ask(provider: Provider, limitMs: number, explain: (error: unknown) => string): Promise<ModelAnswer> {
    const request = this.#running.get(provider.id) ?? this.#start(provider, explain);
    const late = Promise.withResolvers<ModelAnswer>();
    const cancel = this.#clock.after(limitMs, () =>
      late.resolve(this.#unreachable(`No response within ${limitMs / 1000} s.`)),
    );
    const answer = await Promise.race([request, late.promise]);
    cancel();
    if (!this.#answers.has(provider.id)) this.#answers.set(provider.id, answer);
    return answer;
  }

  #start(provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    const request = this.#request(provider, explain).finally(() => this.#running.delete(provider.id));
    this.#running.set(provider.id, request);
    return request;
  }

  async #request(provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    try {
      const models = await provider.models(AbortSignal.timeout(REQUEST_TIMEOUT_MS));
      const answer: ModelAnswer = { models, reachable: 'yes', at: this.#clock.monotonic() };
      this.#answers.set(provider.id, answer);
      await this.#remember(provider.id, models);
      return answer;
    } catch (error) {
      const answer = this.#unreachable(explain(error));
      this.#answers.set(provider.id, answer);
      return answer;
    }
  }

  #unreachable(error: string): ModelAnswer {
    return { models: [], reachable: 'no', error, at: this.#clock.monotonic() };
  }

  async #remember(id: string, models: readonly ModelInfo[]): Promise<void> {
    const known = this.#remembered.get(id);
    this.#remembered.set(id, models);
    if (JSON.stringify(known) === JSON.stringify(models)) return;
    try {
      await this.#settings.set(`${PREFIX}${id}`, models);
    } catch (error) {
      this.#log.warn("Couldn't save the list of models.", { provider: id, cause: String(error) });
    }
  }
}

function isModelInfo(value: unknown): value is ModelInfo {
  return (
    isJsonObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['contextWindow'] === 'number' &&
    typeof value['maxOutput'] === 'number'
  );
}
