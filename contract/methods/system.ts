// The host: health, status, machine, presence, updates.
import type { JsonObject } from '../types/json-object.ts';
import { defineMethod } from './define-method.ts';
import { published, publishedResult } from '../wire/published.ts';
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
  status: defineMethod({
    summary: 'Returns a detailed summary for the `status` command.',
    scope: 'operator.read',
    params: closed({ includeChannelSummary: Type.Optional(Type.Boolean()) }),
    ignores: { includeChannelSummary: '`channels.status` reports channels.' },
    result: resultType<JsonObject>('StatusPayload'),
  }),
  'system.info': defineMethod({
    summary: 'Returns facts about this machine and process.',
    scope: 'operator.read',
    params: NoParams,
    result: publishedResult('SystemInfoResult'),
  }),
  'update.status': defineMethod({
    summary: "Returns the update status. Gatehouse doesn't check for updates, so none is ever reported.",
    scope: 'operator.admin',
    stub: true,
    ...published('UpdateStatus'),
  }),
  'system-presence': defineMethod({
    summary: 'Lists connected clients.',
    scope: 'operator.read',
    params: NoParams,
    result: Type.Array(Type.Unknown()),
  }),
} as const;
