// The context of runs, and of sessions that people look at.
import { getOptions, type ActiveRun } from '../runs/active-run.ts';
import { openSessionMachine } from '../sessions/keep-machine.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import { collectContext, contextSettings, type CollectedPart } from './collect-context.ts';

/** Collects the context of a run for its session. Returns nothing if the run is stopped meanwhile. */
export async function collectForRun(
  run: ActiveRun,
  consoles: Pick<ConsoleFacet, 'list'>,
): Promise<readonly CollectedPart[]> {
  const { actor, agent, ports, signal } = run;
  const { record } = actor;
  const isVerbatim = getOptions(run).verbatimHistory === true;
  if (record === undefined || isVerbatim) return [];
  let machine: ReturnType<typeof openSessionMachine> | undefined;
  const source = {
    ports,
    consoles,
    record: { ...record, workspace: record.workspace === '' ? agent.workspace : record.workspace },
    view: async () => actor.whole(),
    machine: () => (machine ??= openSessionMachine(ports, agent, actor)),
    signal,
  };
  return collectContext(source, contextSettings(agent, record));
}
