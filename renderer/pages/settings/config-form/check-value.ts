// Checks a value against the limits of its key while it is typed. The gateway checks everything again.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import type { ConfigField } from './config-fields.ts';

/** What is wrong with the text of a field; undefined if it is valid. */
export function checkText({ kind, schema }: ConfigField, text: string): string | undefined {
  if (kind === 'number') return checkNumber(schema, text);
  if (kind === 'json') return checkJson(text);
  return checkString(schema, text);
}

/** The value of a valid text. */
export function parseText({ kind }: ConfigField, text: string): unknown {
  if (kind === 'number') return Number(text.trim().replace(',', '.'));
  return kind === 'json' ? (JSON.parse(text) as unknown) : text;
}

function checkNumber(schema: JsonObject, text: string): string | undefined {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || Number.isNaN(value)) return t('configuration.problem.number');
  if (schema['type'] === 'integer' && !Number.isInteger(value)) return t('configuration.problem.integer');
  const { minimum, maximum } = schema;
  const isLow = typeof minimum === 'number' && value < minimum;
  const isHigh = typeof maximum === 'number' && value > maximum;
  if (!isLow && !isHigh) return undefined;
  if (typeof minimum !== 'number' || typeof maximum !== 'number') return t('configuration.problem.number');
  return t('configuration.problem.range', { from: formatNumber(minimum), to: formatNumber(maximum) });
}

/** Also for the items of a list. */
export function checkString(schema: JsonObject, text: string): string | undefined {
  const { minLength, maxLength, pattern } = schema;
  if (typeof minLength === 'number' && text.length < minLength) return t('configuration.problem.empty');
  if (typeof maxLength === 'number' && text.length > maxLength)
    return t('configuration.problem.long', { max: maxLength });
  if (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)) return undefined;
  const { 'x-sample': sample, default: fallback } = schema;
  const example = typeof sample === 'string' ? sample : fallback;
  return typeof example === 'string' && example !== ''
    ? t('configuration.problem.pattern', { example })
    : t('configuration.problem.format');
}

function checkJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return t('configuration.problem.json');
  }
}

/** A value as people read it. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return t('configuration.value.unset');
  if (typeof value === 'boolean') return value ? t('configuration.value.on') : t('configuration.value.off');
  if (typeof value === 'number') return formatNumber(value);
  if (value === '' || (Array.isArray(value) && value.length === 0)) return t('configuration.value.empty');
  if (isJsonObject(value) && Object.keys(value).length === 0) return t('configuration.value.empty');
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
