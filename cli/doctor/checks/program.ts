// Node, this installation, and the account that it runs as.
import { statSync } from 'node:fs';
import { describeVulnerableNode } from '#host/node-version.mjs';
import { productVersion } from '#host/shell-settings.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

export const PROGRAM_CHECK: Check = {
  id: 'program',
  title: 'Program',
  run: async (facts) => [node(), ...version(facts), ...account(facts)],
};

function node(): Finding {
  const vulnerable = describeVulnerableNode(process.versions.node);
  if (vulnerable === undefined) return ok(`Node ${process.versions.node}`);
  return problem(vulnerable, 'Install a fixed version from https://nodejs.org/en/download, then restart Gatehouse.');
}

function version({ client, owner, connectionError }: DoctorFacts): readonly Finding[] {
  const installed = productVersion();
  if (owner === undefined) return [note(`Gatehouse ${installed} is installed, but not running`, 'gatehouse start')];
  if (client === undefined)
    return [
      warning(
        `A gateway is running (PID ${owner.pid}), but can't be asked: ${connectionError ?? 'it is still starting'}`,
      ),
    ];
  const running = client.hello()?.server.version ?? 'unknown';
  if (running === installed) return [ok(`Gatehouse ${running} is running (PID ${owner.pid})`)];
  return [warning(`Version ${running} is running, but ${installed} is installed`, 'Restart Gatehouse.')];
}

/** On Linux and macOS. Commands of agents run as the account of the gateway. */
function account({ owner, home }: DoctorFacts): readonly Finding[] {
  if (process.getuid === undefined || process.platform === 'win32') return [];
  const uid = owner === undefined ? findOwner(home) : (findOwner(`/proc/${owner.pid}`) ?? findOwner(home));
  if (uid !== 0) return [];
  return [
    warning(
      'Gatehouse runs as root, so commands of agents that no machine isolates run as root, too',
      'gatehouse service install --scope system',
    ),
  ];
}

function findOwner(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}
