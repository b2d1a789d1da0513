// `gatehouse approvals proofs`: sensitive calls of others that a person who is present must confirm.
import { operand, type Action, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/format-time.ts';

const PROOF = [{ name: 'proof', ids: 'proof' }] as const;

/** The actions, for the table of `approvals`. */
export const PROOF_ACTIONS: readonly Action[] = [
  { name: 'proofs list', summary: 'sensitive calls that wait to be confirmed', run: list },
  {
    name: 'proofs confirm',
    summary: 'confirm one; its caller may make it once',
    operands: PROOF,
    run: (context) => answer(context, 'proof.confirm', 'Confirmed.'),
  },
  {
    name: 'proofs deny',
    summary: 'turn one down',
    operands: PROOF,
    run: (context) => answer(context, 'proof.deny', 'Turned down.'),
  },
];

const COLUMNS: readonly Column[] = [
  { title: 'PROOF' },
  { title: 'SINCE' },
  { title: 'WHO' },
  { title: 'CALL' },
  { title: 'WITH' },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('proof.list', {});
    context.output.json({ ok: true, pending });
    const rows = pending.map(({ id, createdAtMs, actor, method, params }) => [
      id,
      timeText(createdAtMs),
      actor,
      method,
      params,
    ]);
    if (rows.length === 0) context.output.line('Nothing waits to be confirmed.');
    else context.output.table(COLUMNS, rows);
    return EXIT.ok;
  });
}

function answer(context: CommandContext, method: 'proof.confirm' | 'proof.deny', words: string): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const id = operand(context, 0);
    await client.request(method, { id });
    context.output.json({ ok: true, id });
    context.output.line(words);
    return EXIT.ok;
  });
}
