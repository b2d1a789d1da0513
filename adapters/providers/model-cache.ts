// The models that providers told of: asked at most once at a time, remembered over a restart, never waited for too long.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { ModelInfo, Provider } from '#core/ports/provider.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

/** What the last question for models gave. */
export interface ModelAnswer {
  readonly models: readonly ModelInfo[];
  readonly reachable: 'yes' | 'no';
  readonly error?: string;
  /** By `clock.monotonic`. */
  readonly at: number;
}

/** A failed question is not repeated for this long, ms. */
const FAILURE_TTL_MS = 30_000;
/** Longest that a question may take in the background, ms. */
const QUESTION_LIMIT_MS = 15_000;
const PREFIX = 'provider-models.';

/** The cache. Nothing runs when nobody asks. */
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

  /** Reads what earlier runs of the host learned. */
  async load(): Promise<void> {
    for (const { key, value } of await this.#settings.list(PREFIX)) {
      const models = Array.isArray(value) ? value.filter(isModelInfo) : [];
      this.#remembered.set(key.slice(PREFIX.length), models);
    }
  }

  /** The last answer, if it still counts. */
  peek(id: string): ModelAnswer | undefined {
    const answer = this.#answers.get(id);
    const stale = answer?.reachable === 'no' && this.#clock.monotonic() - answer.at > FAILURE_TTL_MS;
    return stale ? undefined : answer;
  }

  /** A model by name, as last heard of. */
  find(id: string, model: string): ModelInfo | undefined {
    const models = this.#answers.get(id)?.models ?? [];
    return models.find((one) => one.id === model) ?? this.#remembered.get(id)?.find((one) => one.id === model);
  }

  /** Models known from before, for a server that does not answer now. */
  remembered(id: string): readonly ModelInfo[] {
    return this.#remembered.get(id) ?? [];
  }

  forget(id: string): void {
    this.#answers.delete(id);
  }

  /** Asks the provider. Stops waiting after `limitMs`; the request continues and its result is cached. */
  async ask(provider: Provider, limitMs: number, explain: (error: unknown) => string): Promise<ModelAnswer> {
    const question = this.#running.get(provider.id) ?? this.#start(provider, explain);
    let cancel = (): void => undefined;
    const late = new Promise<ModelAnswer>((resolve) => {
      cancel = this.#clock.after(limitMs, () =>
        resolve({
          models: [],
          reachable: 'no',
          error: `No response within ${limitMs / 1000} s.`,
          at: this.#clock.monotonic(),
        }),
      );
    });
    const answer = await Promise.race([question, late]);
    cancel();
    if (!this.#answers.has(provider.id)) this.#answers.set(provider.id, answer);
    return answer;
  }

  #start(provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    const question = this.#question(provider, explain).finally(() => this.#running.delete(provider.id));
    this.#running.set(provider.id, question);
    return question;
  }

  async #question(provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    const answer = await this.#answerOf(provider, explain);
    this.#answers.set(provider.id, answer);
    if (answer.reachable === 'yes') await this.#remember(provider.id, answer.models);
    return answer;
  }

  async #answerOf(provider: Provider, explain: (error: unknown) => string): Promise<ModelAnswer> {
    try {
      const models = await provider.models(AbortSignal.timeout(QUESTION_LIMIT_MS));
      return { models, reachable: 'yes', at: this.#clock.monotonic() };
    } catch (error) {
      return { models: [], reachable: 'no', error: explain(error), at: this.#clock.monotonic() };
    }
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
