// The configuration file.
import type { ConfigSnapshot, ConfigWritten } from '../types/configuration.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, resultOf } from './results.ts';

export const CONFIGURATION_METHODS = {
  'config.get': defineMethod({
    summary: 'The configuration file, raw and resolved, without secrets.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<ConfigSnapshot>('ConfigSnapshot'),
  }),
  'config.patch': defineMethod({
    summary: 'Merges into the configuration; refused when `baseHash` is stale.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigPatchParams'),
    result: resultOf<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema': defineMethod({
    summary: 'JSON Schema of the configuration.',
    scope: 'operator.read',
    params: publishedParams('ConfigSchemaParams'),
    result: publishedResult('ConfigSchemaResponse'),
  }),
  'config.set': defineMethod({
    summary:
      'Writes the whole file as it is sent, comments included; refused when `baseHash` is stale or a value is wrong. A placeholder for a secret leaves the secret as it was.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigSetParams'),
    result: resultOf<ConfigWritten>('ConfigWritten'),
  }),
  'config.apply': defineMethod({
    summary: 'The same. Nothing is restarted: every key takes effect at once, or `reload.restart` names it.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigApplyParams'),
    result: resultOf<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema.lookup': defineMethod({
    summary: 'What one key of the configuration is, when a change of it takes effect, and the keys below it.',
    scope: 'operator.read',
    params: publishedParams('ConfigSchemaLookupParams'),
    result: publishedResult('ConfigSchemaLookupResult'),
  }),
} as const;
