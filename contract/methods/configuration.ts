// The configuration file.
import { Type } from 'typebox';
import type { ConfigCheck, ConfigSnapshot, ConfigWritten } from '../types/configuration.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, closed, resultType } from './results.ts';

const NO_RESTART_REASON = 'A change does not restart the gateway, so there is nothing to delay or report.';
const NO_RESTART = {
  sessionKey: NO_RESTART_REASON,
  deliveryContext: NO_RESTART_REASON,
  restartDelayMs: NO_RESTART_REASON,
} as const;

/** Methods that read and change the configuration file. */
export const CONFIGURATION_METHODS = {
  'config.get': readMethod({
    summary: 'Returns the configuration file, raw and resolved, with secrets redacted.',
    params: NoParams,
    result: resultType<ConfigSnapshot>('ConfigSnapshot'),
  }),
  'config.patch': adminMethod({
    summary: 'Merges a patch into the configuration. Rejected if `baseHash` is stale.',
    rate: 'controlPlane',
    params: publishedParams('ConfigPatchParams'),
    ignores: { ...NO_RESTART, replacePaths: 'An array in a patch always replaces the existing one.' },
    result: resultType<ConfigWritten>('ConfigWritten'),
  }),
  'config.check': adminMethod({
    summary:
      'Checks the text of a configuration file without writing it. Returns its problems with line numbers, and what it would change.',
    params: closed({ raw: Type.String({ maxLength: 2_000_000 }) }),
    result: resultType<ConfigCheck>('ConfigCheck'),
  }),
  'config.schema': readMethod({
    summary: 'Returns the JSON Schema of the configuration.',
    params: publishedParams('ConfigSchemaParams'),
    result: publishedResult('ConfigSchemaResponse'),
  }),
  'config.set': adminMethod({
    summary:
      'Replaces the whole configuration file, including comments. Rejected if `baseHash` is stale or a value is invalid. Redacted secrets keep their stored values.',
    rate: 'controlPlane',
    params: publishedParams('ConfigSetParams'),
    result: resultType<ConfigWritten>('ConfigWritten'),
  }),
  'config.apply': adminMethod({
    summary:
      'Replaces the whole configuration file, like `config.set`. Changes take effect immediately, except for the keys listed in `reload.restart`.',
    rate: 'controlPlane',
    params: publishedParams('ConfigApplyParams'),
    ignores: NO_RESTART,
    result: resultType<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema.lookup': readMethod({
    summary: 'Describes a configuration key: its schema, when a change takes effect, and its child keys.',
    ...published('ConfigSchemaLookup'),
  }),
} as const;
