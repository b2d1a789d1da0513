// Prompts for an approval: y once, s for the session, a always, n deny.
import { listSuggestedRules } from '#contract/types/needed-programs.ts';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';

import type { PendingApproval } from '../connection/follow-session.ts';
import { CommandError } from '../output/exit-codes.ts';
import type { CommandContext } from '../parser/command.ts';

/** Prompts until the approval is resolved, here or elsewhere. Ctrl+C resolves nothing. */
export async function askApproval(
  { input, output }: CommandContext,
  client: GatewayClient,
  { approvalId: id, subject, resolved }: PendingApproval,
  signal: AbortSignal,
): Promise<void> {
  const elsewhere = new AbortController();
  void resolved.then(() => elsewhere.abort());
  const hasRule = listSuggestedRules(subject).length > 0;
  const question =
    subject.isPlan === true
      ? 'Approve the plan? [y]es, [s] yes and accept edits, [n]o: '
      : `Allow? [y]es, for this [s]ession${hasRule ? ', [a]lways' : ''}, [n]o: `;
  const until = { signal: AbortSignal.any([signal, elsewhere.signal]) };
  for (;;) {
    const answer = await input.prompt(question, until).catch((error: unknown) => {
      // Resolved elsewhere, or the command is ending.
      if (until.signal.aborted || error instanceof CommandError) return undefined;
      throw error;
    });
    if (answer === undefined) return;
    const decision = DECISIONS.get(answer.toLowerCase().slice(0, 1));
    if (decision === undefined || (decision === 'allow-always' && !hasRule)) continue;
    await client.request('approvals.resolve', { id, decision }).catch((error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
      output.error(`gatehouse: ${error.message}`);
    });
    return;
  }
}

const DECISIONS: ReadonlyMap<string, 'allow-once' | 'allow-session' | 'allow-always' | 'deny'> = new Map([
  ['y', 'allow-once'],
  ['s', 'allow-session'],
  ['a', 'allow-always'],
  ['n', 'deny'],
] as const);
