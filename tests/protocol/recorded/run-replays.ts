// Replays every transcript on one host and gathers what it said, by label.
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import { MODEL, startProtocolHost } from '../support/protocol-host.ts';
import { connected } from '../support/raw-socket.ts';
import { stageFor, type Replay } from './replay.ts';
import { REPLAYS } from './replays/registry.ts';
import { ASK } from './replays/turns.ts';
import { observationsOf, type Observation } from './traffic.ts';

/** All values under each label. */
export type Heard = ReadonlyMap<string, readonly unknown[]>;

/** Runs all replays, and at the end the recorded shutdown. */
export async function runReplays(): Promise<Heard> {
  const gateway = await startProtocolHost(reply);
  const observations: Observation[] = [];
  const owner = await connected(gateway.url);
  await owner.request('setup', 'setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
  owner.close();
  const rehearse = async ({ file, run }: Replay): Promise<void> => {
    const { stage, traffic, notes, close } = stageFor(file, gateway);
    await run(stage);
    observations.push(...traffic().flatMap(observationsOf), ...notes());
    close();
  };
  for (const replay of REPLAYS) await rehearse(replay);
  await rehearse({
    file: 'shutdown',
    async run({ connect }) {
      const client = await connect();
      await gateway.stop();
      await client.socket.closed;
    },
  });
  const heard = new Map<string, unknown[]>();
  for (const { label, value } of observations) heard.set(label, [...(heard.get(label) ?? []), value]);
  return heard;
}

function reply(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'The tool said something.' }] };
  if (asked.includes(ASK.tool))
    return { steps: [{ say: 'I use it.' }, { call: 'exec', input: { command: 'node -p 1' } }] };
  if (asked.includes(ASK.long)) return { steps: [{ say: 'A first part. ' }, { hang: true }] };
  if (asked.includes(ASK.failure)) return { status: 400 };
  return { steps: [{ say: 'Hello, this is the answer.', chunks: 6, everyMs: 5 }] };
}
