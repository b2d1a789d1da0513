// Compaction on request, while no run is active.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { CompactResult } from '../engine/sessions-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { requireWritable } from '../sessions/writable.ts';
import { createRun } from './active-run.ts';
import { compact } from './compaction.ts';
import { getSummary } from './context.ts';
import { requireAgent, modelChain } from './model-choice.ts';

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
}

/** Summarizes the older part of a session. @throws {GatewayError} while a run is active. */
export async function compactIdle({ ports, sessions }: Parts, key: string): Promise<CompactResult> {
  const actor = await sessions.load(key);
  if (actor.record === undefined) throw invalidRequest('Session not found.', 'SESSION_NOT_FOUND');
  requireWritable(actor.record);
  if (actor.view.run !== undefined)
    throw invalidRequest('A run is active.', 'RUN_ACTIVE', 'Wait for it to finish or stop it, then compact.');
  const settings = ports.config.settings();
  const agent = requireAgent(settings, actor.agentId);
  const [choice] = modelChain(settings, agent, actor.record);
  const run = createRun({ runId: ports.ids.next(), actor, agent, startedAt: ports.clock.now(), ports });
  const tokensBefore = actor.view.contextTokens;
  const compacted = await compact(run, choice, 'manual');
  const summary = compacted ? getSummary(actor.view) : undefined;
  return { compacted, tokensBefore, ...(summary === undefined ? {} : { summary }) };
}
