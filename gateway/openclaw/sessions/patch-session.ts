// Changes a session: maps the params of `sessions.patch` to the stored record; `null` clears a field.
import { GatewayError } from '#contract/wire/errors.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { splitModel, sessionRow } from '../session-row.ts';
import { requireSameConversation } from '#core/sessions/session-input.ts';
import { toExpectedModes, toWantedMode } from '../permission-modes.ts';
import { requireThinking } from '../run-options.ts';
import { requireMachineGrant, requireModeGrant } from './session-grants.ts';

type Params = MethodParams<'sessions.patch'>;
type Patch = { -readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined };

/** Names that are the same on both sides. */
const SAME = ['model', 'icon', 'color', 'category', 'resetPolicy', 'retentionDays', 'machine', 'context'] as const;

/** Changes one session. `prove` requires a fresh proof of the whole call. */
export async function patchSession(
  params: Params,
  { services, connection }: Pick<Call, 'services' | 'connection'>,
  prove: () => void,
): Promise<MethodResult<'sessions.patch'>> {
  const before = await services.engine.sessions.require(params.key, params.agentId);
  requireSameConversation(before, params.expectedSessionId);
  requireSameMode(before, params.expectedPermissionMode);
  if (typeof params.model === 'string') await services.engine.providers.requireModel(params.model);
  if (params.machine !== undefined) await requireMachineGrant(params.machine, { services, prove });
  const mode = toWantedMode(params, before.approvalMode);
  requireModeGrant(mode, before.agentId, before, { services, connection, prove });
  const change = recordPatch(params, services.clock.now());
  const { persona } = params;
  if (persona !== undefined)
    change.persona = persona === null ? undefined : await services.engine.personas.fill(persona, before);
  if (mode !== undefined) change.approvalMode = mode ?? undefined;
  return toPatchResult(await services.engine.sessions.patch(before.key, change, connection.principal), services);
}

/** Rejects a change that was made while another permission mode was in effect. @throws {GatewayError} */
function requireSameMode({ approvalMode }: SessionRecord, expected: Params['expectedPermissionMode']): void {
  if (toExpectedModes(expected)?.includes(approvalMode ?? null) !== false) return;
  throw new GatewayError(
    'INVALID_REQUEST',
    'the permission mode has changed since it was read; reload the session and retry',
    {
      details: { reason: 'settings-changed', code: 'PERMISSION_MODE_CHANGED' },
    },
  );
}

/** The result of a change. */
export function toPatchResult(record: SessionRecord, services: GatewayServices): MethodResult<'sessions.patch'> {
  const resolved = splitModel(record.model ?? services.engine.agents.model(record.agentId));
  return { ok: true, path: services.identity.home, key: record.key, entry: sessionRow(record, services), resolved };
}

/** The change; fields that are absent in `params` stay as they are. */
function recordPatch(params: Params, now: number): Patch {
  const patch: Patch = {};
  for (const name of SAME) {
    const value = params[name];
    // The schema of the params gives each of these fields the type of its namesake, or null.
    if (value !== undefined) Object.assign(patch, { [name]: value === null ? undefined : value });
  }
  const { thinkingLevel } = params;
  if (thinkingLevel !== undefined) patch.thinkingLevel = thinkingLevel ? requireThinking(thinkingLevel) : undefined;
  if (params.label !== undefined) patch.title = params.label ?? undefined;
  if (typeof params.pinned === 'boolean') patch.pinnedAt = params.pinned ? now : undefined;
  if (typeof params.archived === 'boolean') patch.archivedAt = params.archived ? now : undefined;
  if (typeof params.unread === 'boolean') patch.unread = params.unread;
  return patch;
}
