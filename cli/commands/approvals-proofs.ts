// `gatehouse approvals proofs`: sensitive calls that require a person's confirmation.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatTime } from '../output/format-time.ts';
import { argument, type CommandContext, type Subcommand } from '../parser/command.ts';

const PROOF = [{ name: 'proof', completes: 'proof' }] as const;

/** Subcommands of `approvals`. */
export const PROOF_SUBCOMMANDS: readonly Subcommand[] = [
  { name: 'proofs list', summary: 'List sensitive calls that require confirmation', run: withClient(list) },
  {
    name: 'proofs confirm',
    summary: 'Confirm a sensitive call; the caller may make it once',
    args: PROOF,
    run: resolve('proof.confirm', 'Confirmed.'),
  },
  { name: 'proofs deny', summary: 'Deny a sensitive call', args: PROOF, run: resolve('proof.deny', 'Denied.') },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { pending } = await client.request('proof.list', {});
  output.json({ ok: true, pending });
  output.table(
    [
      { title: 'PROOF', cell: ({ id }) => id },
      { title: 'REQUESTED', cell: ({ createdAtMs }) => formatTime(createdAtMs) },
      { title: 'REQUESTED BY', cell: ({ actor }) => actor },
      { title: 'METHOD', cell: ({ method }) => method },
      { title: 'PARAMS', cell: ({ params }) => params },
    ],
    pending,
    'No pending confirmations.',
  );
}

function resolve(method: 'proof.confirm' | 'proof.deny', text: string): Subcommand['run'] {
  return withClient(async (context, client) => {
    const id = argument(context, 0);
    await client.request(method, { id });
    context.output.result({ ok: true, id }, text);
  });
}
