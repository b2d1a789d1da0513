// The context of runs, and of sessions that people look at.
import { getOptions, type ActiveRun } from '../runs/active-run.ts';
import { openSessionMachine } from '../sessions/keep-machine.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import type { Machine } from '../ports/machine.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { collectContext, contextSettings, type CollectedPart } from './collect-context.ts';

/** Opens the machine of a run. */
type OpenMachine = (run: ActiveRun) => Promise<Machine>;

const openForRun: OpenMachine = ({ ports, agent, actor }) => openSessionMachine(ports, agent, actor);

/** For people who look at the context: this doesn't choose the machine for the session, and only reads files on it. */
export const openForInspection: OpenMachine = ({ ports, agent, actor: { key, record } }) =>
  openMachine(ports.machines, agent, { key, workspace: record?.workspace, machine: record?.machine });

/** Collects the context of a run for its session. Returns nothing if the run is stopped meanwhile. */
export async function collectForRun(
  run: ActiveRun,
  consoles: Pick<ConsoleFacet, 'list'>,
  open = openForRun,
): Promise<readonly CollectedPart[]> {
  const { actor, agent, ports, signal } = run;
  const { record } = actor;
  const isVerbatim = getOptions(run).verbatimHistory === true;
  if (record === undefined || isVerbatim) return [];
  let machine: Promise<Machine> | undefined;
  const source = {
    ports,
    consoles,
    record: { ...record, workspace: record.workspace === '' ? agent.workspace : record.workspace },
    view: async () => actor.whole(),
    machine: () => (machine ??= open(run)),
    signal,
  };
  return collectContext(source, contextSettings(agent, record));
}
