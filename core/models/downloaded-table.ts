// The format of a downloaded model table and its validation. Anything outside these fields and ranges is dropped.
import { isCalendarDate } from '#contract/types/parse-time.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { hasControlCharacter, hasInvisibleCharacter } from '#contract/types/hidden-characters.ts';
import type { Price } from './model-table.ts';
import { SHIPPED_MODELS } from './shipped-models.ts';

/** Limits and capabilities of a model. */
export interface ModelFacts {
  readonly name?: string;
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly tools: boolean;
  readonly images: boolean;
  readonly pdfs: boolean;
  readonly reasoning: boolean;
}

/** What a downloaded table says about a model. A price that Gatehouse can't represent is omitted. */
export interface DownloadedModel {
  readonly facts: ModelFacts;
  readonly price?: Price;
}

/** A downloaded table: models by provider and name. */
export interface DownloadedTable {
  /** Date of the download, `YYYY-MM-DD`. */
  readonly date: string;
  /** Address from which it was downloaded. */
  readonly source: string;
  /** Time of the download, ms. */
  readonly downloadedAt: number;
  readonly providers: Readonly<Record<string, Readonly<Record<string, DownloadedModel>>>>;
}

/** Providers whose models are read from a table. */
export const TABLE_PROVIDERS: readonly string[] = Object.keys(SHIPPED_MODELS.providers);

/** Maximum number of models per provider. No real provider has more. */
const MAX_MODELS = 2_000;
const MODEL_ID = /^[A-Za-z0-9][\w.:-]{0,127}$/;
const MAX_NAME = 100;
/** Plausible limits, tokens. */
const WINDOW = [1_000, 100_000_000] as const;
/** Highest plausible price, US dollars per million tokens. */
const MAX_PRICE = 10_000;
const MAX_FACTOR = 100;

/** Reads a stored table; undefined if it isn't one, for example because another version stored it. */
export function readStoredTable(value: unknown): DownloadedTable | undefined {
  if (!isJsonObject(value) || !isJsonObject(value['providers'])) return undefined;
  const { date, source, downloadedAt, providers } = value;
  if (typeof date !== 'string' || !isCalendarDate(date)) return undefined;
  if (typeof source !== 'string' || typeof downloadedAt !== 'number') return undefined;
  return { date, source, downloadedAt, providers: readProviders(providers, readStoredModel) };
}

/** Reads the models of the known providers. Models that `read` rejects are omitted. */
export function readProviders(
  providers: Readonly<Record<string, unknown>>,
  read: (model: Readonly<Record<string, unknown>>) => DownloadedModel | undefined,
): DownloadedTable['providers'] {
  const entries = TABLE_PROVIDERS.map((id) => {
    const models = Object.hasOwn(providers, id) && isJsonObject(providers[id]) ? providers[id] : {};
    const found = Object.keys(models)
      .slice(0, MAX_MODELS)
      .flatMap((name) => {
        const model = models[name];
        const known = MODEL_ID.test(name) && isJsonObject(model) ? read(model) : undefined;
        return known === undefined ? [] : [[name, known] as const];
      });
    return [id, Object.fromEntries(found)] as const;
  });
  return Object.fromEntries(entries);
}

function readStoredModel({ facts, price }: Readonly<Record<string, unknown>>): DownloadedModel | undefined {
  const checked = isJsonObject(facts) ? checkFacts(facts) : undefined;
  return checked === undefined ? undefined : { facts: checked, ...withPrice(isJsonObject(price) ? price : {}) };
}

/** The facts, if all of them are plausible. */
export function checkFacts(value: Readonly<Record<string, unknown>>): ModelFacts | undefined {
  const { name, contextWindow, maxOutput, tools, images, pdfs, reasoning } = value;
  if (!isWithin(contextWindow, WINDOW) || !isWithin(maxOutput, [1, contextWindow])) return undefined;
  const limits = { contextWindow, maxOutput };
  if (typeof tools !== 'boolean' || typeof images !== 'boolean') return undefined;
  if (typeof pdfs !== 'boolean' || typeof reasoning !== 'boolean') return undefined;
  return { ...(isName(name) ? { name } : {}), ...limits, tools, images, pdfs, reasoning };
}

/** The price, if all of its parts are plausible. A price of zero means that the price is unknown. */
export function withPrice(value: Readonly<Record<string, unknown>>): Pick<DownloadedModel, 'price'> {
  const { input, output, cacheRead, cacheWrite, longPrompt } = value;
  if (!isPrice(input) || !isPrice(output) || !isPrice(cacheRead) || !isPrice(cacheWrite)) return {};
  if (input === 0 && output === 0) return {};
  const base = { input, output, cacheRead, cacheWrite };
  if (longPrompt === undefined) return { price: base };
  if (!isJsonObject(longPrompt)) return {};
  const { above, promptFactor, outputFactor } = longPrompt;
  if (!isWithin(above, WINDOW) || !isFactor(promptFactor) || !isFactor(outputFactor)) return {};
  return { price: { ...base, longPrompt: { above, promptFactor, outputFactor } } };
}

function isWithin(value: unknown, [least, most]: readonly [number, number]): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= least && value <= most;
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_PRICE;
}

function isFactor(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= MAX_FACTOR;
}

function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > MAX_NAME) return false;
  return !/\s{2}|[\t\n]/.test(value) && !hasControlCharacter(value) && !hasInvisibleCharacter(value);
}
