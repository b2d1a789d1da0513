// The host: health, status, machine, presence.
import type { JsonObject } from '../types/json-object.ts';
import { defineMethod, readMethod } from './define-method.ts';
import { publishedResult } from '../wire/published.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that return the state of the host. */
export const SYSTEM_METHODS = {
  health: defineMethod({
    summary: 'Returns liveness and a summary of agents and sessions.',
    scope: 'any',
    role: 'any',
    params: closed({ probe: Type.Optional(Type.Boolean()) }),
    ignores: { probe: '`channels.status` reports channels.' },
    result: resultType<JsonObject>('HealthPayload'),
  }),
  status: readMethod({
    summary: 'Returns a detailed summary for the `status` command.',
    params: closed({ includeChannelSummary: Type.Optional(Type.Boolean()) }),
    ignores: { includeChannelSummary: '`channels.status` reports channels.' },
    result: resultType<JsonObject>('StatusPayload'),
  }),
  'system.info': readMethod({
    summary: 'Returns facts about this computer and process.',
    params: NoParams,
    result: publishedResult('SystemInfoResult'),
  }),
  'system-presence': readMethod({
    summary: 'Lists connected clients.',
    params: NoParams,
    result: Type.Array(Type.Unknown()),
  }),
} as const;
