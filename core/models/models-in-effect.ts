// The model table in use: the downloaded one, with the built-in one for models that it lacks.
import type { Log } from '../ports/log.ts';
import type { ModelInfo } from '../ports/provider.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { readStoredTable, type DownloadedModel, type DownloadedTable, type ModelFacts } from './downloaded-table.ts';
import type { Price } from './model-table.ts';
import { SHIPPED_MODELS } from './shipped-models.ts';

const KEY = 'models.table';
const DATE_SUFFIX = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** Looks up a model of a provider in the downloaded table. */
export type FindFacts = (provider: string, model: string) => ModelFacts | undefined;

/** The table in use, stored in the settings. */
export class ModelsInEffect {
  readonly #settings: SettingsStore;
  readonly #listeners = new Set<() => Promise<void>>();
  #stored: DownloadedTable | undefined;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** Loads the downloaded table. Ignores one that can't be read. */
  async load(log: Log): Promise<void> {
    const value = await this.#settings.get(KEY);
    this.#stored = readStoredTable(value);
    if (value !== undefined && this.#stored === undefined)
      log.warn("Couldn't read the downloaded model table. Using the built-in one.");
  }

  /** The downloaded table; undefined if there is none, or if the built-in one is newer. */
  get downloaded(): DownloadedTable | undefined {
    return this.#stored !== undefined && this.#stored.date >= SHIPPED_MODELS.date ? this.#stored : undefined;
  }

  /** Date of the table in use, `YYYY-MM-DD`. */
  get date(): string {
    return this.downloaded?.date ?? SHIPPED_MODELS.date;
  }

  /** Limits and capabilities from the downloaded table. */
  readonly findFacts: FindFacts = (provider, model) => this.#find(provider, model)?.facts;

  /** The price of a model; undefined when it is unknown. */
  findPrice(provider: string, model: string): Price | undefined {
    return this.#find(provider, model)?.price ?? findByName(listShippedPrices(provider), model);
  }

  /** Replaces the downloaded table, or removes it. */
  async replace(table: DownloadedTable | undefined): Promise<void> {
    if (table === undefined) await this.#settings.delete(KEY);
    else await this.#settings.set(KEY, table);
    this.#stored = table;
    for (const listener of this.#listeners) await listener();
  }

  /** Adds a change listener, for values derived from the table. */
  onChange(listener: () => Promise<void>): void {
    this.#listeners.add(listener);
  }

  #find(provider: string, model: string): DownloadedModel | undefined {
    const providers = this.downloaded?.providers ?? {};
    return Object.hasOwn(providers, provider) ? findByName(providers[provider] ?? {}, model) : undefined;
  }
}

/** Applies a downloaded table's facts to what is known without it. Adds only capabilities that the provider supports. */
export function applyFacts(info: ModelInfo, facts: ModelFacts | undefined): ModelInfo {
  if (facts === undefined) return info;
  const { pdfs, ...others } = facts;
  return { ...info, ...others, ...(info.pdfs === undefined ? {} : { pdfs: info.pdfs && pdfs }) };
}

function listShippedPrices(provider: string): Readonly<Record<string, Price>> {
  const { providers } = SHIPPED_MODELS;
  return provider === 'anthropic' || provider === 'openai' ? providers[provider].prices : {};
}

/** A name with a date suffix is the same model. */
function findByName<T>(models: Readonly<Record<string, T>>, model: string): T | undefined {
  const name = [model, model.replace(DATE_SUFFIX, '')].find((one) => Object.hasOwn(models, one));
  return name === undefined ? undefined : models[name];
}
