// Adds a rule by hand: the policy file is read, extended and written back, refused when it changed meanwhile.
import type { GatewayClient } from '#contract/client-api.ts';
import { wordsToLine } from './inbox.ts';

/** Stores words that an agent may run without asking. @throws {RequestError} when somebody else changed the rules meanwhile. */
export async function addRule(client: GatewayClient, agentId: string, words: readonly string[]): Promise<void> {
  const { file, hash } = await client.request('exec.approvals.get', {});
  const agent = file.agents?.[agentId] ?? {};
  const allowlist = [...(agent.allowlist ?? []), { pattern: wordsToLine(words) }];
  const changed = { ...file, agents: { ...file.agents, [agentId]: { ...agent, allowlist } } };
  await client.request('exec.approvals.set', { file: changed, baseHash: hash });
}
