// The configuration file.
import type { ConfigSnapshot, ConfigWritten } from '../types/configuration.ts';
import { defineMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, resultType } from './results.ts';

const NO_RESTART_REASON = 'A change does not restart the gateway, so there is nothing to delay or report.';
const NO_RESTART = {
  sessionKey: NO_RESTART_REASON,
  deliveryContext: NO_RESTART_REASON,
  restartDelayMs: NO_RESTART_REASON,
} as const;

/** Methods that read and change the configuration file. */
export const CONFIGURATION_METHODS = {
  'config.get': defineMethod({
    summary: 'Returns the configuration file, raw and resolved, with secrets redacted.',
    scope: 'operator.read',
    params: NoParams,
    result: resultType<ConfigSnapshot>('ConfigSnapshot'),
  }),
  'config.patch': defineMethod({
    summary: 'Merges a patch into the configuration. Rejected if `baseHash` is stale.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigPatchParams'),
    ignores: { ...NO_RESTART, replacePaths: 'An array in a patch always replaces the existing one.' },
    result: resultType<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema': defineMethod({
    summary: 'Returns the JSON Schema of the configuration.',
    scope: 'operator.read',
    params: publishedParams('ConfigSchemaParams'),
    result: publishedResult('ConfigSchemaResponse'),
  }),
  'config.set': defineMethod({
    summary:
      'Replaces the whole configuration file, including comments. Rejected if `baseHash` is stale or a value is invalid. Redacted secrets keep their stored values.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigSetParams'),
    result: resultType<ConfigWritten>('ConfigWritten'),
  }),
  'config.apply': defineMethod({
    summary:
      'Replaces the whole configuration file, like `config.set`. Changes take effect immediately, except for the keys listed in `reload.restart`.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigApplyParams'),
    ignores: NO_RESTART,
    result: resultType<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema.lookup': defineMethod({
    summary: 'Describes a configuration key: its schema, when a change takes effect, and its child keys.',
    scope: 'operator.read',
    ...published('ConfigSchemaLookup'),
  }),
} as const;
