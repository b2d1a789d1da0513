// Where agents run commands: container engine, confinement, and what isolates nothing.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { plainLine } from '../../output/plain-text.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

export const MACHINES_CHECK: Check = {
  id: 'machines',
  title: 'Machines',
  run: async (facts) => (facts.client === undefined ? withoutGateway(facts) : withGateway(facts.client)),
};

const DOCKER_SOCKET = '/var/run/docker.sock';

function withoutGateway({ environment }: DoctorFacts): readonly Finding[] {
  if (process.platform !== 'linux') return [];
  const hasProgram = (name: string) =>
    (environment['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));
  const found = [...(hasProgram('bwrap') ? ['bubblewrap'] : []), ...(existsSync(DOCKER_SOCKET) ? ['Docker'] : [])];
  if (found.length > 0) return [ok(`Found ${found.join(' and ')}`)];
  return [warning('Nothing on this computer can isolate commands of agents', 'sudo apt-get install bubblewrap')];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function withGateway(client: GatewayClient): Promise<readonly Finding[]> {
  const { kinds, default: preset, used = [], machines } = await client.request('machines.list', {});
  const chosen = new Set([...used, ...(preset.kind === undefined ? [] : [preset.kind])]);
  const available = kinds.map(({ kind, isAvailable, engine, reason = '', missingImage }): Finding => {
    if (missingImage !== undefined)
      return toMissing(
        chosen.has(kind),
        `${kind}: the image ${plainLine(missingImage)} is missing`,
        `gatehouse machines pull ${plainLine(missingImage)}`,
      );
    if (isAvailable) return ok(`${kind}${engine === undefined ? '' : `: ${plainLine(engine)}`} is available`);
    return toMissing(chosen.has(kind), `${kind} isn't available: ${plainLine(reason)}`, undefined);
  });
  return [
    ...available,
    ...(preset.kind === undefined
      ? [
          problem(
            "Commands of agents can't run, because nothing isolates them",
            'Install Docker or bubblewrap, or run "gatehouse machines use host" to run commands without isolation.',
          ),
        ]
      : []),
    ...(chosen.has('host')
      ? [warning('Commands of agents run on this computer without isolation', 'gatehouse machines use auto')]
      : []),
    ...machines.flatMap(({ id, lastError }) =>
      lastError === undefined ? [] : [warning(`${id}: ${plainLine(lastError)}`, `gatehouse machines logs ${id}`)],
    ),
  ];
}

/** What nobody uses doesn't matter much. */
function toMissing(isUsed: boolean, text: string, fix: string | undefined): Finding {
  return isUsed ? problem(text, fix) : note(text, fix);
}
