// `gatehouse approvals proofs`: sensitive calls that require a person's confirmation.
import { withGateway } from '../connection/gateway-connection.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import type { Column } from '../output/table.ts';
import { argument, type CommandContext, type Subcommand } from '../parser/command.ts';

const PROOF = [{ name: 'proof', completes: 'proof' }] as const;

/** Subcommands of `approvals`. */
export const PROOF_SUBCOMMANDS: readonly Subcommand[] = [
  { name: 'proofs list', summary: 'List sensitive calls that require confirmation', run: list },
  {
    name: 'proofs confirm',
    summary: 'Confirm a sensitive call; the caller may make it once',
    args: PROOF,
    run: (context) => resolve(context, 'proof.confirm', 'Confirmed.'),
  },
  {
    name: 'proofs deny',
    summary: 'Deny a sensitive call',
    args: PROOF,
    run: (context) => resolve(context, 'proof.deny', 'Denied.'),
  },
];

const COLUMNS: readonly Column[] = [
  { title: 'PROOF' },
  { title: 'REQUESTED' },
  { title: 'REQUESTED BY' },
  { title: 'METHOD' },
  { title: 'PARAMS' },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('proof.list', {});
    context.output.json({ ok: true, pending });
    const rows = pending.map(({ id, createdAtMs, actor, method, params }) => [
      id,
      formatTime(createdAtMs),
      actor,
      method,
      params,
    ]);
    context.output.table(COLUMNS, rows, 'No pending confirmations.');
    return EXIT.ok;
  });
}

function resolve(context: CommandContext, method: 'proof.confirm' | 'proof.deny', text: string): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const id = argument(context, 0);
    await client.request(method, { id });
    context.output.json({ ok: true, id });
    context.output.line(text);
    return EXIT.ok;
  });
}
